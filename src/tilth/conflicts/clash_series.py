"""Totals that can only grow: they fall, or an old figure stands under a new day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tilth.conflicts.clash import amount, and_others, clash, day, in_unit_of, says, stars, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.figure import significant_digits
from tilth.conflicts.links import links
from tilth.conflicts.point import Point, Strand
from tilth.conflicts.record import Record, only_grows
from tilth.evidence.metrics import metric

_ROUND = 2  # figures of so few digits come again by chance
_BY_CHANCE = 3  # and figures of a period, which vary, of so few
_UNMOVED = frozenset({"stock", "flow", "target", "estimate", "cost", "rate"})  # may stand for a year


def totals(record: Record) -> Iterator[Conflict]:
    """cumulative_falls, and rounding where a fall is no more than that; stale_redated in the place of a fall."""
    for strand, points in record.sound.items():
        if not only_grows(strand):
            continue
        fallen = record.falls[strand]
        redated = {id(members[-1]): members for members in _redated_totals(points, fallen)}
        yield from (_stale(members) for members in redated.values())
        for high, low, others in stars(pair for pair in fallen if id(pair[1]) not in redated):
            yield _fall(high, low, others)


def _fall(high: Point, low: Point, others: list[Point]) -> Conflict:
    told = f"{thing(high)}: {says(high)}, but later {says(low)}"
    less = in_unit_of(high.value - low.value, high)
    if high.range.nearly_meets(low.range):
        sentence = f"{told}: {less} less, no more than rounding or the words around a figure allow."
        return clash("rounding", (high, low), sentence + and_others(others), also=others, dated=(low,))
    return clash(
        "cumulative_falls",
        (high, low),
        f"{told}: a total that can only grow fell by {less}." + and_others(others),
        assumptions=[f"both count everything up to their day: {thing(low)}"],
        reconciled_by=["one of them counted something else or another area, or is mistaken, or was corrected later"],
        also=others,
        dated=(low,),
    )


# --- old figures under a new day ------------------------------------------------------------------------------------


def old_figures(record: Record) -> Iterator[Conflict]:
    """stale_redated, for figures that are no totals."""
    flows = {part for link in links("flow") for part in link.parts}
    for strand, points in record.sound.items():
        if only_grows(strand):
            continue
        pairs = _repeated_flows(points) if strand.metric in flows else _years_apart(strand, points)
        for old, new, others in stars(pairs):
            yield _stale((old, new), others)
        told = {id(new) for _, new in pairs}
        if strand.metric not in flows:
            yield from (_stale(members) for members in _returned(points) if id(members[-1]) not in told)


def _redated_totals(points: Sequence[Point], fallen: Sequence[tuple[Point, Point]]) -> list[tuple[Point, ...]]:
    """(old, higher, new) where a figure comes again after a higher one; (old, new) where it is years to the day."""
    by_value = _exact(points, _ROUND)
    found: list[tuple[Point, ...]] = []
    redated = set()
    for same in by_value.values():
        for old, new in _years_between(same):
            found.append((old, new))
            redated.add(id(new))
    for high, low in fallen:
        older = [one for one in by_value.get(low.value, ()) if one.last < high.first]
        if older and id(low) not in redated:
            found.append((older[-1], high, low))
            redated.add(id(low))
    return found


def _returned(points: Sequence[Point]) -> list[tuple[Point, ...]]:
    """(old, other, new): a figure that was left behind comes again to the last digit."""
    places = {id(point): at for at, point in enumerate(points)}
    found: list[tuple[Point, ...]] = []
    for same in _exact(points, _BY_CHANCE).values():
        for old, new in pairwise(same):
            between = points[places[id(old)] + 1 : places[id(new)]][-1:]
            if between and old.last < between[0].first <= between[0].last < new.first and between[0].value != new.value:
                found.append((old, between[0], new))
    return found


def _repeated_flows(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """(old, new): the figure of one period comes again, to the last digit, for a later one."""
    return [
        (same[0], later)
        for same in _exact(points, _BY_CHANCE).values()
        for later in same[1:]
        if same[0].last < later.first
    ]


def _years_apart(strand: Strand, points: Sequence[Point]) -> list[tuple[Point, Point]]:
    known = metric(strand.metric)
    if known is None or known.family in _UNMOVED:
        return []
    return [pair for same in _exact(points, _ROUND).values() for pair in _years_between(same)]


def _exact(points: Sequence[Point], digits: int) -> dict[Decimal, list[Point]]:
    """Points of stated days by value, in order of time, where the value has more than so many significant digits."""
    found: dict[Decimal, list[Point]] = defaultdict(list)
    for one in points:
        if one.day == "stated" and significant_digits(one.told.value) > digits:
            found[one.value].append(one)
    return {value: same for value, same in found.items() if len(same) > 1}


def _years_between(same: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """(first, later) where both are days, the same of the year, in different years."""
    first: dict[tuple[int, int], Point] = {}
    for one in same:
        if one.first == one.last and one.first:
            day_of_year = date.fromordinal(one.first).timetuple()[1:3]
            old = first.setdefault(day_of_year, one)
            if old.first < one.first:
                yield old, one


def _stale(members: Sequence[Point], others: Sequence[Point] = ()) -> Conflict:
    old, new = members[0], members[-1]
    told = f"{thing(new)}: {says(new)} is to the last digit the figure of {day(old)} ({old.id}, {old.told.who()})"
    if len(members) == 3:
        told += f", though {says(members[1])} was given in between"
    return clash(
        "stale_redated",
        members,
        f"{told}: an old figure under a new day?" + and_others(others),
        assumptions=[f"{amount(new)} is too exact to come twice by chance"],
        reconciled_by=[f"the day for which the source of {new.id} gives it"],
        also=others,
    )
