"""The back-test of what is released in a year: our answer against the last published year and the mean of three.

Only years for which everything released was published count (all ways of release, or their sum), and only whole years
that begin after the origin. Additions and re-measuring are no release, so this asks another question than what remains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from tilth.forecast.evidence_of_release import Release, releases
from tilth.forecast.known import History
from tilth.forecast.scores import crps

YEARS_AHEAD = 6
RELEASE_BASELINES = ("last_release", "mean_release")
_YEAR = (350, 380)  # days


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """One later year of one question; losses and ends of the band are shares of the last known stock."""

    country: str
    origin: date
    end: date
    km2: float
    scale_km2: float
    crps: Mapping[str, float] = field(hash=False)
    p10: float = 0.0
    p50: float = 0.0
    p90: float = 0.0

    @property
    def is_held(self) -> bool:
        """Whether our P10 to P90 holds it, ends included."""
        return self.p10 - 1e-9 <= self.km2 / self.scale_km2 <= self.p90 + 1e-9


def whole_years(history: History) -> tuple[Release, ...]:
    """The years for which everything released was published."""
    return tuple(one for one in releases(history) if one.whole and _YEAR[0] <= (one.end - one.start).days <= _YEAR[1])


def later_years(history: History, origin: date) -> tuple[Release, ...]:
    """Those that begin after the origin and end within six years."""
    years = whole_years(history)
    return tuple(one for one in years if one.start > origin and one.end.year - origin.year <= YEARS_AHEAD)


def days_of(years: tuple[Release, ...]) -> set[date]:
    """The days on which a forecast of these years has to be asked: the eve and the end of each."""
    return {day for one in years for day in (one.start - timedelta(days=1), one.end)}


def release_case(
    known: History,
    year: Release,
    released_km2: npt.NDArray[np.float64],
    *,
    origin: date,
    scale_km2: float,
    ours: str,
) -> ReleaseCase | None:
    """The scores of one later year; None where no year was known by the origin. `released_km2`: shape (n,), ours."""
    before = [one.km2 for one in whole_years(known)]
    if not before:
        return None
    sample, truth = released_km2 / scale_km2, year.km2 / scale_km2
    simple = {"last_release": before[-1], "mean_release": float(np.mean(before[-3:]))}
    lost = {ours: crps(sample, truth)} | {name: abs(km2 / scale_km2 - truth) for name, km2 in simple.items()}
    p10, p50, p90 = (float(value) for value in np.quantile(sample, [0.1, 0.5, 0.9]))
    return ReleaseCase(known.country, origin, year.end, year.km2, scale_km2, lost, p10, p50, p90)
