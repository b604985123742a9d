"""Where winter slows work, and by how much: a stated table, felt to a degree that nobody knows.

The shares are ours, for ground that freezes: programmes there stop or move crews in January and begin after the thaw.
How far a programme follows the table is uncertain (`WINTERS` in `tilth.forecast.pace`), because declarations also go on
in winter: armies work on roads and in villages, and paper follows the field late.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tilth.places.countries import country_of

_Array = NDArray[np.float64]
_DAYS_OF_A_YEAR = 366


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files("tilth.forecast").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def winter_slows(places: Iterable[str]) -> str:
    """Why winter slows work in the first of these places (names or ISO codes) where it does; empty if in none."""
    known = {row["place"]: row["why"] for row in _rows("winter_places.csv")}
    for place in places:
        words = [place, *re.split(r"[-(,/]", place)[:1], *place.casefold().split()]
        for word in words:
            name = country_of(word.strip()) or word.strip(" ()")
            if name in known:
                return known[name]
    return ""


@cache
def _log_share() -> _Array:
    """Shape (366,): logarithm of the share of the pace that is left on each day of a year, smooth over a month."""
    share = np.log([float(row["share"]) for row in _rows("winter.csv")])
    middles = np.array([date(2023, month, 15).timetuple().tm_yday for month in range(1, 13)], dtype=float)
    days = np.arange(_DAYS_OF_A_YEAR, dtype=float)
    smooth: _Array = np.interp(days, middles, share, period=365.0)
    return smooth


def slow_down(first: _Array, last: _Array) -> _Array:
    """Mean logarithm of the slow-down over the days from `first` to `last` (day numbers); 0 is none."""
    return np.array(
        [
            _log_share()[[date.fromordinal(int(day)).timetuple().tm_yday - 1 for day in np.linspace(a, b, 8)]].mean()
            for a, b in zip(first, last, strict=True)
        ]
    )
