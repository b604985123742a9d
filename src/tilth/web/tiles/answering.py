"""Vector tiles of the layers: `/tiles/{layer}/{z}/{x}/{y}.mvt`."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.web.features import landscape_of
from tilth.web.layers import BY_NAME, PUBLIC
from tilth.web.operation import Operation, Parameter, Values, routes
from tilth.web.problem import Problem
from tilth.web.room import room_of
from tilth.web.schema import day, text
from tilth.web.tagging import is_known
from tilth.web.tiles.drawing import MOST_ZOOM, Spot, drawn, rows_of
from tilth.web.viewer import viewer_of

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
MOST_KEPT = 2_000  # tiles in memory, at most 500 kB each and mostly far less


class _Kept:
    """The tiles drawn last, each with the tag of what it shows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tiles: OrderedDict[tuple[object, ...], tuple[str, bytes]] = OrderedDict()

    def get(self, place: tuple[object, ...], tag: str) -> bytes | None:
        with self._lock:
            known = self._tiles.get(place)
            return known[1] if known and known[0] == tag else None

    def put(self, place: tuple[object, ...], tag: str, raw: bytes) -> None:
        with self._lock:
            self._tiles[place] = tag, raw
            self._tiles.move_to_end(place)
            while len(self._tiles) > MOST_KEPT:
                self._tiles.popitem(last=False)


def tile(request: Request, values: Values) -> Response:
    """One tile; 204 where nothing lies in it."""
    layer = BY_NAME.get(values["layer"])
    if layer is None or layer is PUBLIC or (layer.restricted and not viewer_of(request).sees_restricted):
        raise Problem(404, "There is no such layer. See /ogc/collections.")
    spot = Spot(values["z"], values["x"], values["y"])
    if not (0 <= spot.x < 2**spot.z and 0 <= spot.y < 2**spot.z):
        raise Problem(404, "There is no such tile at this zoom.")
    until = values.get("until", "")
    room = room_of(request)
    kept = room.beside("tiles", _Kept)
    with room.read() as reading:
        features = landscape_of(room).layer(layer.name, reading)
        ever = rows_of(features, spot)
        tag = f'"{layer.name}-{spot.z}-{spot.x}-{spot.y}-{until}-{features.last_change(ever)}"'
        if is_known(request, tag):
            return _answer(b"", tag, status=304)
        raw = kept.get((layer.name, *spot, until), tag)
        if raw is None:
            raw = drawn(layer, features, features.until(features.standing(ever), until), spot)
            kept.put((layer.name, *spot, until), tag, raw)
    return _answer(raw, tag, status=200 if raw else 204)


def _answer(raw: bytes, tag: str, *, status: int) -> Response:
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "cookie"}
    return Response(raw, status, headers=headers, media_type=MEDIA_TYPE if raw else None)


_WHOLE = {"type": "integer", "minimum": 0, "maximum": 2**MOST_ZOOM - 1}
OPERATIONS = (
    Operation(
        "/tiles/{layer}/{z}/{x}/{y}.mvt",
        "getTile",
        "A vector tile of a layer: features from zoom 9 on, counted cells below and where there are too many",
        tile,
        (
            Parameter("layer", text("Name of a layer."), "See /ogc/collections.", where="path"),
            Parameter("z", {"type": "integer", "minimum": 0, "maximum": MOST_ZOOM}, "Zoom.", where="path"),
            Parameter("x", _WHOLE, "Column, from the west.", where="path"),
            Parameter("y", _WHOLE, "Row, from the north.", where="path"),
            Parameter("until", day(), "Only what had happened by the end of this day."),
        ),
        answer={"type": "string", "format": "binary"},
        media_type=MEDIA_TYPE,
        tag="tiles",
        keeps_own_tag=True,
    ),
)
ROUTES: tuple[Route, ...] = routes(OPERATIONS)
