"""A date as it was stated, with the precision it was stated in.

A source says "12 December 2025", "August 2025", "autumn 2025" or "2016"; writing any of these down as one day
would invent knowledge. `When` keeps the first and the last day it can mean. In the account a date counts on its
*last* possible day: land is never shown released before it can have been.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](?!.*(?:\.\.|/)).*)?$")
_DAY_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_YEAR = re.compile(r"(\d{4})(?:\.0)?$")
_SEASON = re.compile(r"(\d{4})-(spring|summer|autumn|fall|winter)$")
_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)$|([^/]+?)\s*/\s*([^/]+)$")


@dataclass(frozen=True, slots=True)
class When:
    """The days a stated date can mean, both ends included, and the words it was stated in."""

    text: str
    first: date
    last: date
    precision: str  # day, month, season, year or interval

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=50_000)  # a register states the same days again and again
def parse_when(text: str) -> When | None:
    """Read a stated date; `None` if it cannot be read as one (the caller makes a finding of that).

    Understood: `2025-12-12` (also with a time behind it), `2025/12/12`, `12.12.2025`, `2025-12`, `2025-autumn`,
    `2025`, and two of these joined by `..` or `/` for an interval.
    """
    text = text.strip()
    if found := _RANGE.match(text):
        start, end = found[1] or found[3], found[2] or found[4]
        return _of_interval(text, _parse_one(start), _parse_one(end))
    return _parse_one(text)


def _parse_one(text: str) -> When | None:
    if found := _DAY.match(text) or _DAY_SLASHED.match(text):
        return _of_day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(text):
        return _of_day(text, int(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH.match(text):
        return _of_months(text, int(found[1]), int(found[2]), int(found[2]), "month")
    if found := _SEASON.match(text):
        return _of_months(text, int(found[1]), *_SEASONS[found[2]], "season")
    if found := _YEAR.match(text):
        return _of_months(text, int(found[1]), 1, 12, "year")
    return None


def _of_day(text: str, year: int, month: int, day: int) -> When | None:
    try:
        exact = date(year, month, day)
    except ValueError:
        return None
    return When(text, exact, exact, "day")


def _of_months(text: str, year: int, first: int, last: int, precision: str) -> When | None:
    """From the first of month `first` to the end of month `last`, in the next year where `last` comes earlier."""
    if not (1 <= first <= 12 and 1 <= year < 9999):
        return None
    last_year = year + (last < first)
    return When(text, date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1]), precision)


def _of_interval(text: str, start: When | None, end: When | None) -> When | None:
    if start is None or end is None or end.last < start.first:
        return None
    return When(text, start.first, end.last, "interval")
