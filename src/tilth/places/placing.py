"""Where the rows are: coordinates that no place on Earth has, swapped ones, and places abroad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.batch import Batch
from tilth.places.frame import FRAME, LONLAT, ground_scale, move, on_earth, read_crs
from tilth.places.outline import MARGIN_KM, Outline

FARTHEST = 1e8  # no projected CRS has larger coordinates: zone numbers before the easting reach 61 million metres


@dataclass(slots=True)
class Corners:
    """All corners of all rows, row by row."""

    xy: NDArray[np.float64]  # (n, 2) as read
    row: NDArray[np.intp]  # (n,) position of the row, ascending
    framed: NDArray[np.float64]  # (n, 2) in the frame, unrounded
    exists: NDArray[np.bool_]  # (n,) whether it is a place
    rows: int

    def any_of(self, corners: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(rows,) whether any corner of the row is among `corners`."""
        return np.asarray(np.bincount(self.row[corners], minlength=self.rows) > 0)

    def first_of(self, corners: NDArray[np.bool_]) -> list[tuple[int, int]]:
        """Rows with some corner among `corners`, each with the number of the first of them."""
        found = np.flatnonzero(corners)
        rows, at = np.unique(self.row[found], return_index=True)
        return list(zip(rows.tolist(), found[at].tolist(), strict=True))


def set_missing_numbers_aside(batch: Batch) -> None:
    """Rows with a coordinate that is not a finite number."""
    xy, row = shapely.get_coordinates(batch.geometry, return_index=True)
    for at in np.unique(row[~np.isfinite(xy).all(axis=1)]):
        batch.set_aside("missing_coordinate", at)


def place(batch: Batch, *, crs: str, outline: Outline | None) -> NDArray[np.object_]:
    """The rows in the frame, unrounded. Swaps swapped coordinates and sets aside what is no place on Earth."""
    xy, row = shapely.get_coordinates(batch.geometry, return_index=True)
    corners = Corners(xy, row, *_to_frame(xy, crs=crs), len(batch.geometry))
    lost = corners.any_of(~corners.exists)
    far = _far_outside(corners, ~lost[row], outline)
    wrong: NDArray[np.bool_] = lost | (
        corners.any_of(far) & ~corners.any_of(~far)
    )  # nowhere on Earth, or abroad with every corner
    if wrong.any() and (outline is not None or _is_geographic(crs)):
        swapped = _swap(batch, corners, wrong, crs=crs, outline=outline)
        lost &= ~swapped
        far &= ~swapped[row]
    for at, corner in corners.first_of(lost[row] & ~corners.exists):
        batch.set_aside("out_of_bounds", at, x=f"{xy[corner, 0]:g}", y=f"{xy[corner, 1]:g}")
    if outline is not None:
        for at, corner in corners.first_of(far & ~lost[row]):
            stated = _lonlat(corners.framed[corner]) | {"km": MARGIN_KM, "country": outline.name}
            batch.note("outside_country", at, **stated)
    placed: NDArray[np.object_] = batch.geometry.copy()
    if corners.framed is not xy:
        shapely.set_coordinates(placed, corners.framed[~lost[row]])
    return placed


def _is_geographic(crs: str) -> bool:
    known = read_crs(crs)
    return known is not None and known.is_geographic


def _to_frame(xy: NDArray[np.float64], *, crs: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Coordinates in the frame, and which of them are places."""
    framed = move(xy, source=crs, target=FRAME)
    limits = (180, 90) if _is_geographic(crs) else (FARTHEST, FARTHEST)
    return framed, on_earth(framed) & (np.abs(xy) <= limits).all(axis=1)  # beyond them longitudes silently wrap round


def _far_outside(corners: Corners, exists: NDArray[np.bool_], outline: Outline | None) -> NDArray[np.bool_]:
    """Which corners lie far outside. A small row whose first corner is inside the outline needs no second look."""
    far = np.zeros(len(exists), dtype=bool)
    if outline is None or not exists.any():
        return far
    xy, (_, first, count) = corners.framed, np.unique(corners.row, return_index=True, return_counts=True)
    with np.errstate(invalid="ignore", over="ignore"):
        reach = np.abs(xy - xy[first].repeat(count, axis=0)) * ground_scale(xy[first, 1]).repeat(count, axis=0)
        doubtful: NDArray[np.bool_] = np.any(reach > MARGIN_KM * 700, axis=1)
    doubtful[first] |= ~shapely.contains_xy(outline.in_frame, xy[first, 0], xy[first, 1])
    look: NDArray[np.bool_] = corners.any_of(doubtful)[corners.row] & exists
    far[look] = outline.far_outside(xy[look])
    return far


def _swap(
    batch: Batch, corners: Corners, wrong: NDArray[np.bool_], *, crs: str, outline: Outline | None
) -> NDArray[np.bool_]:
    """Swap the coordinates of those among the `wrong` rows that are then in place; which rows they were."""
    mine = wrong[corners.row]
    framed, fits = _to_frame(corners.xy[mine][:, ::-1], crs=crs)
    if outline is not None:
        fits[fits] = ~outline.far_outside(framed[fits])
    misfits = np.zeros(len(mine), dtype=bool)
    misfits[mine] = ~fits
    swapped = wrong & ~corners.any_of(misfits)
    moved = swapped[corners.row]
    if moved.any():
        corners.framed = corners.framed.copy()
        corners.framed[moved] = framed[moved[mine]]
    for at, corner in corners.first_of(moved):
        batch.geometry[at] = shapely.transform(batch.geometry[at], lambda xy: xy[:, ::-1])
        batch.repair("swapped_coordinates", at, **_lonlat(corners.framed[corner]))
    return swapped


def _lonlat(xy: NDArray[np.float64]) -> dict[str, object]:
    lon, lat = move(xy[None], source=FRAME, target=LONLAT)[0]
    return {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
