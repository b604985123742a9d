"""Percentages against the wrong base: a stated share, the part and the whole that do not go together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tilth.conflicts.clash import clash, number, says, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.links import links
from tilth.conflicts.point import Point
from tilth.conflicts.record import Record, times

_MOST_BASES = 8  # of one day, that are tried


def shares(record: Record) -> Iterator[Conflict]:
    """percent_base: one for each share, with the base of its day that is farthest from closing."""
    for link in links("share"):
        part_metric, share_metric = link.parts
        for strand, points in record.sound.items():
            if strand.metric != share_metric or strand.is_limited:
                continue
            whole_parts, some_parts = (
                times(record.like(strand, part_metric)),
                times(record.parts_of(strand, part_metric)),
            )
            wholes = record.like(strand, link.whole)
            stated, lasts = times(wholes), [one.last for one in wholes]
            for share in points:
                time = share.first, share.last
                parts = whole_parts.get(time) or some_parts.get(time, [])
                yield from _of_share(share, parts, stated.get(time) or _before(share, wholes, lasts))


def _before(share: Point, wholes: Sequence[Point], lasts: Sequence[int]) -> list[Point]:
    """The last figures stated for the whole before that day; a plan stands until another one is stated."""
    earlier = wholes[: bisect_right(lasts, share.first)]
    return [one for one in earlier[-_MOST_BASES:] if one.last == earlier[-1].last]


def _of_share(share: Point, parts: list[Point], wholes: list[Point]) -> Iterator[Conflict]:
    usable = [one for one in parts if one.value > 0 and one.range.low.is_finite() and one.range.high.is_finite()]
    bases = [one for one in wholes if one.value > 0][:_MOST_BASES]
    if not usable or not bases or share.value <= 0:
        return
    part = min(usable, key=lambda one: (one.range.high - one.range.low, one.order))
    open_bases = [base for base in bases if not _closes(share, part, base)]
    if not open_bases:
        return
    worst = max(open_bases, key=lambda base: (abs(part.value / base.value - share.value), base.order))
    closing = [base for base in bases if _closes(share, part, base)]
    yield _open(share, part, worst, closing, [base for base in open_bases if base is not worst])


def _closes(share: Point, part: Point, base: Point) -> bool:
    """Whether some share x some base within their ranges is some part within its range."""
    least = share.range.low * base.range.low if base.range.low.is_finite() else 0
    return part.range.low <= share.range.high * base.range.high and least <= part.range.high


def _percent(part: Point, base: Point) -> str:
    return f"{number(round(100 * part.value / base.value, 2))} %"


def _open(share: Point, part: Point, base: Point, closing: Sequence[Point], others: Sequence[Point]) -> Conflict:
    implied = f"{says(part)} of {says(base)} is {_percent(part, base)}"
    told = f"{thing(share)}: {says(share)} is stated, but {implied}"
    closes = [f"the share is one of {says(one)}: that makes {_percent(part, one)}" for one in closing[:1]]
    assumed = [f"the share is that of {part.id} in {base.id}"]
    if part.scope.is_limited:
        assumed.append(f"{part.id} ({part.scope}) is all of the part that is meant")
    tail = (
        f"; it closes with {says(closing[0])}." if closing else "; it closes with no base that is stated for the day."
    )
    return clash(
        "percent_base",
        (share, part, base),
        told + tail,
        assumptions=assumed,
        reconciled_by=closes or ["the base the share was taken of"],
        also=others,
    )
