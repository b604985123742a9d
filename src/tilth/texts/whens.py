"""Dates of a text as evidence keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tilth.figures.stated import SAID, StatedDate
from tilth.units.dates import When, parse_when

_LONGEST_MONTH = 31  # days


def when_of(stated: StatedDate) -> When | None:
    """A stated date as evidence keeps it; None without a year."""
    if stated.start is None or stated.end is None:
        return None
    first, last = stated.start.isoformat(), stated.end.isoformat()
    if first == last:
        return parse_when(first)
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return parse_when(first[:4])
    ends_month = (stated.end + timedelta(days=1)).day == 1
    if stated.start.day == 1 and ends_month and (stated.end - stated.start).days < _LONGEST_MONTH:
        return parse_when(first[:7])
    return parse_when(f"{first}..{last}")


def period_of(dates: Sequence[StatedDate]) -> When | None:
    """The days a flow was counted in: more than one, neither since nor until a day."""
    for one in dates:
        if one.bound == "on" and one.start and one.end and one.start < one.end:
            return when_of(one)
    return None


def as_of(dates: Sequence[StatedDate]) -> When | None:
    """The first day or days that a claim describes: "on", or what was so "by" then; else the day it was said."""
    described = [one for one in dates if one.bound in ("on", "by")] or [one for one in dates if one.bound == SAID]
    return next((found for one in described if (found := when_of(one))), None)


def any_day(dates: Sequence[StatedDate]) -> When | None:
    """The first date with a year that is told of, whatever it bounds."""
    return next((found for one in dates if one.bound != SAID and (found := when_of(one))), None)
