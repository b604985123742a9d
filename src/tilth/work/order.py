"""The order of a task: as `tilth task open` writes it, and as rows of other systems state theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from tilth.journal.entry import Entry
from tilth.terms import table
from tilth.units.dates import parse_when
from tilth.work.day import whole
from tilth.work.task import Planned, Task

# What another system calls the state of a task. Its approvals are its own: here such a task still needs an inspection.
_STATED = {"working": "working", "completed": "completed", "approved": "completed", "handed over": "handed_over"}


def order_of(entry: Entry, body: dict[str, Any]) -> Task | None:
    """The task that an order opens; None where it has no id."""
    if not entry.source_id:
        return None
    m2 = whole(body.get("area_m2"))
    planned_m2 = whole(body.get("planned_m2"))
    task = Task(
        entry.source_id,
        entry.number,
        hazard=_text(body, "hazard", "hazard_id"),
        action=action_of(_text(body, "action", "activity")),
        method=_text(body, "method"),
        depth_cm=whole(body.get("depth_cm")),
        team=_text(body, "team"),
        criteria=_text(body, "criteria"),
        season=_text(body, "season"),
        given_on=date.fromisoformat(entry.counts_on) if entry.happened_on else None,
        by=entry.said_by,
        m2=m2,
        planned=Planned(
            _day(body, "planned_from", "started_on"),
            _day(body, "planned_to", "ended_on"),
            m2 if planned_m2 is None else planned_m2,
        ),
    )
    task.state = _STATED.get(_text(body, "state").lower().replace("_", " "), "open")
    return task


def action_of(text: str) -> str:
    """The action that a word names: `clear` itself, or `clearance`, as other systems call the activity."""
    plain = " ".join(text.lower().replace("-", " ").split())
    for row in table("task_actions"):
        if plain in (row["action"], row["releases_as"], row["words"].replace("-", " ")):
            return row["action"]
    return ""


def _text(body: dict[str, Any], *names: str) -> str:
    return next((str(value).strip() for name in names if (value := body.get(name)) not in (None, "")), "")


def _day(body: dict[str, Any], *names: str) -> date | None:
    when = parse_when(_text(body, *names))
    return when.first if when else None
