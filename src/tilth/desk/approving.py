"""Approving: somebody other than the author agrees with an entry, or with the completion of a task."""

from __future__ import annotations

import json
from typing import Any

from tilth.desk import mending
from tilth.desk.programme import Programme
from tilth.desk.working import Done, Hand, day_stated, say
from tilth.work.task import Task


def approve_completion(programme: Programme, name: str, *, on: str | None, hand: Hand) -> Done:
    """Approve the completion of a task. Raises Refusal 403.2 where the same person said that it is completed."""

    def body(task: Task) -> dict[str, Any]:
        return {"approves": task.completion.entry if task.completion else None}

    return say(programme, name, "approval", on=on, hand=hand, body=body)


def approve(programme: Programme, number: int, *, on: str | None, hand: Hand) -> tuple[Done | None, int]:
    """Approve entry `number`: the task it completes, if it completes one, and the number of the approval."""
    entry = mending.mendable(programme, number, "approved")
    if entry.kind == "completion":
        done = approve_completion(programme, json.loads(entry.body)["task"], on=on, hand=hand)
        return done, done.entry
    when = day_stated(on, today=hand.now.date()) if on is not None else None
    booked = mending.approve(programme, number, author=hand.author, now=hand.now, by=hand.by, when=when)
    return None, booked.number
