"""Histories drawn from the model itself, so that what a forecast should say of them is known."""

from __future__ import annotations

from datetime import date

import numpy as np

from tilth.forecast.known import History, Observation
from tilth.forecast.programme import any_habits, started, step


def invented(number: int, *, km2: float = 300.0, first: int = 2000, years: int = 12, every: int = 1) -> History:
    """One programme as the prior would have it, its stock published each `every` years in the October that follows."""
    rng = np.random.default_rng([2026, number])
    now = started(any_habits(1, rng), km2=km2, doubt=0)
    told = [stock(first, km2)]
    for year in range(first + 1, first + years + 1):
        for _ in range(2):
            now = step(now, 0.5, rng)
        if (year - first) % every == 0:
            told.append(stock(year, float(now.stock[0] * np.exp(0.015 * rng.standard_normal()))))
    return History(f"Invented {number}", tuple(told))


def stock(
    year: int,
    km2: float,
    *,
    published: date | None = None,
    qualifier: str = "reported",
    series: str = "remaining_total",
) -> Observation:
    """A stock at the end of a year, published on 1 October of the next unless stated."""
    day = published or date(year + 1, 10, 1)
    return Observation(series, None, date(year, 12, 31), km2, day, "stated", qualifier, "mines", f"{year}")


def told(country: str, *values: tuple[int, float], qualifier: str = "reported") -> History:
    """A history of year-end stocks."""
    return History(country, tuple(stock(year, km2, qualifier=qualifier) for year, km2 in values))
