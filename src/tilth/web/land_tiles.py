"""Tiles of all land in one layer, later statements over earlier ones: what was released and suspected again shows so.

Hazards and releases are two collections for a GIS. On a map they must lie over each other in the order in which they
count, or land that is suspected again would seem released.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.journal.entry import LAND_KINDS
from tilth.web.features import Features, Indices, landscape_of
from tilth.web.layers import Layer
from tilth.web.paths import whole
from tilth.web.problem import Problem
from tilth.web.room import Room, room_of
from tilth.web.schema import is_day
from tilth.web.tagging import is_known
from tilth.web.tiles.drawing import MOST_ZOOM, Spot, drawn, rows_of
from tilth.web.tiles.labels import Labels
from tilth.web.viewer import viewer_of

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
PARTS = ("hazards", "releases")
LAND = Layer(
    "land", "Land by status", "Hazards and releases, in the order in which they count.", LAND_KINDS, "polygon", True, {}
)
_LAST_DAY = 4  # column of the numbers by which tiles are put in order
_COUNTS_ON = 6


def tile(request: Request) -> Response:
    """One tile as at the end of the day `until`, or with all; 204 where no land is on record."""
    if not viewer_of(request).sees_restricted:
        raise Problem(404, "There is no such layer. See /map/layers.json.")
    spot = Spot(*(int(request.path_params[name]) for name in "zxy"))
    if not (spot.z <= MOST_ZOOM and 0 <= spot.x < 2**spot.z and 0 <= spot.y < 2**spot.z):
        raise Problem(404, "There is no such tile at this zoom.")
    until = request.query_params.get("until", "")
    if until and not is_day(until):
        raise Problem(400, "until must be a day such as 2024-05-31.")
    room = room_of(request)
    with room.read() as reading:
        layers = [landscape_of(room).layer(name, reading) for name in PARTS]
        ever = [rows_of(layer, spot) for layer in layers]
        changes = "-".join(str(layer.last_change(rows)) for layer, rows in zip(layers, ever, strict=True))
        tag = f'"land-{spot.z}-{spot.x}-{spot.y}-{until}-{changes}"'
        headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "cookie"}
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        raw = _drawn(room, layers, ever, spot, until=until, tag=tag)
    return Response(raw, 200 if raw else 204, headers, media_type=MEDIA_TYPE if raw else None)


class _Kept(dict[tuple[object, ...], tuple[str, bytes]]):
    """The tiles drawn, each with the tag of what it shows."""

    MOST = 2_000


def _drawn(room: Room, layers: list[Features], ever: list[Indices], spot: Spot, *, until: str, tag: str) -> bytes:
    kept = room.beside("land tiles", _Kept)
    place = (*spot, until)
    known = kept.get(place)
    if known and known[0] == tag:
        return known[1]
    rows = [layer.until(layer.standing(one), until) for layer, one in zip(layers, ever, strict=True)]
    both = _as_one(layers, rows)
    raw = drawn(LAND, both, np.arange(len(both.numbers)), spot)
    if len(kept) >= _Kept.MOST:
        kept.clear()
    kept[place] = tag, raw
    return raw


def _as_one(layers: list[Features], rows: list[Indices]) -> Features:
    """The chosen rows of both layers as one; undated ones on the day on which they count, that of their recording."""
    pairs = list(zip(layers, rows, strict=True))

    def column(name: str) -> Any:
        return np.concatenate([getattr(layer, name)[some] for layer, some in pairs])

    numbers = column("numbers")
    numbers[:, _LAST_DAY] = numbers[:, _COUNTS_ON]
    columns = (numbers, column("shapes"), column("drawn"), column("bounds"))
    labels = Labels.joined((layer.labels, some) for layer, some in pairs)
    entries = [layer.entries[row] for layer, some in pairs for row in some.tolist()]
    return Features(entries, *columns, labels, tree=None, in_tree=0, last=layers[0].last)


ROUTES = (Route(f"/map/land/{whole('z')}/{whole('x')}/{whole('y')}.mvt", tile),)
