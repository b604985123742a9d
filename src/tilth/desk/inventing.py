"""Booking an invented province, so that everything can be tried without anybody's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shapely import Polygon

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.remarks import remarks
from tilth.desk.starting import start
from tilth.land.arrange import Runner
from tilth.land.books import Books
from tilth.synth.draft import INVENTED, Incident
from tilth.synth.draft import Draft as Told
from tilth.synth.histories import BATCH, batches
from tilth.synth.province import Province
from tilth.synth.works import Step, Works, roster
from tilth.terms.finding import Finding
from tilth.units.dates import parse_when

AUTHOR = INVENTED


def book_province(
    programme: Programme, land: Province, *, now: datetime, runner: Runner = map, work_share: float = 0.0
) -> int:
    """Start a programme for an invented province and book its whole history; returns how many entries it has.

    For about `work_share` of its releases, 0 to 1, the work behind them is booked too; no land is moved by it.
    """
    made_from = {"hazards": land.hazards, "teams": len(land.teams), "seed": land.seed}
    start(programme, name=land.name, country=None, author=AUTHOR, now=now, invented_from=made_from)
    holds: dict[str, int] = {}
    works = Works(land, work_share)
    for told in batches(land, order="time"):
        first = programme.store.head().entries + 2  # after the heading
        drafts = [_draft(one, first + at, holds) for at, one in enumerate(told)]
        _write(programme, drafts, now=now, runner=runner)
        for one in told if work_share else ():
            works.see(one)
    incidents = (*land.accidents, *land.finds)
    if incidents:
        _write(programme, [_point(one) for one in incidents], now=now, runner=runner)
    if work_share:
        _book_work(programme, works, now=now, runner=runner)
    return programme.store.head().entries


def _book_work(programme: Programme, works: Works, *, now: datetime, runner: Runner) -> None:
    """The teams, and every history after the other; an approval names the completion that it approves."""
    drafts = [_step(one) for one in roster(works.land)]
    first = programme.store.head().entries + 2
    for history in works.histories():
        for at, step in enumerate(history.steps):
            drafts.append(_step(step, history.outlines.get(at)))
            if step.kind == "completion":
                completion = first + len(drafts) - 1
            elif step.kind == "approval":
                drafts[-1].body["approves"] = completion
        if len(drafts) > BATCH:
            _write(programme, drafts, now=now, runner=runner)
            drafts, first = [], programme.store.head().entries + 2
    if drafts:
        _write(programme, drafts, now=now, runner=runner)


def _step(one: Step, outline: Polygon | None = None) -> Draft:
    return Draft(one.kind, one.said_by, parse_when(one.happened_on), one.source_id, outline, dict(one.body))


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
