"""Paces that stand in the words beside a figure: "5-8 km2 cleared per day", "on average 64 km2 per year"."""

from __future__ import annotations

import re
from typing import NamedTuple

from tilth.evidence.metrics import dimension
from tilth.figures.quantities import find_quantities
from tilth.forecast.areas import km2_per

_PER = re.compile(r"\W*(?:\w+\W+){0,3}?(?:per|a|each|every|/)\s*(day|week|month|year|yr)\b", flags=re.IGNORECASE)
_A_YEAR = {"day": 365.25, "week": 365.25 / 7, "month": 12.0, "year": 1.0, "yr": 1.0}
_TEAMS = re.compile(r"([\d,]+)\s+(?:\w+\s+)?teams\b", flags=re.IGNORECASE)


class StatedPace(NamedTuple):
    """An area for each day, week, month or year, as stated; `low` and `high` in km² a year."""

    text: str
    low: float
    high: float


def stated_paces(text: str) -> tuple[StatedPace, ...]:
    """Every stated pace in a text, in its order."""
    return tuple(found for one in find_quantities(text) if (found := _pace(text, one)) is not None)


def _pace(text: str, one: object) -> StatedPace | None:
    value, unit = getattr(one, "value", None), str(getattr(one, "unit", ""))
    span: tuple[int, int] = getattr(one, "span", (0, 0))
    if value is None:
        return None
    area, _, per = unit.partition("/")
    end = span[1]
    if not per:
        found = _PER.match(text, end)
        if found is None or dimension(area) != "area":
            return None
        per, end = found[1], found.end()
    factor, times = km2_per(area), _A_YEAR.get(per.lower().rstrip("s"))
    if factor is None or times is None:
        return None
    high = getattr(one, "high", None)
    low = float(value) * factor * times
    return StatedPace(text[span[0] : end].strip(), low, low if high is None else float(high) * factor * times)


def stated_teams(text: str) -> int | None:
    """How many teams a text speaks of; `None` where it names no number of them."""
    found = _TEAMS.search(text)
    return int(found[1].replace(",", "")) if found else None
