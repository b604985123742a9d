"""What later entries of a task rest on is not taken away under them: the later one is taken back first."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tilth.desk.ports import JournalReader
from tilth.desk.refusal import Refusal
from tilth.desk.tasks import entries_about
from tilth.journal.entry import LAND_KINDS, WORK_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.work.fold import tasks
from tilth.work.task import Line, Task

_MOVES = {
    "handover": "by_handover",
    "reopening": "by_reopening",
}  # kind of entry -> the field in which its land names it
_OF_LAND = ("geometry", "kind", "happened_on")  # of an entry that moves land, what is not amended but said again


def refuse_what_others_rest_on(reader: JournalReader, entry: Entry, new: Entry | None, *, verb: str) -> None:
    """Raises Refusal where taking `entry` back, or putting `new` in its place, leaves later entries without ground.

    `entry` may be of any kind; only those on tasks, and the land that these moved, have others that rest on them.
    """
    body = json.loads(entry.body)
    if entry.kind in LAND_KINDS:
        _refuse_land_of_task(entry, new, body, verb)
        return
    name = entry.source_id if entry.kind == "task" else str(body.get("task") or "")
    if entry.kind not in (*WORK_KINDS, "approval") or not name:
        return
    if new is not None and entry.kind in _MOVES and _moved_otherwise(entry, new):
        raise Refusal("409.33", entry=entry.number, kind=entry.kind, task=name)
    before = list(entries_about(reader, name))
    lost = _lost(tasks(before).get(name), tasks([*before, new or _withdrawal(entry)]).get(name), entry.number)
    if new is not None and entry.kind == "task" and not lost and _moved_otherwise(entry, new):
        lost = [line for line in _counted(tasks(before).get(name)) if line.kind in _MOVES]
    if lost:
        other = lost[-1]
        raise Refusal("409.31", entry=entry.number, verb=verb, other=other.entry, kind=other.kind, task=name)


def land_moved_by(reader: JournalReader, entry: Entry) -> Iterator[Entry]:
    """The live land entry that a handover or a re-opening moved."""
    if entry.kind not in _MOVES:
        return
    names_it = f'"{_MOVES[entry.kind]}":{entry.number}'
    for sealed in reader.read(entry.number, kinds=LAND_KINDS, holding=names_it):
        named = json.loads(sealed.entry.body).get(_MOVES[entry.kind])
        if named == entry.number and reader.replacement(sealed.entry.number) is None:
            yield upcast(sealed.entry)


def _refuse_land_of_task(entry: Entry, new: Entry | None, body: dict[str, object], verb: str) -> None:
    for kind, field in _MOVES.items():
        if isinstance(body.get(field), int) and (new is None or _moved_otherwise(entry, new)):
            raise Refusal("409.32", entry=entry.number, verb=verb, other=body[field], kind=kind, task=body.get("task"))


def _moved_otherwise(entry: Entry, new: Entry) -> bool:
    return any(getattr(entry, field) != getattr(new, field) for field in _OF_LAND)


def _lost(before: Task | None, after: Task | None, number: int) -> list[Line]:
    """Entries other than `number` that counted before and count no more."""
    still = {line.entry for line in _counted(after)}
    return [line for line in _counted(before) if line.entry != number and line.entry not in still]


def _counted(task: Task | None) -> list[Line]:
    return [line for line in task.history if not line.refusal] if task else []


def _withdrawal(entry: Entry) -> Entry:
    return entry._replace(number=entry.number, kind="withdrawal", amends=entry.number, body="{}")
