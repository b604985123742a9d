"""Ordering work: a task is opened on a hazard, with its ground fixed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import shapely

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.ground import hazard_outline, is_covered, m2_beyond, m2_of
from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.registering import near
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import access_of
from tilth.desk.working import Done, Hand
from tilth.evidence.register_rules import known_words
from tilth.terms.finding import Finding, finding
from tilth.units.dates import When, parse_when
from tilth.work.fold import tasks
from tilth.work.order import action_of
from tilth.work.rules import FAR_SHARE, LEAST_M2

_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\.\.(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DEEPEST_CM = 10_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done."""

    hazard: str
    action: str
    team: str
    planned_from: str
    planned_to: str
    name: str | None = None  # its id; made where none is given
    given_on: str | None = None
    method: str = ""
    depth_cm: int | None = None
    criteria: str = ""
    season: str = ""
    polygon: shapely.Geometry | None = None


def open_task(programme: Programme, wish: Wish, *, hand: Hand) -> Done:
    """Book the order of a task. Its ground is the polygon given, else the outline of its hazard."""
    when = _given_on(wish, hand)
    body = _body(wish)
    with programme.writing() as writer:
        ids = writer.live_ids(None, None, "task")
        name = wish.name.strip() if wish.name else _next_id(ids)
        if name in ids:
            raise Refusal("409.30", task=name, of=ids[name][-1])
        land = _hazard(writer, wish.hazard)
        ground, findings = _ground(wish, land)
        findings += [
            finding("land_not_accessible", hazard=wish.hazard, access=access)
            for access in access_of(writer, [wish.hazard]).values()
        ]
        findings += roster_of(programme).allowed(
            wish.team, _day(wish.planned_from, "The first day").first, body["action"]
        )
        body["area_m2"] = body["planned_m2"] = m2_of(ground)
        draft = Draft("task", hand.by, when, name, ground, body)
        booked = write(programme, [draft], author=hand.author, now=hand.now, writer=writer)[0]
        entry = writer.entry(booked.number)
        task = tasks([entry] if entry else [])[name]
    return Done(task, booked.number, findings, {"m2": task.m2})


def _given_on(wish: Wish, hand: Hand) -> When:
    """The day of the order: as stated, else the first planned day, or today if that is still to come."""
    start, end = _day(wish.planned_from, "The first day"), _day(wish.planned_to, "The last day")
    if end.last < start.first:
        raise Refusal("422.1", what="The last day", text=wish.planned_to, hint=f"It is before {wish.planned_from}.")
    today = _day(hand.now.date().isoformat(), "Today")
    if wish.given_on is None:
        return min(start, today, key=lambda when: when.first)
    given = _day(wish.given_on, "The day of the order")
    if given.first > today.first:
        raise Refusal("422.1", what="The day of the order", text=wish.given_on, hint="It has not come yet.")
    return given


def _day(text: str, what: str) -> When:
    when = parse_when(text)
    if when is None or when.precision != "day":
        raise Refusal("422.1", what=what, text=text, hint="Write it as 2024-05-31.")
    return when


def _body(wish: Wish) -> dict[str, Any]:
    action = action_of(wish.action)
    if not action:
        known = ", ".join(known_words("task_actions", "action"))
        raise Refusal("422.1", what="The action", text=wish.action, hint=f"Known are: {known}.")
    if wish.season and not _SEASON.fullmatch(wish.season):
        hint = "Write the first and the last day of the year, as 03-15..11-30."
        raise Refusal("422.1", what="The season", text=wish.season, hint=hint)
    if wish.depth_cm is not None and not 0 <= wish.depth_cm <= _DEEPEST_CM:
        raise Refusal("422.1", what="The depth", text=wish.depth_cm, hint="Write whole centimetres, for example 20.")
    body: dict[str, Any] = {
        "hazard": wish.hazard,
        "action": action,
        "team": wish.team,
        "planned_from": wish.planned_from,
        "planned_to": wish.planned_to,
        "method": wish.method,
        "depth_cm": wish.depth_cm,
        "criteria": wish.criteria,
        "season": wish.season,
    }
    return {field: value for field, value in body.items() if value not in (None, "")}


def _hazard(reader: JournalReader, hazard: str) -> shapely.Geometry | None:
    """The outline of a hazard, None where it is on record without one. Raises Refusal 404.4 for one that is not."""
    if not reader.live_ids(None, [hazard], "suspected"):
        known = reader.live_ids(None, None, "suspected")
        raise Refusal("404.4", what="hazard", name=hazard, hint=near(hazard, known, otherwise="See: tilth log FILE"))
    return hazard_outline(reader, hazard)


def _ground(wish: Wish, land: shapely.Geometry | None) -> tuple[shapely.Geometry, list[Finding]]:
    if wish.polygon is None:
        if land is None:
            hint = "The hazard has no outline: draw the ground of the task in a file and name it with --polygon."
            raise Refusal("422.1", what="The ground of the task", text="no polygon", hint=hint)
        return land, []
    if land is None or is_covered(wish.polygon, land):
        return wish.polygon, []
    beyond, whole = m2_beyond(wish.polygon, land), m2_of(wish.polygon)
    if beyond >= whole:
        hint = f"It lies wholly outside hazard {wish.hazard}. Check the outline, its CRS, and the hazard's name."
        raise Refusal("422.1", what="The polygon", text=f"{whole} m²", hint=hint)
    noticed = beyond >= max(LEAST_M2, FAR_SHARE * whole)
    return wish.polygon, [finding("task_outside_hazard", m2=beyond, hazard=wish.hazard)] if noticed else []


def _next_id(taken: dict[str, list[int]]) -> str:
    """The number after the highest: T-0001, T-0002 and so on."""
    numbers = [int(name[2:]) for name in taken if name.startswith("T-") and name[2:].isascii() and name[2:].isdigit()]
    return f"T-{max(numbers, default=0) + 1:04d}"
