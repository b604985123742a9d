"""What a tile shows: features from zoom 9 on, counted cells below, and where features would be too many to draw.

A tile stays the same, byte for byte, until an entry changes something within it: that last change is its tag.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tilth.web.features import Features, Indices, unit_square
from tilth.web.layers import Layer
from tilth.web.tiles import shapes
from tilth.web.tiles.mvt import POINT, POLYGON, Codes, Texts, encoded_value, tile
from tilth.web.tiles.shapes import BUFFER, EXTENT

FIRST_DRAWN_ZOOM = 9
MOST_ZOOM = 22
MOST_DRAWN = 5_000  # features of a tile that a screen of 256 points still tells apart
MOST_BYTES = 500_000
CELLS = 32  # along an edge of a tile


class Spot(NamedTuple):
    """The place of a tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    def box(self, *, margin: float = BUFFER / EXTENT) -> tuple[float, float, float, float]:
        """Its bounds in degrees: west, south, east, north."""
        west, east = (360 * (self.x + by) / 2**self.z - 180 for by in (-margin, 1 + margin))
        south, north = (_latitude((self.y + by) / 2**self.z) for by in (1 + margin, -margin))
        return west, south, east, north


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def rows_of(features: Features, spot: Spot) -> Indices:
    """Rows, standing or not, that a tile is made of; a tile at the edge of the map reaches to the poles."""
    return features.ever_in_box(spot.box(margin=BUFFER / EXTENT if spot.z >= FIRST_DRAWN_ZOOM else 0))


def drawn(layer: Layer, features: Features, rows: Indices, spot: Spot) -> bytes:
    """The tile of standing rows; empty if nothing lies in it."""
    rows = rows[~np.isnan(features.bounds[rows, 0])]
    if spot.z >= FIRST_DRAWN_ZOOM and len(rows) <= MOST_DRAWN:
        raw = _features(layer, features, rows, spot)
        if len(raw) <= MOST_BYTES:
            return raw
    return _cells(layer, features, rows, spot)


def _features(layer: Layer, features: Features, rows: Indices, spot: Spot) -> bytes:
    if not len(rows):
        return b""
    how, kind = (shapes.points, POINT) if layer.geometry == "point" else (shapes.polygons, POLYGON)
    rows = rows[np.lexsort((features.numbers[rows, 1], features.numbers[rows, 4]))]  # later land over earlier
    commands = how(features.drawn[rows], z=spot.z, x=spot.x, y=spot.y)
    return tile(layer.name, kind, features.root[rows], commands, features.labels.properties(rows))


def _cells(layer: Layer, features: Features, rows: Indices, spot: Spot) -> bytes:
    """Squares with the number of records whose middle lies in each, in all and by status."""
    size = EXTENT // CELLS
    west_south, east_north = features.bounds[rows, :2], features.bounds[rows, 2:]
    middle = unit_square((west_south + east_north) / 2) * 2.0**spot.z - (spot.x, spot.y)
    at = np.floor(middle * CELLS).astype(np.int64)
    inside = ((at >= 0) & (at < CELLS)).all(axis=1)
    at, rows = at[inside], rows[inside]
    if not len(rows):
        return b""
    cells, which = np.unique(at[:, 1] * CELLS + at[:, 0], return_inverse=True)
    properties = [_numbers("count", np.bincount(which))]
    for kind in layer.kinds if len(layer.kinds) > 1 else ():
        of_kind = np.bincount(which, weights=features.labels.counted(rows, kind))
        properties.append(_numbers(kind, of_kind.astype(np.int64)))
    corners = np.column_stack([cells % CELLS, cells // CELLS]) * size
    return tile(layer.name, POLYGON, cells + 1, shapes.squares(corners, size), properties)


def _numbers(name: str, values: Codes) -> Texts:
    known, codes = np.unique(values, return_inverse=True)
    return Texts(name, codes, [encoded_value(int(value)) for value in known])
