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
from tilth.journal.entry import LAND_KINDS, POINT_KINDS, Entry
from tilth.places.examine import examine
from tilth.places.frame import LONLAT
from tilth.places.types import Wanted
from tilth.units.dates import When, parse_when

_MENDABLE = (*LAND_KINDS, *POINT_KINDS, "task", "statement")


def amend(
    programme: Programme, number: int, changes: dict[str, str], *, why: str, author: str, now: datetime
) -> Booked:
    """A new version of entry `number` with some fields changed. Raises Refusal for what cannot be amended.

    `changes` holds text by field: kind, happened_on, said_by, id, geometry (WKT in longitude and latitude), or any
    field of the entry's body; an empty text takes a field away.
    """
    entry = _mendable(programme, number, "amended")
    draft = _again(entry)
    for name, text in changes.items():
        _set(draft, name, text, today=now.date())
    draft.body["why"] = why
    same_ground = "geometry" not in changes and draft.kind == entry.kind
    draft.redates = same_ground and "happened_on" in changes
    return write(programme, [draft], author=author, now=now)[0]


def withdraw(programme: Programme, number: int, *, why: str, author: str, now: datetime) -> Booked:
    """Take entry `number` back. Its land returns to what the other entries say of it."""
    entry = _mendable(programme, number, "withdrawn")
    draft = Draft("withdrawal", author, source_id=entry.source_id, amends=number, body={"why": why})
    return write(programme, [draft], author=author, now=now)[0]


def approve(programme: Programme, number: int, *, author: str, now: datetime) -> Booked:
    """Approve entry `number`. Raises Refusal if the same account wrote it."""
    entry = _mendable(programme, number, "approved")
    if entry.author == author:
        raise Refusal("403.2", author=author, entry=number)
    return write(programme, [Draft("approval", author, body={"approves": number})], author=author, now=now)[0]


def _mendable(programme: Programme, number: int, verb: str) -> Entry:
    entry = programme.store.entry(number)
    if entry is None:
        path = getattr(programme.store, "path", "FILE")
        raise Refusal("404.3", entry=number, last=programme.store.head().entries, path=path)
    if entry.kind not in _MENDABLE:
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
        if draft.kind not in POINT_KINDS:
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
    wanted: Wanted = "point" if kind in POINT_KINDS else "polygon"
    raw = np.array([shapely.from_wkt(text, on_invalid="ignore")], dtype=object)
    examined = examine(raw, crs=LONLAT, first_row=1, wanted=wanted, outline=None)
    if examined.geometry[0] is None:
        said = examined.findings[0].sentence if examined.findings else f"it is no {wanted}"
        raise Refusal("422.1", what="The geometry", text=text[:60], hint=said)
    shape: shapely.Geometry = examined.geometry[0]
    return shape
