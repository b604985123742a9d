"""A foreman for tests: says one thing after another of the task of one hazard, and reads back what came of it.

    foreman = Foreman()
    foreman.progress(300)
    assert foreman.task.state == "working"

The hazard is H1, a square of 100 m; the task is T-0001 on all of it, given on 1 March 2024. Every step is a day later.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import shapely
from diary import Diary, shape

from tilth.desk.approving import approve_completion
from tilth.desk.handing import Receipt, hand_over, reopen
from tilth.desk.ordering import Wish, open_task
from tilth.desk.ports import Store
from tilth.desk.refusal import Refusal
from tilth.desk.tasks import task_of
from tilth.desk.working import Done, Form, Hand, complete, correct, inspect, progress, resume, suspend
from tilth.work.task import Task

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
FIRST_DAY = date(2024, 3, 1)
TASK = "T-0001"
# What leads from a fresh task to each state.
WAYS = {
    "open": (),
    "working": ("progress",),
    "suspended": ("progress", "suspend"),
    "completed": ("progress", "complete"),
    "failed": ("progress", "complete", "inspection_failed"),
    "passed": ("progress", "complete", "inspection_passed"),
    "approved": ("progress", "complete", "inspection_passed", "approve"),
    "handed_over": ("progress", "complete", "inspection_passed", "approve", "handover"),
    "re-opened": ("progress", "complete", "inspection_passed", "approve", "handover", "reopen"),
}


class Foreman:
    """A programme with one hazard and, unless told otherwise, one task on it."""

    def __init__(self, store: Store | None = None, *, with_task: bool = True, **wish: Any) -> None:
        self.field = Diary(store, now=datetime(2024, 2, 1, 9, tzinfo=UTC))
        self.field.write("2024-01-15 H1 suspected square(0,0,100)")
        self.programme = self.field.programme
        self.day = FIRST_DAY
        self.last: Done | None = None
        if with_task:
            self.open(**wish)

    def hand(self, by: str) -> Hand:
        return Hand(by, by, NOW)

    def open(self, hazard: str = "H1", action: str = "clear", team: str = "Team 4", **more: Any) -> Done:
        until = (self.day + timedelta(days=30)).isoformat()
        wish = Wish(hazard, action, team, self.day.isoformat(), until, **more)
        self.last = open_task(self.programme, wish, hand=self.hand("ops"))
        return self.last

    # --- steps ------------------------------------------------------------------------------------------------------

    def _next(self, on: str | None) -> str:
        self.day += timedelta(days=1)
        if on is not None and "2024-03-01" <= on <= "2024-12-31" and len(on) == 10:
            self.day = max(self.day, date.fromisoformat(on))
        return self.day.isoformat() if on is None else on

    def progress(self, m2: int = 100, *, on: str | None = None, by: str = "lead", **more: Any) -> Done:
        form = Form(self._next(on), more.pop("team", "Team 4"), m2, **more)
        self.last = progress(self.programme, TASK, form, hand=self.hand(by))
        return self.last

    def inspect(self, result: str = "pass", *, on: str | None = None, by: str = "qa", **more: Any) -> Done:
        self.last = inspect(self.programme, TASK, on=self._next(on), result=result, hand=self.hand(by), **more)
        return self.last

    def inspection_passed(self) -> Done:
        return self.inspect("pass")

    def inspection_failed(self) -> Done:
        return self.inspect("fail", nonconformity="a lane without marks")

    def inspection_open(self) -> Done:
        return self.inspect("pass", nonconformity="a form is missing")

    def correct(self, *, on: str | None = None, of: int | None = None, what: str = "mended") -> Done:
        self.last = correct(self.programme, TASK, on=self._next(on), what=what, of=of, hand=self.hand("lead"))
        return self.last

    def suspend(self, why: str = "weather", *, on: str | None = None) -> Done:
        self.last = suspend(self.programme, TASK, on=self._next(on), why=why, hand=self.hand("lead"))
        return self.last

    def resume(self, *, on: str | None = None) -> Done:
        self.last = resume(self.programme, TASK, on=self._next(on), why="dry again", hand=self.hand("lead"))
        return self.last

    def complete(self, *, on: str | None = None, by: str = "lead") -> Done:
        self.last = complete(self.programme, TASK, on=self._next(on), hand=self.hand(by))
        return self.last

    def approve(self, *, on: str | None = None, by: str = "authority") -> Done:
        self.last = approve_completion(self.programme, TASK, on=self._next(on), hand=self.hand(by))
        return self.last

    def approve_own(self) -> Done:
        return self.approve(by="lead")

    def handover(self, polygon: str | None = None, *, on: str | None = None, **receipt: Any) -> Done:
        drawn = shape(polygon) if polygon else None
        terms = Receipt(receipt.pop("to", "the village"), **receipt)
        day = self._next(on)
        self.last = hand_over(self.programme, TASK, on=day, receipt=terms, hand=self.hand("authority"), polygon=drawn)
        return self.last

    def reopen(self, polygon: str | None = None, *, on: str | None = None, status: str = "suspected") -> Done:
        drawn: shapely.Geometry | None = shape(polygon) if polygon else None
        day = self._next(on)
        self.last = reopen(
            self.programme, TASK, on=day, why="a find", hand=self.hand("authority"), polygon=drawn, status=status
        )
        return self.last

    def reopen_part(self) -> Done:
        return self.reopen("square(0,0,50)")

    def go(self, *steps: str) -> Foreman:
        """Take steps by their names."""
        for step in steps:
            getattr(self, step)()
        return self

    def reach(self, state: str) -> Foreman:
        """Bring a fresh task to a state."""
        self.go(*WAYS[state])
        assert self.task.state == state
        return self

    # --- reading back -----------------------------------------------------------------------------------------------

    @property
    def task(self) -> Task:
        return task_of(self.programme.store, TASK)

    def land(self) -> dict[str, int]:
        return self.field.land()

    def kinds(self) -> list[str]:
        """Kinds of the findings on the last step, without that nobody has put the team on record."""
        found = self.last.findings if self.last else []
        return [one.kind for one in found if one.kind != "team_not_on_record"]


def sentence(foreman: Foreman, kind: str) -> str:
    """What the last step's finding of a kind says."""
    assert foreman.last is not None
    return next(one.sentence for one in foreman.last.findings if one.kind == kind)


def refusal(step: Any, *args: Any, **more: Any) -> str:
    """The number of the refusal that a step meets; empty where it is booked."""
    try:
        step(*args, **more)
    except Refusal as refused:
        return refused.number
    return ""
