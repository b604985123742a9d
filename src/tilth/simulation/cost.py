"""What the simulated work costs: until the horizon, until completion, and for each released square metre."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.simulation.work_outlook import QUANTILES, WorkOutlook

_NAMES = ("p10", "p50", "p90")


def cost(outlook: WorkOutlook) -> dict[str, Any]:
    """US$ as P10, P50 and P90: `within_horizon`, `to_complete` and `per_released_m2`.

    `to_complete` counts the histories that are never done within the horizon as dearer than any number, so that it is
    None where the quantile lies among them. Without released land there is no cost per square metre.
    """
    total = outlook.usd.sum(axis=1)
    released = outlook.released_m2.sum(axis=1)
    each = (
        _quantiles(np.divide(total, released, out=np.full(len(total), np.inf), where=released > 0))
        if released.any()
        else None
    )
    done = np.isfinite(outlook.done_day)
    return {
        "within_horizon": _quantiles(total),
        "to_complete": _quantiles(np.where(done, total, np.inf)) if outlook.is_asked else None,
        "per_released_m2": each,
    }


def _quantiles(values: NDArray[np.float64]) -> dict[str, float | None]:
    ordered = np.sort(values)
    found = [float(ordered[max(0, int(np.ceil(p * len(ordered))) - 1)]) for p in QUANTILES]
    return {name: value if np.isfinite(value) else None for name, value in zip(_NAMES, found, strict=True)}
