"""Booking an invented province, so that everything can be tried without anybody's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.remarks import remarks
from tilth.desk.starting import start
from tilth.land.arrange import Runner
from tilth.land.books import Books
from tilth.synth.draft import INVENTED, Incident
from tilth.synth.draft import Draft as Told
from tilth.synth.histories import batches
from tilth.synth.province import Province
from tilth.terms.finding import Finding
from tilth.units.dates import parse_when

AUTHOR = INVENTED


def book_province(programme: Programme, land: Province, *, now: datetime, runner: Runner = map) -> int:
    """Start a programme for an invented province and book its whole history; returns how many entries it has."""
    made_from = {"hazards": land.hazards, "teams": len(land.teams), "seed": land.seed}
    start(programme, name=land.name, country=None, author=AUTHOR, now=now, invented_from=made_from)
    holds: dict[str, int] = {}
    for told in batches(land, order="time"):
        first = programme.store.head().entries + 2  # after the heading
        drafts = [_draft(one, first + at, holds) for at, one in enumerate(told)]
        _write(programme, drafts, now=now, runner=runner)
    incidents = (*land.accidents, *land.finds)
    if incidents:
        _write(programme, [_point(one) for one in incidents], now=now, runner=runner)
    return programme.store.head().entries


def _draft(told: Told, number: int, holds: dict[str, int]) -> Draft:
    """A later word on a hazard takes the place of the earlier one."""
    amends = holds.get(told.source_id)
    holds[told.source_id] = number
    body = told.attributes | {"area_m2": round(told.geometry.area)}
    return Draft(told.kind, told.said_by, parse_when(told.happened_on), told.source_id, told.geometry, body, amends)


def _point(told: Incident) -> Draft:
    when = parse_when(told.happened_on)
    return Draft(told.kind, told.said_by, when, told.source_id, told.point, dict(told.attributes))


def _write(programme: Programme, drafts: Sequence[Draft], *, now: datetime, runner: Runner) -> None:
    with programme.writing() as writer:

        def heading(booked: list[Booked], books: Books) -> Draft:
            found = remarks(booked, books, writer, layer=None)
            body = {"source": INVENTED, "read": len(booked), "booked": len(booked), "findings": _as_json(found)}
            return Draft("import", AUTHOR, body=body)

        write(programme, drafts, author=AUTHOR, now=now, heading=heading, runner=runner, writer=writer)


def _as_json(found: list[Finding]) -> list[dict[str, object]]:
    return [one.as_json() for one in found]
