"""What an entry's postings give reason to ask about: land released that was never recorded, overlaps, and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from tilth.desk.booking import Booked
from tilth.desk.ports import JournalReader
from tilth.journal.entry import PLACED_KINDS
from tilth.land import signature
from tilth.land.books import Books
from tilth.land.transitions import CANCELLED, CONFIRMED, LAND_KINDS, NUMBER, STATUSES, SUSPECTED, UNRECORDED
from tilth.terms.finding import Finding, finding

OVERLAP_SHARE = 0.01  # of the new outline; the field's own checks use 0.9 %
LEAST_M2 = 2  # rounding may leave a square metre on either side


def remarks(booked: Sequence[Booked], books: Books, reader: JournalReader, *, layer: str | None) -> list[Finding]:
    """The findings on entries just booked, in their order."""
    named = _named_hazards(booked, reader)
    found = [
        finding(kind, row=one.draft.row, entry=one.number, layer=layer, **values)
        for one in booked
        for kind, values in (*_of_postings(one), *_of_named_hazard(one, books, named))
    ]
    return found + _of_points(booked, books, reader, layer)


Remark = tuple[str, dict[str, Any]]


def _of_postings(one: Booked) -> Iterator[Remark]:
    kind, moved = one.draft.kind, one.tally.m2
    if kind not in LAND_KINDS:
        return
    stated = NUMBER[kind]
    if stated >= CANCELLED:
        unrecorded = moved.get((UNRECORDED, stated), 0)
        again = sum(m2 for (before, after), m2 in moved.items() if before == after and before >= CANCELLED)
        if unrecorded >= LEAST_M2:
            yield "unrecorded_release", {"m2": unrecorded, "kind": kind}
        if again >= LEAST_M2:
            yield "already_released", {"m2": again, "kind": kind}
        return
    reopened = sum(m2 for (before, after), m2 in moved.items() if before >= CANCELLED and after < CANCELLED)
    if reopened >= LEAST_M2:
        yield "reopened", {"m2": reopened, "kind": kind}
    if one.draft.amends is None:
        yield from _overlap(moved, stated)


def _overlap(moved: dict[tuple[int, int], int], stated: int) -> Iterator[Remark]:
    """Land that another entry holds in this status, or a suspected outline over confirmed land."""
    whole = sum(moved.values())
    for status in (SUSPECTED, CONFIRMED):
        m2 = moved.get((status, status), 0)
        if status >= stated and m2 >= max(LEAST_M2, OVERLAP_SHARE * whole):
            yield "overlap", {"m2": m2, "percent": round(100 * m2 / whole, 1), "status": STATUSES[status]}


def _named_hazards(booked: Sequence[Booked], reader: JournalReader) -> dict[str, list[int]]:
    """The entries of every hazard that a release names: those in the journal and those of this batch."""
    names = {str(one.draft.body["hazard"]) for one in booked if one.draft.body.get("hazard")}
    found = reader.live_ids(None, names, "suspected") if names else {}
    for one in booked:
        if one.draft.source_id in names and one.draft.kind in LAND_KINDS[:2]:
            found.setdefault(one.draft.source_id, []).append(one.number)
    return found


def _of_named_hazard(one: Booked, books: Books, named: dict[str, list[int]]) -> Iterator[Remark]:
    """A release that names a hazard should not reach beyond it."""
    hazard = one.draft.body.get("hazard")
    if not hazard or one.record is None or one.draft.kind not in LAND_KINDS[2:]:
        return
    entries = set(named.get(str(hazard), ()))
    if not entries:
        yield "unknown_hazard", {"hazard": hazard}
        return
    outside = sum(books.face_m2[face] for face in one.record.faces() if not books.is_covered(face, entries))
    if outside >= max(LEAST_M2, OVERLAP_SHARE * sum(one.tally.m2.values())):
        yield "release_larger", {"m2": outside, "hazard": hazard}


def _of_points(booked: Sequence[Booked], books: Books, reader: JournalReader, layer: str | None) -> list[Finding]:
    """An accident or find on released land asks for a re-opening."""
    points = [one for one in booked if one.draft.kind in PLACED_KINDS and one.draft.geometry is not None]
    if not points:
        return []
    shapes = np.array([one.draft.geometry for one in points], dtype=object)
    numbers, wkb = reader.touching(shapely.bounds(shapes))
    land = shapely.from_wkb(np.array(wkb, dtype=object))
    known = set(numbers.tolist())
    just_now = [one for one in booked if one.number not in known and one.record and one.draft.geometry is not None]
    numbers = np.append(numbers, np.array([one.number for one in just_now], dtype=np.int64))
    land = np.append(land, np.array([one.draft.geometry for one in just_now], dtype=object))
    at, polygon = shapely.STRtree(land).query(shapes, predicate="within")
    signs = signature.of_sets(at, signature.of_entries(numbers)[polygon], count=len(points))
    found = []
    for one, face in zip(points, books.faces_with(signs).tolist(), strict=True):
        status = books.status_of(face) if face >= 0 else UNRECORDED
        if status >= CANCELLED:
            said = {"kind": one.draft.kind, "status": STATUSES[status]}
            found.append(finding("reopening_asked", row=one.draft.row, entry=one.number, layer=layer, **said))
    return found
