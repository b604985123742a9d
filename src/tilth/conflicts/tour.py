"""One tour of one unit: the statements about it that have to do with time.

Statements about a place belong to the tour at that place. Where those of one unit name several places, it is taken to
have made several tours; what is then said without a place (a return, a welcome) is of no known tour and is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tilth.conflicts.event_days import Lasted, Told, events, lasted, told
from tilth.conflicts.identity import actors
from tilth.evidence.statement import Statement

Item = Told | Lasted


@dataclass(slots=True)
class Tour:
    """Statements of one tour, each kind in the order of claim ids; those that assume nothing about the actor first."""

    told: list[Told] = field(default_factory=list)
    lasted: list[Lasted] = field(default_factory=list)

    def of(self, claims: Iterable[str]) -> list[Item]:
        """What these claims say of the tour, dates in the order of events."""
        wanted = set(claims)
        items: list[Item] = [*sorted(self.told, key=_place), *self.lasted]
        return [one for one in items if one.claim in wanted]


def _place(one: Told) -> int:
    names = [event.name for event in events().values()]
    return names.index(one.event.name) if one.event.name in names else len(names)


def tours(statements: Iterable[Statement]) -> Iterator[Tour]:
    """Every tour of every unit or other actor that the statements name, in a fixed order."""
    related = [one for one in statements if _is_of_time(one) and (one.subject or one.taken_as)]
    groups: dict[tuple[str, str], list[Item]] = {}
    for statement, actor in zip(related, actors(related), strict=True):
        item = told(statement, same=actor.same) or lasted(statement, same=actor.same)
        if item is not None:
            groups.setdefault(actor.key, []).append(item)
    for key in sorted(groups):
        yield from _by_place(groups[key])


def _is_of_time(one: Statement) -> bool:
    return one.is_fact and one.about is not None and one.about.family in ("date", "duration")


def _by_place(items: Sequence[Item]) -> Iterator[Tour]:
    named = {one.statement.place for one in items if _is_here(one)} - {""}
    places = sorted(place for place in named if not any(_within(other, place) for other in named - {place}))
    if len(places) <= 1:
        yield _tour(items)
    for place in places if len(places) > 1 else ():
        yield _tour([one for one in items if _belongs(one, place)])


def _is_here(one: Item) -> bool:
    return isinstance(one, Lasted) or one.event.here


def _belongs(one: Item, place: str) -> bool:
    if _is_here(one):
        return bool(one.statement.place) and _within(place, one.statement.place)
    return isinstance(one, Told) and one.event.kind == "once"


def _within(place: str, larger: str) -> bool:
    """Whether a code names a part of what the other names: RU-KRS is within RU."""
    return place == larger or place.startswith(f"{larger}-")


def _tour(items: Iterable[Item]) -> Tour:
    tour = Tour()
    for one in sorted(set(items), key=_rank):
        if isinstance(one, Told):
            tour.told.append(one)
        else:
            tour.lasted.append(one)
    return tour


def _rank(one: Item) -> tuple[bool, str, str, str, str, str, str]:
    said = one.statement
    return bool(one.same), one.claim, said.metric, str(said.value), said.qualifier, said.url, said.words
