"""The one frame all land is measured in: EPSG:6933, equal-area, metres, vertices on a grid of 1 cm.

Vertices are rounded once and sealed so. Lon/lat with nine decimals (0.1 mm) carries them out and back unchanged.
Where a source's CRS needs a change of datum, the best operation PROJ has without downloading grids is used.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyproj

FRAME = "EPSG:6933"
LONLAT = "EPSG:4326"  # in tilth always longitude first

# Beyond these the equal-area frame has no place: x of lon 180, y of lat 90, in metres.
X_LIMIT_M = 17_367_530.46
Y_LIMIT_M = 7_342_230.15
_K0 = X_LIMIT_M / (np.pi * 6_378_137)  # the frame is true to scale at 30° north and south


@cache
def read_crs(text: str) -> pyproj.CRS | None:
    """The CRS a text names (authority code, URN, WKT, PROJ string); None if it names none on Earth's surface."""
    import pyproj

    try:
        crs = pyproj.CRS.from_user_input("OGC:CRS84" if text.strip().upper() == "CRS84" else text.strip())
        pyproj.Transformer.from_crs(crs, LONLAT, always_xy=True)
    except pyproj.exceptions.ProjError:  # CRSError too: the text, or the way from it, is not known
        return None
    return None if crs.is_geocentric or crs.geodetic_crs is None else crs


@cache
def transformer(source: str, target: str) -> pyproj.Transformer | None:
    """From one CRS to another, x or longitude first; None where they are the same. ValueError for an unknown CRS."""
    import pyproj

    known, wanted = read_crs(source), read_crs(target)
    if known is None or wanted is None:
        raise ValueError(f"not a CRS: {source if known is None else target}")
    if known.equals(wanted, ignore_axis_order=True):
        return None
    return pyproj.Transformer.from_crs(known, wanted, always_xy=True)


def move(coordinates: NDArray[np.float64], *, source: str, target: str) -> NDArray[np.float64]:
    """(n, 2) coordinates, x or longitude first, from one CRS to another; inf where there is no such place."""
    way = transformer(source, target)
    if way is None:
        return coordinates
    return np.column_stack(way.transform(coordinates[:, 0], coordinates[:, 1]))


def on_earth(xy: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the (n, 2) coordinates in the frame are places."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(xy) <= (X_LIMIT_M, Y_LIMIT_M)).all(axis=1))


def ground_scale(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2): metres on the ground for one metre of the frame, eastward and northward, at ordinates `y`.

    The frame keeps areas, not lengths: the two numbers multiply to one. Good to 0.5 %.
    """
    cosine = np.sqrt(np.clip(1 - (y / Y_LIMIT_M) ** 2, 1e-8, 1))
    return np.column_stack([cosine / _K0, _K0 / cosine])


def round_cm(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres rounded to whole centimetres: the only place where vertices of land are rounded."""
    rounded: NDArray[np.float64] = np.round(coordinates * 100) / 100
    return rounded


def to_frame(geometries: NDArray[np.object_], *, crs: str) -> NDArray[np.object_]:
    """Shapely geometries (or None) in `crs` as the same in the frame, 2-D, vertices rounded to 1 cm.

    Validity is not looked at: see `examine`. Raises ValueError for an unknown CRS.
    """
    moved: NDArray[np.object_] = shapely.transform(
        np.asarray(geometries, dtype=object), lambda xy: round_cm(move(xy, source=crs, target=FRAME))
    )
    return moved


def to_lonlat(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapely geometries (or None) in the frame as the same in EPSG:4326, longitude first, unrounded degrees."""
    moved: NDArray[np.object_] = shapely.transform(
        np.asarray(geometries, dtype=object), lambda xy: move(xy, source=FRAME, target=LONLAT)
    )
    return moved
