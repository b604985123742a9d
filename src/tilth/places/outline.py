"""The outline a programme works in, and which places lie far outside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from tilth.places.frame import FRAME, LONLAT, ground_scale, move

MARGIN_KM = 5  # outlines are drawn coarsely, and work near a border is usual
_CIRCLE = np.linspace(0, 2 * np.pi, 33)[:-1]


@dataclass(frozen=True, eq=False)
class Outline:
    """Name, ISO 3166 alpha-3 code and polygon (lon/lat) of a country or province. It implies no position on status."""

    name: str
    code: str
    polygon: Polygon | MultiPolygon

    @cached_property
    def in_frame(self) -> Polygon | MultiPolygon:
        """The polygon in the frame, unrounded and prepared for many questions."""
        moved = shapely.transform(self.polygon, lambda xy: move(xy, source=LONLAT, target=FRAME))
        shapely.prepare(moved)
        return moved

    def far_outside(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the (n, 2) places in the frame lie more than 5 km outside."""
        outside: NDArray[np.bool_] = ~shapely.contains_xy(self.in_frame, xy[:, 0], xy[:, 1])
        at = np.flatnonzero(outside)
        radius = MARGIN_KM * 1000 / ground_scale(xy[at, 1])
        low, high = np.reshape(self.in_frame.bounds, (2, 2))
        near = ((xy[at] + radius >= low) & (xy[at] - radius <= high)).all(axis=1)
        at, radius = at[near], radius[near]
        if len(at):
            corners = xy[at, None] + radius[:, None] * np.column_stack([np.cos(_CIRCLE), np.sin(_CIRCLE)])
            outside[at] = ~shapely.intersects(self.in_frame, shapely.polygons(corners))
        return outside
