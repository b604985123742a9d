"""The account as people ask for it: three books that are never added, with the head they were read from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tilth.desk.programme import Programme, known_entries
from tilth.desk.refusal import Refusal
from tilth.desk.register import register_of
from tilth.evidence.published import national_books
from tilth.evidence.statement import Statement
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.land.account import Account, Flow, account, account_by
from tilth.units.dates import parse_when

BREAKDOWNS = ("district", "operator", "year", "method")


@dataclass(frozen=True, slots=True)
class Question:
    """Which account is asked for; dates as ISO text, None where not asked."""

    start: str | None = None
    as_at: str | None = None
    known_at: str | None = None
    by: str | None = None


def answer(programme: Programme, question: Question, *, today: date) -> dict[str, Any]:
    """The contract's answer to `tilth account`."""
    start, as_at = _day(question.start), _day(question.as_at) or today
    head = programme.store.head()
    known = known_entries(programme.store, question.known_at) if question.known_at else head.entries
    drawn = account(programme.postings(known), start=start, as_at=as_at)
    published = national_books(statements(programme, known))
    found: dict[str, Any] = {
        "from": question.start,
        "as_at": question.as_at or as_at.isoformat(),
        "known_at": question.known_at,
        "opening": dict(drawn.opening),
        "flows": [_flow(flow) for flow in drawn.flows],
        "accounts": dict(drawn.closing),
        "undrawn": undrawn(programme, known, as_at),
        "published": [line.as_json() for line in published.lines],
        "published_beside": [one.as_json() for one in published.beside],
        "restated": _restated(programme, start, drawn, known),
        "balanced": drawn.balanced,
        "entries": head.entries,
        "head": head.digest.hex(),
    }
    if question.by:
        label = label_maker(programme, question.by)
        split = account_by(programme.postings(known), label, start=start, as_at=as_at)
        found["by"] = {name: [_flow(flow) for flow in flows] for name, flows in split.items() if flows}
    return found


def _flow(flow: Flow) -> dict[str, Any]:
    return {"flow": flow.flow, "from_status": flow.from_status, "to_status": flow.to_status, "m2": flow.m2}


def flow_key(flow: dict[str, Any]) -> str:
    """The name of a flow's trace."""
    return f"flow-{flow['flow']}-{flow['from_status']}-{flow['to_status']}"


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    when = parse_when(text)
    if when is None:
        raise Refusal("422.1", what="The date", text=text, hint="Write 2024-12-31, 2024-12 or 2024.")
    return when.last


def _restated(programme: Programme, start: date | None, drawn: Account, known: int) -> dict[str, int]:
    """By how much the opening known now differs from the opening known on that day: entries that came late."""
    if start is None:
        return dict.fromkeys(LAND_KINDS, 0)
    known_then = min(known, known_entries(programme.store, start.isoformat()))
    then = account(programme.postings(known_then), start=None, as_at=start)
    return {status: drawn.opening[status] - then.closing[status] for status in LAND_KINDS}


# --- breakdowns -----------------------------------------------------------------------------------------------------


def label_maker(programme: Programme, by: str) -> Callable[[int], str]:
    """What a breakdown calls an entry, by its number. Raises Refusal 422.1 for a breakdown that is not known."""
    if by not in BREAKDOWNS:
        raise Refusal("422.1", what="The breakdown", text=by, hint=f"Known are: {', '.join(BREAKDOWNS)}.")
    if by == "year":
        days = programme.books().entry_day
        return lambda number: str(date.fromordinal(days[number]).year)
    found: dict[int, str] = {}
    for sealed in programme.store.read(kinds=(*LAND_KINDS, "withdrawal")):
        entry = sealed.entry
        body = json.loads(entry.body)
        stated = body.get(by) or (entry.said_by if by == "operator" else None)
        found[entry.number] = str(stated or "not stated")
    return lambda number: found.get(number, "not stated")


# --- the undrawn account --------------------------------------------------------------------------------------------


def undrawn(programme: Programme, known: int, as_at: date) -> dict[str, int]:
    """Square metres of records without an outline, by status. A release moves what the hazard it names still holds."""
    balance = dict.fromkeys(LAND_KINDS, 0)
    holds: dict[str, list[Any]] = {}  # hazard id -> [status, m² left]
    for entry, body in _undrawn_entries(programme, known, as_at):
        area = int(body.get("area_m2", 0))
        balance[entry.kind] += area
        if entry.kind in LAND_KINDS[:2]:
            if entry.source_id in holds:  # a later word on the same hazard takes the place of the earlier
                status, left = holds[entry.source_id]
                balance[status] -= left
            holds[entry.source_id or f"entry {entry.number}"] = [entry.kind, area]
        elif (hazard := str(body.get("hazard"))) in holds:
            taken = min(area, holds[hazard][1])
            balance[holds[hazard][0]] -= taken
            holds[hazard][1] -= taken
    return balance


def _undrawn_entries(programme: Programme, known: int, as_at: date) -> Iterator[tuple[Entry, dict[str, Any]]]:
    entries = [upcast(sealed.entry) for sealed in programme.store.read(kinds=LAND_KINDS, drawn=False)]
    for entry in sorted(entries, key=lambda entry: (entry.counts_on, entry.number)):
        successor = programme.store.replacement(entry.number)
        holds = successor is None or successor > known
        if entry.number <= known and entry.counts_on <= as_at.isoformat() and holds:
            yield entry, json.loads(entry.body)


# --- the published book ---------------------------------------------------------------------------------------------


def statements(programme: Programme, known: int | None = None) -> list[Statement]:
    """All live statements of the journal, in booking order, with names taken as the register takes them."""
    return register_of(programme, known)[1]
