"""A headline, as the address of a text keeps it, that gives another figure than the claims from that text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tilth.conflicts.clash import clash, number, says
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.figure import Range, figure_range
from tilth.conflicts.headline import HeadlineFigure, headline_figures
from tilth.conflicts.point import Point
from tilth.conflicts.record import Record
from tilth.evidence.metrics import dimension

_ALIKE = 5  # times as much, or less: a figure further away counts something else
_SLIPS = tuple(Decimal(10) ** power for power in (1, 2, 3, 6))


def headlines(record: Record) -> Iterator[Conflict]:
    """headline_against_body: one for each figure of a headline that no claim of the same text gives."""
    by_url: dict[str, list[Point]] = defaultdict(list)
    for points in record.strands.values():
        for one in points:
            for url in {statement.url for statement in one.all()} - {""}:
                by_url[url].append(one)
    found: dict[tuple[int, Decimal], tuple[str, HeadlineFigure, Point]] = {}
    for url, points in by_url.items():
        for figure in headline_figures(url):
            nearest = _unsaid(figure, points)
            if nearest is not None:
                said = found.setdefault((id(nearest), figure.readings[0]), (url, figure, nearest))
                if url < said[0]:
                    found[id(nearest), figure.readings[0]] = (url, figure, nearest)
    for url, figure, nearest in found.values():
        yield _against(figure, nearest, url)


def _unsaid(figure: HeadlineFigure, points: Sequence[Point]) -> Point | None:
    """The claim whose figure is like that of the headline, where no claim of the text gives it."""
    ranges = [one for value in figure.readings if (one := figure_range(value, figure.unit))]
    body = [one for one in points if _counts_the_same(one, figure)]
    if any(one.range.nearly_meets(stated) for one in body for stated in ranges):
        return None
    alike = [(_distance(one, stated), one.order, one) for one in body for stated in ranges if _is_like(one, stated)]
    return min(alike)[2] if alike else None


def _counts_the_same(point: Point, figure: HeadlineFigure) -> bool:
    counted = point.range.base == "count"
    return point.told.unit == figure.unit if counted else point.range.base == dimension(figure.unit)


def _distance(point: Point, stated: Range) -> Decimal:
    small, large = sorted((point.value, stated.value))
    return large / small if small > 0 else Decimal("Infinity")


def _is_like(point: Point, stated: Range) -> bool:
    small, large = sorted((point.range, stated), key=lambda one: one.value)
    slipped = any(small.low * factor < large.high and large.low < small.high * factor for factor in _SLIPS)
    return slipped or _distance(point, stated) <= _ALIKE


def _against(figure: HeadlineFigure, point: Point, url: str) -> Conflict:
    headline = f"{number(figure.readings[0])} {figure.unit}"
    return clash(
        "headline_against_body",
        (point,),
        f"The address of the text, made from its headline, says {headline} (“{figure.words} …”); the text under it "
        f"says {says(point)}.",
        assumptions=[f"the headline counts what {point.id} counts", f"the address {url} keeps the headline's figure"],
        reconciled_by=["the text itself, and the source it rests on"],
        dated=(),
    )
