"""The roster: which teams there are, who and what is in them on a day, and what they hold certificates for.

It is a fold of the journal's entries and nothing else, so what was known on a day is the roster of the entries
recorded by then. An entry that was amended or withdrawn counts no more; both stay in the journal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tilth.evidence.source import plain
from tilth.journal.entry import Entry
from tilth.teams.allowed import findings_of
from tilth.teams.certificate import Certificate, Subject
from tilth.teams.group import Group
from tilth.teams.requirement import Requirement, requirements
from tilth.teams.roster_entries import Entries, read_entries
from tilth.teams.spans import ENDLESS, Span
from tilth.teams.unit import Asset, B, Course, Member, Team, holding
from tilth.terms.finding import Finding


@dataclass(frozen=True, slots=True)
class Ending:
    """Certificates of one kind that follow each other without a gap, and the last day of the last of them."""

    last: date
    group: Group

    def as_json(self, on: date) -> dict[str, object]:
        """Plain values; `days` are counted from `on`."""
        one = self.group.certificates[-1]
        told: dict[str, object] = {"until": self.last.isoformat(), "days": (self.last - on).days}
        told |= {"certificate_kind": one.kind, "name": self.group.name, "who": self.group.who}
        return told | {"team": self.group.team, "entries": [of.entry for of in self.group.certificates]}


@dataclass(frozen=True, slots=True)
class Present:
    """A team, who and what is in it, and their certificates: the same for all days until somebody comes or goes."""

    team: Team | None
    members: list[Member]
    assets: list[Asset]
    groups: list[Group]


@dataclass(slots=True)
class Roster:
    """Teams and what belongs to them, each list in the order of the journal."""

    entries: Entries
    requirements: tuple[Requirement, ...] = field(default_factory=requirements)
    _teams: dict[str, list[Team]] = field(default_factory=dict)
    _members: dict[str, dict[str, list[Member]]] = field(default_factory=dict)
    _assets: dict[str, dict[str, list[Asset]]] = field(default_factory=dict)
    _certificates: dict[Subject, list[Certificate]] = field(default_factory=dict)
    _changes: dict[str, list[int]] = field(default_factory=dict)  # days on which a team is not what it was before
    _present: dict[tuple[str, int], Present] = field(default_factory=dict)
    _allowed: dict[tuple[str, date, str], tuple[Finding, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make everything ready to be looked up."""
        for team in self.entries.teams:
            self._teams.setdefault(plain(team.name), []).append(team)
        for member in self.entries.members:
            self._members.setdefault(plain(member.team), {}).setdefault(plain(member.key), []).append(member)
        for asset in self.entries.assets:
            self._assets.setdefault(plain(asset.team), {}).setdefault(plain(asset.id), []).append(asset)
        for one in self.entries.certificates:
            self._certificates.setdefault(one.subject, []).append(one)
        for key in self._teams:
            self._changes[key] = sorted({day for span in self._spans(key) for day in (span[0], span[1] + 1)})

    def _spans(self, key: str) -> Iterator[Span]:
        """The periods of everything stated about a team, its people and its assets."""
        yield from (one.period.span for one in self._teams[key])
        yield from (one.period.span for stated in self._members.get(key, {}).values() for one in stated)
        yield from (one.period.span for stated in self._assets.get(key, {}).values() for one in stated)

    # --- who and what -----------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Every team on record, by name."""
        return sorted(stated[-1].name for stated in self._teams.values())

    def operators(self) -> list[str]:
        """Every operator that a team is stated to be of, by name."""
        return sorted({plain(one.operator): one.operator for one in self.entries.teams if one.operator}.values())

    def stated(self, name: str) -> list[Team]:
        """Everything stated about a team, of any day."""
        return self._teams.get(plain(name), [])

    def team(self, name: str, on: date) -> Team | None:
        """A team as it is on a day; None where it is not on record for that day."""
        return self.present(name, on).team

    def members(self, name: str, on: date) -> list[Member]:
        """The people in a team on a day, by key."""
        return self.present(name, on).members

    def assets(self, name: str, on: date) -> list[Asset]:
        """The dogs, machines and detectors of a team on a day, by id."""
        return self.present(name, on).assets

    def present(self, name: str, on: date) -> Present:
        """The team on a day, and all that is in it."""
        key = plain(name)
        at = key, bisect_right(self._changes.get(key, []), on.toordinal())
        if at not in self._present:
            team = holding(self._teams.get(key, []), on)
            members = _each(self._members.get(key, {}), on)
            assets = _each(self._assets.get(key, {}), on)
            groups = self._grouped(team, members, assets) if team else []
            self._present[at] = Present(team, members, assets, groups)
        return self._present[at]

    def courses(self, name: str) -> list[Course]:
        """What a team was taught, in the order of the days; what has no date comes last."""
        own = [one for one in self.entries.courses if plain(one.team) == plain(name)]
        return sorted(own, key=lambda one: (one.when.first if one.when else date.max, one.entry))

    # --- certificates -----------------------------------------------------------------------------------------------

    def groups(self, name: str, on: date) -> list[Group]:
        """The certificates that matter for a team on a day, one group for each kind and each of whom they are about.

        Those of the team and of its operator are one group: either will do.
        """
        return self.present(name, on).groups

    def _grouped(self, team: Team, members: list[Member], assets: list[Asset]) -> list[Group]:
        about: list[tuple[str, list[Subject]]] = [
            ("team", [("holder", one) for one in dict.fromkeys((plain(team.name), plain(team.operator))) if one])
        ]
        about += [("member", [("member", plain(one.key))]) for one in members]
        about += [(one.kind, [("asset", plain(one.id))]) for one in assets]
        found: dict[tuple[int, str], Group] = {}
        for at, (part, subjects) in enumerate(about):
            for one in (one for subject in subjects for one in self._certificates.get(subject, ())):
                group = found.setdefault((at, one.kind), Group(team.name, part, one.kind, []))
                group.certificates.append(one)
        return list(found.values())

    def certificates(self, name: str, on: date) -> list[Certificate]:
        """Every certificate of a team, its operator, its people, dogs and machines on a day, whatever its state."""
        return [one for group in self.groups(name, on) for one in group.certificates]

    def endings(self, on: date, *, name: str | None = None) -> list[Ending]:
        """What is valid on a day and ends, of one team or of all: what ends next comes first."""
        names = self.names() if name is None else [name]
        found: dict[tuple[int, ...], Ending] = {}
        for group in (group for one in names for group in self.groups(one, on)):
            run = group.run(on)
            if run is not None and run[1] != ENDLESS:
                key = tuple(one.entry for one in group.certificates)  # an operator's counts once for all its teams
                found.setdefault(key, Ending(date.fromordinal(run[1]), group))
        return sorted(found.values(), key=lambda one: (one.last, one.group.team, one.group.who, one.group.name))

    def allowed(self, team: str, on: date, action: str) -> list[Finding]:
        """What speaks against this team doing this on this day, and what will soon; nothing here holds work up.

        `action` is a word of `terms/required_certificates.csv`, such as clear or reduce; of any other word only what
        is on record is judged.
        """
        key = plain(team), on, plain(action)
        if key not in self._allowed:
            self._allowed[key] = tuple(findings_of(self, team, on, action))
        return list(self._allowed[key])


def _each(stated: dict[str, list[B]], on: date) -> list[B]:
    """What is stated of each thing for a day, in the order of their names."""
    return [one for name in sorted(stated) if (one := holding(stated[name], on))]


def roster(entries: Iterable[Entry], *, required: Iterable[Requirement] | None = None) -> Roster:
    """The roster that entries of the journal make, with the rules of `terms/required_certificates.csv` or others."""
    read = read_entries(entries)
    return Roster(read) if required is None else Roster(read, tuple(required))
