"""The functions that the triggers of a GeoPackage spatial index call, for an index that QGIS or GDAL made.

OGC 12-128r18 (GeoPackage 1.3), annex F.3: ST_IsEmpty, ST_MinX, ST_MaxX, ST_MinY, ST_MaxY of a geometry blob.
"""

from __future__ import annotations

import sqlite3
from functools import partial

import shapely

from tilth.store.layers import wkb_of


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection."""
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for at, name in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        connection.create_function(name, 1, partial(_bound, at=at), deterministic=True)


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(wkb_of(blob) is None)


def _bound(blob: bytes | None, *, at: int) -> float | None:
    wkb = wkb_of(blob)
    return None if wkb is None else float(shapely.bounds(shapely.from_wkb(wkb))[at])
