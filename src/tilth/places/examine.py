"""Every geometry check in one call: shapes as somebody drew them in, land that can be booked out.

The steps follow one another and each says what it did: read, look at type and numbers, place, repair, move to
the frame, round to 1 cm, look at corners and area. A row is kept, repaired or set aside; none is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.batch import Batch
from tilth.places.corners import drop_repeats, note_distant, note_spikes, sides_of
from tilth.places.outline import Outline
from tilth.places.placing import place, set_missing_numbers_aside
from tilth.places.reading import read_the_unread
from tilth.places.repair import repair_invalid, round_to_grid
from tilth.places.repeats import note_repeated_points, note_repeated_polygons
from tilth.places.stated_crs import settle_crs
from tilth.places.types import Wanted, drop_heights, keep_wanted, set_missing_aside
from tilth.terms.finding import Finding


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of the rows, in their order."""

    geometry: NDArray[np.object_]  # in the frame, 2-D, valid, vertices on whole centimetres; None where set aside
    repaired: NDArray[np.bool_]  # which rows are not as drawn
    findings: list[Finding]  # by row; those on the whole layer first


def examine(
    geometry: NDArray[np.object_],
    *,
    crs: str | None,
    first_row: int = 1,
    rows: NDArray[np.intp] | None = None,
    wanted: Wanted,
    outline: Outline | None = None,
    layer: str | None = None,
    seen: dict[bytes, int] | None = None,
) -> Examined:
    """Check and repair the shapes of rows of one layer and move them to the frame.

    `geometry` holds shapely geometries in `crs`, None, or what `read_shapes` could not read. Findings name the row
    by `rows`, the number of each, or where these follow one another by `first_row`. `seen` remembers shapes from
    batch to batch of one layer; give the same dict each time.
    """
    if rows is None:
        rows = np.arange(first_row, first_row + len(geometry))
    batch = Batch(np.array(geometry, dtype=object), rows, layer)
    seen = {} if seen is None else seen
    read_the_unread(batch)
    set_missing_aside(batch)
    keep_wanted(batch, wanted)
    drop_heights(batch)
    set_missing_numbers_aside(batch)
    settled = settle_crs(batch, crs, outline)
    if settled is not None and len(batch.kept):
        framed = place(batch, crs=settled, outline=outline)
        if wanted == "point":
            round_to_grid(batch, framed)
            batch.use(framed)
            note_repeated_points(batch, seen)
        else:
            repair_invalid(batch, framed, crs=settled)
            _check_polygons(batch, framed, seen)
    batch.findings.sort(key=lambda found: found.row or 0)
    return Examined(batch.geometry, batch.repaired, batch.findings)


def _check_polygons(batch: Batch, framed: NDArray[np.object_], seen: dict[bytes, int]) -> None:
    for at in batch.kept[shapely.is_empty(framed[batch.kept])]:
        batch.set_aside("zero_area", at)
    round_to_grid(batch, framed)
    batch.use(framed)
    sides = sides_of(batch.geometry)
    if drop_repeats(batch, sides):
        sides = sides_of(batch.geometry)
    note_distant(batch, sides)
    note_spikes(batch, sides)
    area = shapely.area(batch.geometry)
    for at in np.flatnonzero(area < 1):
        batch.note("tiny_area", at, area_m2=f"{area[at]:.2f}")
    note_repeated_polygons(batch, seen)
