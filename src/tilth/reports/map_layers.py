"""What lies under the land on a map: roads, river, villages, districts. All geometry is in the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import shapely

from tilth.synth.draft import INVENTED
from tilth.synth.province import Province


class Place(NamedTuple):
    """A named place; `radius_m` is how far its houses reach, `weight` orders whose name is written first."""

    name: str
    point: shapely.Point
    radius_m: float
    weight: float


@dataclass(frozen=True, slots=True)
class Layers:
    """A landscape to draw the land on."""

    outline: shapely.Polygon
    districts: tuple[tuple[str, shapely.Polygon], ...]
    patches: tuple[tuple[str, shapely.Polygon], ...]  # use, outline
    river: shapely.LineString
    roads: tuple[shapely.LineString, ...]
    front_lines: tuple[shapely.LineString, ...]
    places: tuple[Place, ...]


def layers_of(province: Province) -> Layers:
    """The landscape of an invented province. The map as a whole is labelled, so single names are not."""
    return Layers(
        outline=province.outline,
        districts=tuple((_plain(one.name), one.outline) for one in province.districts),
        patches=tuple((one.use, one.outline) for one in province.land_use),
        river=province.river,
        roads=tuple(road.line for road in province.roads),
        front_lines=province.front_lines,
        places=tuple(
            Place(_plain(one.name), one.point, one.radius_m, float(one.population)) for one in province.villages
        ),
    )


def _plain(name: str) -> str:
    return name.removesuffix(f" ({INVENTED})")
