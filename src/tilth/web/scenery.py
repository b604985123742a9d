"""The invented ground of an invented province, as GeoJSON: a real base map has no such place.

Real programmes have none: what lies around their land comes from the base map.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tilth.desk.programme import Programme
from tilth.desk.starting import about
from tilth.places.frame import to_lonlat
from tilth.web.room import room_of

_MOST_PATCHES = 1_500
_FIVE = 5  # decimals of a degree: 1 m


def scenery(request: Request) -> Response:
    """Land use, river, roads, districts and villages of an invented province; no features where nothing is invented."""
    with room_of(request).read() as reading:
        features = reading.once("scenery", _features)
    answer = {"type": "FeatureCollection", "features": features}
    return JSONResponse(answer, headers={"cache-control": "private, max-age=3600"})


def _features(programme: Programme) -> list[dict[str, Any]]:
    made_from = about(programme).invented_from
    if not made_from:
        return []
    from tilth.synth.province import province

    land = province(**made_from)
    patches = [({"kind": one.use}, one.outline) for one in land.land_use[:_MOST_PATCHES]]
    return _drawn(
        [
            ({"kind": "ground"}, land.outline),
            *patches,
            ({"kind": "river"}, land.river),
            *(({"kind": "road"}, one.line) for one in land.roads),
            *(({"kind": "district"}, one.outline) for one in land.districts),
            *(({"kind": "village", "name": one.name, "people": one.population}, one.point) for one in land.villages),
        ]
    )


def _drawn(rows: Iterable[tuple[dict[str, Any], Any]]) -> list[dict[str, Any]]:
    properties, shapes = zip(*rows, strict=True)
    raw = np.empty(len(shapes), dtype=object)
    raw[:] = [shape if isinstance(shape, shapely.Geometry) else shapely.Point(shape) for shape in shapes]
    placed = shapely.transform(to_lonlat(raw), lambda lon_lat: np.round(lon_lat, _FIVE))
    return [
        {"type": "Feature", "properties": about_it, "geometry": shape.__geo_interface__}
        for about_it, shape in zip(properties, placed.tolist(), strict=True)
    ]


ROUTES = (Route("/map/scenery.json", scenery),)
