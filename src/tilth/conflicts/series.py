"""Reconciled series: for each day what the statements that can all hold leave open, and what is set aside and why.

Nothing is averaged and nothing is hidden: an interval is the intersection of what its supporters mean, and every dated
statement of a metric and scope is on record once, as support or set aside. What is stated stays a declaration: no
series ever becomes released land.

A total that only grows keeps the heaviest set of figures that can all hold (`growing`); between two days the total is
at least what it was before and at most what it is after. Any other figure is compared with those of the same day or
period (`agreement`). A figure weighs as much as its speakers: who repeats himself counts once. A date of lower
precision counts on its last possible day, but not after the day it was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.point import Point, Strand, strands_of
from tilth.conflicts.reconcile import Days, Held, Opposed, counts_on, growing, level
from tilth.conflicts.scope import scope_of
from tilth.evidence.choice import SetAside, is_foretold
from tilth.evidence.metrics import NUMBERS, dimension, known_units, metric, unit_factor
from tilth.evidence.statement import Statement

DECLARED = "declared, unverified"
NO_DAY = "no day is stated"
Open = Decimal | None  # one end of an interval; `None`: open to that side


class NotComputed(NamedTuple):
    """A statement that is no figure of the series, and why."""

    statement: Statement
    why: str


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One day of a series, or a period that ends on that day. Both ends of the interval are included."""

    day: date
    start: date | None  # of a period
    low: Open
    high: Open
    supports: tuple[str, ...]
    set_aside: tuple[SetAside, ...]

    def as_json(self) -> dict[str, object]:
        """The contract's object, and where a period began."""
        start: dict[str, object] = {"start": self.start.isoformat()} if self.start else {}
        return start | {
            "date": self.day.isoformat(),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "supports": list(self.supports),
            "set_aside": [one.as_json() for one in self.set_aside],
        }


@dataclass(frozen=True, slots=True)
class Series:
    """What is stated of one metric and scope, day by day."""

    metric: str
    scope: str
    unit: str
    grows: bool  # a total that can only grow
    points: tuple[SeriesPoint, ...]
    undated: tuple[SetAside, ...]  # statements that name no day and were not published on a known one

    @property
    def status(self) -> str:
        """What all of it is: nothing here was verified."""
        return DECLARED

    def at(self, day: date) -> tuple[Open, Open]:
        """What is left open on a day: of a total that grows also on days for which nothing is stated."""
        if not self.grows:
            return next(((one.low, one.high) for one in self.points if one.day == day), (None, None))
        low = [one.low for one in self.points if one.day <= day]
        high = [one.high for one in self.points if one.day >= day]
        return low[-1] if low else None, high[0] if high else None

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        return {
            "metric": self.metric,
            "scope": self.scope,
            "unit": self.unit,
            "status": self.status,
            "points": [one.as_json() for one in self.points],
            "undated": [one.as_json() for one in self.undated],
        }


def reconciled(
    statements: Iterable[Statement],
    conflicts: Iterable[Conflict] = (),
    *,
    weight: Callable[[Statement], int] | None = None,
) -> tuple[Series, ...]:
    """One series per metric, scope and unit, in a fixed order; the order of the statements makes no difference.

    `weight` says how much a statement counts, a whole number from 1 on. The reason to set a statement aside names the
    conflict it is in with a supporter, where `conflicts` holds one.
    """
    every = list(statements)
    strands = strands_of(every)
    apart = _not_computed(every, strands)
    named = _by_claim(conflicts)
    return tuple(
        _series(strand, strands.get(strand, []), apart.get(strand, []), named, weight or _one)
        for strand in sorted({*strands, *apart})
    )


def _one(_: Statement) -> int:
    return 1


def _series(
    strand: Strand,
    points: list[Point],
    apart: list[NotComputed],
    named: Mapping[str, list[Conflict]],
    weight: Callable[[Statement], int],
) -> Series:
    known = metric(strand.metric)
    family = known.family if known else ""
    dated = [point for point in points if point.is_dated]
    undated = [SetAside(one.claim_id, NO_DAY) for point in points if not point.is_dated for one in point.all()]
    aside: dict[Days, list[SetAside]] = defaultdict(list)
    for other in apart:
        days = _days(other.statement, is_flow=family == "flow")
        (aside[days] if days else undated).append(SetAside(other.statement.claim_id, other.why))
    if family == "cumulative":
        held = growing(dated, weight, also_on=aside)
    else:
        held = level(dated, weight, is_flow=family == "flow")
    told = [_point(days, held.get(days, Held()), aside.get(days, []), named) for days in sorted({*held, *aside})]
    first = points[0].told if points else apart[0].statement
    scope = str(points[0].scope if points else scope_of(first))
    return Series(
        strand.metric, scope, _unit(strand, first), family == "cumulative", tuple(told), tuple(sorted(undated))
    )


def _point(days: Days, held: Held, aside: list[SetAside], named: Mapping[str, list[Conflict]]) -> SeriesPoint:
    start, day = (date.fromordinal(one) for one in days)
    supports = sorted(one.claim_id for point in held.supports for one in point.all())
    opposed = [
        SetAside(one.claim_id, _why(one.claim_id, other, named)) for other in held.opposed for one in other.point.all()
    ]
    return SeriesPoint(
        day, start if start < day else None, held.low, held.high, tuple(supports), tuple(sorted([*opposed, *aside]))
    )


def _why(claim: str, opposed: Opposed, named: Mapping[str, list[Conflict]]) -> str:
    """The reason, the statement it cannot hold with, and the conflict that holds both, if there is one."""
    against = opposed.against.id
    both = [one.id for one in named.get(claim, []) if against in one.claims or against in one.also]
    found = f", conflict {min(both)}" if both else ""
    return f"{opposed.why} ({against} of {opposed.against.told.when or opposed.against.told.published}{found})"


def _by_claim(conflicts: Iterable[Conflict]) -> dict[str, list[Conflict]]:
    named: dict[str, list[Conflict]] = defaultdict(list)
    for one in conflicts:
        for claim in {*one.claims, *one.also}:
            named[claim].append(one)
    return named


def _not_computed(
    statements: Iterable[Statement], strands: Mapping[Strand, list[Point]]
) -> dict[Strand, list[NotComputed]]:
    """What is no figure on record: by the series it belongs to, in the order of claim ids, each with the reason."""
    points = [(strand, point) for strand, found in strands.items() for point in found]
    used = {id(one) for _, point in points for one in point.all()}
    series = {(point.told.metric, point.scope.key): strand for strand, point in points}
    apart: dict[Strand, list[NotComputed]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: (one.claim_id, repr(one.when), one.words)):
        if id(one) not in used and one.metric and (one.about is None or one.about.dimension in NUMBERS):
            key = scope_of(one).key
            strand = series.get((one.metric, key)) or Strand(one.metric, "", *key)
            apart[strand].append(NotComputed(one, _why_not(one)))
    return apart


def _why_not(one: Statement) -> str:
    if one.modality in ("opinion", "planned"):
        return f"{'an opinion' if one.modality == 'opinion' else 'a plan'} is kept and not computed with"
    if is_foretold(one):
        return "published before the day it describes: a forecast, not a report"
    return "states no figure in a unit of this metric"


def _days(one: Statement, *, is_flow: bool) -> Days | None:
    when = one.when or one.published
    if when is None:
        return None
    first, last = when.first.toordinal(), when.last.toordinal()
    if is_flow:
        return first, last
    day = counts_on(first, last, published=one.published.last if one.published else None)
    return day, day


def _unit(strand: Strand, first: Statement) -> str:
    """The unit the figures of a series are given in: that of its statements where it is a base unit of its own."""
    if unit_factor(first.unit) in (None, 1):
        return first.unit
    alike = (unit for unit in known_units() if dimension(unit) == strand.base and unit_factor(unit) == 1)
    return next(alike, strand.base)


def _plain(value: Open) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
