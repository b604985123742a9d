"""A team and what belongs to it: people by key, dogs and machines, courses. Names of people are in the vault only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from tilth.teams.period import Period
from tilth.teams.words import rank_of
from tilth.units.dates import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of an operator. What is stated again for a later period holds from then on."""

    entry: int
    name: str
    operator: str  # empty where nobody said
    kind: str  # terms/team_kinds.csv
    period: Period

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        told: dict[str, object] = {"entry": self.entry, "name": self.name, "operator": self.operator}
        return told | {"team_kind": self.kind} | self.period.as_json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person in a team, known here by a key."""

    entry: int
    team: str
    key: str
    role: str  # terms/skills.csv
    skills: tuple[str, ...]  # terms/skills.csv
    period: Period

    @property
    def eod_rank(self) -> int:
        """The highest EOD level among the stated skills, 0 if none is stated."""
        return max((rank_of(skill) for skill in self.skills), default=0)

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        told: dict[str, object] = {"entry": self.entry, "team": self.team, "key": self.key, "role": self.role}
        return told | {"skills": list(self.skills)} | self.period.as_json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A dog, a machine or a detector of a team."""

    entry: int
    team: str
    kind: str  # terms/asset_kinds.csv
    id: str
    period: Period

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        told: dict[str, object] = {"entry": self.entry, "team": self.team, "asset_kind": self.kind, "id": self.id}
        return told | self.period.as_json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a team was taught: where, by whom and when, as far as anybody stated."""

    entry: int
    team: str
    topic: str
    place: str
    trainer: str
    when: When | None

    def as_json(self) -> dict[str, object]:
        """Plain values; None is what nobody stated."""
        when = self.when
        days = {"first": when.first.isoformat(), "last": when.last.isoformat()} if when else {}
        told = {"entry": self.entry, "team": self.team, "topic": self.topic, "place": self.place or None}
        return told | {"trainer": self.trainer or None, "on": str(when) if when else None} | days


class Belonging(Protocol):
    """A part of a team for a period."""

    @property
    def entry(self) -> int:
        """The entry that states it."""
        ...

    @property
    def period(self) -> Period:
        """When it was so."""
        ...


B = TypeVar("B", bound=Belonging)


def holding(stated: list[B], on: date) -> B | None:
    """Of what is stated about one thing, that which holds on a day: the period that began last, then the last entry."""
    found = [one for one in stated if one.period.holds(on)]
    return max(found, key=lambda one: (one.period.span[0], one.entry), default=None)
