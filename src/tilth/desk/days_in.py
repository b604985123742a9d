"""Days of work from a spreadsheet: each row meets the rules of the day, in the order of the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import shapely

from tilth.desk.day_rows import day_body
from tilth.desk.draft import Draft
from tilth.desk.ports import JournalReader
from tilth.desk.registering import near
from tilth.desk.tasks import access_of, as_entry, entries_of
from tilth.desk.working import outside_of
from tilth.journal.entry import WORK_KINDS
from tilth.terms.finding import Finding, finding
from tilth.work.day import day_of, whole
from tilth.work.fold import add_day, live, take
from tilth.work.rules import Allowed, Pace, Situation, asked_by, stopped_by
from tilth.work.task import Task

_LISTED = 50  # findings of one kind that are told one by one; the others are counted
_STEPS = (*(kind for kind in WORK_KINDS if kind not in ("task", "progress")), "approval")


@dataclass(slots=True)
class DaysSoFar:
    """The tasks as they stand while the rows of one import come in."""

    tasks: dict[str, Task]
    situation: Situation
    grounds: dict[str, shapely.Geometry | None] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: JournalReader, allowed: Allowed) -> DaysSoFar:
        """As the journal has them now."""
        tasks: dict[str, Task] = {}
        situation = Situation(allowed)
        for entry in live(entries_of(reader)):
            take(tasks, entry)
            if entry.kind == "progress":
                body = json.loads(entry.body)
                situation.paces.setdefault(str(body.get("team")).casefold(), Pace()).add(whole(body.get("m2")) or 0)
        situation.access = access_of(reader, {task.hazard for task in tasks.values()})
        return cls(tasks, situation)

    def take(self, order: Draft, number: int) -> None:
        """A task that comes in the same file as its days."""
        take(self.tasks, as_entry(order, number=number, author="", recorded_at=""))

    def ground(self, reader: JournalReader, task: Task) -> shapely.Geometry | None:
        """The outline of a task."""
        if task.id not in self.grounds:
            entry = reader.entry(task.entry)
            self.grounds[task.id] = shapely.from_wkb(entry.geometry) if entry and entry.geometry else None
        return self.grounds[task.id]


def is_own_step(draft: Draft) -> bool:
    """Whether a row is a step of a task that is said by its own command, and never in a table of somebody's."""
    return draft.kind in _STEPS and draft.entry_there is None


def days_that_stand(
    drafts: list[Draft], reader: JournalReader, so_far: DaysSoFar, *, layer: str | None
) -> tuple[list[Draft], list[Finding]]:
    """The drafts to book, and what was found. Rows of a programme's own export were judged when they were booked.

    `reader` stands at the end of the journal, behind which an `import` entry and then the drafts will be booked.
    """
    kept: list[Draft] = []
    told: list[Finding] = []
    number = reader.head().entries + 2
    for draft in drafts:
        if draft.kind != "progress" or draft.entry_there is not None:
            if is_own_step(draft):
                told.append(finding("step_by_command", row=draft.row, layer=layer, kind=draft.kind))
                continue
            if draft.kind == "task":
                so_far.take(draft, number + len(kept))
            kept.append(draft)
            continue
        stands, found = _judge(draft, number + len(kept), reader, so_far)
        told += [replace(one, row=draft.row, layer=layer) for one in found]
        if stands:
            kept.append(draft)
    return kept, list(_listed(told, layer))


def _judge(draft: Draft, number: int, reader: JournalReader, so_far: DaysSoFar) -> tuple[bool, list[Finding]]:
    """Whether a day is booked under `number`, and what was found; a day that is counts in its task at once."""
    draft.body, noticed, fault = day_body(draft.body)
    if draft.when is None or draft.when.precision != "day":
        return False, [finding("no_day", text=draft.when.text if draft.when else "not stated")]
    task = so_far.tasks.get(str(draft.body.get("task")))
    if task is None:
        hint = near(str(draft.body.get("task")), so_far.tasks, otherwise="Open it first: tilth task FILE open")
        return False, [finding("unknown_task", task=draft.body.get("task"), hint=hint)]
    if fault is not None:
        return False, [fault]
    if draft.geometry is not None:
        draft.body |= outside_of(draft.geometry, so_far.ground(reader, task))
    on = draft.when.last
    day = day_of(draft.body, entry=number, on=on, said_by=draft.said_by, form=draft.source_id)
    if (why := stopped_by(task, day)) is not None:
        return False, [why]
    asked = asked_by(task, day, so_far.situation)
    if draft.amends is None:
        add_day(task, day)
        so_far.situation.pace(day.team).add(day.m2)
    return True, [*noticed, *asked]


def _listed(told: list[Finding], layer: str | None) -> Iterator[Finding]:
    """The first findings of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    for one in told:
        seen[one.kind] += 1
        if seen[one.kind] <= _LISTED:
            yield one
    for kind, count in seen.items():
        if count > _LISTED:
            of = next(one.code for one in told if one.kind == kind)
            yield finding("more_days_alike", layer=layer, count=count - _LISTED, of=of)
