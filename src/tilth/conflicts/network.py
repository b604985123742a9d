"""A simple temporal network: events, the fewest and most days between them, and who says so.

Every constraint says that one event comes at most so many days after another, and carries the labels (statements,
assumptions) it rests on. The network is consistent exactly if its graph has no cycle of negative length:
R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks", Artificial Intelligence 49, 1991,
doi:10.1016/0004-3702(91)90006-6. Days are plain integers; nothing here knows a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

ORIGIN = ""  # the event at day 0: a bound on a date is a bound on the distance to it


@dataclass(frozen=True, slots=True, order=True)
class Constraint:
    """`late` comes at most `most` days after `early`; a negative `most` means that it comes before."""

    early: str
    late: str
    most: int
    labels: tuple[str, ...]  # it holds where all of these are held


def not_before(event: str, day: int, *labels: str) -> Constraint:
    """The event happens on that day or later."""
    return Constraint(event, ORIGIN, -day, labels)


def not_after(event: str, day: int, *labels: str) -> Constraint:
    """The event happens on that day or earlier."""
    return Constraint(ORIGIN, event, day, labels)


def at_least(early: str, late: str, days: int, *labels: str) -> Constraint:
    """`late` comes that many days after `early`, or more."""
    return Constraint(late, early, -days, labels)


def at_most(early: str, late: str, days: int, *labels: str) -> Constraint:
    """`late` comes that many days after `early`, or fewer; it may also come before."""
    return Constraint(early, late, days, labels)


def negative_cycle(constraints: Collection[Constraint]) -> tuple[Constraint, ...] | None:
    """Constraints that go in a circle and sum to less than nothing, or `None` where all can hold.

    The method of Bellman and Ford, started at every event at once: events times constraints steps at worst. Ways
    that shorten each other in a circle are looked for after every round, and exist at the latest after the last one.
    """
    distance = dict.fromkeys((event for one in constraints for event in (one.early, one.late)), 0)
    reached_by: dict[str, Constraint] = {}
    while True:
        changed = None
        for one in constraints:
            through = distance[one.early] + one.most
            if through < distance[one.late]:
                distance[one.late], reached_by[one.late] = through, one
                changed = one.late
        if changed is None:
            return None
        if cycle := _circle(changed, reached_by):
            return cycle


def _circle(event: str, reached_by: Mapping[str, Constraint]) -> tuple[Constraint, ...]:
    """The circle that the way back from an event ends in; empty where it ends at a start."""
    seen: dict[str, Constraint] = {}
    while event in reached_by and event not in seen:
        seen[event] = reached_by[event]
        event = reached_by[event].early
    if event not in seen:
        return ()
    back = list(seen)
    return tuple(seen[one] for one in back[back.index(event) :])


def smallest_clash(
    constraints: Collection[Constraint], *, given: Collection[str] = (), burden: Mapping[str, int] | None = None
) -> frozenset[str] | None:
    """Labels that cannot all be held together with `given`, none of them to spare; `None` where all can.

    The labels of a negative cycle, each left out in turn and kept out if a contradiction remains (the deletion filter
    of J. Chinneck and E. Dravnieks, ORSA Journal on Computing 3(2), 1991, doi:10.1287/ijoc.3.2.157). Labels of a
    greater `burden` are tried first, so that of two explanations the one that assumes less is found.
    """
    cycle = negative_cycle(constraints)
    if cycle is None:
        return None
    weight = burden or {}
    kept = {label for one in cycle for label in one.labels} - set(given)
    for label in sorted(kept, key=lambda name: (-weight.get(name, 0), name)):
        if negative_cycle(held(constraints, kept - {label} | set(given))) is not None:
            kept.discard(label)
    return frozenset(kept)


def held(constraints: Iterable[Constraint], labels: Collection[str]) -> list[Constraint]:
    """The constraints that rest on these labels alone."""
    return [one for one in constraints if all(label in labels for label in one.labels)]


def shortest(constraints: Collection[Constraint]) -> dict[tuple[str, str], int]:
    """The most days that each event can come after each other one; pairs without a limit are left out.

    The method of Floyd and Warshall. Raises ValueError where the constraints cannot all hold.
    """
    events = sorted({event for one in constraints for event in (one.early, one.late)})
    most = {(event, event): 0 for event in events}
    for one in constraints:
        pair = one.early, one.late
        most[pair] = min(most.get(pair, one.most), one.most)
    for via in events:
        before = [(event, most[event, via]) for event in events if (event, via) in most]
        after = [(event, most[via, event]) for event in events if (via, event) in most]
        for early, first in before:
            for late, then in after:
                most[early, late] = min(most.get((early, late), first + then), first + then)
    if any(most[event, event] < 0 for event in events):
        raise ValueError("the constraints cannot all hold")
    return most
