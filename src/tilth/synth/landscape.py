"""The bare country: where villages lie, which roads join them, where river and former front lines run.

Villages stand in a jittered grid, so the country grows with the number of hazards while its density stays the same.
It lies on open ocean in the South Atlantic: nobody can take it for a real place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tilth.synth.rings import Ints
from tilth.synth.wander import Floats, Wander, wander

CENTRE_M = (-1_929_700.0, -3_658_800.0)  # longitude -20°, latitude -30° in EPSG:6933
CELL_M = 4_000.0  # a village's square of land
HAZARDS_PER_VILLAGE = 25
MARGIN_M = 3_600.0  # from the outermost cells to the border
FRONTS_APART_M = 24_000.0


@dataclass(frozen=True, slots=True)
class Landscape:
    """Arrays of v villages and r roads; coordinates in metres of the frame."""

    corner: Floats  # (2,) the lower left corner of the grid of cells
    size: Floats  # (2,) width and height of the grid
    villages: Floats  # (v, 2)
    radius: Floats  # (v,)
    hazards: Ints  # (v,) how many hazards belong to each
    roads: Ints  # (r, 2) the villages each joins
    bulge: Floats  # (r,) how far its middle lies left of the straight line
    fronts: tuple[Wander, ...]  # northing from easting
    river: Wander  # easting from northing

    def front_gap(self, x: Floats, y: Floats) -> tuple[Ints, Floats]:
        """The nearest former front line at each place (n,), and how far north or south of the place it runs."""
        gaps = np.stack([front.height(x) - y for front in self.fronts])
        nearest = np.abs(gaps).argmin(axis=0)
        return nearest, gaps[nearest, np.arange(len(nearest))]

    def along_road(self, roads: Ints, share: Floats) -> tuple[Floats, Floats, Floats]:
        """Place (n, 2), heading (n,) and curvature (n,) at a `share` (0 to 1) of each road."""
        start, end = self.villages[self.roads[roads, 0]], self.villages[self.roads[roads, 1]]
        way = end - start
        length = np.hypot(way[:, 0], way[:, 1])
        left = np.stack([-way[:, 1], way[:, 0]], axis=-1) / length[:, None]
        bulge = self.bulge[roads]
        place = start + way * share[:, None] + left * (4.0 * bulge * share * (1.0 - share))[:, None]
        heading = np.arctan2(way[:, 1], way[:, 0]) + np.arctan(4.0 * bulge * (1.0 - 2.0 * share) / length)
        return place, heading, -8.0 * bulge / length**2


def landscape(*, hazards: int, rng: np.random.Generator) -> Landscape:
    """A country for that many hazards: about `HAZARDS_PER_VILLAGE` to a village, more near the front lines."""
    count = max(6, round(hazards / HAZARDS_PER_VILLAGE))
    columns = int(np.ceil(np.sqrt(count * 1.3)))
    rows = max(2, round(count / columns))
    size = np.array([columns, rows]) * CELL_M
    corner = np.round(np.array(CENTRE_M) - size / 2.0)
    grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)
    rows_shift, columns_shift = rng.uniform(-0.22, 0.22, rows), rng.uniform(-0.22, 0.22, columns)
    shift = np.stack([rows_shift[grid[:, 1]], columns_shift[grid[:, 0]]], axis=-1)
    villages = corner + (grid + 0.5 + shift + rng.uniform(-0.2, 0.2, grid.shape)) * CELL_M
    lines = max(1, round(size[1] / FRONTS_APART_M))
    fronts = tuple(wander(corner[1] + size[1] * (line + 0.5) / lines, rng=rng) for line in range(lines))
    roads = _roads(columns, rows, rng=rng)
    country = Landscape(
        corner=corner,
        size=size,
        villages=villages,
        radius=rng.uniform(180.0, 420.0, len(villages)),
        hazards=np.zeros(len(villages), dtype=np.int64),
        roads=roads,
        bulge=rng.normal(0.0, 260.0, len(roads)),
        fronts=fronts,
        river=wander(corner[0] + size[0] * rng.uniform(0.3, 0.7), rng=rng),
    )
    country.hazards[:] = _share_out(country, hazards=hazards, rng=rng)
    return country


def _roads(columns: int, rows: int, *, rng: np.random.Generator) -> Ints:
    """Every row of villages is joined; between rows two roads in three, and always the first."""
    number = np.arange(columns * rows).reshape(rows, columns)
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=-1)
    up = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=-1)
    kept = (rng.random(len(up)) < 2 / 3) | (up[:, 0] % columns == 0)
    return np.concatenate([across, up[kept]])


def _share_out(country: Landscape, *, hazards: int, rng: np.random.Generator) -> Ints:
    _, gap = country.front_gap(country.villages[:, 0], country.villages[:, 1])
    weight = np.exp(-np.abs(gap) / 6_000.0) + 0.1
    return rng.multinomial(hazards, weight / weight.sum()).astype(np.int64)
