"""The land as it stood on a day, as polygons by status: what a map is drawn from.

The journal keeps outlines as they were stated, overlapping. Their boundaries are noded once, every face between them
is looked up in the books by the entries that cover it, and takes the status its history gives it on that day. The
polygons are for the eye: the square metres of a legend come from the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.programme import Programme
from tilth.journal.entry import POINT_KINDS
from tilth.journal.upcast import upcast
from tilth.land import signature
from tilth.land.books import Books
from tilth.land.history import steps
from tilth.land.transitions import LAND_KINDS, STATUSES, UNRECORDED
from tilth.places.noding import noded

MOST_OUTLINES = 50_000  # beyond this the outlines are not arranged: it would take minutes


@dataclass(frozen=True, slots=True)
class LandPicture:
    """Geometry in the frame, restricted by default.

    `outlines` holds the outlines as stated where there were too many to arrange; `by_status` is empty then.
    """

    by_status: Mapping[str, shapely.MultiPolygon]
    outlines: NDArray[np.object_]
    points: Mapping[str, NDArray[np.float64]]  # accident and find -> (n, 2)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.by_status or len(self.outlines) or any(len(places) for places in self.points.values()))


Box = tuple[float, float, float, float]  # west, south, east, north in the frame


def land_picture(
    programme: Programme,
    *,
    as_at: date,
    known: int | None = None,
    most: int = MOST_OUTLINES,
    within: Box | None = None,
) -> LandPicture:
    """The land as at the end of a day, known from the first `known` entries (None: from all).

    With `within` only what lies in that box, cut at its edges.
    """
    last = programme.store.head().entries if known is None else known
    numbers, outlines = _outlines(programme) if within is None else _touching(programme, within)
    points = _points(programme, as_at, last)
    if within is not None:
        points = {kind: places[_inside(places, within)] for kind, places in points.items()}
    if len(outlines) > most:
        return LandPicture({}, outlines[numbers <= last], points)
    if not len(outlines):
        return LandPicture({}, outlines, points)
    faces, found = _faces(programme.books(), numbers, outlines, within)
    status = _statuses(programme.books(), found, as_at, last)
    by_status = {
        name: shapely.coverage_union_all(faces[status == number])
        for number, name in enumerate(STATUSES)
        if number != UNRECORDED and (status == number).any()
    }
    return LandPicture({name: _multi(land) for name, land in by_status.items()}, outlines[:0], points)


def _outlines(programme: Programme) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Every outline of land in the journal and its entry number: a face is known by all entries that cover it."""
    entries = (upcast(sealed.entry) for sealed in programme.store.read(kinds=LAND_KINDS))
    drawn = [(entry.number, entry.geometry) for entry in entries if entry.geometry and entry.land is not None]
    numbers = np.array([number for number, _ in drawn], dtype=np.int64)
    return numbers, shapely.from_wkb(np.array([wkb for _, wkb in drawn], dtype=object))


def _touching(programme: Programme, box: Box) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """The outlines that reach into a box: whatever covers ground inside it is among them."""
    numbers, wkb = programme.store.touching(np.array([box]))
    return numbers, shapely.from_wkb(np.array(wkb, dtype=object))


def _inside(places: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    x, y = places[:, 0], places[:, 1]
    return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north))


def _points(programme: Programme, as_at: date, last: int) -> dict[str, NDArray[np.float64]]:
    """Where accidents and finds were recorded, those that a later entry took back left out."""
    read = programme.store.read(kinds=(*POINT_KINDS, "withdrawal"))
    entries = [upcast(sealed.entry) for sealed in read if sealed.entry.number <= last]
    amended = {entry.amends for entry in entries if entry.amends}
    live = [one for one in entries if one.number not in amended and one.counts_on <= as_at.isoformat()]
    shapes = {kind: [one.geometry for one in live if one.kind == kind and one.geometry] for kind in POINT_KINDS}
    return {
        kind: shapely.get_coordinates(shapely.centroid(shapely.from_wkb(np.array(wkb, dtype=object))))
        for kind, wkb in shapes.items()
    }


def _faces(
    books: Books, numbers: NDArray[np.int64], outlines: NDArray[np.object_], within: Box | None
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """The pieces of ground between the outlines, and the face of the books each one lies in."""
    lines = shapely.get_parts(shapely.boundary(outlines))
    if within is not None:  # a piece beyond the edge may be covered by entries that were not looked at
        lines = np.append(lines, shapely.boundary(shapely.box(*within)))
    bundle = np.array([shapely.multilinestrings(lines[~shapely.is_empty(lines)])], dtype=object)
    pieces = shapely.get_parts(shapely.polygonize(noded(bundle)))
    inside = shapely.point_on_surface(pieces)
    if within is not None:
        kept = shapely.covers(shapely.box(*within), inside)
        pieces, inside = pieces[kept], inside[kept]
    at, polygon = shapely.STRtree(outlines).query(inside, predicate="within")
    signs = signature.of_sets(at, signature.of_entries(numbers)[polygon], count=len(pieces))
    found = books.faces_with(signs)
    # Ground smaller than a hand has no face of its own, and a hole no entry: neither is drawn.
    return pieces[found >= 0], found[found >= 0]


def _statuses(books: Books, faces: NDArray[np.int64], as_at: date, last: int) -> NDArray[np.int8]:
    """The status of each face on a day: that of the last posting that counts by then."""
    day = as_at.toordinal()
    status: dict[int, int] = {}
    for face in np.unique(faces).tolist():
        posted = steps([event for event in books.history(face) if event.entry <= last])
        status[face] = next((one.after for one in reversed(posted) if books.entry_day[one.entry] <= day), UNRECORDED)
    return np.array([status[face] for face in faces.tolist()], dtype=np.int8)


def _multi(land: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(land)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON].tolist())
