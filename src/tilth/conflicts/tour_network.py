"""What is said about one tour of one unit, as a network of days; and the smallest sets of it that cannot all hold.

Only the tightest bounds on each event go into the network, so that its size depends on the kinds of event and not on
the number of statements. The smallest sets are sets of statements; what each needs to be assumed is found afterwards.

A negative cycle of such a network has one earliest bound, one latest bound and a way between their events: the orders
alone, and the orders with one duration, always leave some dates open. So all smallest sets are found by looking at
each pair of bounds, and no search that could grow exponentially (a hitting-set tree) is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tilth.conflicts.event_days import Lasted, Told
from tilth.conflicts.network import (
    ORIGIN,
    Constraint,
    at_least,
    at_most,
    held,
    negative_cycle,
    not_after,
    not_before,
    shortest,
    smallest_clash,
)
from tilth.terms import table

Bound = tuple[str, bool]  # an event, and whether it is its latest day (else its earliest) that is bounded


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements of one tour that cannot all hold, what must be assumed for that, and who says nearly the same."""

    claims: frozenset[str]
    always: tuple[str, ...]  # orders that always hold
    assumed: tuple[str, ...]  # everything else that is no statement
    also: tuple[str, ...] = ()


@cache
def orders() -> tuple[tuple[Constraint, ...], frozenset[str]]:
    """The orders between events, and the sentences of those that always hold."""
    rows = table("time_orders")
    constraints = tuple(at_least(row["before"], row["after"], 0, row["sentence"]) for row in rows)
    return constraints, frozenset(row["sentence"] for row in rows if row["holds"] == "always")


def bounds(told: Iterable[Told]) -> list[Constraint]:
    """The tightest bounds that dated statements put on the events of one tour, for each assumption about the actor."""
    tightest: dict[tuple[str, bool, str, bool], tuple[int, str, Constraint]] = {}
    for one in told:
        for event, is_last, day, bound in _bounds(one):
            is_meant = len(bound.labels) > 1 and bound.labels[-1] != one.same  # by "since", which is an assumption
            key, rank = (event, is_last, one.same, is_meant), (day if is_last else -day, one.claim)
            if key not in tightest or rank < tightest[key][:2]:
                tightest[key] = (*rank, bound)
    return [bound for *_, bound in tightest.values()]


def _bounds(one: Told) -> Iterator[tuple[str, bool, int, Constraint]]:
    """Event, whether the day is its latest, the day, and the constraint. Of what takes days a date falls inside."""
    labels = (one.claim, one.same) if one.same else (one.claim,)
    begun, over = (f"{one.event.name} begun", f"{one.event.name} over") if one.event.kind == "span" else ("", "")
    if one.first is not None:
        event = over or one.event.name
        yield event, False, one.first, not_before(event, one.first, *labels)
    if one.last is not None:
        event = begun or one.event.name
        yield event, True, one.last, not_after(event, one.last, *labels)
    if one.still is not None and one.event.since_then:
        event = one.event.since_then
        yield event, False, one.still, not_before(event, one.still, *labels, since(one))


def since(one: Told) -> str:
    """What "since" is taken to mean, as an assumption."""
    stated = f"{one.statement.qualifier} {one.statement.when}"
    return f'what {one.event.words} "{stated}" was still going on when {one.statement.when} was over'


@dataclass(frozen=True, slots=True)
class Span:
    """A duration read as the days between two events."""

    start: str
    end: str
    lasted: Lasted
    reading: str  # the assumption

    def constraints(self) -> list[Constraint]:
        """The fewest and the most days between the two events."""
        one = self.lasted
        labels = (one.claim, one.same, self.reading) if one.same else (one.claim, self.reading)
        least = [] if one.least is None else [at_least(self.start, self.end, one.least, *labels)]
        return least + ([] if one.most is None else [at_most(self.start, self.end, one.most, *labels)])


def smallest_sets(dates: Sequence[Constraint], span: Span | None = None) -> list[frozenset[str]]:
    """The smallest sets of statements that clash under all assumptions together, in a fixed order.

    `dates` are the `bounds` of a tour.
    """
    latest = [one for one in dates if one.early == ORIGIN]
    earliest = [one for one in dates if one.late == ORIGIN]
    spans = span.constraints() if span else []
    found = {
        frozenset((last.labels[0], first.labels[0], *through))
        for last in latest
        for first in earliest
        for most, through in _ways(last.late, first.early, spans)
        if last.most + most + first.most < 0
    }
    return sorted((one for one in found if not any(other < one for other in found)), key=sorted)


def _ways(early: str, late: str, spans: Sequence[Constraint]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The most days that `late` can come after `early`: by the orders, and by a duration and the orders around it."""
    if (most := _at_most(early, late)) is not None:
        yield most, ()
    for one in spans:
        before, after = _at_most(early, one.early), _at_most(one.late, late)
        if before is not None and after is not None:
            yield before + one.most + after, one.labels[:1]


def _at_most(early: str, late: str) -> int | None:
    return 0 if early == late else _in_order().get((early, late))


@cache
def _in_order() -> dict[tuple[str, str], int]:
    return shortest(orders()[0])


def explained(
    claims: frozenset[str], dates: Sequence[Constraint], told: Sequence[Told], span: Span | None = None
) -> Clash:
    """The clash of these statements with no assumption to spare, and the statements that clash in their place."""
    constraints = [*orders()[0], *dates, *(span.constraints() if span else ())]
    every = {label for one in constraints for label in one.labels}
    others = {one.claim for one in told} - claims
    open_to = [one for one in constraints if others.isdisjoint(one.labels)]
    always = orders()[1]
    burden = {label: 1 if label in always else 2 for label in every - claims}
    assumed = smallest_clash(open_to, given=claims, burden=burden) or frozenset()
    cycle = negative_cycle(held(open_to, claims | assumed)) or ()
    in_order = [label for label in dict.fromkeys(label for one in open_to for label in one.labels) if label in assumed]
    return Clash(
        claims,
        tuple(label for label in in_order if label in always),
        tuple(label for label in in_order if label not in always),
        tuple(_in_their_place(cycle, claims, told)),
    )


def _in_their_place(cycle: Sequence[Constraint], claims: frozenset[str], told: Sequence[Told]) -> Iterator[str]:
    """Statements that bound an event of the cycle nearly as tightly as a member does: by less than the clash needs."""
    spare = -sum(one.most for one in cycle) - 1
    limits = {
        (one.late or one.early, one.early == ORIGIN): one.most for one in cycle if ORIGIN in (one.early, one.late)
    }
    for one in told:
        if one.claim in claims:
            continue
        for event, is_last, day, _ in _bounds(one):
            if (event, is_last) in limits and (day if is_last else -day) - limits[event, is_last] <= spare:
                yield one.claim
                break
