"""What the map page asks first: which layers there are, where the programme lies, and between which days."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tilth.desk.starting import about
from tilth.web.features import Features
from tilth.web.land_tiles import LAND, PARTS
from tilth.web.layers import LAYERS, PUBLIC, Layer
from tilth.web.ogc.collections import shown
from tilth.web.pages.asking import today
from tilth.web.room import Reading, room_of
from tilth.web.tiles.labels import operator_of
from tilth.web.viewer import viewer_of

_DEEPEST = 14  # zoom of the finest tiles; deeper ones are drawn from them
_CELLS = {
    "name": PUBLIC.name,
    "kind": PUBLIC.geometry,
    "items": f"/ogc/collections/{PUBLIC.name}/items?limit=10000",
    "collection": PUBLIC.name,
}


def layers(request: Request) -> Response:
    """The registry of layers that the viewer may see, in drawing order; for the public that of coarse cells alone."""
    is_public = not viewer_of(request).sees_restricted
    with room_of(request).read() as reading:
        rows = dict(shown(request, reading))
        key = ("map", is_public, today() if is_public else None)
        found = reading.once(key, lambda _: _registry(reading, rows, is_public=is_public))
    return JSONResponse(found, headers={"cache-control": "private, no-cache", "vary": "cookie"})


def _registry(reading: Reading, rows: dict[str, Features], *, is_public: bool) -> dict[str, Any]:
    return {
        "head": None if is_public else str(reading.head),  # it tells how long the journal is
        "invented": about(reading.programme).invented,
        "bounds": _bounds(rows) or _country(reading),
        "days": None if is_public else _days(rows),
        "operators": [] if is_public else sorted({name for one in rows.values() for name in _operators(one)}),
        "layers": [_CELLS] if is_public else _drawn(list(LAYERS)),
    }


def _drawn(shown: list[Layer]) -> list[dict[str, Any]]:
    """What the map draws, from the bottom to the top: all land as one, then the other layers."""
    ordered = sorted(shown, key=lambda layer: int(layer.style["order"]))
    land = [_layer(LAND, f"/map/{LAND.name}", collection="")] if any(layer.name in PARTS for layer in shown) else []
    return land + [_layer(one, f"/tiles/{one.name}", collection=one.name) for one in ordered if one.name not in PARTS]


def _layer(layer: Layer, address: str, *, collection: str) -> dict[str, Any]:
    tiles = f"{address}/{{z}}/{{x}}/{{y}}.mvt"
    return {"name": layer.name, "kind": layer.geometry, "tiles": tiles, "maxzoom": _DEEPEST, "collection": collection}


def _bounds(rows: dict[str, Features]) -> list[float] | None:
    """West, south, east, north of what stands, in degrees; None where nothing is drawn."""
    boxes = np.concatenate([np.empty((0, 4)), *(features.bounds[features.live()] for features in rows.values())])
    boxes = boxes[~np.isnan(boxes).any(axis=1)]
    if not len(boxes):
        return None
    # The middle 99 % in each direction: a stray outline far away must not shrink the rest to a dot.
    west, south = np.quantile(boxes[:, :2], 0.005, axis=0).tolist()
    east, north = np.quantile(boxes[:, 2:], 0.995, axis=0).tolist()
    return [west, south, east, north]


def _country(reading: Reading) -> list[float] | None:
    """The bounds of the country, for who may see no outline and where none is drawn yet."""
    outline = about(reading.programme).outline()
    return [float(side) for side in outline.polygon.bounds] if outline else None


def _days(rows: dict[str, Features]) -> list[str] | None:
    """The first and the last day in the field that is stated, ISO."""
    days = np.concatenate([np.empty(0, np.int64), *(one.numbers[one.live(), 4] for one in rows.values())])
    days = days[days > 0]
    return [date.fromordinal(int(day)).isoformat() for day in (days.min(), days.max())] if len(days) else None


def _operators(features: Features) -> set[str]:
    """Who works where, as the entries say."""
    return {operator_of(features.entries[row]) for row in np.flatnonzero(features.live()).tolist()} - {""}


ROUTES = (Route("/map/layers.json", layers),)
