"""Mending: amend, withdraw and approve. The earlier entry stays; a second one names it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.resting import land_moved_by, refuse_what_others_rest_on
from tilth.desk.standing import WORDED_KINDS, fault_of
from tilth.desk.tasks import as_entry
from tilth.desk.vaulting import is_about_person, kept_apart
from tilth.journal.entry import LAND_KINDS, PLACED_KINDS, POINT_KINDS, WORK_KINDS, Entry
from tilth.places.examine import examine
from tilth.places.frame import LONLAT
from tilth.places.types import Wanted
from tilth.units.dates import When, parse_when
from tilth.work.bodies import tidied
from tilth.work.task import Person

_MENDABLE = (*LAND_KINDS, *PLACED_KINDS, *WORK_KINDS, "statement", *WORDED_KINDS)


def amend(
    programme: Programme, number: int, changes: dict[str, str], *, why: str, author: str, now: datetime
) -> Booked:
    """A new version of entry `number` with some fields changed. Raises Refusal for what cannot be amended.

    `changes` holds text by field: kind, happened_on, said_by, id, geometry (WKT in longitude and latitude), or any
    field of the entry's body; an empty text takes a field away. What is about a person is changed in the vault.
    """
    entry = mendable(programme, number, "amended")
    draft = _again(entry)
    of_person = {name: text for name, text in changes.items() if is_about_person(name, text, record=entry.kind)}
    for name, text in changes.items():
        if name not in of_person:
            _set(draft, name, text, today=now.date())
    draft.body["why"] = why
    draft.body, fault = tidied(draft.kind, draft.body)
    if fault := fault or fault_of(draft.kind, draft.body):
        raise Refusal("422.2", kind=draft.kind, fault=fault)
    same_ground = "geometry" not in changes and draft.kind == entry.kind
    draft.redates = same_ground and "happened_on" in changes
    person = kept_apart(programme, draft, of_person) if of_person else None
    with programme.writing() as writer:
        new = as_entry(draft, number=writer.head().entries + 1, author=author, recorded_at=now.isoformat())
        refuse_what_others_rest_on(writer, entry, new, verb="amended")
        booked = write(programme, [draft], author=author, now=now, writer=writer)[0]
        if person is not None and programme.vault is not None:
            programme.vault.keep([person])
    return booked


def withdraw(programme: Programme, number: int, *, why: str, author: str, now: datetime) -> Booked:
    """Take entry `number` back. Its land returns to what the other entries say of it.

    With a handover or a re-opening goes the land that it moved. What a later entry of a task rests on stays.
    """
    entry = mendable(programme, number, "withdrawn")
    with programme.writing() as writer:
        refuse_what_others_rest_on(writer, entry, None, verb="withdrawn")
        drafts = [Draft("withdrawal", author, source_id=entry.source_id, amends=number, body={"why": why})]
        drafts += [
            Draft("withdrawal", author, source_id=land.source_id, amends=land.number, body={"why": why})
            for land in land_moved_by(writer, entry)
        ]
        return write(programme, drafts, author=author, now=now, writer=writer)[0]


def approve(
    programme: Programme, number: int, *, author: str, now: datetime, by: str | None = None, when: When | None = None
) -> Booked:
    """Approve entry `number`, said by `by`, else by its author. Raises Refusal 403.2 for whoever made the entry."""
    entry = mendable(programme, number, "approved")
    if Person(entry.said_by, entry.author).is_same(Person(by or author, author)):
        raise Refusal("403.2", author=by or author, entry=number)
    draft = Draft("approval", by or author, when, body={"approves": number})
    return write(programme, [draft], author=author, now=now)[0]


def mendable(programme: Programme, number: int, verb: str) -> Entry:
    """Entry `number`, if something can be said about it. Raises Refusal where it cannot be, or was replaced."""
    entry = programme.store.entry(number)
    if entry is None:
        path = getattr(programme.store, "path", "FILE")
        raise Refusal("404.3", entry=number, last=programme.store.head().entries, path=path)
    taken_back = verb == "withdrawn" and entry.kind == "approval" and "task" in json.loads(entry.body)
    if entry.kind not in _MENDABLE and not taken_back:
        raise Refusal("409.4", entry=number, kind=entry.kind, verb=verb)
    successor = programme.store.replacement(number)
    if successor is not None:
        raise Refusal("409.3", entry=number, by=successor)
    return entry


def _again(entry: Entry) -> Draft:
    """The entry as a draft that amends it."""
    geometry = shapely.from_wkb(entry.geometry) if entry.geometry else None
    body: dict[str, Any] = json.loads(entry.body)
    when = parse_when(entry.happened_on) if entry.happened_on else None
    return Draft(entry.kind, entry.said_by, when, entry.source_id, geometry, body, amends=entry.number)


def _set(draft: Draft, name: str, text: str, *, today: date) -> None:
    if name == "kind":
        known = next((group for group in (LAND_KINDS, POINT_KINDS) if draft.kind in group), (draft.kind,))
        if text not in known:
            raise Refusal("422.1", what="The kind", text=text, hint=f"A {draft.kind} can become: {', '.join(known)}.")
        draft.kind = text
    elif name in ("happened_on", "date"):
        draft.when = _when(text, today)
    elif name == "said_by":
        draft.said_by = text
    elif name == "id":
        draft.source_id = text or None
    elif name == "geometry":
        draft.geometry = _ground(text, draft.kind)
        if draft.kind not in PLACED_KINDS:
            draft.body["area_m2"] = round(draft.geometry.area)
    elif name == "area_m2":
        draft.body[name] = _area(draft, text)
    elif text:
        draft.body[name] = text
    else:
        draft.body.pop(name, None)


def _when(text: str, today: date) -> When | None:
    when = parse_when(text) if text else None
    if text and when is None:
        raise Refusal("422.1", what="The date", text=text, hint="Write 2024-05-31, 2024-05 or 2024.")
    if when is not None and when.first > today:
        raise Refusal("422.1", what="The date", text=text, hint="It has not come yet.")
    return when


def _area(draft: Draft, text: str) -> int:
    if draft.geometry is not None:
        raise Refusal("422.1", what="The area", text=text, hint="It is measured from the outline: amend the geometry.")
    if not (text.isascii() and text.isdigit() and 0 < int(text[:16]) < 10**15):
        raise Refusal("422.1", what="The area", text=text[:60], hint="Write whole square metres, for example 5000.")
    return int(text)


def _ground(text: str, kind: str) -> shapely.Geometry:
    wanted: Wanted = "point" if kind in PLACED_KINDS else "polygon"
    raw = np.array([shapely.from_wkt(text, on_invalid="ignore")], dtype=object)
    examined = examine(raw, crs=LONLAT, first_row=1, wanted=wanted, outline=None)
    if examined.geometry[0] is None:
        said = examined.findings[0].sentence if examined.findings else f"it is no {wanted}"
        raise Refusal("422.1", what="The geometry", text=text[:60], hint=said)
    shape: shapely.Geometry = examined.geometry[0]
    return shape
