"""Handing land over, and taking it back: the only two steps of a task that move land, in one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.ground import is_covered, joined, m2_beyond, m2_of, settled
from tilth.desk.ports import JournalWriter
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.remarks import remarks
from tilth.desk.tasks import task_of
from tilth.desk.working import Done, Hand, day_stated, fold_in, refuse_out_of_place, refuse_too_early
from tilth.terms.finding import Finding, finding
from tilth.work.differences import Difference, differences
from tilth.work.rules import LEAST_M2
from tilth.work.states import releases_as
from tilth.work.task import Task

RESIDUAL_RISK = "Items may remain below the stated depth or outside the stated outline. Report any find."


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who takes the land over, and on which terms."""

    to: str
    residual_risk: str = RESIDUAL_RISK
    use_after: str = ""


def hand_over(
    programme: Programme,
    name: str,
    *,
    on: str,
    receipt: Receipt,
    hand: Hand,
    polygon: shapely.Geometry | None = None,
) -> Done:
    """Hand the land of a task over: it is released in the books, and every difference to the task is told.

    Released is the polygon given, else the union of the outlines of its days, else what is left of the task.
    """
    when = day_stated(on, today=hand.now.date())
    with programme.writing() as writer:
        task = task_of(writer, name)
        body: dict[str, Any] = {"task": task.id, "to": receipt.to}
        draft = Draft("handover", hand.by, when, body=body)
        refuse_out_of_place(task, draft, hand)
        refuse_too_early(task, draft)
        ground, released = _ground(writer, task), released_now(writer, task)
        left = settled(shapely.difference(ground, released))
        draft.geometry = polygon or _of_days(writer, task) or left
        if draft.geometry.is_empty:
            raise Refusal("422.1", what="The polygon", text=name, hint="Nothing of the task is left to release.")
        inside = _inside(task, draft.geometry, left)
        body |= {"inside_m2": inside, "outside_m2": m2_beyond(draft.geometry, ground)}
        body |= {"residual_risk": receipt.residual_risk}
        body |= {"use_after": receipt.use_after} if receipt.use_after else {}
        number = writer.head().entries + 1
        release = Draft(
            _released_as(task),
            hand.by,
            when,
            _numbered(f"{task.id}-released", len(task.handovers)),
            draft.geometry,
            _release_body(task, receipt, hand, number, draft.geometry),
        )
        booked = write(programme, [draft, release], author=hand.author, now=hand.now, writer=writer)
        fold_in(task, booked[0], writer)
        told = differences(
            inside_m2=inside,
            outside_m2=body["outside_m2"],
            remaining_m2=task.remaining_m2 or 0,
            moved=booked[1].tally.m2,
        )
        findings = _land_findings(programme, writer, booked[1], task, told)
    return Done(task, booked[0].number, findings, _land(task, booked[1], told))


def _released_as(task: Task) -> str:
    """The status its land gets. Raises Refusal where the order does not say what was to be done."""
    status = releases_as().get(task.action)
    if status is None:
        hint = f"Say it: tilth amend FILE {task.entry} --set action=cancel|reduce|clear --why REASON"
        raise Refusal("422.1", what="The action of the task", text=task.action or "not stated", hint=hint)
    return status


def _release_body(task: Task, receipt: Receipt, hand: Hand, number: int, polygon: shapely.Geometry) -> dict[str, Any]:
    """What a release states: on which task and hazard, how, how deep, by which criteria, for whom, approved by whom."""
    actual = task.actual
    passed = task.passed
    body: dict[str, Any] = {
        "area_m2": m2_of(polygon),
        "by_handover": number,
        "task": task.id,
        "hazard": task.hazard,
        "method": task.method,
        "depth_cm": task.depth_cm,
        "criteria": task.criteria,
        "operator": task.team,
        "started_on": actual.start.isoformat() if actual.start else None,
        "ended_on": actual.end.isoformat() if actual.end else None,
        "items_found": sum(actual.items.values()) or None,
        "quality_control": f"inspected by {passed.by} on {passed.on}" if passed else None,
        "approved_by": task.approval.by if task.approval else None,
        "approved_on": (task.approval.on or task.approval.recorded_at[:10]) if task.approval else None,
        "to": receipt.to,
        "residual_risk": receipt.residual_risk,
        "use_after": receipt.use_after,
    }
    return {field: value for field, value in body.items() if value not in (None, "")}


def _inside(task: Task, polygon: shapely.Geometry, left: shapely.Geometry) -> int:
    """Whole square metres of the task that a polygon releases; all that remains where nothing is left out."""
    remaining = task.remaining_m2 if task.remaining_m2 is not None else m2_of(left)
    if is_covered(left, polygon):
        return remaining
    return min(remaining, round(float(shapely.intersection(left, polygon).area)))


def _land_findings(
    programme: Programme, writer: JournalWriter, booked: Booked, task: Task, told: list[Difference]
) -> list[Finding]:
    """What the books ask about the release, and how it differs from the task."""
    found = remarks([booked], programme.books(writer), writer, layer=None)
    kinds = {"outside_task": "released_outside_task", "remaining": "task_remains"}
    for one in told:
        if one.what in kinds and one.m2 >= LEAST_M2:
            found.append(finding(kinds[one.what], entry=booked.number, m2=one.m2, task=task.id, hazard=task.hazard))
    return found


def _land(task: Task, booked: Booked, told: list[Difference]) -> dict[str, Any]:
    return {
        "release": booked.number,
        "released_m2": task.released_m2,
        "remaining_m2": task.remaining_m2,
        "task_m2": task.m2,
        "differences": [one.as_json() for one in told],
    }


# --- land taken back ------------------------------------------------------------------------------------------------


def reopen(
    programme: Programme,
    name: str,
    *,
    on: str,
    why: str,
    hand: Hand,
    polygon: shapely.Geometry | None = None,
    status: str = "suspected",
) -> Done:
    """Take released land of a task back: it is suspected or confirmed again, and the task can be worked on.

    Taken back is the polygon given, else all of the task that is released.
    """
    if status not in ("suspected", "confirmed"):
        raise Refusal("422.1", what="The status", text=status, hint="It is suspected or confirmed.")
    when = day_stated(on, today=hand.now.date())
    with programme.writing() as writer:
        task = task_of(writer, name)
        body: dict[str, Any] = {"task": task.id, "reason": why}
        draft = Draft("reopening", hand.by, when, body=body)
        refuse_out_of_place(task, draft, hand)
        refuse_too_early(task, draft)
        released = released_now(writer, task)
        draft.geometry = polygon if polygon is not None else released
        inside = _taken_back(task, draft.geometry, released)
        body |= {"inside_m2": inside, "outside_m2": m2_beyond(draft.geometry, released)}
        body_of_land = {
            "area_m2": m2_of(draft.geometry),
            "by_reopening": writer.head().entries + 1,
            "hazard": task.hazard,
        }
        land_id = _numbered(f"{task.id}-reopened", len(task.reopenings))
        land = Draft(status, hand.by, when, land_id, draft.geometry, body_of_land | {"task": task.id, "reason": why})
        booked = write(programme, [draft, land], author=hand.author, now=hand.now, writer=writer)
        fold_in(task, booked[0], writer)
        findings = remarks([booked[1]], programme.books(writer), writer, layer=None)
    more = {"land": booked[1].number, "reopened_m2": inside, "released_m2": task.released_m2}
    return Done(task, booked[0].number, findings, more | {"remaining_m2": task.remaining_m2, "task_m2": task.m2})


def _taken_back(task: Task, polygon: shapely.Geometry, released: shapely.Geometry) -> int:
    if released.is_empty:
        hint = "None of its land was released here. Import the land as suspected."
        raise Refusal("422.1", what="The polygon", text=task.id, hint=hint)
    common = float(shapely.intersection(polygon, released).area)
    if round(common) < 1:
        hint = f"It lies outside the land that was released on task {task.id}. Check the outline and its CRS."
        raise Refusal("422.1", what="The polygon", text=f"{m2_of(polygon)} m²", hint=hint)
    if is_covered(released, polygon):
        return task.released_m2
    return min(task.released_m2, round(common))


def _numbered(name: str, before: int) -> str:
    return name if not before else f"{name}-{before + 1}"


# --- the ground of a task -------------------------------------------------------------------------------------------


def released_now(writer: JournalWriter, task: Task) -> shapely.Geometry:
    """The land of a task that is released: what its handovers released and its re-openings did not take back."""
    ground = _ground(writer, task)
    released = shapely.Polygon()
    handed = {one.entry for one in task.handovers}
    for number in sorted([*handed, *(one.entry for one in task.reopenings)]):
        shape = shapely.intersection(_drawn(writer, number), ground)
        released = shapely.union(released, shape) if number in handed else shapely.difference(released, shape)
    return settled(released)


def _ground(writer: JournalWriter, task: Task) -> shapely.Geometry:
    shape = _drawn(writer, task.entry)
    if shape.is_empty:
        hint = "Its order has no outline. Draw it: tilth amend FILE ENTRY --set geometry=WKT --why REASON"
        raise Refusal("422.1", what="The ground of the task", text=task.id, hint=hint)
    return shape


def _of_days(writer: JournalWriter, task: Task) -> shapely.Geometry | None:
    """The union of the outlines of its days since it was last re-opened; None where no day has one."""
    reopened = max((one.entry for one in task.reopenings), default=0)
    shapes = [_drawn(writer, day.entry) for day in task.days if day.entry > reopened]
    drawn = np.array([shape for shape in shapes if not shape.is_empty], dtype=object)
    return joined(drawn) if len(drawn) else None


def _drawn(writer: JournalWriter, number: int) -> shapely.Geometry:
    entry = writer.entry(number)
    shape: shapely.Geometry = shapely.from_wkb(entry.geometry) if entry and entry.geometry else shapely.Polygon()
    return shape
