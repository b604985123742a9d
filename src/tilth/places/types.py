"""Is the row the kind of shape that is wanted, in two dimensions?"""

from __future__ import annotations

from typing import Literal

import numpy as np
import shapely

from tilth.places.batch import COLLECTION, MULTIPOINT, MULTIPOLYGON, POINT, POLYGON, Batch
from tilth.places.repair import from_parts

Wanted = Literal["polygon", "point"]
_NAMES = ("point", "line", "ring", "polygon", "set of points", "set of lines", "set of polygons", "collection")


def drop_heights(batch: Batch) -> None:
    """Make every row two-dimensional; one finding for the layer says how many were not."""
    kept = batch.kept
    has_z, has_m = (test(batch.geometry[kept]) for test in (shapely.has_z, shapely.has_m))
    if has_z.any():
        batch.note("has_z", None, count=int(has_z.sum()))
        if not has_z.all():
            batch.note("mixed_dimension", None, count=int(has_z.sum()), rows=len(kept))
    if has_m.any():
        batch.note("has_m", None, count=int(has_m.sum()))
    tall = kept[has_z | has_m]
    batch.geometry[tall] = shapely.force_2d(batch.geometry[tall])


def set_missing_aside(batch: Batch) -> None:
    """Rows without a geometry, and rows whose geometry has no coordinates."""
    noted = {found.row for found in batch.findings}
    for at in np.flatnonzero(shapely.is_missing(batch.geometry)):
        if batch.rows[at] not in noted:  # else it could not be read, and that was said
            batch.set_aside("null_geometry", at)
    for at in np.flatnonzero(shapely.is_empty(batch.geometry)):
        batch.set_aside("empty_geometry", at)


def keep_wanted(batch: Batch, wanted: Wanted) -> None:
    """Set aside what is neither the wanted type nor holds parts of it."""
    kind = shapely.get_type_id(batch.geometry)
    good = (POINT,) if wanted == "point" else (POLYGON, MULTIPOLYGON)
    for at in np.flatnonzero((kind >= 0) & ~np.isin(kind, good)):
        parts = shapely.get_parts(batch.geometry[at])
        if wanted == "point" and kind[at] in (MULTIPOINT, COLLECTION) and len(parts) == 1 and _are(parts, POINT).all():
            batch.geometry[at] = parts[0]
        elif wanted == "polygon" and kind[at] == COLLECTION:
            _keep_polygons(batch, at)
        else:
            batch.set_aside("wrong_geometry_type", at, found=_NAMES[kind[at]], wanted=wanted)


def _are(parts: object, kind: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(shapely.get_type_id(parts) == kind)


def _keep_polygons(batch: Batch, at: np.integer) -> None:
    parts = np.array([batch.geometry[at]], dtype=object)
    while np.isin(shapely.get_type_id(parts), (MULTIPOINT, 5, MULTIPOLYGON, COLLECTION)).any():
        parts = shapely.get_parts(parts)
    polygons = parts[_are(parts, POLYGON) & ~shapely.is_empty(parts)]
    if len(polygons) == 0:
        batch.set_aside("wrong_geometry_type", at, found="collection without polygons", wanted="polygon")
        return
    batch.geometry[at] = from_parts(polygons)
    batch.repair("mixed_geometry", at, kept=len(polygons), dropped=len(parts) - len(polygons))
