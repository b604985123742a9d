"""From entries to tasks: each entry is put to the table of states, and what has no place there is kept and told.

Of an entry and the one that amends it the later holds, at the place of the first; what was withdrawn counts no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from tilth.journal.entry import WORK_KINDS, Entry
from tilth.work.day import Day, Nonconformity, Visit, day_of, whole
from tilth.work.events import event_of
from tilth.work.order import order_of
from tilth.work.states import AS_BEFORE, step
from tilth.work.task import Line, Moved, Person, Task

_TOLD = ("what", "nonconformity", "note", "reason", "to", "result")  # what a line of history says, the first it has
FOLDED_KINDS = (*WORK_KINDS, "approval", "withdrawal")


def tasks(entries: Iterable[Entry]) -> dict[str, Task]:
    """Every task by its id, from entries in the order of the journal; other kinds than `FOLDED_KINDS` are passed by."""
    found: dict[str, Task] = {}
    for entry in live(entries):
        take(found, entry)
    return found


def live(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries that hold, each at the place of the first that it stands for."""
    first: dict[int, int] = {}
    holds: dict[int, Entry] = {}
    for entry in entries:
        root = first.get(entry.amends or 0, entry.amends) or entry.number
        first[entry.number] = root
        if entry.kind == "withdrawal":
            holds.pop(root, None)
        elif entry.kind in FOLDED_KINDS and (entry.amends is None or root in holds):
            holds[root] = entry
    yield from holds.values()


def take(found: dict[str, Task], entry: Entry) -> None:
    """Fold one entry in. One that names no task on record is passed by."""
    body = json.loads(entry.body)
    if entry.kind == "task":
        task = order_of(entry, body)
        if task is not None and task.id not in found:
            found[task.id] = task
            _note(task, entry, body)
        return
    named = found.get(str(body.get("task") or ""))
    if named is not None:
        put(named, entry, body)


def put(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    """Let one entry change its task, as far as the table of states allows it."""
    becomes, refusal = step(task.state, event_of(task, entry, body))
    if refusal:
        _note(task, entry, body, refusal=refusal)
        return
    before = task.state
    task.state = task.state_before if becomes == AS_BEFORE else becomes
    if entry.kind == "stoppage":
        task.state_before = before
    line = _note(task, entry, body)
    if task.state != before or task.since is None:
        task.since = line
    _CHANGES[entry.kind](task, entry, body)


def add_day(task: Task, day: Day) -> None:
    """Count a day that is about to be booked, without its line of history. Nothing changes where it has no place."""
    becomes, refusal = step(task.state, "progress")
    if not refusal:
        task.state = becomes
        _count(task, day)


def person(entry: Entry) -> Person:
    """Who is behind an entry. What a file brought was written by whoever read the file, which says nothing."""
    return Person(entry.said_by, "" if entry.batch is not None else entry.author)


def _note(task: Task, entry: Entry, body: dict[str, Any], *, refusal: str = "") -> Line:
    stated = next((body[field] for field in _TOLD if body.get(field)), "")
    said = f"{body.get('m2', 0)} m² by {body.get('team')}" if entry.kind == "progress" else str(stated)
    on = entry.happened_on or ""
    line = Line(
        *(entry.number, entry.kind, on, entry.said_by, entry.author, entry.recorded_at, task.state, said, refusal)
    )
    task.history.append(line)
    return line


# --- what each kind of entry changes --------------------------------------------------------------------------------


def _progress(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    on = date.fromisoformat(entry.counts_on)
    _count(task, day_of(body, entry=entry.number, on=on, said_by=entry.said_by, form=entry.source_id))


def _count(task: Task, day: Day) -> None:
    task.days.append(day)
    task.done_m2 += day.m2
    task.last_day = max(day.on, task.last_day or day.on)
    task.forms.setdefault(day.figures(), day.entry)


def _inspection(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    on = date.fromisoformat(entry.counts_on)
    result, what = str(body.get("result")), str(body.get("nonconformity") or "")
    if result == "fail" or what:
        task.nonconformities.append(Nonconformity(entry.number, on, what or "failed, no reason stated"))
    counts = result == "pass" and not task.open_nonconformities and (task.last_day is None or on >= task.last_day)
    visit = Visit(
        *(entry.number, on, entry.said_by, result, counts),
        sampled_m2=whole(body.get("sampled_m2")),
        found=whole(body.get("found")),
        nonconformity=what,
    )
    task.visits.append(visit)
    if task.state == "handed_over":
        return
    task.passed = visit if counts else None
    if not counts:
        task.approval = None


def _correction(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    of = body.get("of")
    for at, one in enumerate(task.nonconformities):
        if one.corrected_in is None and of in (None, one.entry):
            corrected = replace(one, corrected_in=entry.number, correction=str(body.get("what") or ""))
            task.nonconformities[at] = corrected


def _completion(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    task.completion, task.completed_by = task.history[-1], person(entry)


def _approval(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    task.approval = task.history[-1]


def _handover(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    task.handovers.append(_moved(entry, body))


def _reopening(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    task.reopenings.append(_moved(entry, body))
    task.passed = task.completion = task.completed_by = task.approval = None


def _moved(entry: Entry, body: dict[str, Any]) -> Moved:
    on = date.fromisoformat(entry.counts_on)
    return Moved(entry.number, on, whole(body.get("inside_m2")) or 0, whole(body.get("outside_m2")) or 0)


def _nothing(task: Task, entry: Entry, body: dict[str, Any]) -> None:
    """A stoppage and a resumption change the state and nothing else."""


_CHANGES = {
    "progress": _progress,
    "inspection": _inspection,
    "correction": _correction,
    "stoppage": _nothing,
    "resumption": _nothing,
    "completion": _completion,
    "approval": _approval,
    "handover": _handover,
    "reopening": _reopening,
}
