"""The roster as it is asked for: who and what is in a team on a day, what is valid, what ends next, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tilth.desk.programme import Programme
from tilth.desk.register import register_of
from tilth.desk.rostering import roster_of, team_meant
from tilth.evidence.source import plain
from tilth.teams.mission import mission
from tilth.teams.roster import Roster
from tilth.terms.finding import Finding


def teams(programme: Programme, *, on: date, known_at: str | None = None) -> dict[str, Any]:
    """Every team on a day with how much it has, and what ends next in all of them."""
    known = roster_of(programme, known_at)
    return {
        "on": on.isoformat(),
        "known_at": known_at,
        "teams": [_line(known, name, on) for name in known.names()],
        "ends_next": [one.as_json(on) for one in known.endings(on)],
    }


def team(programme: Programme, name: str, *, on: date, known_at: str | None = None) -> dict[str, Any]:
    """One team on a day: people, assets, courses, certificates with their state, what ends next, findings.

    Raises Refusal 404.4 for a team that is not on record.
    """
    known = roster_of(programme, known_at)
    name = team_meant(known, name)
    return _line(known, name, on) | {
        "on": on.isoformat(),
        "known_at": known_at,
        "members": [one.as_json() for one in known.members(name, on)],
        "assets": [one.as_json() for one in known.assets(name, on)],
        "courses": [one.as_json() for one in known.courses(name)],
        "certificates": [one.as_json(on) for one in known.certificates(name, on)],
        "ends_next": [one.as_json(on) for one in known.endings(on, name=name)],
        "mission": _mission(programme, name),
        "findings": [one.as_json() for one in _findings(known, name, on)],
    }


def _findings(known: Roster, name: str, on: date) -> list[Finding]:
    """What speaks against each action that asks for certificates, told once where it is the same for several."""
    actions = dict.fromkeys(one.action for one in known.requirements)
    found: Iterable[Finding] = (one for action in actions for one in known.allowed(name, on, action))
    return list(dict.fromkeys(found))


def _line(known: Roster, name: str, on: date) -> dict[str, Any]:
    """A team in one line of a list."""
    now = known.team(name, on)
    stated = now or known.stated(name)[-1]
    valid = [one for one in known.certificates(name, on) if one.state(on) == "valid"]
    endings = known.endings(on, name=name)
    counts = {"members": len(known.members(name, on)), "assets": len(known.assets(name, on))}
    counts |= {"courses": len(known.courses(name)), "valid_certificates": len(valid)}
    ends = {"first_end": endings[0].last.isoformat() if endings else None}
    return stated.as_json() | {"on_record": now is not None} | {"counts": counts} | ends


def _mission(programme: Programme, name: str) -> list[dict[str, Any]]:
    """The phases of the mission of a unit of that very name, where statements date them."""
    register, told = register_of(programme)
    found = mission(told, unit=name, identities=register.identities)
    if plain(found.unit) != plain(name):
        return []
    return [
        {"phase": one.name, "start": start and start.isoformat(), "end": end and end.isoformat()}
        for one in found.phases
        for start, end in [(one.start, one.end)]
        if start or end
    ]
