"""The papers of a task and of a hazard as plain values, before anybody puts them into a template."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import shapely

from tilth.desk.dossiers import body_of, facts_of, live_entries
from tilth.desk.ground import m2_of
from tilth.desk.paper_map import Ground, ground_of_hazard, ground_of_task
from tilth.desk.periods import periods
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.registering import near
from tilth.desk.starting import about
from tilth.desk.tasks import access_of, entries_about, task_of
from tilth.desk.tasks_view import plan_of
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast
from tilth.places.frame import to_lonlat
from tilth.terms import table
from tilth.work.dossier import Rule, check
from tilth.work.fold import tasks
from tilth.work.judging import judged
from tilth.work.rules import Allowed, Situation
from tilth.work.sampled import Sampled, tell_director, tell_inspector
from tilth.work.states import releases_as
from tilth.work.task import Line, Task

MOST_CORNERS = 60  # of an outline, listed; of a longer one the map alone is shown
MOST_LINES = 200  # of a history
NOT_COMPLETED = ("open", "working", "suspended", "failed", "re-opened")


def task_paper(
    programme: Programme, name: str, *, today: date, asked: Iterable[Rule] | None = None
) -> tuple[dict[str, Any], Ground]:
    """Everything a document about a task can say, and the ground its map shows.

    Raises Refusal 404.4 for a task that is not on record.
    """
    reader = programme.store
    task = task_of(reader, name)
    facts = facts_of(programme, task)
    found = check(task, facts, asked=asked)
    ground = ground_of_task(programme, task)
    actual = task.actual
    view = _cover(programme, today) | {
        "task": _task(task),
        "hazard": _hazard(programme, task.hazard),
        "evidence": list(facts.evidence),
        "surveys": list(facts.surveys),
        "plan": plan_of(task),
        "periods": periods(task.days),
        "items": [
            {"kind": kind, "found": count, "destroyed": actual.destroyed.get(kind, 0)}
            for kind, count in sorted(actual.items.items())
        ],
        "lost": [{"why": why, "hours": round(minutes / 60, 1)} for why, minutes in sorted(actual.lost_minutes.items())],
        "questions": _questions(programme, task, facts.allowed),
        "visits": [
            {"on": f"{one.on}", "by": one.by, "result": one.result, "sampled_m2": one.sampled_m2, "found": one.found}
            | {"counts": one.counts, "nonconformity": one.nonconformity, "entry": one.entry}
            for one in task.visits
        ],
        "sample": sample_said(task),
        "nonconformities": [
            {"on": f"{one.on}", "what": one.what, "correction": one.correction, "entry": one.entry}
            | {"is_open": one.corrected_in is None, "corrected_in": one.corrected_in}
            for one in task.nonconformities
        ],
        "completion": _line(task.completion),
        "approval": _line(task.approval),
        "handover": _handover(task, facts.handover),
        "reopenings": _reopenings(task),
        "corners": _corners(ground.released if ground.released is not None else ground.task),
        "gaps": [gap.as_json() for gap in found.gaps],
        "checked": found.checked,
        "history": [_line(one) for one in task.history[:MOST_LINES]],
        "history_left": max(0, len(task.history) - MOST_LINES),
    }
    return view, ground


def hazard_paper(programme: Programme, name: str, *, today: date) -> tuple[dict[str, Any], Ground]:
    """Everything a sheet about a hazard can say, and the ground its map shows.

    Raises Refusal 404.4 for a hazard that is not on record.
    """
    reader = programme.store
    entries = live_entries(reader, name, "suspected")
    if not entries:
        known = reader.live_ids(None, None, "suspected")
        raise Refusal("404.4", what="hazard", name=name, hint=near(name, known, otherwise="See: tilth log FILE"))
    ground = ground_of_hazard(programme, name)
    says = f'"hazard":{json.dumps(name, ensure_ascii=False)}'
    named = [upcast(one.entry) for one in reader.read(kinds=("task", "cancelled", "reduced", "cleared"), holding=says)]
    orders = tasks(one for one in named if one.kind == "task")
    on_it = [task_of(reader, one.id) for one in orders.values() if one.hazard == name]
    facts = facts_of(programme, Task("", 0, hazard=name))
    view = _cover(programme, today) | {
        "hazard": _hazard(programme, name),
        "evidence": list(facts.evidence),
        "surveys": list(facts.surveys),
        "records": [_record(one) for one in entries],
        "ground": [{"status": status, "m2": m2} for status, m2 in ground.status_m2().items() if m2],
        "tasks": [_task(one) for one in on_it],
        "releases": [_record(one) for one in named if one.kind != "task" and reader.replacement(one.number) is None],
        "corners": _corners(ground.hazard),
    }
    return view, ground


# --- parts ----------------------------------------------------------------------------------------------------------


def _cover(programme: Programme, today: date) -> dict[str, Any]:
    first, head = about(programme), programme.store.head()
    return {
        "programme": {"name": first.name, "country": first.country, "invented": first.invented},
        "as_at": today.isoformat(),
        "entries": head.entries,
        "head": head.digest.hex(),
    }


def _task(task: Task) -> dict[str, Any]:
    words = {row["action"]: row["words"] for row in table("task_actions")}
    return {
        "id": task.id,
        "entry": task.entry,
        "state": task.state.replace("_", " "),
        "hazard": task.hazard,
        "action": task.action,
        "activity": words.get(task.action, ""),
        "becomes": releases_as().get(task.action, ""),
        "method": task.method,
        "depth_cm": task.depth_cm,
        "team": task.team,
        "criteria": task.criteria,
        "season": task.season,
        "given_on": _iso(task.given_on),
        "by": task.by,
        "m2": task.m2,
        "done_m2": task.done_m2,
        "released_m2": task.released_m2,
        "remaining_m2": task.remaining_m2,
        "is_completed": task.state not in NOT_COMPLETED,
        "is_handed_over": task.state == "handed_over",
        "open_nonconformities": len(task.open_nonconformities),
    }


def _hazard(programme: Programme, name: str) -> dict[str, Any]:
    """A hazard as its last record tells it; what it does not state is empty."""
    entries = live_entries(programme.store, name, "suspected")
    body = body_of(entries[-1]) if entries else {}
    fields = ("name", "evidence", "evidence_text", "ordnance", "ordnance_model", "land_use", "priority", "method")
    told: dict[str, Any] = {field: body.get(field) for field in fields}
    place = [body.get(field) for field in ("place", "adm3", "adm2", "adm1", "district")]
    access = access_of(programme.store, [name]).get(name, "open or not stated")
    told |= {"id": name, "place": ", ".join(str(one) for one in place if one), "access": access}
    last = entries[-1] if entries else None
    return told | {
        "status": last.kind if last else "",
        "on": last.happened_on if last else "",
        "by": last.said_by if last else "",
        "entry": last.number if last else None,
        "m2": _record(last)["m2"] if last else None,
    }


def _questions(programme: Programme, task: Task, allowed: Allowed) -> list[dict[str, Any]]:
    """What the rules of the day ask about its days: the first sentence of each kind, and how many there are."""
    situation = Situation(allowed, access=access_of(programme.store, [task.hazard]))
    found = judged(entries_about(programme.store, task.id), task.id, situation)
    counts = Counter(one.kind for one in found)
    first = {one.kind: one for one in reversed(found)}
    return [
        {"code": first[kind].code, "count": count, "sentence": first[kind].sentence, "entry": first[kind].entry}
        for kind, count in counts.most_common()
    ]


def sample_said(task: Task) -> dict[str, str] | None:
    """What the sample that a task rests on can and cannot say; None where no sample of a known lot is on record."""
    visit = task.passed or (task.visits[-1] if task.visits else None)
    lot = task.m2 or task.done_m2
    if visit is None or not visit.sampled_m2 or not lot or visit.sampled_m2 > lot:
        return None
    sampled = Sampled(lot, visit.sampled_m2, min(visit.found or 0, visit.sampled_m2))
    return {"cannot": tell_inspector(sampled), "can": tell_director(sampled)}


def _handover(task: Task, body: Mapping[str, Any]) -> dict[str, Any] | None:
    if not task.handovers:
        return None
    last = task.handovers[-1]
    line = next((one for one in task.history if one.entry == last.entry), None)
    told = {"on": f"{last.on}", "entry": last.entry, "inside_m2": last.inside_m2, "outside_m2": last.outside_m2}
    told |= {"by": line.by if line else ""}
    return told | {field: body.get(field) for field in ("to", "residual_risk", "use_after")}


def _reopenings(task: Task) -> list[dict[str, Any]]:
    said = {one.entry: one for one in task.history}
    return [
        {"on": f"{one.on}", "m2": one.inside_m2, "entry": one.entry}
        | {"why": said[one.entry].said if one.entry in said else ""}
        for one in task.reopenings
    ]


def _line(line: Line | None) -> dict[str, Any] | None:
    if line is None:
        return None
    told = {"entry": line.entry, "kind": line.kind, "on": line.on or line.recorded_at[:10], "by": line.by}
    return told | {"state": line.state.replace("_", " "), "said": line.said, "refusal": line.refusal}


def _record(entry: Entry) -> dict[str, Any]:
    """An entry on land in the few figures a list has room for."""
    m2 = m2_of(shapely.from_wkb(entry.geometry)) if entry.geometry else body_of(entry).get("area_m2")
    return {"entry": entry.number, "kind": entry.kind, "on": entry.happened_on, "by": entry.said_by, "m2": m2}


def _corners(shape: shapely.Geometry | None) -> list[dict[str, Any]]:
    """The corners of an outline in degrees, in order; none where there are too many to type into a receiver."""
    if shape is None or shape.is_empty:
        return []
    found = []
    for part, polygon in enumerate(shapely.get_parts(to_lonlat(np.array([shape], dtype=object))[0]), start=1):
        corners = shapely.get_coordinates(shapely.get_exterior_ring(polygon))[:-1]
        found += [
            {"part": part, "corner": at, "north": f"{y:.6f}", "east": f"{x:.6f}"}
            for at, (x, y) in enumerate(corners.tolist(), start=1)
        ]
    return found if len(found) <= MOST_CORNERS else []


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
