"""Proper scores of a forecast given as a sample: CRPS, the same under censoring, Brier, pinball and interval score.

A proper score cannot be bettered by saying something else than one believes. All are losses: smaller is better, 0 is
best, and they wear the unit of the outcome (Brier has none). A sample of one value is a point forecast; its CRPS is the
absolute error, so point and interval forecasters stand in one table.

Sources: Gneiting & Raftery 2007, doi:10.1198/016214506000001437 (CRPS, interval score); Koenker & Bassett 1978,
doi:10.2307/1913643 (pinball); Gneiting & Ranjan 2011, doi:10.1198/jbes.2010.08110, and Allen, Ginsbourger & Ziegel
2023, doi:10.1137/22M1532184 (threshold weights as a transformation of the outcome); Brier 1950,
doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Sample: TypeAlias = npt.NDArray[np.float64]  # shape (n,), n >= 1


def crps(sample: Sample, outcome: float) -> float:
    """E|X − y| − ½ E|X − X'| of the empirical distribution of `sample`, in the unit of the outcome; O(n log n).

    `sample`: shape (n,), finite. Raises ValueError where it is empty or not finite.
    """
    ordered = np.sort(np.asarray(sample, dtype=np.float64).ravel())
    if not ordered.size or not np.isfinite(ordered).all() or not np.isfinite(outcome):
        raise ValueError("the CRPS needs at least one value, and finite ones; clip what lies beyond the horizon")
    many = ordered.size
    weights = 2.0 * np.arange(1, many + 1) - many - 1
    spread = float(weights @ ordered) / many**2  # ½ E|X − X'| from the order statistics
    return max(float(np.abs(ordered - outcome).mean()) - spread, 0.0)  # below 0 by rounding alone


def censored_crps(sample: Sample, outcome: float | None, *, seen_until: float) -> float:
    """CRPS of a time of which only what happens up to `seen_until` counts; the integral of the Brier score until then.

    `sample`: decimal years, `inf` allowed (not within the horizon of the forecast). `outcome`: decimal year, or `None`
    for "later than `seen_until`". It is the threshold-weighted CRPS with weight 1 before `seen_until` and 0 after,
    which is proper, and which asks nobody what came after the last look. In years.
    """
    truth = seen_until if outcome is None else min(outcome, seen_until)
    return crps(np.minimum(np.asarray(sample, dtype=np.float64), seen_until), truth)


def brier(chance: float, happened: bool) -> float:
    """(p − o)² of one event, 0–1."""
    return (chance - float(happened)) ** 2


def pinball(quantile: float, outcome: float, *, level: float) -> float:
    """Loss of one quantile: `level` times the shortfall, or 1 − `level` times the excess. In the outcome's unit."""
    missed = outcome - quantile
    return max(level * missed, (level - 1) * missed)


def interval_score(low: float, high: float, outcome: float, *, level: float) -> float:
    """Width of the central interval of `level` (0.8 for P10–P90), plus 2/(1 − level) times what it missed by."""
    missed = max(low - outcome, 0.0) + max(outcome - high, 0.0)
    return (high - low) + 2 / (1 - level) * missed
