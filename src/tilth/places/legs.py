"""An area told as a walk: from a first corner, bearing and distance to the next, until the walk comes back.

Bearings are degrees from true north, clockwise; distances are metres along the ellipsoid (geodesics after
Karney 2013, doi:10.1007/s00190-012-0578-z, as PROJ computes them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry import Polygon

CLOSED_WITHIN = 0.05  # of the way: a gap smaller than this is an error of measurement, a larger one the last side
_LEG = re.compile(r"\s*(\d+(?:\.\d+)?)\s*°?\s*/\s*(\d+(?:\.\d+)?)\s*m?\s*")


@dataclass(frozen=True, slots=True)
class Walk:
    """The polygon a walk encloses (lon/lat), the way walked, and how far from the first corner the walk ended."""

    polygon: Polygon
    way_m: float
    closing_error_m: float

    @property
    def comes_back(self) -> bool:
        """Whether the last leg was meant to end where the first began; else its end is a corner of its own."""
        return self.closing_error_m <= CLOSED_WITHIN * self.way_m


def parse_legs(text: str) -> list[tuple[float, float]] | None:
    """Legs as (bearing, metres) from a text such as `045/120; 135/80; 270/150`; None if it cannot be read as such.

    Give the finding `bad_legs` where it is None. At least two legs, bearings 0 to 360, distances above 0.
    """
    legs = []
    for piece in text.strip().strip(";").split(";"):
        found = _LEG.fullmatch(piece)
        if found is None or not 0 <= float(found[1]) <= 360 or float(found[2]) <= 0:
            return None
        legs.append((float(found[1]), float(found[2])))
    return legs if len(legs) >= 2 else None


def point_at(lon: float, lat: float, *, bearing: float, distance_m: float) -> tuple[float, float]:
    """Longitude and latitude at a bearing and distance from a place, for example a corner from its landmark."""
    import pyproj

    end_lon, end_lat, _ = pyproj.Geod(ellps="WGS84").fwd(lon, lat, bearing, distance_m)
    return end_lon, end_lat


def ring_from_legs(lon: float, lat: float, legs: Sequence[tuple[float, float]]) -> Walk:
    """The polygon walked from the first corner `lon`, `lat` along `legs` of (bearing, metres).

    Ends the walk near its first corner, that corner is taken; else the end is the last corner, and a straight side
    closes the ring. Nothing is adjusted in between. Raises ValueError for fewer than two legs.
    """
    import pyproj

    if len(legs) < 2:
        raise ValueError("an area needs at least two legs")
    corners = [(lon, lat)]
    for bearing, distance in legs:
        corners.append(point_at(*corners[-1], bearing=bearing, distance_m=distance))
    *_, gap = pyproj.Geod(ellps="WGS84").inv(*corners[-1], *corners[0])
    way = sum(distance for _, distance in legs)
    comes_back = gap <= CLOSED_WITHIN * way and len(corners) > 3
    return Walk(Polygon(corners[:-1] if comes_back else corners), way, gap)
