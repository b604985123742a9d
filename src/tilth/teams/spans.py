"""Sets of whole days, as spans of day numbers with both ends included: joined, cut, and asked about one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Span = tuple[int, int]  # first and last day, both included, as `date.toordinal` counts them
ENDLESS = date.max.toordinal()  # the last day of a span of which no end is stated
ALWAYS: Span = (1, ENDLESS)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as spans that neither meet nor touch, in order. A span that ends before it starts has none."""
    joined: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def minus(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """The days of `spans` that are in none of the `gaps`."""
    left = list(union(spans))
    for start, end in union(gaps):
        left = [
            part
            for first, last in left
            for part in ((first, min(last, start - 1)), (max(first, end + 1), last))
            if part[0] <= part[1]
        ]
    return union(left)


def around(spans: Iterable[Span], day: date) -> Span | None:
    """The one span of a union that holds the day."""
    number = day.toordinal()
    return next((span for span in spans if span[0] <= number <= span[1]), None)


def last_before(spans: Iterable[Span], day: date) -> date | None:
    """The last day before `day` that is in any of the spans."""
    number = day.toordinal()
    days = [min(last, number - 1) for first, last in union(spans) if first < number]
    return date.fromordinal(max(days)) if days else None
