"""Corners that are probably slips of the pen: repeated ones, ones too far apart, and spikes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.batch import Batch
from tilth.places.frame import FRAME, LONLAT, ground_scale, move

FAR_KM = 5  # neighbouring corners of one hazard are closer
SPIKE_DEGREES = 1.0  # a corner sharper than this ...
SPIKE_METRES = 10.0  # ... whose shorter side is longer than this


@dataclass(frozen=True, slots=False)
class Sides:
    """The sides of all rings of polygons in the frame, each ring's closing side last."""

    start: NDArray[np.float64]  # (n, 2) x, y
    vector: NDArray[np.float64]  # (n, 2) metres on the ground, eastward and northward
    ring: NDArray[np.intp]  # (n,) which ring
    row: NDArray[np.intp]  # (n,) which row

    @cached_property
    def length(self) -> NDArray[np.float64]:
        """Metres on the ground."""
        return np.asarray(np.hypot(self.vector[:, 0], self.vector[:, 1]))

    @cached_property
    def before(self) -> NDArray[np.intp]:
        """For each side the one that ends where it starts."""
        before = np.arange(-1, len(self.ring) - 1)
        last = np.flatnonzero(np.append(self.ring[1:] != self.ring[:-1], len(self.ring) > 0))
        before[np.append(0, last[:-1] + 1)[: len(last)]] = last
        return before


def sides_of(polygons: NDArray[np.object_]) -> Sides:
    """The sides of polygons and multipolygons (or None) in the frame."""
    parts, row_of_part = shapely.get_parts(polygons, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    start, ring = xy[:-1][within], ring[:-1][within]
    vector = (xy[1:][within] - start) * ground_scale(start[:, 1])
    return Sides(start, vector, ring, row_of_part[part_of_ring[ring]])


def drop_repeats(batch: Batch, sides: Sides) -> bool:
    """Remove corners equal to the one before; whether there were any."""
    rows, counts = np.unique(sides.row[sides.length == 0], return_counts=True)
    for at, count in zip(rows, counts, strict=True):
        batch.geometry[at] = shapely.remove_repeated_points(batch.geometry[at])
        batch.repair("duplicate_vertex", at, count=int(count))
    return len(rows) > 0


def note_distant(batch: Batch, sides: Sides) -> None:
    """Note rows with neighbouring corners more than 5 km apart, with the longest side of each."""
    for at, side in _worst(sides.row, sides.length, sides.length > FAR_KM * 1000):
        lon, lat = _lonlat(sides.start[side])
        batch.note("distant_vertices", at, km=f"{sides.length[side] / 1000:.1f}", lon=lon, lat=lat)


def note_spikes(batch: Batch, sides: Sides) -> None:
    """Note rows with a corner where the outline turns back on itself, with the longest spike of each."""
    back, on = -sides.vector[sides.before], sides.vector
    shorter = np.minimum(sides.length[sides.before], sides.length)
    cross = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
    dot = (back * on).sum(axis=1)
    sharp = (dot > 0) & (cross < np.tan(np.radians(SPIKE_DEGREES)) * dot) & (shorter > SPIKE_METRES)
    for at, corner in _worst(sides.row, shorter, sharp):
        lon, lat = _lonlat(sides.start[corner])
        batch.note("spike", at, degrees=f"{SPIKE_DEGREES:g}", lon=lon, lat=lat, metres=f"{shorter[corner]:.0f}")


def _worst(row: NDArray[np.intp], size: NDArray[np.float64], of: NDArray[np.bool_]) -> list[tuple[np.intp, np.intp]]:
    """For each row that has some, the number of its largest."""
    found = np.flatnonzero(of)
    found = found[np.lexsort((-size[found], row[found]))]
    rows, first = np.unique(row[found], return_index=True)
    return list(zip(rows, found[first], strict=True))


def _lonlat(xy: NDArray[np.float64]) -> tuple[str, str]:
    lon, lat = move(xy[None], source=FRAME, target=LONLAT)[0]
    return f"{lon:.5f}", f"{lat:.5f}"
