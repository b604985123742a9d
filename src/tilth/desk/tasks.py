"""Tasks as the journal has them: one by its id, all of them, and what the rules of the day ask about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from heapq import merge

import shapely

from tilth.desk.draft import Draft
from tilth.desk.ports import JournalReader
from tilth.desk.refusal import Refusal
from tilth.desk.registering import near
from tilth.journal.entry import FORMAT, WORK_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.work.day import day_of
from tilth.work.fold import FOLDED_KINDS, live, tasks
from tilth.work.rules import Allowed, Pace, Situation
from tilth.work.task import Task

_NAMED = (*(kind for kind in WORK_KINDS if kind != "task"), "approval")  # these name their task in their body


def entries_of(reader: JournalReader, known: int | None = None) -> Iterable[Entry]:
    """The entries that tasks are folded from: all, or those among the first `known`."""
    for sealed in reader.read(kinds=FOLDED_KINDS):
        if known is None or sealed.entry.number <= known:
            yield upcast(sealed.entry)


def all_tasks(reader: JournalReader, known: int | None = None) -> dict[str, Task]:
    """Every task by its id, as known from the first `known` entries of the journal, or from all."""
    return tasks(entries_of(reader, known))


def task_of(reader: JournalReader, name: str) -> Task:
    """One task. Raises Refusal 404.4 where there is none of that id."""
    found = tasks(entries_about(reader, name)).get(name)
    if found is None:
        ids = reader.live_ids(None, None, "task")
        hint = near(name, ids, otherwise="List them with: tilth task FILE list")
        raise Refusal("404.4", what="task", name=name, hint=hint)
    return found


def entries_about(reader: JournalReader, name: str) -> Iterable[Entry]:
    """The entries of one task, with the orders and withdrawals of all, in the order of the journal."""
    orders = (upcast(sealed.entry) for sealed in reader.read(kinds=("task", "withdrawal")))
    named = (upcast(sealed.entry) for sealed in reader.read(kinds=_NAMED, holding=_says("task", name)))
    return _in_order(orders, named)


def situation_of(reader: JournalReader, task: Task, *, team: str, allowed: Allowed) -> Situation:
    """What the rules ask about one day of a team: who may work, the team's usual pace, and the access to the land."""
    situation = Situation(allowed, access=access_of(reader, [task.hazard]))
    taken_back = (upcast(sealed.entry) for sealed in reader.read(kinds=("withdrawal",)))
    add_paces(situation.paces, live(_in_order(taken_back, days_of(reader, team))))
    return situation


def days_of(reader: JournalReader, team: str) -> Iterable[Entry]:
    """The days of work of one team, on all its tasks."""
    return (upcast(sealed.entry) for sealed in reader.read(kinds=("progress",), holding=_says("team", team)))


def with_days_of(reader: JournalReader, task: Task) -> Iterable[Entry]:
    """The entries of one task and all days of its team, so that the team's usual pace is seen."""
    before = 0
    for entry in _in_order(entries_about(reader, task.id), days_of(reader, task.team)):
        if entry.number != before:
            yield entry
        before = entry.number


def _in_order(one: Iterable[Entry], other: Iterable[Entry]) -> Iterable[Entry]:
    return merge(one, other, key=lambda entry: entry.number)


def add_paces(paces: dict[str, Pace], entries: Iterable[Entry]) -> None:
    """Count the days of work of some entries with the pace of their teams."""
    for entry in entries:
        if entry.kind == "progress":
            on = date.fromisoformat(entry.counts_on)
            day = day_of(json.loads(entry.body), on=on, said_by=entry.said_by)
            paces.setdefault(day.team.casefold(), Pace()).add(day.m2)


def access_of(reader: JournalReader, hazards: Iterable[str]) -> dict[str, str]:
    """The access of hazards, where it is on record and not open."""
    found = {}
    for name, numbers in reader.live_ids(None, set(hazards) - {""}, "suspected").items():
        entry = reader.entry(numbers[-1])
        access = str(json.loads(entry.body).get("access") or "") if entry else ""
        if access not in ("", "open", "unknown"):
            found[name] = access
    return found


def as_entry(draft: Draft, *, number: int, author: str, recorded_at: str) -> Entry:
    """The entry that a draft would become, as far as a fold of tasks looks at it."""
    day = draft.when.last.isoformat() if draft.when else recorded_at[:10]
    text = draft.when.text if draft.when else None
    body = json.dumps(draft.body, ensure_ascii=False)
    ground = shapely.to_wkb(draft.geometry, byte_order=1, output_dimension=2) if draft.geometry is not None else None
    return Entry(
        *(number, FORMAT, draft.kind, text, day, recorded_at, author, draft.said_by, draft.source_id, draft.amends),
        *(None, None, None, body, ground, None),
    )


def _says(field: str, value: str) -> str:
    """How the canonical JSON of a body says that a field has a value."""
    return f'"{field}":{json.dumps(value, ensure_ascii=False)}'
