"""A mission: a unit's tour as it was told, from formed to returned, each part with who said so.

Nothing is judged or reconciled here: where statements differ all stand side by side. Names printed differently are
one unit only where a statement says `taken_as`, which the mission repeats so that it can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tilth.evidence.statement import Statement
from tilth.terms import table

DECLARED = "declared, unverified"
_PRECISIONS = ("day", "interval", "month", "season", "year")  # the finest first


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a mission and every statement about it, plans included."""

    name: str
    meaning: str
    statements: tuple[Statement, ...]

    @property
    def start(self) -> date | None:
        """The earliest day any statement gives for its start."""
        return min((one.when.first for one in self._dated("start") if one.when), default=None)

    @property
    def end(self) -> date | None:
        """The latest day any statement gives for its end; `None` where only a beginning is stated."""
        return max((one.when.last for one in self._dated("end") if one.when), default=None)

    @property
    def precision(self) -> str | None:
        """The coarsest precision among the dates that make start and end."""
        stated = {one.when.precision for bound in ("start", "end") for one in self._dated(bound) if one.when}
        return max(stated, key=_PRECISIONS.index, default=None)

    def _dated(self, bound: str) -> list[Statement]:
        """Statements whose date gives that bound; a plan gives none."""
        return [
            one
            for one in self.statements
            if one.is_fact and one.when and one.about and one.about.bound in (bound, "both")
        ]

    def as_json(self) -> dict[str, object]:
        """The contract's object, and each statement with its own dates."""
        return {
            "phase": self.name,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "claims": [one.claim_id for one in self.statements],
            "statements": [_told(one) for one in self.statements],
        }


@dataclass(frozen=True, slots=True)
class Assumption:
    """A printed name taken as the unit's, with every statement that rests on it."""

    subject: str
    because: str
    statements: tuple[Statement, ...]

    def as_json(self) -> dict[str, object]:
        """Name, reason, claims, and how to undo it."""
        return {
            "subject": self.subject,
            "because": self.because,
            "claims": [one.claim_id for one in self.statements],
            "reversible": "amend taken_as of these statements",
        }


@dataclass(frozen=True, slots=True)
class Question:
    """What a complete mission record holds and this one does not: a topic for a screen, a sentence for a report."""

    topic: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """What is stated about one unit's tour, sorted by what it is about; and what is not stated."""

    unit: str
    phases: tuple[Phase, ...]
    events: tuple[Statement, ...]
    partners: tuple[Statement, ...]
    results: tuple[Statement, ...]
    details: tuple[Statement, ...]
    assessments: tuple[Statement, ...]
    assumptions: tuple[Assumption, ...]
    others: tuple[Statement, ...]  # of the same texts, about something else
    not_stated: tuple[Question, ...]
    statements: tuple[Statement, ...]

    def as_json(self) -> dict[str, object]:
        """The contract's object; conflicts stay empty until they are looked for."""
        return {
            "unit": self.unit,
            "phases": [phase.as_json() for phase in self.phases],
            "events": [_told(one) for one in self.events],
            "partners": [_told(one) for one in self.partners],
            "results": [_told(one) | self._beside(one) for one in self.results],
            "details": [_told(one) for one in self.details],
            "conflicts": [],
            "known_when": _known_when(self.statements),
            "not_stated": [one.sentence for one in self.not_stated],
            "assessments_by_others": [_told(one) for one in self.assessments],
            "taken_as_the_same": [one.as_json() for one in self.assumptions],
            "about_others": [_told(one) for one in self.others],
        }

    def _beside(self, statement: Statement) -> dict[str, object]:
        """A result is declared; other values of the same thing stand beside it."""
        same = [one.claim_id for one in self.results if one.metric == statement.metric and one != statement]
        return {"status": DECLARED, "beside": same}


def units(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The units any mission statement is about, the one with most statements first."""
    return tuple(_units(list(statements)))


def _units(statements: list[Statement]) -> list[str]:
    count = Counter(one.group for one in statements if _part(one) not in ("", "assessment") and one.group)
    return sorted(count, key=lambda name: (-count[name], name))


def mission(statements: Iterable[Statement], *, unit: str | None = None) -> Mission:
    """The tour of `unit`, or of the unit most is stated about. A unit nobody named has an empty mission.

    `unit` may be part of a name where only one unit has it. The order of the statements makes no difference.
    """
    every = sorted(set(statements), key=lambda one: (one.claim_id, repr(one)))
    name = _asked(_units(every), unit)
    own = tuple(one for one in every if one.group == name)
    return Mission(
        unit=name,
        phases=_phases(own),
        events=_of(own, "event"),
        partners=_of(own, "partner"),
        results=_of(own, "result"),
        details=_of(own, "detail"),
        assessments=tuple(one for one in own if one.modality == "opinion"),
        assumptions=_assumptions(own),
        others=_others(every, own),
        not_stated=_not_stated(own),
        statements=own,
    )


def _asked(names: list[str], unit: str | None) -> str:
    if unit is None:
        return names[0] if names else ""
    wanted = unit.strip().casefold()
    exact = [name for name in names if name.casefold() == wanted]
    near = [name for name in names if wanted and wanted in name.casefold()]
    return exact[0] if exact else near[0] if len(near) == 1 else unit


def _part(statement: Statement) -> str:
    return statement.about.mission_part if statement.about else ""


def _of(own: tuple[Statement, ...], part: str) -> tuple[Statement, ...]:
    return tuple(one for one in own if _part(one) == part and one.modality != "opinion")


def _phases(own: tuple[Statement, ...]) -> tuple[Phase, ...]:
    told = [one for one in own if one.modality != "opinion"]
    return tuple(
        Phase(
            row["phase"],
            row["meaning"],
            tuple(one for one in told if one.about and one.about.phase == row["phase"]),
        )
        for row in table("phases")
    )


def _assumptions(own: tuple[Statement, ...]) -> tuple[Assumption, ...]:
    joined: dict[tuple[str, str], list[Statement]] = {}
    for one in own:
        if one.taken_as and one.subject != one.taken_as:
            joined.setdefault((one.subject, one.taken_because or "no reason given"), []).append(one)
    return tuple(Assumption(*key, tuple(joined[key])) for key in sorted(joined))


def _others(every: list[Statement], own: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """What the mission's texts say about something else, and what other texts say about that same thing."""
    texts = {one.document_sha256 for one in own} - {""}
    mine = set(own)
    apart = [one for one in every if one not in mine]
    subjects = {(one.group, one.metric) for one in apart if one.document_sha256 in texts}
    return tuple(one for one in apart if (one.group, one.metric) in subjects)


def _not_stated(own: tuple[Statement, ...]) -> tuple[Question, ...]:
    """The questions of a complete mission record that no statement answers; a plan or an opinion answers none."""
    answered = {one.metric for one in own if one.is_fact and one.value is not None}
    return tuple(
        Question(row["topic"], row["sentence"])
        for row in table("mission_questions")
        if row["answered_by"] not in answered
    )


def _known_when(own: tuple[Statement, ...]) -> list[dict[str, object]]:
    """Which statements were public from which day on; without a date of publication the day is not known."""
    days: dict[tuple[date, str], list[str]] = {}
    for one in own:
        key = (one.published.last, str(one.published)) if one.published else (date.max, "")
        days.setdefault(key, []).append(one.claim_id)
    return [{"published": text or None, "claims": days[day, text]} for day, text in sorted(days)]


def _told(statement: Statement) -> dict[str, object]:
    """A statement for the mission's JSON: as kept, with who said it and the days it can mean."""
    when = statement.when
    days = {"first": when.first.isoformat(), "last": when.last.isoformat(), "precision": when.precision} if when else {}
    return statement.as_json() | {"who": statement.who()} | days
