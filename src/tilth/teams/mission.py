"""A mission: a unit's tour as it was told, from formed to returned, each part with who said so.

Where statements differ all stand side by side; what they can agree on stands beside them. Names printed differently
are one unit only where a statement says `taken_as`, which the mission repeats so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tilth.conflicts.conflict import Conflict, in_order
from tilth.conflicts.series import DECLARED
from tilth.evidence.source import Identity, by_name, plain
from tilth.evidence.statement import Statement
from tilth.teams.implied import Implied, implied_ends
from tilth.teams.names import meant, units
from tilth.teams.phase import Phase, phases
from tilth.teams.questions import Question, not_stated
from tilth.teams.told import told

_AMEND, _WITHDRAW = "amend taken_as of these statements", "withdraw the entry that joins them"
_PARTS = ("event", "partner", "result", "mandate", "asset")  # of the vocabulary; all else said of a unit is a detail


@dataclass(frozen=True, slots=True)
class Assumption:
    """A printed name taken as the unit's, with every statement that rests on it."""

    subject: str
    because: str
    statements: tuple[Statement, ...]
    joined_by: int | None  # the entry of the register that joins the names; None where the statements do

    def as_json(self) -> dict[str, object]:
        """Name, reason, claims, and how to undo it."""
        return {
            "subject": self.subject,
            "because": self.because,
            "claims": [one.claim_id for one in self.statements],
            "reversible": "withdraw the entry that joins them"
            if self.joined_by
            else "amend taken_as of these statements",
            "undo": self._undo(),
        }

    def _undo(self) -> list[str]:
        """The commands that take the names apart again."""
        if self.joined_by:
            return [f"tilth withdraw FILE {self.joined_by} --why T"]
        return [f'tilth amend FILE {one.entry} --set taken_as="" --why T' for one in self.statements if one.entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """What is stated about one unit's tour, sorted by what it is about; and what is not stated."""

    unit: str
    phases: tuple[Phase, ...]
    events: tuple[Statement, ...]
    partners: tuple[Statement, ...]
    results: tuple[Statement, ...]
    mandate: tuple[Statement, ...]
    assets: tuple[Statement, ...]
    details: tuple[Statement, ...]
    assessments: tuple[Statement, ...]
    implied: tuple[Implied, ...]
    assumptions: tuple[Assumption, ...]
    conflicts: tuple[Conflict, ...]  # those that one of its statements has a part in
    others: tuple[Statement, ...]  # of the same texts, about something else
    other_units: tuple[str, ...]
    not_stated: tuple[Question, ...]
    statements: tuple[Statement, ...]

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        return {
            "unit": self.unit,
            "mandate": [told(one) for one in self.mandate],
            "phases": [phase.as_json() for phase in self.phases],
            "implied": [one.as_json() for one in self.implied],
            "events": [told(one) for one in sorted(self.events, key=_day)],
            "host": [told(one) for one in self.partners if one.metric == "unit_host"],
            "trainer": [told(one) for one in self.partners if one.metric == "unit_trainer"],
            "partners": [told(one) for one in self.partners],
            "assets": [told(one) for one in self.assets],
            "results": [told(one) | self._beside(one) for one in self.results],
            "details": [told(one) for one in self.details],
            "conflicts": [one.as_json() for one in self.conflicts],
            "known_when": _known_when(self.statements),
            "not_stated": [one.sentence for one in self.not_stated],
            "questions": [one.as_json() for one in self.not_stated],
            "assessments_by_others": [told(one) for one in self.assessments],
            "taken_as_the_same": [one.as_json() for one in self.assumptions],
            "about_others": [told(one) for one in self.others],
            "other_units": list(self.other_units),
        }

    def _beside(self, statement: Statement) -> dict[str, object]:
        """A result is declared; other values of the same thing stand beside it."""
        same = [one.claim_id for one in self.results if one.metric == statement.metric and one != statement]
        return {"status": DECLARED, "beside": same}


def mission(
    statements: Iterable[Statement],
    *,
    unit: str | None = None,
    conflicts: Iterable[Conflict] = (),
    identities: Iterable[Identity] = (),
) -> Mission:
    """The tour of `unit`, or of the unit most is stated about. A unit nobody named has an empty mission.

    `unit` may be part of a name where only one unit has it. `conflicts` are those of all `statements`, `identities`
    what the register takes as one. The order of any of them makes no difference.
    """
    every = sorted(set(statements), key=lambda one: (one.claim_id, repr(one)))
    known = units(every)
    name = _asked(every, known, unit)
    own = tuple(one for one in every if one.group == name)
    told_phases = phases(own)
    parts = {part: tuple(one for one in own if _part(one) == part) for part in (*_PARTS, "detail", "assessment")}
    return Mission(
        unit=name,
        phases=told_phases,
        events=parts["event"],
        partners=parts["partner"],
        results=parts["result"],
        mandate=parts["mandate"],
        assets=parts["asset"],
        details=parts["detail"],
        assessments=parts["assessment"],
        implied=implied_ends(told_phases),
        assumptions=_assumptions(own, by_name(identities)),
        conflicts=_touching(conflicts, own),
        others=_others(every, own),
        other_units=tuple(one for one in known if one != name),
        not_stated=not_stated(own),
        statements=own,
    )


def _asked(every: list[Statement], known: tuple[str, ...], unit: str | None) -> str:
    if unit is None:
        return known[0] if known else ""
    found = meant(every, unit)
    return found[0] if len(found) == 1 else unit


def _part(statement: Statement) -> str:
    """The part of a mission a statement belongs to; whatever has no place of its own is a detail."""
    if statement.modality == "opinion":
        return "assessment"
    part = statement.about.mission_part if statement.about else ""
    return part if part in (*_PARTS, "phase", "assessment") else "detail"


def _touching(conflicts: Iterable[Conflict], own: tuple[Statement, ...]) -> tuple[Conflict, ...]:
    mine = {one.claim_id for one in own}
    return in_order(one for one in conflicts if mine & {*one.claims, *one.also})


def _assumptions(own: tuple[Statement, ...], joined: dict[str, Identity]) -> tuple[Assumption, ...]:
    found: dict[tuple[str, str], list[Statement]] = {}
    for one in own:
        if one.taken_as and one.subject != one.taken_as:
            found.setdefault((one.subject, one.taken_because or "no reason given"), []).append(one)
    entries = {name: one.stated.entry for name, one in joined.items()}
    return tuple(Assumption(*key, tuple(found[key]), entries.get(plain(key[0]))) for key in sorted(found))


def _others(every: list[Statement], own: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """What the mission's texts say about something else, and what other texts say about that same thing."""
    texts = {one.document_sha256 for one in own} - {""}
    mine = set(own)
    apart = [one for one in every if one not in mine]
    subjects = {(one.group, one.metric) for one in apart if one.document_sha256 in texts}
    return tuple(one for one in apart if (one.group, one.metric) in subjects)


def _known_when(own: tuple[Statement, ...]) -> list[dict[str, object]]:
    """Which statements were public from which day on; without a date of publication the day is not known."""
    days: dict[tuple[date, str], list[str]] = {}
    for one in own:
        key = (one.published.last, str(one.published)) if one.published else (date.max, "")
        days.setdefault(key, []).append(one.claim_id)
    return [{"published": text or None, "claims": days[day, text]} for day, text in sorted(days)]


def _day(one: Statement) -> tuple[date, str]:
    """Events follow their days; those without a day come last."""
    return (one.when.first if one.when else date.max, one.claim_id)
