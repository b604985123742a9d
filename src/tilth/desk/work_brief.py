"""What the brief says of work and quality: tasks by state, plan against actual, inspections, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from tilth.desk.dossiers_of_all import dossiers
from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import entries_of
from tilth.work.dossier import rules
from tilth.work.fold import tasks
from tilth.work.sampled import Sampled
from tilth.work.spell import percent
from tilth.work.states import states
from tilth.work.task import Task

MOST_LISTED = 12  # tasks that are late, and non-conformities, told one by one


def work_part(
    programme: Programme, *, as_at: date, known: int, known_at: str | None = None
) -> tuple[dict[str, Any] | None, dict[str, tuple[str, list[int]]]]:
    """The part as plain values, None where no task is on record, and for each figure its title and its entries."""
    entries = (one for one in entries_of(programme.store, known) if one.counts_on <= as_at.isoformat())
    every = list(tasks(entries).values())
    if not every:
        return None, {}
    traces: dict[str, tuple[str, list[int]]] = {}
    part = {
        "by_state": _by_state(every, traces),
        "plan": _plan(every, as_at, traces),
        "inspections": _inspections(every, traces),
        "nonconformities": _nonconformities(every, traces),
        "gaps": _gaps(programme, every, known, known_at, traces),
        "tasks": len(every),
    }
    return part, traces


def by_state(reader: JournalReader, *, as_at: date) -> list[dict[str, Any]]:
    """The tasks of each state with their square metres, as `work_part` has them; nothing else is looked up."""
    entries = (one for one in entries_of(reader) if one.counts_on <= as_at.isoformat())
    return _by_state(list(tasks(entries).values()), {})


def _by_state(every: list[Task], traces: dict[str, tuple[str, list[int]]]) -> list[dict[str, Any]]:
    rows = []
    for state in states():
        own = [task for task in every if task.state == state]
        if own:
            key, called = f"work-{state}", state.replace("_", " ")
            traces[key] = (f"Tasks that are {called}: their orders", [task.entry for task in own])
            rows.append({"state": called, "trace": key, "tasks": len(own), **_areas(own)})
    return rows


def _areas(own: Iterable[Task]) -> dict[str, int]:
    total: Counter[str] = Counter(m2=0, done_m2=0, released_m2=0, remaining_m2=0)
    for task in own:
        total.update(m2=task.m2 or 0, done_m2=task.done_m2, released_m2=task.released_m2)
        total.update(remaining_m2=task.remaining_m2 or 0)
    return dict(total)


def _plan(every: list[Task], as_at: date, traces: dict[str, tuple[str, list[int]]]) -> dict[str, Any]:
    """Planned and done in square metres, and the tasks whose work ended or goes on after the last planned day."""
    begun = [task for task in every if task.days]
    late = [(days, task) for task in every if (days := _days_late(task, as_at)) > 0]
    late.sort(key=lambda one: (-one[0], one[1].id))
    traces["work-begun"] = ("Tasks with work on record: their orders", [task.entry for task in begun])
    traces["work-late"] = ("Tasks later than planned: their orders", [task.entry for _, task in late])
    hours = Counter[str]()
    for task in begun:
        hours.update(task.actual.lost_minutes)
    return {
        "begun": len(begun),
        "planned_m2": sum(task.planned.m2 or 0 for task in begun),
        "done_m2": sum(task.done_m2 for task in begun),
        "late": len(late),
        "latest": [
            {"id": task.id, "state": task.state.replace("_", " "), "team": task.team, "days": days}
            for days, task in late[:MOST_LISTED]
        ],
        "lost_hours": [{"why": why, "hours": round(minutes / 60)} for why, minutes in hours.most_common()],
    }


def _days_late(task: Task, as_at: date) -> int:
    """Days from the last planned day to the last day of work, or to `as_at` while it goes on.

    A re-opened task has no new plan, so that it is not counted as late.
    """
    if task.planned.end is None:
        return 0
    goes_on = task.state in ("open", "working", "suspended", "failed")
    last = as_at if goes_on else task.last_day or task.planned.end
    return (last - task.planned.end).days


def _inspections(every: list[Task], traces: dict[str, tuple[str, list[int]]]) -> dict[str, Any]:
    visits = [(task, visit) for task in every for visit in task.visits]
    passed = [visit.entry for _, visit in visits if visit.counts]
    failed = [visit.entry for _, visit in visits if visit.result != "pass"]
    other = [visit.entry for _, visit in visits if visit.result == "pass" and not visit.counts]
    traces["work-passed"] = ("Inspections that passed", passed)
    traces["work-failed"] = ("Inspections that failed", failed)
    traces["work-not-counted"] = ("Inspections that say passed and do not count", other)
    counts = {"passed": len(passed), "failed": len(failed), "not_counted": len(other)}
    return counts | {"can_say": _can_say(every)}


def _can_say(every: list[Task]) -> str:
    """How likely the samples of passed inspections were to find one missed item; empty where none states its size."""
    shares = sorted(
        Sampled(task.m2, task.passed.sampled_m2).finds_one
        for task in every
        if task.m2 and task.passed and task.passed.sampled_m2 and task.passed.sampled_m2 <= task.m2
    )
    if not shares:
        return ""
    spread = f" (from {percent(shares[0])} to {percent(shares[-1])})" if len(shares) > 1 else ""
    return (
        "One missed item on a task would have been found by its sample with probability about "
        f"{percent(median(shares))}{spread}, the share of the ground sampled. A passed inspection does not show that "
        "nothing is there."
    )


def _nonconformities(every: list[Task], traces: dict[str, tuple[str, list[int]]]) -> dict[str, Any]:
    found = [(task.id, one) for task in every for one in task.open_nonconformities]
    traces["work-nonconformities"] = ("Open non-conformities: their inspections", [one.entry for _, one in found])
    listed = [{"task": name, "on": f"{one.on}", "what": one.what} for name, one in found[:MOST_LISTED]]
    return {"open": len(found), "listed": listed}


def _gaps(
    programme: Programme,
    every: list[Task],
    known: int,
    known_at: str | None,
    traces: dict[str, tuple[str, list[int]]],
) -> list[dict[str, Any]]:
    """For each rule of the dossier how many tasks have a gap, and who can close it."""
    of_rule: dict[str, list[Task]] = defaultdict(list)
    allowed = roster_of(programme, known_at).allowed
    for task, found in zip(every, dossiers(programme, every, allowed=allowed, known=known), strict=True):
        for name in {gap.rule for gap in found.gaps}:
            of_rule[name].append(task)
    rows = []
    for rule in rules():
        if own := of_rule.get(rule.rule):
            key = f"gap-{rule.rule}"
            traces[key] = (f"Tasks without {rule.asks}: their orders", [task.entry for task in own])
            row = {"rule": rule.rule, "asks": rule.asks, "who": rule.who, "before": rule.before}
            rows.append(row | {"tasks": len(own), "trace": key})
    return rows
