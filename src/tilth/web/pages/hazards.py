"""Hazards: a list, and the dossier of one: what stands behind it, what became of it, and what is missing."""

from __future__ import annotations

import json
from typing import Any

import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.dossiers import dossier, live_entries
from tilth.desk.paper_map import Ground, ground_of_hazard
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.register import STATED_KINDS, register_of
from tilth.desk.registering import near
from tilth.desk.rostering import roster_of
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.web.pages.asking import asked, findings_of, leaf, reading_for, tasks_of, today
from tilth.web.pages.claims import conflicts_of
from tilth.web.pages.drawing import drawing_of
from tilth.web.rendering import page
from tilth.web.room import Reading

ROWS = 60
_LAYER = "suspected"  # hazards of both kinds stand in one layer


def hazards(request: Request) -> Response:
    """`/hazards`: by id, those whose id or name holds some letters."""
    part = (asked(request, "q") or "").casefold()
    with reading_for(request) as reading:
        names = reading.once("hazard ids", _names)
        shown = [one for one in names if part in one[0].casefold()]
        rows = leaf(request, shown, size=ROWS)
        told = [_line(reading.programme.store.entry(number)) for _, number in rows.rows]
    return page(
        request, "hazards.html", values={"reading": reading, "leaf": rows, "told": told, "q": asked(request, "q")}
    )


def _names(programme: Programme) -> list[tuple[str, int]]:
    live = programme.store.live_ids(None, None, _LAYER)
    return sorted((name, numbers[-1]) for name, numbers in live.items())


def _line(entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {}
    body = json.loads(entry.body)
    area = round(shapely.from_wkb(entry.geometry).area) if entry.geometry else body.get("area_m2")
    told = {"id": entry.source_id, "kind": entry.kind, "on": entry.happened_on, "said_by": entry.said_by, "m2": area}
    return told | {"name": body.get("name", ""), "district": body.get("district") or body.get("adm2") or ""}


def hazard(request: Request) -> Response:
    """`/hazards/ID`: the dossier."""
    name = request.path_params["hazard"]
    with reading_for(request) as reading:
        values = reading.once(("hazard", name, today()), lambda programme: _dossier(reading, name))
        found = [one for one in findings_of(request, reading) if one.found.entry in values["numbers"]]
        teams = reading.once("team names", lambda programme: roster_of(programme).names())
    values = values | {"reading": reading, "findings": found, "team_names": teams}
    return page(request, "hazard.html", values=values)


def _dossier(reading: Reading, name: str) -> dict[str, Any]:
    programme, reader = reading.programme, reading.programme.store
    live = live_entries(reader, name, _LAYER)
    if not live:
        hint = near(name, [one for one, _ in reading.once("hazard ids", _names)], otherwise="See the list of hazards.")
        raise Refusal("404.4", what="hazard", name=name, hint=hint)
    said, released = _entries_of(programme, name)
    numbers = {entry.number for entry in (*said, *released)}
    ground = ground_of_hazard(programme, name)
    register, told = reading.once("register", register_of, of=STATED_KINDS)
    grades = {one.claim_id: str(register.grading(one)) for one in told}
    evidence = [one for one in register.citations if one.of_entry in numbers]
    cited = {one.claim_id for one in evidence}
    tasks = [one for one in tasks_of(reading) if one["hazard"] == name]
    return {
        "name": name,
        "line": _line(live[-1]),
        "live": live,
        "body": {key: value for key, value in json.loads(live[-1].body).items() if value not in ("", None)},
        "said": said,
        "released": released,
        "numbers": numbers,
        "status_m2": {status: m2 for status, m2 in ground.status_m2().items() if m2},
        "drawing": drawing_of(_shapes(ground)) if ground.hazard is not None else None,
        "evidence": [(one, grades.get(one.claim_id, "F6")) for one in evidence],
        "clashes": [one for one in conflicts_of(reading) if cited & {*one["claims"], *one["also"]}],
        "tasks": tasks,
        "checks": [dossier(programme, one["id"]) for one in tasks],
    }


def _shapes(ground: Ground) -> dict[str, list[shapely.Geometry]]:
    """The land around a hazard by status, and its own outline on top."""
    around = ground.picture(as_at=today())
    shapes: dict[str, list[shapely.Geometry]] = {status: [land] for status, land in around.by_status.items()}
    return shapes | {"own": [ground.hazard]}


def _entries_of(programme: Programme, name: str) -> tuple[list[Entry], list[Entry]]:
    """Every entry that was ever made under a name, and every release that names it, in booking order."""
    said: list[Entry] = []
    released: list[Entry] = []
    own: set[int] = set()
    quoted = json.dumps(name, ensure_ascii=False)
    for sealed in programme.store.read(kinds=(*LAND_KINDS, "withdrawal")):
        entry = upcast(sealed.entry)
        if entry.source_id == name or entry.amends in own:
            own.add(entry.number)
            said.append(entry)
        elif f'"hazard":{quoted}' in entry.body:
            own.add(entry.number)
            released.append(entry)
    return said, released


ROUTES = (
    Route("/hazards", hazards, name="hazards"),
    Route("/hazards/{hazard:path}", hazard, name="hazard"),
)
