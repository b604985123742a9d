"""The end that follows from a stated start and a stated duration, under an assumption that is named.

"Sent early in August" and "done in three months" give no end. They imply one if the months are counted from the day
the unit was sent; counted from the day it began to work they imply another. Both are told, neither is a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tilth.conflicts.figure import range_of
from tilth.evidence.statement import Statement
from tilth.teams.bound import Bound, Days
from tilth.teams.phase import Phase

COUNTED_FROM = ("deployed", "working")  # the phases whose start a duration can be counted from
_HOURS = 24  # the base unit of time is the hour


@dataclass(frozen=True, slots=True)
class Implied:
    """An end nobody stated: first and last day it can be, what it follows from, and what must be assumed."""

    phase: str  # the phase it would end
    counted_from: str  # the phase from whose start the duration is counted
    first: date
    last: date
    durations: tuple[str, ...]  # claims
    starts: tuple[str, ...]  # claims

    @property
    def assumption(self) -> str:
        """What must hold for it to follow."""
        return f"the time stated in {', '.join(self.durations)} is counted from the start of: {self.counted_from}"

    def as_json(self) -> dict[str, object]:
        """Plain values; days as ISO text."""
        return {
            "phase": self.phase,
            "bound": "end",
            "counted_from": self.counted_from,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "claims": [*self.starts, *self.durations],
            "assumption": self.assumption,
        }


def implied_ends(phases: Iterable[Phase]) -> tuple[Implied, ...]:
    """Every end that follows from a duration of the mission and a start it can be counted from.

    Durations that leave some day open together are told together.
    """
    every = tuple(phases)
    durations = [(phase, one) for phase in every for one in phase.statements if _is_duration(one)]
    told: list[Implied] = []
    for start in every:
        found = start.starts if start.name in COUNTED_FROM else None
        for phase in every:
            ends = [(one, days) for of, one in durations if of == phase and found and (days := _ends(one, found))]
            told += [_implied(phase.name, start.name, found, group) for group in _together(ends) if found]
    return tuple(told)


def _is_duration(one: Statement) -> bool:
    return one.is_fact and one.about is not None and one.about.family == "duration"


def _ends(duration: Statement, start: Bound) -> Days | None:
    span = range_of(duration)
    if span is None or span.base != "time":
        return None
    first, last = start.agreed or (start.earliest, start.latest)
    begin, end = _later(first, span.low, ROUND_FLOOR), _later(last, span.high, ROUND_CEILING)
    return (begin, end) if begin and end else None


def _later(day: date, hours: Decimal, rounding: str) -> date | None:
    """The day so many hours later; `None` where the calendar ends before, or the time is open."""
    try:
        return date.fromordinal(day.toordinal() + int((hours / _HOURS).to_integral_value(rounding)))
    except (OverflowError, ValueError):
        return None


def _together(ends: Sequence[tuple[Statement, Days]]) -> list[list[tuple[Statement, Days]]]:
    """All in one group where they share a day, else each in its own."""
    shared = ends and max(days[0] for _, days in ends) <= min(days[1] for _, days in ends)
    return [list(ends)] if shared else [[one] for one in ends]


def _implied(phase: str, counted_from: str, start: Bound, ends: Sequence[tuple[Statement, Days]]) -> Implied:
    first, last = max(days[0] for _, days in ends), min(days[1] for _, days in ends)
    starts = start.claims or tuple(one.claim_id for one in start.set_aside)
    return Implied(phase, counted_from, first, last, tuple(one.claim_id for one, _ in ends), starts)
