"""Pages for people: one file per page, each a thin reader of the desk."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from tilth.desk.findings_view import Kept
from tilth.desk.starting import about
from tilth.web.memory import Memory
from tilth.web.pages import (
    account,
    brief,
    claims,
    conflicts,
    entries,
    findings,
    forecast,
    hazards,
    importing,
    missions,
    papers,
    parcel,
    record,
    sources,
    start,
    static,
    tasks,
    teams,
    verify,
    work,
)
from tilth.web.pages.wrong import problem_page

ROUTES: tuple[BaseRoute, ...] = (
    *start.ROUTES,
    *account.ROUTES,
    *entries.ROUTES,
    *findings.ROUTES,
    *missions.ROUTES,
    *claims.ROUTES,
    *conflicts.ROUTES,
    *sources.ROUTES,
    *verify.ROUTES,
    *brief.ROUTES,
    *papers.ROUTES,
    *hazards.ROUTES,
    *tasks.ROUTES,
    *work.ROUTES,
    *teams.ROUTES,
    *importing.ROUTES,
    *parcel.ROUTES,
    *forecast.ROUTES,
    *record.ROUTES,
    *static.ROUTES,
)


def furnish(app: Starlette) -> None:
    """Give the app its page for problems and the name for its masthead."""
    app.state.sent = Memory()
    app.state.findings = Kept()
    app.state.last_forecast = None
    app.state.problem_page = problem_page
    with app.state.room.read() as reading:
        app.state.title = about(reading.programme).name
