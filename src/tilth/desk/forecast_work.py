"""What a programme's own books give to a forecast: the areas that wait, and the course of its stock so far."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from tilth.desk.accounting import undrawn
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import all_tasks
from tilth.forecast.known import History, Observation
from tilth.journal.upcast import upcast
from tilth.land.account import account
from tilth.land.books import Books
from tilth.land.history import steps
from tilth.land.transitions import CONFIRMED, STATUSES, SUSPECTED
from tilth.simulation.programme_work import Area, workload_from
from tilth.simulation.workload import Workload

_KM2 = 1e-6
_OPEN = ("open", "unknown", "")
_RELEASED = ("cancelled", "reduced", "cleared")
_LEAST_YEARS = 3


def workload_of_programme(programme: Programme, *, on: date, known: int, known_at: str | None) -> Workload:
    """Areas, tasks and teams as they stand on a day, from the first `known` entries of the journal."""
    closing = account(programme.postings(known), start=None, as_at=on).closing
    return workload_from(
        areas(programme, on=on, known=known),
        on=on,
        tasks=all_tasks(programme.store, known).values(),
        roster=roster_of(programme, known_at),
        released_m2={name: closing[name] for name in _RELEASED},
    )


def areas(programme: Programme, *, on: date, known: int) -> tuple[Area, ...]:
    """Every drawn area that is suspected or confirmed on a day, each square metre once, by the hazard it belongs to.

    Land that several hazards cover belongs to the one that gave it its present status.
    """
    held = _held(programme, on, known)
    told = _told(programme, {entry for entry, _ in held})
    found = []
    for (entry, status), m2 in sorted(held.items()):
        name, body = told.get(entry, ("", {}))
        zone = str(body.get("adm2") or body.get("district") or body.get("adm1") or "")
        closed = str(body.get("access") or "") not in _OPEN
        found.append(Area(name, m2, STATUSES[status], zone, closed, str(body.get("priority") or "")))
    return tuple(found)


def _held(programme: Programme, on: date, known: int) -> dict[tuple[int, int], int]:
    """Square metres that are suspected or confirmed, by the entry that made them so and by status."""
    books, day = programme.books(), on.toordinal()
    held: dict[tuple[int, int], int] = defaultdict(int)
    is_now = known >= books.last_entry and max(books.entry_day) <= day
    faces = _open_now(books) if is_now else range(len(books.face_m2))
    for face in faces:
        posted = steps([event for event in books.history(face) if event.entry <= known])
        last = next((one for one in reversed(posted) if books.entry_day[one.entry] <= day), None)
        if last is not None and last.after in (SUSPECTED, CONFIRMED):
            changed = [one.entry for one in posted if one.before != one.after and books.entry_day[one.entry] <= day]
            held[changed[-1] if changed else last.entry, last.after] += books.face_m2[face]
    return held


def _open_now(books: Books) -> list[int]:
    """Faces that can be suspected or confirmed now; of most land the last node of the face says whether it is."""
    if not len(books.face_m2):
        return []
    status = np.array(books.node_after)[np.array(books.face_node)]
    open_ = (status == SUSPECTED) | (status == CONFIRMED) | (np.array(books.face_tangled) != 0)
    found: list[int] = np.flatnonzero(open_).tolist()
    return found


def _told(programme: Programme, entries: set[int]) -> dict[int, tuple[str, Mapping[str, Any]]]:
    """Name and body of the entries that made land suspected or confirmed."""
    found: dict[int, tuple[str, Mapping[str, Any]]] = {}
    for number in entries:
        entry = programme.store.entry(number)
        if entry is not None:
            entry = upcast(entry)
            found[number] = (entry.source_id or "", json.loads(entry.body))
    return found


def own_history(programme: Programme, *, until: date, known: int, name: str) -> History:
    """The programme's own stock at the end of each year, as its books tell it, as one history among others.

    A stock counts as known on its day: what was recorded later about that day is what the books know now.
    """
    postings = programme.postings(known)
    if not len(postings.day):
        return History(name, ())
    first = date.fromordinal(int(np.min(postings.day)))
    days = [date(year, 12, 31) for year in range(first.year, until.year)]
    days += [until] if until > first else []
    found = []
    for before, day in zip([first, *days], days, strict=False):
        found += _year(programme, known, before, day)
    return History(name, tuple(found))


def _year(programme: Programme, known: int, before: date, day: date) -> list[Observation]:
    told = account(programme.postings(known), start=before if before < day else None, as_at=day)
    stock = (told.closing["suspected"] + told.closing["confirmed"]) * _KM2
    told_of = {"published": day, "published_how": "stated", "qualifier": "", "scope": "own books"}
    found = [Observation(series="remaining_total", start=None, at=day, km2=stock, row=f"account {day}", **told_of)]  # type: ignore[arg-type]
    for name in _RELEASED:
        km2 = sum(flow.m2 for flow in told.flows if flow.flow == name) * _KM2
        if km2:
            found.append(Observation(name, before, day, km2, day, "stated", "", "own books", f"account {day}"))
    return found


def is_telling(history: History) -> bool:
    """Whether there are years enough to look back on."""
    return sum(one.is_stock for one in history.observations) >= _LEAST_YEARS


def undrawn_km2(programme: Programme, *, on: date, known: int) -> float:
    """Suspected and confirmed area that has no outline: it is told beside a forecast and never added."""
    held = undrawn(programme, known, on)
    return (held["suspected"] + held["confirmed"]) * _KM2
