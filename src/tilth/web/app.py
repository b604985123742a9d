"""The app: one process, one programme file, the routes of all parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from tilth.web.guard import LOOPBACK, Guard
from tilth.web.problem import HANDLERS
from tilth.web.room import Room
from tilth.web.viewer import owners_desk
from tilth.web.warming import warming

# Every part of the room exposes ROUTES: tuple[BaseRoute, ...]; `furnish(app)`, where a part has it, sets up its state.
PARTS = (
    "tilth.web.openapi",
    "tilth.web.ogc",
    "tilth.web.tiles.answering",
    "tilth.web.answers",
    "tilth.web.accounts",
    "tilth.web.map_routes",
    "tilth.web.pages",
)


def create_app(path: Path, *, wide: bool = False) -> Starlette:
    """The room over the programme at `path`. `wide`: it is bound to more than the loopback address."""
    room = Room(path)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with warming(app):
            yield
        room.close()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard, hosts=None if wide else LOOPBACK)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.room = room
    app.state.wide = wide
    app.state.door = owners_desk
    for name in PARTS:
        if furnish := getattr(import_module(name), "furnish", None):
            furnish(app)
    return app


def _routes() -> list[BaseRoute]:
    return [route for name in PARTS for route in import_module(name).ROUTES]
