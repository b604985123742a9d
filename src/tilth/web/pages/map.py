"""The map page: a shell that the island fills, and what a reader without the island gets instead."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.starting import about
from tilth.web.assets import styles
from tilth.web.island_words import island_words
from tilth.web.layers import LAYERS
from tilth.web.rendering import page
from tilth.web.room import room_of
from tilth.web.viewer import viewer_of

STATUSES = ("confirmed", "suspected", "cancelled", "reduced", "cleared")  # in the order of the legend
_AFTER_STATUSES = ("tasks", "accidents", "finds")


def room_map(request: Request) -> Response:
    """The map with legend, filters, time and tools; the layers that the viewer may see."""
    viewer = viewer_of(request)
    shown = {layer.name for layer in LAYERS if viewer.sees_restricted or not layer.restricted}
    values = {
        "styles": styles("map.js"),
        "statuses": STATUSES if "hazards" in shown else (),
        "others": [name for name in _AFTER_STATUSES if name in shown],
        "may_draw": viewer.may("write"),
        "invented": _is_invented(request),
        "words": island_words(request, "map"),
    }
    return page(request, "map.html", values=values)


def _is_invented(request: Request) -> bool:
    with room_of(request).read() as reading:
        return reading.once("invented", lambda programme: about(programme).invented)


ROUTES = (Route("/map", room_map),)
