"""A unit's totals that go on changing after its work had ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tilth.conflicts.clash import clash, in_unit_of, says, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.point import Point
from tilth.conflicts.record import Record, only_grows
from tilth.conflicts.scope import plain
from tilth.evidence.metrics import metric
from tilth.evidence.statement import Statement

_HOURS = 24


@dataclass(frozen=True, slots=True, order=True)
class _End:
    """The last day on which a unit's work can have ended, and who says so."""

    day: int
    claims: tuple[str, ...]


def revised_totals(record: Record) -> Iterator[Conflict]:
    """two_values (a warning), or rounding, between totals given for days after the end of a unit's work."""
    ends = _ends(record)
    for strand, points in record.sound.items():
        known = metric(strand.metric)
        end = ends.get(strand.actor)
        if end is None or known is None or known.mission_part != "result" or not only_grows(strand):
            continue
        after = [one for one in points if one.first > end.day]
        for one, other in pairwise(after):
            if one.value != other.value and one.last < other.first:
                yield _revised(one, other, end)


def _ends(record: Record) -> dict[str, _End]:
    """The earliest end of each unit's work: a stated one, a return, or a stated start and a stated duration."""
    found: dict[str, list[_End]] = defaultdict(list)
    starts: dict[str, list[Statement]] = defaultdict(list)
    for one in record.dates:
        if one.about is None or one.when is None:
            continue
        if one.about.phase == "returned" or one.about.bound == "end":
            found[plain(one.group)].append(_End(one.when.last.toordinal(), (one.claim_id,)))
        elif one.about.bound == "start":
            starts[plain(one.group)].append(one)
    for strand, points in record.strands.items():
        known = metric(strand.metric)
        if known is not None and known.family == "duration":
            found[strand.actor] += [end for start in starts.get(strand.actor, ()) for end in _after(start, points)]
    return {unit: min(ends) for unit, ends in found.items() if ends}


def _after(start: Statement, durations: Sequence[Point]) -> Iterator[_End]:
    for one in durations:
        longest = one.range.high if one.range.high.is_finite() else one.range.loose_high
        if start.when is not None and longest.is_finite() and longest > 0:
            yield _End(start.when.last.toordinal() + int(longest / _HOURS), (start.claim_id, one.id))


def _revised(one: Point, other: Point, end: _End) -> Conflict:
    difference = in_unit_of(abs(other.value - one.value), one)
    told = f"{thing(one)}: {says(one)}, and later {says(other)}, {difference} apart, though the work had ended before"
    assumed = f"the unit's work had ended by {date.fromordinal(end.day).isoformat()} ({' and '.join(end.claims)})"
    if one.range.nearly_meets(other.range):
        return clash(
            "rounding",
            (one, other),
            f"{told}: no more than rounding or the words around a figure allow.",
            assumptions=[assumed],
            reconciled_by=["one total, rounded differently"],
        )
    return clash(
        "two_values",
        (one, other),
        f"{told}: a total of finished work cannot change.",
        assumptions=[assumed],
        reconciled_by=["a later count, or work of others added to the unit's"],
        severity="warning",
    )
