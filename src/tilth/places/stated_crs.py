"""Which CRS the rows are in: the one stated, or the one their numbers show."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.batch import Batch
from tilth.places.frame import FRAME, LONLAT, move, on_earth, read_crs
from tilth.places.outline import Outline

METRES_AT_LEAST = 1000  # all numbers of a layer beyond this are metres, whatever its CRS says


def settle_crs(batch: Batch, crs: str | None, outline: Outline | None) -> str | None:
    """The CRS to read the rows in; None where that cannot be known, and then every row is set aside."""
    bounds = shapely.bounds(batch.geometry[batch.kept])
    if len(bounds) == 0:
        return LONLAT
    fits = (np.abs(bounds) <= 180).all(axis=1)
    if crs is None or not crs.strip():
        if fits.mean() < 0.5:
            batch.set_all_aside("crs_needed")
            return None
        batch.note("missing_crs", None, count=len(bounds))
        return LONLAT
    known = read_crs(crs)
    if known is None:
        batch.set_all_aside("unknown_crs", crs=crs if len(crs) <= 60 else crs[:60] + "…")
        return None
    if known.is_geographic:
        if (np.abs(bounds).min(axis=1) > METRES_AT_LEAST).all():
            batch.set_all_aside("wrong_crs", crs=known.name)
            return None
    elif outline is not None and fits.all() and _are_degrees(batch, crs, outline):
        batch.note("degrees_in_metres", None, crs=known.name, count=len(bounds), country=outline.name)
        return LONLAT
    return crs


def _are_degrees(batch: Batch, crs: str, outline: Outline) -> bool:
    """Whether all places lie abroad in the projected CRS stated, and at home when read as degrees."""
    xy = shapely.get_coordinates(batch.geometry)
    if (np.abs(xy[:, 1]) > 90).any():
        return False
    as_stated, as_degrees = (move(xy, source=source, target=FRAME) for source in (crs, LONLAT))
    return bool(_abroad(as_stated, outline).all() and not _abroad(as_degrees, outline).any())


def _abroad(xy: NDArray[np.float64], outline: Outline) -> NDArray[np.bool_]:
    """Which places in the frame are none on Earth, or lie far outside the outline."""
    abroad = ~on_earth(xy)
    abroad[~abroad] = outline.far_outside(xy[~abroad])
    return abroad
