"""The after-action report as plain values: a mission, what cannot all hold, what nobody states, all it rests on."""

from __future__ import annotations

from typing import Any

from tilth.conflicts.conflict import Conflict
from tilth.desk.programme import Programme
from tilth.desk.series_view import telling_series
from tilth.desk.sourcing import cited, documents, sources
from tilth.desk.starting import about
from tilth.desk.touring import tour
from tilth.evidence.statement import Statement
from tilth.teams.mission import Mission

MOST_SERIES = 3
MOST_CONFLICTS = 60  # told in full, of what clashes and of what is explained; the rest is counted


def after_action(programme: Programme, *, unit: str | None = None, known_at: str | None = None) -> dict[str, Any]:
    """What is on record about a unit's tour, as known then; `mission` is the answer of `tilth mission` to the same.

    Raises Refusal 422.1 for a unit nobody named and for a name that several have.
    """
    found = tour(programme, unit=unit, known_at=known_at)
    register, own = found.known.register, list(found.mission.statements)
    clashes, left = _clashes(found.mission.conflicts)
    shown = _shown(found.mission, clashes, found.known.statements)
    head = programme.store.head()
    first = about(programme)
    return {
        "programme": {"name": first.name, "country": first.country, "invented": first.invented},
        "known_at": known_at,
        "note": found.known.note,
        "entries": head.entries,
        "head": head.digest.hex(),
        "mission": found.mission.as_json(),
        "counts": _counts(own),
        "conflicts": {"shown": [one.as_json() for one in clashes], "left": left},
        "series": telling_series(own, found.mission.conflicts, most=MOST_SERIES),
        "sources": sources(register, own),
        "documents": documents(register, own),
        "statements": cited(register, shown),
    }


def _clashes(every: tuple[Conflict, ...]) -> tuple[list[Conflict], int]:
    """Those the report tells, the gravest first, and how many it leaves to `tilth conflicts`."""
    grave = [one for one in every if one.severity != "info"][:MOST_CONFLICTS]
    explained = [one for one in every if one.severity == "info"][:MOST_CONFLICTS]
    told = [*grave, *explained]
    return told, len(every) - len(told)


def _shown(mission: Mission, clashes: list[Conflict], statements: list[Statement]) -> list[Statement]:
    """Every statement the report cites: the unit's, those said of others, and the other sides of conflicts."""
    wanted = {one.claim_id for one in (*mission.statements, *mission.others)}
    wanted |= {claim for one in clashes for claim in (*one.claims, *one.also)}
    return [one for one in statements if one.claim_id in wanted]


def _counts(own: list[Statement]) -> dict[str, int]:
    facts = [one for one in own if one.modality != "opinion"]
    speakers = {one.speaker or one.outlet or one.url for one in facts}
    return {"facts": len(facts), "opinions": len(own) - len(facts), "speakers": len(speakers)}
