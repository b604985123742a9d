"""A phase of a mission: everything stated about it, the days of its start and end, and what they can agree on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tilth.evidence.statement import Statement
from tilth.teams.bound import Bound, bound
from tilth.teams.told import told
from tilth.terms import table

PRECISIONS = ("day", "interval", "month", "season", "year")  # the finest first


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a mission and every statement about it, plans included."""

    name: str
    meaning: str
    statements: tuple[Statement, ...]

    @property
    def starts(self) -> Bound | None:
        """What the statements leave open about its start."""
        return bound(self.dated("start"))

    @property
    def ends(self) -> Bound | None:
        """What the statements leave open about its end; `None` where only a beginning is stated."""
        return bound(self.dated("end"))

    @property
    def start(self) -> date | None:
        """The earliest day any statement gives for its start."""
        found = self.starts
        return found.earliest if found else None

    @property
    def end(self) -> date | None:
        """The latest day any statement gives for its end; `None` where only a beginning is stated."""
        found = self.ends
        return found.latest if found else None

    @property
    def precision(self) -> str | None:
        """The coarsest precision among the dates that make start and end."""
        stated = {one.when.precision for end in ("start", "end") for one in self.dated(end) if one.when}
        return max(stated, key=PRECISIONS.index, default=None)

    def dated(self, end: str) -> list[Statement]:
        """Statements whose date gives that end, "start" or "end"; a plan gives none."""
        return [
            one
            for one in self.statements
            if one.is_fact and one.when and one.about and one.about.bound in (end, "both")
        ]

    def as_json(self) -> dict[str, object]:
        """The contract's object, what start and end can agree on, and each statement with its own dates."""
        starts, ends = self.starts, self.ends
        return {
            "phase": self.name,
            "meaning": self.meaning,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "claims": [one.claim_id for one in self.statements],
            "starts": starts.as_json() if starts else None,
            "ends": ends.as_json() if ends else None,
            "statements": [told(one) for one in self.statements],
        }


def phases(statements: Iterable[Statement]) -> tuple[Phase, ...]:
    """Every phase of the vocabulary in its order, with what is stated about it; opinions state nothing."""
    facts = [one for one in statements if one.modality != "opinion"]
    return tuple(
        Phase(
            row["phase"],
            row["meaning"],
            tuple(one for one in facts if one.about and one.about.phase == row["phase"]),
        )
        for row in table("phases")
    )
