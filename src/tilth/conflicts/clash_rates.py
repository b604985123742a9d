"""Totals that grow faster than any known rate: between two neighbours, or in what a stated flow leaves of the time.

Known are the rates of the stated flows (so much in the last week) and those between the other neighbours of the
series. "71,200 on day 0, 81,833 on day 14 with 3,792 in the last week" leaves 6,841 for the week before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tilth.conflicts.clash import clash, in_unit_of, says, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.links import links
from tilth.conflicts.point import Point
from tilth.conflicts.record import Record, only_grows

_MARGIN = Decimal("1.5")  # work varies from week to week; half as fast again as ever before does not
_FEWEST = 3  # known rates, without which nothing is known
_WEEK = 7  # days; reports are not made at the same hour, so shorter spans are taken as a week


@dataclass(frozen=True, slots=True)
class Rate:
    """Base units a day, and the points it was taken from."""

    per_day: Decimal
    points: tuple[Point, ...]


def jumps(record: Record) -> Iterator[Conflict]:
    """cumulative_jumps."""
    for strand, points in record.sound.items():
        if not only_grows(strand):
            continue
        flows = [
            (one, link.days)
            for link in links("flow")
            if link.whole == strand.metric
            for part in link.parts
            for one in record.like(strand, part)
        ]
        yield from _of_series(points, record.falls[strand], flows)


def chain(points: Sequence[Point], without: Iterable[Point]) -> list[Point]:
    """The most exact figure of each time, one after another, without open ranges and those named."""
    left_out = {id(one) for one in without}
    exact: dict[tuple[int, int], Point] = {}
    for one in points:
        width = one.range.high - one.range.low
        if id(one) in left_out or not width.is_finite():
            continue
        known = exact.get((one.first, one.last))
        if known is None or width < known.range.high - known.range.low:
            exact[one.first, one.last] = one
    kept: list[Point] = []
    for one in exact.values():
        if not kept or kept[-1].last < one.first:
            kept.append(one)
    return kept


def _of_series(
    points: Sequence[Point], falls: Sequence[tuple[Point, Point]], flows: list[tuple[Point, int]]
) -> Iterator[Conflict]:
    """A jump must be one whichever figure of a fall is right: from the lower ones as from the higher ones."""
    lower = chain(points, (high for high, _ in falls))
    higher = {id(b): a for a, b in pairwise(chain(points, (low for _, low in falls)))}
    stated = [Rate(one.value / days, (one,)) for one, days in flows]
    implied = [_rate(a, b) for a, b in pairwise(chain(points, (one for pair in falls for one in pair)))]
    if len(stated) + len(implied) <= _FEWEST:
        return
    fastest = sorted([*stated, *implied], key=lambda rate: rate.per_day)[-2:]
    flow_on = {one.last: (one, days) for one, days in flows if one.first == one.last}
    for a, b in pairwise(lower):
        if id(b) not in higher:
            continue
        starts = sorted((a, higher[id(b)]), key=lambda one: one.order)
        known = next(rate for rate in reversed(fastest) if rate.points[-1] is not b)
        limit = known.per_day * _MARGIN
        if all(_is_above(limit, start, b) for start in starts):
            yield _jump((starts[-1], b), known, _rate(starts[-1], b).per_day)
        elif (found := flow_on.get(b.last)) and all(_is_above_before(limit, start, b, *found) for start in starts):
            yield _jump((starts[-1], b, found[0]), known, _rate_before(starts[-1], b, *found))


def _rate(a: Point, b: Point) -> Rate:
    return Rate((b.value - a.value) / max(b.first - a.last, _WEEK), (a, b))


def _rate_before(a: Point, b: Point, flow: Point, days: int) -> Decimal:
    return (b.value - flow.value - a.value) / max(b.last - days - a.last, _WEEK)


def _is_above(limit: Decimal, a: Point, b: Point) -> bool:
    return _outgrows(limit, b.range.low - a.range.high, max(b.last - a.first, _WEEK), a.range.base)


def _is_above_before(limit: Decimal, a: Point, b: Point, flow: Point, days: int) -> bool:
    """Whether the days between `a` and the last flow must have had more; not where there are none."""
    if b.first != b.last or b.last - days <= a.last or not flow.range.high.is_finite():
        return False
    grown = b.range.low - flow.range.high - a.range.high
    return _outgrows(limit, grown, max(b.last - days - a.first, _WEEK), a.range.base)


def _outgrows(limit: Decimal, grown: Decimal, days: int, base: str) -> bool:
    """Things that are counted come by chance: three standard deviations of a Poisson count are no jump."""
    usual = limit * days
    chance = 3 * usual.sqrt() if base == "count" and usual > 0 else Decimal(0)
    return grown > usual + chance


def _jump(members: tuple[Point, ...], known: Rate, rate: Decimal) -> Conflict:
    a, b, *flow = members
    told = f"{thing(b)}: {says(a)}, then {says(b)}"
    if flow:
        told += f" with {says(flow[0])}; the days before that must have had about {in_unit_of(rate * _WEEK, b)} a week"
    else:
        told += f": {in_unit_of(rate * _WEEK, b)} a week"
    names = " to ".join(point.id for point in known.points)
    most = f"{in_unit_of(known.per_day * _WEEK, b)} a week ({names})"
    return clash(
        "cumulative_jumps",
        members,
        f"{told}. The fastest rate otherwise stated or implied is {most}.",
        assumptions=[f"work went no more than half as fast again as the fastest known rate, {most}"],
        reconciled_by=["work of other units or another area was added to the total, or reported late"],
    )
