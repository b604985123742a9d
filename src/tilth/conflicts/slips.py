"""Slips of size: two figures of one thing that differ by a factor a slip of unit or decimal sign makes.

A figure is compared with those of its own time and with its nearest neighbours in a series that can only grow. The
one that differs by such a factor from more of its neighbours is the one that is set aside for the other rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tilth.conflicts.point import Point
from tilth.evidence.metrics import dimension
from tilth.terms import table

_REACH = 2  # neighbours on either side
_CUT_SHORT = Decimal("0.05")  # how far a figure cut short or rounded may be off, at most
_EXACTLY = Decimal("0.01")  # and where the factor is no power of ten
_DRIFT = Decimal("0.15")  # how far a series may have moved between neighbours
_LEAST = 2  # no slip is smaller
_TENFOLD = frozenset({1, 10, 100, 1_000, 10_000, 1_000_000})


@dataclass(frozen=True, slots=True)
class Slip:
    """Two figures that differ by about `factor`, and which of them fits its neighbours less."""

    first: Point
    second: Point
    factor: Decimal
    meaning: str
    off: Point  # set aside for the other rules
    is_told_apart: bool  # whether its neighbours say that it is this one
    others: tuple[Point, ...]  # of the same time, from which it is as far


@dataclass(frozen=True, slots=True)
class _Row:
    factor: Decimal
    dimension: str
    across: str
    meaning: str


@cache
def _rows_of(measured: str | None) -> tuple[_Row, ...]:
    return tuple(row for row in _rows() if row.dimension in ("", measured))


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(_Row(Decimal(r["factor"]), r["dimension"], r["across"], r["meaning"]) for r in table("slips"))


def slips(points: Sequence[Point], *, only_grows: bool) -> list[Slip]:
    """One slip for each figure that is off; `points` are dated, of one strand and in order of time."""
    found: dict[int, list[tuple[Decimal, Point, Point, _Row]]] = defaultdict(list)
    for one, other in _near(points):
        if one.range.meets(other.range):
            continue
        if row := _match(one, other, only_grows=only_grows):
            closeness = abs(_ratio(one, other) / row.factor - 1)
            for point in (one, other):
                found[id(point)].append((closeness, one, other, row))
    return _judged(points, found)


def _judged(points: Sequence[Point], found: dict[int, list[tuple[Decimal, Point, Point, _Row]]]) -> list[Slip]:
    """The figures with most such neighbours first; a pair is told once."""
    told: list[Slip] = []
    off: set[int] = set()
    for point in sorted(points, key=lambda one: (-len(found.get(id(one), ())), one.value, one.order)):
        pairs = [pair for pair in found.get(id(point), ()) if not {id(pair[1]), id(pair[2])} & off]
        if not pairs:
            continue
        _, one, other, row = min(pairs, key=lambda pair: (pair[1].first != pair[2].first, pair[0], pair[1].order))
        partner = other if point is one else one
        off.add(id(point))
        apart = len(found[id(point)]) > len(found[id(partner)])
        same = [end for pair in pairs if pair[1].first == pair[2].first for end in pair[1:3]]
        others = tuple(end for end in same if end is not point and end is not partner)
        told.append(Slip(one, other, row.factor, row.meaning, point, apart, others))
    return told


def _near(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    for at, one in enumerate(points):
        for other in points[at + 1 : at + 1 + _REACH]:
            yield one, other


def _match(one: Point, other: Point, *, only_grows: bool) -> _Row | None:
    """The row whose factor lies between the two, if any; the closest of several."""
    if one.value <= 0 or other.value <= 0:
        return None
    same = (one.first, one.last) == (other.first, other.last)
    if not same and not (only_grows and one.last < other.first):
        return None
    small, large = (one, other) if one.value <= other.value else (other, one)
    ratio = large.value / small.value
    if ratio < _LEAST:
        return None
    rows = _rows_of(dimension(one.told.unit))
    fitting = [row for row in rows if (_cut(small, large, row) if same else _drifted(row, ratio, fell=small is other))]
    return min(fitting, key=lambda row: abs(ratio / row.factor - 1), default=None)


def _ratio(one: Point, other: Point) -> Decimal:
    return one.value / other.value if one.value > other.value else other.value / one.value


def _cut(small: Point, large: Point, row: _Row) -> bool:
    """Whether the large one is the small one times the factor, the small one cut short or rounded."""
    most = _CUT_SHORT if row.factor in _TENFOLD else _EXACTLY
    width = min(small.range.grain, small.value * most)
    grain = large.range.grain  # ends that are open, or far, make no slip
    low, high = max(large.range.low, large.value - grain), min(large.range.high, large.value + grain)
    return (small.value - width) * row.factor <= high and low <= (small.value + width) * row.factor


def _drifted(row: _Row, ratio: Decimal, *, fell: bool) -> bool:
    if row.across == "same" or (row.across == "fall" and not fell):
        return False
    return abs(ratio / row.factor - 1) <= _DRIFT
