"""Edits made in QGIS or any other program: noticed, never lost, booked only when somebody asks for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.importing import ImportReport
from tilth.desk.ports import OutsideEdit
from tilth.desk.programme import Programme
from tilth.desk.reading import Read, Source, read_drafts
from tilth.desk.refusal import Refusal
from tilth.desk.remarks import remarks
from tilth.desk.resting import refuse_what_others_rest_on
from tilth.desk.sheet import Sheet
from tilth.desk.tasks import as_entry
from tilth.desk.vaulting import Keeper, is_about_person, kept_apart
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.places.frame import FRAME
from tilth.places.outline import Outline
from tilth.terms.finding import Finding, finding

_DEFAULT_KIND = {"hazards": "suspected", "accidents": "accident", "finds": "find", "tasks": "task"}


def outside_findings(programme: Programme) -> list[Finding]:
    """One finding per row of a layer that differs from the journal, and per layer that was written anew."""
    replaced = [finding("layer_replaced", layer=layer) for layer in programme.store.replaced_layers()]
    return replaced + [_noticed(edit) for edit in programme.store.outside_edits()]


def _noticed(edit: OutsideEdit) -> Finding:
    return finding(f"outside_{edit.change}", layer=edit.layer, entry=edit.entry, fid=edit.fid, of=edit.entry)


def book_outside_edits(
    programme: Programme, *, author: str, said_by: str, now: datetime, outline: Outline | None
) -> ImportReport:
    """Book rows that another program added, changed or removed, then make the layers anew.

    An added row is a new entry, a changed one an amendment, a removed one a withdrawal. A row that cannot be booked
    (no status, no outline) stays waiting, with a finding.
    """
    edits = programme.store.outside_edits()
    report = ImportReport(read=len(edits), findings=[_noticed(edit) for edit in edits])
    drafts, settled, people = [], [], []
    keeper = Keeper(programme)
    for edit in edits:
        read = _read(edit, said_by, now, outline, keeper)
        if read.drafts and (said := _rests(programme, edit, read.drafts[0], now)):
            report.findings.append(finding("outside_edit_waits", layer=edit.layer, fid=edit.fid, said=said))
            continue
        for draft in read.drafts:
            of_person = {
                name: value for name, value in draft.body.items() if is_about_person(name, value, record=draft.kind)
            }
            if of_person:
                draft.body = {name: value for name, value in draft.body.items() if name not in of_person}
                people.append(kept_apart(programme, draft, of_person))
            draft.redates = _redates(draft, programme.store.entry(edit.entry) if edit.entry else None)
        settled += [edit] * len(read.drafts)
        report.findings += read.findings
        report.repaired += read.repaired
        drafts += read.drafts
    report.booked, report.set_aside = len(drafts), len(edits) - len(drafts)
    with programme.writing() as writer:
        if drafts:
            booked = write(programme, drafts, author=author, now=now, writer=writer)
            keeper.keep(drafts)
            if people and programme.vault is not None:
                programme.vault.keep(people)
            report.findings += remarks(booked, programme.books(writer), writer, layer=None)
            writer.settle(settled)
        if not report.set_aside:
            writer.rebuild_layers()
    return report


def _rests(programme: Programme, edit: OutsideEdit, draft: Draft, now: datetime) -> str:
    """Why an edit cannot be booked: entries of a task rest on what it would change. Empty where none do."""
    entry = programme.store.entry(edit.entry) if edit.entry else None
    if entry is None:
        return ""
    new = as_entry(draft, number=programme.store.head().entries + 1, author="", recorded_at=now.isoformat())
    removed = draft.kind == "withdrawal"
    try:
        verb = "withdrawn" if removed else "amended"
        refuse_what_others_rest_on(programme.store, entry, None if removed else new, verb=verb)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _read(edit: OutsideEdit, said_by: str, now: datetime, outline: Outline | None, keeper: Keeper) -> Read:
    """The edit as a draft, through the same checks as any imported row."""
    if edit.row is None:
        why = "the row was removed by another program"
        return Read([Draft("withdrawal", said_by, amends=edit.entry, body={"why": why})], [], 0)
    status = edit.row.get("status") or _DEFAULT_KIND.get(edit.layer)
    row = {name: value for name, value in edit.row.items() if name not in ("status", "area_m2", "attributes")}
    geometry = np.array([shapely.from_wkb(edit.geometry) if edit.geometry else None], dtype=object)
    columns = {name: [value] for name, value in row.items()} | {"kind": [status]}
    if edit.geometry is None:
        columns["area_m2"] = [edit.row.get("area_m2")]
    sheet = Sheet(edit.layer, "", edit.layer, edit.fid, columns, geometry, FRAME)
    read = read_drafts(sheet, Source(None, said_by, now.date(), outline, keeper=keeper))
    for draft in read.drafts:
        draft.amends, draft.identity = edit.entry, None
        draft.body = _attributes(edit.row.get("attributes")) | draft.body
    return read


def _redates(draft: Draft, made: Entry | None) -> bool:
    """Whether the date was changed and neither the ground nor what is said of it."""
    if made is None or draft.kind != made.kind or draft.kind not in LAND_KINDS or draft.geometry is None:
        return False
    same_ground = shapely.to_wkb(draft.geometry, byte_order=1, output_dimension=2) == made.geometry
    return same_ground and (draft.when.text if draft.when else None) != made.happened_on


def _attributes(text: object) -> dict[str, Any]:
    """The fields that have no column of their own. What is no JSON object is kept as text."""
    if text in (None, ""):
        return {}
    try:
        fields = json.loads(str(text))
    except ValueError:
        fields = None
    return fields if isinstance(fields, dict) else {"attributes": str(text)}
