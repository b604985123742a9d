"""Missions: the units on record, and the tour of one with who said so, known when, and what nobody states."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.knowing import known_statements
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.register import STATED_KINDS
from tilth.desk.touring import tour
from tilth.teams.names import units
from tilth.web.pages.asking import asked, reading_for
from tilth.web.rendering import page
from tilth.web.room import Reading


def missions(request: Request) -> Response:
    """`/missions`: every unit somebody said something about."""
    with reading_for(request) as reading:
        named = units_of(reading)
    return page(request, "missions.html", values={"reading": reading, "units": named})


def units_of(reading: Reading) -> tuple[str, ...]:
    """Every unit somebody said something about, worked out once until a statement comes."""
    return reading.once("units", lambda each: units(known_statements(each, None).statements), of=STATED_KINDS)


def mission(request: Request) -> Response:
    """`/missions/UNIT`: one tour, as known at any moment."""
    unit, known_at = request.path_params["unit"], asked(request, "known_at")
    with reading_for(request) as reading:
        key = ("mission", unit, known_at)
        told = reading.once(key, lambda programme: _told(programme, unit, known_at), of=STATED_KINDS)
    return page(request, "mission.html", values={"reading": reading, "unit": unit, "known_at": known_at} | told)


def _told(programme: Programme, unit: str, known_at: str | None) -> dict[str, Any]:
    from tilth.reports.mission_pictures import timeline_picture

    found = tour(programme, unit=unit, known_at=known_at)
    told = found.mission.as_json()
    try:
        picture = timeline_picture(told)
    except Refusal:  # no library to draw with: the table says the same
        picture = None
    return {"tour": told, "note": found.known.note, "picture": picture}


ROUTES = (
    Route("/missions", missions, name="missions"),
    Route("/missions/{unit:path}", mission, name="mission"),
)
