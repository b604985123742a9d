"""The rules of the day over a whole history: what was asked about each day of a task when it was booked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tilth.journal.entry import Entry
from tilth.terms.finding import Finding
from tilth.work.day import Day, day_of
from tilth.work.fold import live, take
from tilth.work.rules import Situation, asked_by
from tilth.work.task import Task


def judged(entries: Iterable[Entry], name: str, situation: Situation) -> list[Finding]:
    """The findings on the days of task `name`, each with its entry.

    `entries` are in the order of the journal; days on other tasks only say what their teams usually do.
    """
    tasks: dict[str, Task] = {}
    found: list[Finding] = []
    for entry in live(entries):
        if entry.kind == "progress":
            day = _day(entry)
            if (task := tasks.get(name)) is not None and day.task == name:
                found += [replace(one, entry=entry.number) for one in asked_by(task, day, situation)]
            situation.pace(day.team).add(day.m2)
        take(tasks, entry)
    return found


def _day(entry: Entry) -> Day:
    on = date.fromisoformat(entry.counts_on)
    return day_of(json.loads(entry.body), entry=entry.number, on=on, said_by=entry.said_by, form=entry.source_id)
