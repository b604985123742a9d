"""Rings of vertices in flat arrays, so that a million polygons need no million objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.synth.wander import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rings:
    """Closed rings one after the other: `vertices` (v, 2) in metres, `sizes` (r,) vertices of each ring."""

    vertices: Floats
    sizes: Ints

    def take(self, rows: Ints) -> Rings:
        """The rings at `rows`, in that order."""
        starts = starts_of(self.sizes)[:-1]
        sizes = self.sizes[rows]
        return Rings(self.vertices[ranges(starts[rows], sizes)], sizes)

    def polygons(self, rings_each: Ints) -> NDArray[np.object_]:
        """Shapely polygons; `rings_each` (n,) says how many rings each has, the outer one first."""
        offsets = (starts_of(self.sizes), starts_of(rings_each))
        made: NDArray[np.object_] = shapely.from_ragged_array(shapely.GeometryType.POLYGON, self.vertices, offsets)
        return made


def close(points: Floats, keep: NDArray[np.bool_]) -> Rings:
    """Rings from padded `points` (n, p, 2), of which only those in `keep` (n, p) count; the first is repeated last."""
    sizes = keep.sum(axis=1)
    kept = points[keep]
    starts = starts_of(sizes)[:-1]
    vertices = np.empty((len(kept) + len(sizes), 2))
    vertices[np.arange(len(kept)) + np.repeat(np.arange(len(sizes)), sizes)] = kept
    vertices[starts_of(sizes + 1)[1:] - 1] = kept[starts]
    return Rings(vertices, sizes + 1)


def join(parts: Sequence[Rings]) -> Rings:
    """All rings of all parts, in order."""
    return Rings(np.concatenate([part.vertices for part in parts]), np.concatenate([part.sizes for part in parts]))


def starts_of(sizes: Ints) -> Ints:
    """Where each run of `sizes` begins, and behind them where the last one ends: (n + 1,)."""
    return np.concatenate([[0], np.cumsum(sizes)])


def ranges(starts: Ints, sizes: Ints) -> Ints:
    """The numbers starts[0] … starts[0] + sizes[0] - 1, then those from starts[1], and so on."""
    return np.arange(sizes.sum()) + np.repeat(starts - starts_of(sizes)[:-1], sizes)
