"""Repair of an outline that is not valid, and of one that rounding to 1 cm made invalid.

Method "linework" of GEOS: all lines are kept, and what they enclose an odd number of times is land. The parts of
a multipolygon are mended one by one and then united, so that land drawn twice stays land.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tilth.places.batch import MULTIPOLYGON, POLYGON, Batch
from tilth.places.frame import FRAME, move, round_cm


def from_parts(polygons: NDArray[np.object_]) -> Polygon | MultiPolygon:
    """One polygon, or several as a multipolygon."""
    return polygons[0] if len(polygons) == 1 else MultiPolygon(list(polygons))


def polygons_in(shape: BaseGeometry) -> NDArray[np.object_]:
    """The polygons with an area that a shape holds, however deep."""
    parts = np.array([shape], dtype=object)
    while (shapely.get_type_id(parts) > POLYGON).any():
        parts = shapely.get_parts(parts)
    polygons: NDArray[np.object_] = parts[(shapely.get_type_id(parts) == POLYGON) & (shapely.area(parts) > 0)]
    return polygons


def make_valid(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """A polygon or multipolygon repaired by linework, only its polygon parts; an empty polygon where there is none."""
    mended = [polygons_in(shapely.make_valid(part, method="linework")) for part in shapely.get_parts(shape)]
    if shapely.get_type_id(shape) == MULTIPOLYGON:
        mended = [polygons_in(shapely.union_all(np.concatenate(mended)))] if mended else []
    polygons = np.concatenate(mended) if mended else np.array([], dtype=object)
    return from_parts(polygons) if len(polygons) else Polygon()


def has_too_few_corners(shape: BaseGeometry) -> bool:
    """Whether no part has an outer ring with three different corners."""
    shells = shapely.get_exterior_ring(shapely.get_parts(shape))
    return all(len(np.unique(shapely.get_coordinates(shell), axis=0)) < 3 for shell in shells)


def repair_invalid(batch: Batch, framed: NDArray[np.object_], *, crs: str) -> None:
    """Repair the rows that are not valid as read, and put the repaired shape into `framed` too."""
    for at in np.flatnonzero(~shapely.is_valid(batch.geometry) & ~shapely.is_missing(batch.geometry)):
        shape = batch.geometry[at]
        if has_too_few_corners(shape):
            batch.set_aside("too_few_vertices", at)
            continue
        reason, before = shapely.is_valid_reason(shape), float(shapely.area(framed[at]))
        batch.geometry[at] = make_valid(shape)
        framed[at] = shapely.transform(batch.geometry[at], lambda xy: move(xy, source=crs, target=FRAME))
        after = float(shapely.area(framed[at]))
        batch.repair("invalid_geometry", at, reason=reason, before_m2=f"{before:.0f}", after_m2=f"{after:.0f}")


def round_to_grid(batch: Batch, framed: NDArray[np.object_]) -> None:
    """Round all vertices to 1 cm; what that makes invalid is split on the same grid, and it is said."""
    framed[shapely.is_missing(batch.geometry)] = None
    xy = shapely.get_coordinates(framed)
    on_grid = round_cm(xy)
    if np.array_equal(on_grid, xy):
        return
    rounded: NDArray[np.object_] = shapely.set_coordinates(framed.copy(), on_grid)
    for at in np.flatnonzero(~shapely.is_valid(rounded) & ~shapely.is_missing(rounded)):
        before = float(shapely.area(framed[at]))
        with np.errstate(all="ignore"):  # shapes thinner than numbers can tell
            shape = framed[at] if shapely.is_valid(framed[at]) else make_valid(framed[at])
            polygons = polygons_in(shapely.set_precision(shape, 0.01))
        if len(polygons) == 0:
            batch.set_aside("zero_area", at)
            continue
        rounded[at] = shapely.transform(from_parts(polygons), round_cm)
        after = float(shapely.area(rounded[at]))
        batch.repair("rounding_repair", at, before_m2=f"{before:.2f}", after_m2=f"{after:.2f}")
    framed[batch.kept] = rounded[batch.kept]
