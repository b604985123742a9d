"""Which event an entry is, for the table of states: an inspection that failed, an approval by the author, and so on."""

from __future__ import annotations

from datetime import date
from typing import Any

from tilth.journal.entry import Entry
from tilth.work.task import Person, Task


def event_of(task: Task, entry: Entry, body: dict[str, Any]) -> str:
    """The event of the table of states that an entry is for a task as it stands."""
    match entry.kind:
        case "inspection":
            return _inspection(task, entry, body)
        case "correction":
            return "correction" if _corrects_something(task, body) else "correction_of_nothing"
        case "completion":
            return "completion_inspected" if task.is_inspected else "completion"
        case "approval":
            author = "" if entry.batch is not None else entry.author
            by_author = task.completed_by is not None and task.completed_by.is_same(Person(entry.said_by, author))
            return "approval_by_author" if by_author else "approval"
    return entry.kind


def _inspection(task: Task, entry: Entry, body: dict[str, Any]) -> str:
    if body.get("result") != "pass":
        return "inspection_failed"
    on = date.fromisoformat(entry.counts_on)
    is_late_enough = task.last_day is None or on >= task.last_day
    is_open = bool(body.get("nonconformity")) or bool(task.open_nonconformities) or not is_late_enough
    return "inspection_open" if is_open else "inspection_passed"


def _corrects_something(task: Task, body: dict[str, Any]) -> bool:
    of = body.get("of")
    return any(of in (None, one.entry) for one in task.open_nonconformities)
