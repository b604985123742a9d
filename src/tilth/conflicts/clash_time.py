"""Dates, durations and orders that cannot all hold.

The statements about one tour of one unit make a simple temporal network (`tour`, `tour_network`): each date bounds an
event, each order of `terms/time_orders.csv` holds between two events, each duration between a start and an end that
nobody names (`clash_duration`). What is no statement is a stated assumption: with only the orders that always hold a
clash is an "error", with any other assumption a "warning".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tilth.conflicts.agreement import stand_apart
from tilth.conflicts.clash_duration import strained
from tilth.conflicts.conflict import SEVERITIES, Conflict
from tilth.conflicts.event_days import Told, events
from tilth.conflicts.time_conflict import of_dates, of_duration
from tilth.conflicts.tour import Tour, tours
from tilth.conflicts.tour_network import Clash, bounds, explained, smallest_sets
from tilth.evidence.statement import Statement


def clashes(statements: Sequence[Statement]) -> list[Conflict]:
    """Every smallest set of statements about one actor whose dates, durations and orders cannot all hold."""
    return [found for tour in tours(statements) for found in _of_tour(tour)]


def _of_tour(tour: Tour) -> list[Conflict]:
    """One conflict per set of statements, and none for a set that holds another or that another names beside it."""
    kept = list(_of_one_event(tour))
    named = [(set(one.claims), {*one.claims, *one.also}) for one in kept]
    for one in sorted(_of_several_events(tour), key=_gravest_first):
        claims = set(one.claims)
        if not any(smaller <= claims or claims <= larger for smaller, larger in named):
            kept.append(one)
            named.append((claims, {*claims, *one.also}))
    return kept


def _gravest_first(one: Conflict) -> tuple[int, int, int, tuple[str, ...]]:
    return SEVERITIES.index(one.severity), len(one.claims), len(one.assumptions), one.claims


def _of_one_event(tour: Tour) -> Iterator[Conflict]:
    """Different dates for one event that happens once."""
    known = {event.name for event in events().values()}
    dated: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in tour.told:
        if one.event.kind in ("once", "tour"):
            dated[one.event.name, "" if one.event.name in known else one.statement.scope].append(one)
    for told in dated.values():
        for apart in stand_apart([(one.first, one.last) for one in told]):
            pair = (told[apart.one], told[apart.other])
            same = tuple(dict.fromkeys(one.same for one in pair if one.same))
            also = tuple(told[at].claim for at in apart.also)
            yield of_dates(Clash(frozenset(one.claim for one in pair), (), same, also), pair)


def _of_several_events(tour: Tour) -> Iterator[Conflict]:
    """What orders, durations and the word "since" have to say."""
    dates = bounds(tour.told)
    known = smallest_sets(dates)
    for claims in known:
        told = [one for one in tour.of(claims) if isinstance(one, Told)]
        if len({one.event.name for one in told}) > 1:
            yield of_dates(explained(claims, dates, tour.told), told)
    for found in strained(tour, dates, known):
        yield of_duration(found, tour)
