"""Reading WKB and WKT that need not be well made: what cannot be held as a shape is kept as it came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.batch import Batch

CURVES = ("CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE")


def read_shapes(values: Sequence[bytes | str | None]) -> NDArray[np.object_]:
    """WKB or WKT as shapely geometries, None as None; a value that cannot be held stays as it came for `examine`."""
    given = np.empty(len(values), dtype=object)
    given[:] = list(values)
    shapes: NDArray[np.object_] = given.copy()
    for kind, reader in ((bytes, shapely.from_wkb), (str, shapely.from_wkt)):
        mine = np.array([isinstance(value, kind) for value in values], dtype=bool)
        if mine.any():
            shapes[mine] = _read_all(given[mine], reader)
    return shapes


def _read_all(given: NDArray[np.object_], reader: object) -> NDArray[np.object_]:
    shapes = _try(given, reader, "ignore")
    if shapes is None:  # one of them is a curve, which stops the whole array
        one_by_one = [_try(given[at : at + 1], reader, "ignore") for at in range(len(given))]
        shapes = np.array([None if one is None else one[0] for one in one_by_one], dtype=object)
    return np.where(shapely.is_missing(shapes), given, shapes)


def _try(given: NDArray[np.object_], reader: object, on_invalid: str) -> NDArray[np.object_] | None:
    try:
        with np.errstate(invalid="ignore", over="ignore"):
            read: NDArray[np.object_] = reader(given, on_invalid=on_invalid)  # type: ignore[operator]
    except NotImplementedError:
        return None
    return read


def read_the_unread(batch: Batch) -> None:
    """Close the open rings among the values no shape could hold; set the others aside."""
    for at in np.flatnonzero(~shapely.is_valid_input(batch.geometry)):
        value = batch.geometry[at]
        reader = shapely.from_wkb if isinstance(value, bytes) else shapely.from_wkt
        mended = _try(batch.geometry[at : at + 1], reader, "fix")
        if mended is None:
            batch.set_aside("curve_geometry", at)
        elif mended[0] is None:
            batch.set_aside("unreadable_geometry", at, reason="its structure is broken")
        else:
            batch.geometry[at] = mended[0]
            batch.repair("unclosed_ring", at)
