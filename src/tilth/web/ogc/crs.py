"""The reference systems of the API (OGC API - Features Part 2) and the order of their axes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.frame import LONLAT, move
from tilth.web.problem import Problem

_OPENGIS = "http://www.opengis.net/def/crs"
Box = tuple[float, float, float, float]


class System(NamedTuple):
    """A reference system: its address, its name for the room `places`, and whether latitude comes first."""

    uri: str
    name: str
    latitude_first: bool
    decimals: int  # 0.1 mm on the ground


CRS84 = System(f"{_OPENGIS}/OGC/1.3/CRS84", LONLAT, latitude_first=False, decimals=9)
FRAME_SYSTEM = System(f"{_OPENGIS}/EPSG/0/6933", "EPSG:6933", latitude_first=False, decimals=4)
SYSTEMS = (
    CRS84,
    System(f"{_OPENGIS}/EPSG/0/4326", LONLAT, latitude_first=True, decimals=9),
    System(f"{_OPENGIS}/EPSG/0/3857", "EPSG:3857", latitude_first=False, decimals=4),
    FRAME_SYSTEM,
)
_BY_URI = {system.uri: system for system in SYSTEMS}


def system_of(uri: str | None, *, parameter: str) -> System:
    """The system of an address; CRS84 for none. Raises Problem 400 for one that is not offered."""
    system = _BY_URI.get(uri or CRS84.uri)
    if system is None:
        raise Problem(400, f"{parameter} must be one of: {', '.join(_BY_URI)}.")
    return system


def boxes_in_degrees(values: list[float], system: System) -> list[Box]:
    """A bbox of four or six numbers as boxes of longitude and latitude: two where it crosses 180°.

    All systems offered are cylindrical, so that a box stays a box. Raises Problem 400 for a box that is none.
    """
    if len(values) not in (4, 6):
        raise Problem(400, "bbox must have four numbers, or six with heights: minx,miny,maxx,maxy.")
    half = len(values) // 2
    low, high = values[:2], values[half : half + 2]
    if system.latitude_first:
        low, high = low[::-1], high[::-1]
    if low[1] > high[1] or (low[0] > high[0] and system.name != LONLAT):
        raise Problem(400, "bbox must name the lower corner first, then the upper one.")
    corners = move(np.array([low, high]), source=system.name, target=LONLAT)
    if not np.isfinite(corners).all():
        raise Problem(400, "bbox lies outside of the Earth in this reference system.")
    (west, south), (east, north) = corners.tolist()
    if west > east:
        return [(west, south, 180.0, north), (-180.0, south, east, north)]
    return [(west, south, east, north)]


def written_in(shapes: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    """Shapes in longitude and latitude as the system writes them, rounded to 0.1 mm."""

    def rewrite(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = np.round(move(xy, source=LONLAT, target=system.name), system.decimals)
        return moved[:, ::-1] if system.latitude_first else moved

    found: NDArray[np.object_] = shapely.transform(shapes, rewrite)
    return found
