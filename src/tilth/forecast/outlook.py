"""The answer of a forecast: many possible futures, and what can be read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def decimal_year(day: date) -> float:
    """A day as a decimal year: the end of that day, so 31 December 2020 is 2021.0."""
    start = date(day.year, 1, 1).toordinal()
    length = 366 if date(day.year, 12, 31).toordinal() - start == 365 else 365
    return day.year + (day.toordinal() - start + 1) / length


@dataclass(frozen=True, slots=True)
class Refused:
    """No forecast can be made, and what is missing for one."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """`runs` equally likely futures of one stock."""

    series: str
    origin: date
    at: tuple[date, ...]
    remaining_km2: Floats  # (runs, len(at)), never negative
    released_km2: Floats  # (runs, len(at)) released since the origin: never negative, never falling in time
    completion: Floats  # (runs,) decimal year in which nothing is left; inf where it is not within the horizon
    why: tuple[str, ...]

    def quantiles(self, levels: Sequence[float], *, of: str = "remaining_km2") -> Floats:
        """Quantiles of `remaining_km2` or `released_km2` at `levels` in 0–1; shape (len(levels), len(at))."""
        values: Floats = getattr(self, of)
        found: Floats = np.quantile(values, np.asarray(levels, dtype=np.float64), axis=0)
        return found

    def p_done_by(self, day: date) -> float:
        """The probability that nothing is left at the end of `day`."""
        return float(np.mean(self.completion <= decimal_year(day)))

    def completion_quantile(self, p: float) -> float | None:
        """The decimal year by which completion has probability `p`; None where that is beyond the horizon."""
        if not 0.0 < p < 1.0:
            raise ValueError(f"a probability between 0 and 1 is asked, not {p}")
        position = int(np.ceil(p * len(self.completion))) - 1
        year = float(np.sort(self.completion)[max(position, 0)])
        return year if np.isfinite(year) else None
