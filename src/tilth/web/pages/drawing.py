"""Outlines as a small drawing that needs no script: paths in a box, the north up, with a bar of known length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely

WIDTH = 600.0  # of the box; its height follows from the land
_TALLEST = 480.0
_EDGE = 0.06  # of the width of the land, left free around it
_MOST_POINTS = 20_000
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths by name in a box of `width` by `height`, and a bar that is `bar_m` metres long."""

    width: float
    height: float
    paths: list[tuple[str, str]]
    bar: float
    bar_m: int


def drawing_of(shapes: Mapping[str, Iterable[shapely.Geometry]]) -> Drawing | None:
    """The drawing of shapes in the frame, by the name of their look; None where there is nothing to draw."""
    kept = [
        (name, shape) for name, many in shapes.items() for shape in many if shape is not None and not shape.is_empty
    ]
    if not kept:
        return None
    bounds = shapely.total_bounds(np.array([shape for _, shape in kept], dtype=object))
    west, south, east, north = bounds.tolist()
    span = max(east - west, north - south, 1.0)
    west, south, east, north = west - span * _EDGE, south - span * _EDGE, east + span * _EDGE, north + span * _EDGE
    scale = min(WIDTH / (east - west), _TALLEST / (north - south))
    coarse = 0.4 / scale if sum(shapely.get_num_coordinates(shape) for _, shape in kept) > _MOST_POINTS else 0.0
    paths = [
        (name, _path(shapely.simplify(shape, coarse) if coarse else shape, west, north, scale)) for name, shape in kept
    ]
    bar_m = _bar(WIDTH / 4 / scale)
    return Drawing(
        round((east - west) * scale, 1), round((north - south) * scale, 1), paths, round(bar_m * scale, 1), bar_m
    )


def _path(shape: shapely.Geometry, west: float, north: float, scale: float) -> str:
    if shape.geom_type in ("Point", "MultiPoint"):
        return " ".join(_dot(x, y, west, north, scale) for x, y in shapely.get_coordinates(shape).tolist())
    told = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)
        xy = np.column_stack([(corners[:, 0] - west) * scale, (north - corners[:, 1]) * scale]).round(1)
        told.append("M" + "L".join(f"{x:g} {y:g}" for x, y in xy[:-1].tolist()) + "Z")
    return "".join(told)


def _dot(x: float, y: float, west: float, north: float, scale: float) -> str:
    """A small square around a point."""
    return f"M{(x - west) * scale - 3:.1f} {(north - y) * scale - 3:.1f}h6v6h-6Z"


def _bar(longest_m: float) -> int:
    """The longest round length, in metres, that is not longer."""
    power = int(10 ** max(0, int(np.floor(np.log10(max(longest_m, 1.0))))))
    return max(one * power for one in _ROUND if one * power <= max(longest_m, 1.0))
