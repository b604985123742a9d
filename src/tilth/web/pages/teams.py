"""Teams: who may do what on which day."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.roster_view import team as team_named
from tilth.desk.roster_view import teams as teams_on
from tilth.desk.rostering import day_asked
from tilth.web.pages.asking import asked, reading_for, today
from tilth.web.rendering import page


def teams(request: Request) -> Response:
    """`/teams`: every team on a day, and what ends next."""
    on = day_asked(asked(request, "on"), today=today())
    with reading_for(request) as reading:
        found = reading.once(("teams", on), lambda programme: teams_on(programme, on=on))
    return page(request, "teams.html", values={"reading": reading, "found": found})


def team(request: Request) -> Response:
    """`/teams/NAME`: people by key, assets, courses and certificates of one team."""
    name, on = request.path_params["team"], day_asked(asked(request, "on"), today=today())
    with reading_for(request) as reading:
        found = reading.once(("team", name, on), lambda programme: team_named(programme, name, on=on))
    return page(request, "team.html", values={"reading": reading, "found": found})


ROUTES = (
    Route("/teams", teams, name="teams"),
    Route("/teams/{team:path}", team, name="team"),
)
