"""What it will cost: a cost of each km² as it was published, uncertain in the same direction all the way.

The logarithm of the unit cost is drawn once for each run: unit costs of a country stay high or low together, so that
they do not average out over many years. With few published years the spread is that of a Student t, at least
`LEAST_SPREAD`: between countries and years it is about that (0.34 to 4.3 US$ a square metre).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.forecast.known import Cost, History

LEAST_SPREAD = 0.5  # of the logarithm
_PARTS = ("cleared", "reduced", "cancelled", "bac_cleared")
_MONEY = {"MUSD": 1.0, "USD": 1e-6, "KUSD": 1e-3}


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """Draws of a cost in million US$ a km² released, shape (runs,), and where it comes from."""

    musd_per_km2: NDArray[np.float64]
    why: str


def unit_costs(known: History, *, runs: int, rng: np.random.Generator) -> UnitCosts | None:
    """From every year with both a total cost in US$ and released area; `None` where there is no such year."""
    found = [(one, km2) for one in known.costs if (km2 := _released(known, one)) and _musd(one) > 0]
    if not found:
        return None
    logs = np.log([_musd(one) / km2 for one, km2 in found])
    spread = max(LEAST_SPREAD, float(logs.std(ddof=1)) if len(logs) > 1 else 0.0)
    drawn = logs.mean() + spread * rng.standard_t(len(logs) + 2, runs) * np.sqrt(1 + 1 / len(logs))
    years = ", ".join(str(one.at.year) for one, _ in found)
    low, high = (f"{value:.2g}" for value in np.exp([logs.min(), logs.max()]))
    range_ = low if low == high else f"{low} to {high}"
    why = f"unit cost from total cost over all area released, battle area included, in {years}: {range_} US$ a m²"
    return UnitCosts(np.exp(drawn), f"{why}; other years can cost more or less by half and stay so")


def _musd(one: Cost) -> float:
    return one.value * _MONEY.get(one.unit.upper(), 0.0) if one.series == "cost_total" else 0.0


def _released(known: History, cost: Cost) -> float:
    """Everything released in the year of a cost, of several values of one kind the largest, in km²."""
    parts: dict[str, float] = defaultdict(float)
    for one in known.observations:
        if one.start is not None and one.at.year == one.start.year == cost.at.year:
            parts[one.series] = max(parts[one.series], one.km2)
    split = sum(parts[name] for name in _PARTS if name in parts)
    survey = 0.0 if parts["reduced"] or parts["cancelled"] else parts["released_survey"]
    return max(split + survey, parts["released_total"])
