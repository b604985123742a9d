"""Tasks as people ask for them: a list, and one with its plan, its work, its quality and its whole history."""

from __future__ import annotations

from datetime import date
from typing import Any

from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import access_of, all_tasks, task_of, with_days_of
from tilth.terms.finding import Finding
from tilth.work.day import Day, Nonconformity, Visit
from tilth.work.judging import judged
from tilth.work.rules import Situation
from tilth.work.task import Line, Moved, Task


def listed(reader: JournalReader, known: int | None = None) -> list[dict[str, Any]]:
    """Every task in the order of the orders, with the few figures a list has room for."""
    return [_short(task) for task in all_tasks(reader, known).values()]


def _short(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "state": task.state,
        "hazard": task.hazard,
        "action": task.action,
        "team": task.team,
        "planned_from": _iso(task.planned.start),
        "planned_to": _iso(task.planned.end),
        "m2": task.m2,
        "done_m2": task.done_m2,
        "released_m2": task.released_m2,
        "remaining_m2": task.remaining_m2,
        "open_nonconformities": len(task.open_nonconformities),
    }


def shown(programme: Programme, name: str) -> dict[str, Any]:
    """One task with everything that is on record about it. Raises Refusal 404.4 where there is none."""
    task = task_of(programme.store, name)
    findings = findings_on(programme, task)
    return _short(task) | {
        "order": {"entry": task.entry, "on": _iso(task.given_on), "by": task.by, "method": task.method}
        | {"depth_cm": task.depth_cm, "criteria": task.criteria, "season": task.season},
        "plan": plan_of(task),
        "days": [_day(day) for day in task.days],
        "visits": [_visit(visit) for visit in task.visits],
        "nonconformities": [_nonconformity(one) for one in task.nonconformities],
        "handovers": [_moved(one) for one in task.handovers],
        "reopenings": [_moved(one) for one in task.reopenings],
        "history": [_line(line) for line in task.history],
        "findings": [one.as_json() for one in findings],
    }


def findings_on(programme: Programme, task: Task) -> list[Finding]:
    """What the rules ask about every day of a task, as they would have asked on that day."""
    reader = programme.store
    situation = Situation(roster_of(programme).allowed, access=access_of(reader, [task.hazard]))
    return judged(with_days_of(reader, task), task.id, situation)


def plan_of(task: Task) -> dict[str, Any]:
    """Plan against actual."""
    planned, actual = task.planned, task.actual
    rate = planned.m2 / planned.days if planned.m2 and planned.days else None
    late = (actual.end - planned.end).days if actual.end and planned.end else None
    return {
        "planned": {"from": _iso(planned.start), "to": _iso(planned.end), "days": planned.days, "m2": planned.m2}
        | {"m2_per_day": _rounded(rate)},
        "actual": {"from": _iso(actual.start), "to": _iso(actual.end), "days": actual.days, "m2": actual.m2}
        | {"team_days": actual.team_days, "m2_per_team_day": _rounded(actual.m2_per_team_day)}
        | {"lost_minutes": actual.lost_minutes, "items": actual.items, "destroyed": actual.destroyed},
        "late_days": late,
    }


def _day(day: Day) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": day.entry, "on": day.on.isoformat(), "team": day.team, "m2": day.m2}
    told |= {"said_by": day.said_by, "form": day.form, "items": dict(day.items), "destroyed": dict(day.destroyed)}
    told |= {"lost_minutes": day.lost_minutes, "lost_why": day.lost_why, "lanes": day.lanes}
    return told | {"outside_m2": day.outside_m2}


def _visit(visit: Visit) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": visit.entry, "on": visit.on.isoformat(), "by": visit.by, "result": visit.result}
    told |= {"counts": visit.counts, "sampled_m2": visit.sampled_m2, "found": visit.found}
    return told | {"nonconformity": visit.nonconformity}


def _nonconformity(one: Nonconformity) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": one.entry, "on": one.on.isoformat(), "what": one.what}
    return told | {"corrected_in": one.corrected_in, "correction": one.correction}


def _moved(one: Moved) -> dict[str, Any]:
    return {"entry": one.entry, "on": one.on.isoformat(), "inside_m2": one.inside_m2, "outside_m2": one.outside_m2}


def _line(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": line.entry, "kind": line.kind, "on": line.on or None, "by": line.by}
    told |= {"author": line.author, "recorded_at": line.recorded_at, "state": line.state, "said": line.said}
    return told | ({"refusal": line.refusal} if line.refusal else {})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rounded(rate: float | None) -> float | None:
    return round(rate, 1) if rate is not None else None
