"""Entries about teams as the journal holds them, for the tests of the roster."""

from __future__ import annotations

import json
from datetime import date

from tilth.journal.entry import Entry
from tilth.teams.roster import Roster, roster


def entry(number: int, kind: str, amends: int | None = None, on: str = "2026-01-01", /, **body: object) -> Entry:
    """One entry; a trailing underscore keeps `from` from being a word of Python."""
    fields = {name.rstrip("_"): value for name, value in body.items()}
    return Entry(
        number, 1, kind, on, on, f"2026-01-01T12:{number:02d}:00Z", "ana", "ana", None, amends, None, None, None,
        json.dumps(fields), None, None,
    )  # fmt: skip


def team(number: int = 1, /, name: str = "Team 1", operator: str = "Demining Co", **body: object) -> Entry:
    return entry(number, "team", name=name, operator=operator, **body)


def member(number: int, key: str = "M-1", role: str = "deminer", /, of: str = "Team 1", **body: object) -> Entry:
    return entry(number, "member", team=of, key=key, role=role, **body)


def certificate(number: int, from_: str, until: str | None = None, /, **body: object) -> Entry:
    """An operational accreditation of the operator, if nothing else is said."""
    known = {"holder": "Demining Co", "certificate_kind": "operational accreditation", "issued_by": "NMAA"}
    return entry(number, "certificate", **(known | {"from": from_, "until": until} | body))


def suspension(number: int, of: int, from_: str, until: str | None = None, effect: str = "suspended") -> Entry:
    said = {"of_entry": of, "from": from_, "until": until, "effect": effect, "issued_by": "NMAA", "why": "an inquiry"}
    return entry(number, "suspension", **said)


def withdrawal(number: int, of: int) -> Entry:
    return entry(number, "withdrawal", of, why="a mistake")


def kinds(made: Roster | list[Entry], on: str, action: str = "clear", name: str = "Team 1") -> list[str]:
    """The kinds of finding for a team on a day."""
    known = roster(made) if isinstance(made, list) else made
    return [one.kind for one in known.allowed(name, date.fromisoformat(on), action)]
