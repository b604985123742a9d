"""What in a clause can be checked: figures, dates, acts of the field; and which day a plan without a year means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tilth.evidence.metrics import dimension
from tilth.figures.stated import Quantity, StatedDate
from tilth.texts.modality import Weight, has, is_state, tells_event

_FIGURED = re.compile(r"\d|per\s?cent", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.,])\d[\d.,]*(?![\w-])")
_TOLD = ("event", "domain", "done", "plan", "weak plan")  # sorts of words that tell something of the field
_LONG_AGO = 60  # days: what was planned for a day so long ago is planned for the next such day


def weight_of(
    start: int,
    words: str,
    quantities: Sequence[Quantity],
    dates: Sequence[StatedDate],
    published: date | None,
    *,
    is_writer: bool,
) -> Weight:
    """What in a clause that begins at `start` can be checked; the writer's own words need more than a date."""
    times = [one for one in quantities if dimension(one.unit) == "time"]
    future = any(_is_future(one, published) for one in dates)
    counted = [one for one in quantities if one not in times and (_is_counted(one) or has("domain", words))]
    is_told = any(has(sort, words) for sort in _TOLD)
    return Weight(
        figures=bool(counted) or _has_digits(start, words, quantities, dates),
        durations=bool(times),
        dates=bool(dates) and (is_told or not is_writer),
        told=is_told or (not is_state(words) and any(one.value >= 10 and _FIGURED.search(one.text) for one in times)),
        future=future,
        future_only=bool(dates) and published is not None and all(_is_later(one, published) for one in dates),
        past_only=bool(dates) and published is not None and all(one.end and one.end < published for one in dates),
        event=tells_event(words),
    )


def _has_digits(start: int, words: str, quantities: Sequence[Quantity], dates: Sequence[StatedDate]) -> bool:
    """Whether a figure stands there that counts nothing known."""
    taken = [*(one.span for one in quantities), *(one.span for one in dates)]
    return any(
        not any(first <= start + found.start() < last for first, last in taken) for found in _DIGITS.finditer(words)
    )


def _is_counted(quantity: Quantity) -> bool:
    """Whether a quantity is more than "half" of something."""
    return quantity.unit not in ("percent", "count") or _FIGURED.search(quantity.text) is not None


def _is_future(stated: StatedDate, published: date | None) -> bool:
    if stated.bound == "by" and (published is None or stated.end is None or stated.end > published):
        return True
    return published is not None and _is_later(stated, published)


def _is_later(stated: StatedDate, published: date) -> bool:
    return stated.start is not None and stated.start > published and stated.bound != "until"


def next_such_day(stated: StatedDate, published: date | None) -> StatedDate:
    """A day of a plan without a year is the next such day, not the last."""
    if published is None or not stated.year_inferred or stated.start is None or stated.end is None:
        return stated
    if stated.end >= published or stated.bound == "since" or stated.precision not in ("day", "month", "interval"):
        return stated
    try:
        start, end = (one.replace(year=one.year + 1) for one in (stated.start, stated.end))
    except ValueError:  # 29 February
        return stated
    is_long_ago = (published - stated.end).days > _LONG_AGO
    return replace(stated, start=start, end=end) if end >= published and is_long_ago else stated
