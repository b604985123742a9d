"""A duration whose start and end nobody names, set against dates under every reading of it.

"Done in three months" does not say from when. Where its own sentence dates a beginning, the months are counted from
there. Otherwise they are tried from every beginning that anybody dates, and the statements clash only if they clash
under every one of these readings. Readings that agree are told as what reconciles the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tilth.conflicts.event_days import Lasted
from tilth.conflicts.network import Constraint
from tilth.conflicts.tour import Tour
from tilth.conflicts.tour_network import Clash, Span, explained, smallest_sets
from tilth.terms import table


@dataclass(frozen=True, slots=True)
class Reading:
    """The start and the end a duration is read between."""

    start: str
    end: str
    words: str

    def of(self, one: Lasted) -> Span:
        """A duration so read, and that as an assumption."""
        return Span(self.start, self.end, one, f'the "{one.text}" are counted {self.words}')


@dataclass(frozen=True, slots=True)
class Strained:
    """A clash under the first reading of a duration; what other readings clash with, and which ones agree."""

    clash: Clash
    remarks: tuple[str, ...]
    reconciled_by: tuple[str, ...]


@cache
def readings() -> tuple[Reading, ...]:
    """Every reading, in the order in which they are tried."""
    rows = table("time_spans")
    return tuple(Reading(row["start"], row["end"], f"from {row['from_words']} to {row['to_words']}") for row in rows)


def strained(tour: Tour, dates: Sequence[Constraint], known: Collection[frozenset[str]]) -> list[Strained]:
    """Every smallest set of dated statements that clashes with a duration, the other such durations beside it.

    `dates` are the bounds of the tour, and `known` are the sets of statements that clash without a duration.
    """
    dated = {told.event.name for told in tour.told}
    open_to = [reading for reading in readings() if reading.start in dated]
    found: dict[frozenset[str], Strained] = {}
    for one, beside in _tightest(tour):
        sets = {reading: _sets(reading.of(one), dates, known) for reading in open_to}
        chosen = [reading for reading in open_to if reading.start in beside] or open_to
        if not chosen or not all(sets[reading] for reading in chosen):
            continue
        for clashing in _told_once(one, {reading: sets[reading] for reading in [*chosen, *open_to]}, tour, dates):
            others = clashing.clash.claims - {one.claim}
            first = found.setdefault(others, clashing)
            if first is not clashing:
                found[others] = replace(first, clash=replace(first.clash, also=(*first.clash.also, one.claim)))
    return list(found.values())


def _sets(span: Span, dates: Sequence[Constraint], known: Collection[frozenset[str]]) -> list[frozenset[str]]:
    return [found for found in smallest_sets(dates, span) if found not in known]


def _told_once(
    one: Lasted, sets: dict[Reading, list[frozenset[str]]], tour: Tour, dates: Sequence[Constraint]
) -> Iterator[Strained]:
    """The smallest sets of the first reading that has one; what the other readings do is told beside them."""
    every = {claims for found in sets.values() for claims in found}
    smallest = {claims for claims in every if not any(other < claims for other in every)}
    first = next(reading for reading in sets if smallest.intersection(sets[reading]))
    others = [reading for reading in sets if reading != first]
    agreeing = tuple(f'the "{one.text}" may be counted {reading.words}' for reading in others if not sets[reading])
    for claims in (found for found in sets[first] if found in smallest):
        clash = explained(claims, dates, tour.told, first.of(one))
        remarks = (_remark(one, reading, sets[reading][0]) for reading in others if _differs(sets[reading], claims))
        yield Strained(clash, tuple(remarks), agreeing)


def _differs(sets: list[frozenset[str]], claims: frozenset[str]) -> bool:
    return bool(sets) and claims not in sets


def _remark(one: Lasted, reading: Reading, claims: frozenset[str]) -> str:
    against = " and ".join(sorted(claims - {one.claim})) or "itself"
    return f'Counted {reading.words}, the "{one.text}" clash with {against}.'


def _tightest(tour: Tour) -> Iterator[tuple[Lasted, frozenset[str]]]:
    """Of the durations told in one way the shortest limit and the longest, each with the events dated beside it.

    Those beside which an event is dated come first.
    """
    beside: dict[tuple[str, int | None] | str, set[str]] = defaultdict(set)
    for told in tour.told:
        beside[told.claim].add(told.event.name)
        if told.statement.sentence is not None:
            beside[told.statement.document_sha256, told.statement.sentence].add(told.event.name)
    alike: dict[tuple[str, frozenset[str]], list[Lasted]] = defaultdict(list)
    for one in tour.lasted:
        events = beside.get(one.claim, set()) | beside.get(
            (one.statement.document_sha256, one.statement.sentence), set()
        )
        alike[one.same, frozenset(events)].append(one)
    for (_, dated), ones in sorted(alike.items(), key=lambda one: (not one[0][1], one[0][0])):
        shortest = min(
            (one for one in ones if one.most is not None), key=lambda one: (one.most, one.claim), default=None
        )
        longest = min(
            (one for one in ones if one.least is not None), key=lambda one: (-(one.least or 0), one.claim), default=None
        )
        yield from ((one, dated) for one in dict.fromkeys((shortest, longest)) if one is not None)
