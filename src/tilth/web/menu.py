"""The menu: only pages that exist in this app and that the viewer may open."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request

from tilth.web.viewer import Viewer


class Place(NamedTuple):
    """An item of the menu: the key of its word, its address, and whether the reader is there."""

    key: str
    href: str
    is_here: bool


ANYBODY = ""

# group: ((key of its word, address, right, empty for anybody), ...)
_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "menu.land",
        (
            ("menu.start", "/", ANYBODY),
            ("menu.map", "/map", ANYBODY),
            ("menu.account", "/account", "see"),
            ("menu.hazards", "/hazards", "see"),
            ("menu.parcel", "/parcel", ANYBODY),
        ),
    ),
    (
        "menu.work",
        (
            ("menu.findings", "/findings", "see"),
            ("menu.tasks", "/tasks", "see"),
            ("menu.teams", "/teams", "see"),
            ("menu.import", "/import", "write"),
        ),
    ),
    (
        "menu.evidence",
        (
            ("menu.missions", "/missions", "see"),
            ("menu.claims", "/claims", "see"),
            ("menu.conflicts", "/conflicts", "see"),
            ("menu.sources", "/sources", "see"),
        ),
    ),
    (
        "menu.ahead",
        (
            ("menu.forecast", "/forecast", "see"),
            ("menu.record", "/track-record", "see"),
        ),
    ),
    (
        "menu.journal",
        (
            ("menu.log", "/log", "see"),
            ("menu.verify", "/verify", "see"),
            ("menu.people", "/people", "administer"),
            ("menu.api", "/ogc", ANYBODY),
        ),
    ),
)


def menu(viewer: Viewer, request: Request) -> list[tuple[str, list[Place]]]:
    """Groups of places: what the viewer may open and the app has a route for."""
    paths = {getattr(route, "path", "") for route in request.app.routes}
    here = request.url.path
    groups = []
    for name, places in _GROUPS:
        open_to = [
            Place(key, href, is_here=here == href or (href != "/" and here.startswith(f"{href}/")))
            for key, href, right in places
            if href in paths and (right == ANYBODY or viewer.may(right))
        ]
        if open_to:
            groups.append((name, open_to))
    return groups
