"""Outlines and points as the drawing commands of a vector tile, for all features of a tile at once.

Mapbox Vector Tile specification 2.1, section 4.3: MoveTo is 1, LineTo 2, ClosePath 7; an outer ring has a positive
area where y points down, a hole a negative one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.web.tiles.varints import Whole, zigzag

EXTENT = 4096  # units along an edge of a tile
BUFFER = 64  # units beyond the edge, so that outlines and symbols meet
_MOVE_ONE, _CLOSE = 9, 15
_TINY = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])  # stands for an area smaller than a unit: nothing is lost


class Commands(NamedTuple):
    """A stream of whole numbers, and how many of them each feature has; features with none cannot be drawn."""

    stream: Whole
    counts: NDArray[np.int64]


class _Rings(NamedTuple):
    """Points of all rings, the ring of each point, and for each ring its feature and whether it is a hole."""

    points: NDArray[np.int64]
    ring: NDArray[np.int64]
    feature: NDArray[np.int64]
    is_hole: NDArray[np.bool_]


def polygons(shapes: NDArray[np.object_], *, z: int, x: int, y: int) -> Commands:
    """Commands for polygons in the unit square, clipped to a tile and simplified to its units."""
    clipped = _clipped(shapes, z=z, x=x, y=y)
    return _commands(_settled(_rings(clipped, z=z, x=x, y=y)), features=len(shapes))


def points(shapes: NDArray[np.object_], *, z: int, x: int, y: int) -> Commands:
    """Commands for points in the unit square."""
    at = _units(shapely.get_coordinates(shapes), z=z, x=x, y=y)
    stream = np.empty((len(at), 3), dtype=np.uint64)
    stream[:, 0], stream[:, 1:] = _MOVE_ONE, zigzag(at)
    return Commands(stream.ravel(), np.full(len(at), 3))


def squares(cells: NDArray[np.int64], size: int) -> Commands:
    """Commands for squares of `size` units, given by the (n, 2) units of their upper left corners."""
    corners = cells[:, None, :] + _TINY[None, :, :] * size
    count = len(cells)
    rings = _Rings(
        corners.reshape(-1, 2),
        np.repeat(np.arange(count), 4),
        np.arange(count),
        np.zeros(count, dtype=bool),
    )
    return _commands(rings, features=count)


def _units(xy: NDArray[np.float64], *, z: int, x: int, y: int) -> NDArray[np.int64]:
    return np.rint((xy * 2.0**z - (x, y)) * EXTENT).astype(np.int64)


def _clipped(shapes: NDArray[np.object_], *, z: int, x: int, y: int) -> NDArray[np.object_]:
    """Only what crosses the edge of the tile is cut; all is simplified to half a unit."""
    unit, margin = 2.0**-z / EXTENT, BUFFER / EXTENT
    box = np.array([x - margin, y - margin, x + 1 + margin, y + 1 + margin]) * 2.0**-z
    bounds = shapely.bounds(shapes)
    crosses = (bounds[:, :2] < box[:2]).any(axis=1) | (bounds[:, 2:] > box[2:]).any(axis=1)
    found: NDArray[np.object_] = shapely.simplify(shapes, unit / 2, preserve_topology=False)
    lost = shapely.is_empty(found)
    found[lost] = shapely.envelope(shapes[lost])  # a sliver that was simplified away
    found[crosses] = shapely.clip_by_rect(found[crosses], *box)
    return found


def _rings(shapes: NDArray[np.object_], *, z: int, x: int, y: int) -> _Rings:
    parts, feature = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON  # cutting can leave points and lines
    rings, polygon = shapely.get_rings(parts[flat], return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.diff(polygon, prepend=-1) > 0
    return _Rings(_units(xy, z=z, x=x, y=y), ring, feature[flat][polygon], ~first)


def _settled(rings: _Rings) -> _Rings:
    """Without repeated points and rings of no area, each ring in the direction that is asked for."""
    points, ring = rings.points, rings.ring
    if not len(points):
        return rings
    last = np.append(np.diff(ring) > 0, True)
    same = np.zeros(len(points), dtype=bool)
    same[1:] = (ring[1:] == ring[:-1]) & (points[1:] == points[:-1]).all(axis=1)
    starts = np.flatnonzero(np.diff(ring, prepend=-1) > 0)
    origin = points[starts]
    keep = ~same & ~last  # the last point of a ring repeats its first
    points, ring = points[keep], ring[keep]
    area = _areas(points, ring, len(rings.feature))
    count = np.bincount(ring, minlength=len(rings.feature))
    is_void = (area == 0) | (count < 3)
    points, ring = _turned(points, ring, flip=((area < 0) ^ rings.is_hole) & ~is_void)
    outer = np.flatnonzero(is_void & ~rings.is_hole)
    solid = ~is_void[ring]
    points = np.concatenate([points[solid], (origin[outer][:, None, :] + _TINY).reshape(-1, 2)])
    ring = np.concatenate([ring[solid], np.repeat(outer, len(_TINY))])
    order = np.argsort(ring, kind="stable")
    return _Rings(points[order], ring[order], rings.feature, rings.is_hole)


def _areas(points: NDArray[np.int64], ring: NDArray[np.int64], rings: int) -> NDArray[np.int64]:
    """Twice the area of each ring, positive where it runs clockwise as seen with y downward."""
    if not len(points):
        return np.zeros(rings, dtype=np.int64)
    starts = np.flatnonzero(np.diff(ring, prepend=-1) > 0)
    following = np.arange(1, len(points) + 1)
    following[np.append(starts[1:], len(points)) - 1] = starts
    after = points[following]
    cross = points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1]
    found = np.zeros(rings, dtype=np.int64)
    found[ring[starts]] = np.add.reduceat(cross, starts)
    return found


def _turned(
    points: NDArray[np.int64], ring: NDArray[np.int64], *, flip: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The points of some rings in the opposite order."""
    if not len(points):
        return points, ring
    starts = np.flatnonzero(np.diff(ring, prepend=-1) > 0)
    sizes = np.diff(np.append(starts, len(points)))
    start, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    at = np.arange(len(points))
    return points[np.where(flip[ring], 2 * start + size - 1 - at, at)], ring


def _commands(rings: _Rings, *, features: int) -> Commands:
    """MoveTo, LineTo and ClosePath of every ring; positions are told as steps from the point before."""
    points, ring = rings.points, rings.ring
    counts = np.zeros(features, dtype=np.int64)
    if not len(points):
        return Commands(np.empty(0, dtype=np.uint64), counts)
    starts = np.flatnonzero(np.diff(ring, prepend=-1) > 0)
    sizes = np.diff(np.append(starts, len(points)))
    feature = rings.feature[ring]
    step = np.diff(points, axis=0, prepend=0)
    opens = np.diff(feature, prepend=-1) > 0
    step[opens] = points[opens]  # every feature begins at the corner of the tile
    length = 2 * sizes + 3
    begin = np.cumsum(length) - length
    stream = np.empty(int(length.sum()), dtype=np.uint64)
    stream[begin], stream[begin + 3] = _MOVE_ONE, ((sizes - 1) << 3) | 2
    stream[begin + length - 1] = _CLOSE
    place = np.arange(len(points)) - np.repeat(starts, sizes)
    at = np.repeat(begin, sizes) + 1 + 2 * place + (place > 0)
    steps = zigzag(step)
    stream[at], stream[at + 1] = steps[:, 0], steps[:, 1]
    np.add.at(counts, rings.feature[ring[starts]], length)
    return Commands(stream, counts)
