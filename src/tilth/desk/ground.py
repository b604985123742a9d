"""Ground: an outline that somebody drew in a file, the outline of a hazard, and how two outlines differ."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from tilth.desk.ports import JournalReader
from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.places.examine import examine
from tilth.places.frame import FRAME
from tilth.places.outline import Outline
from tilth.terms.finding import Finding

_NOTHING = 0.5  # m²: less than this is the noise of cutting outlines, and rounds to nothing


def drawn(sheets: Iterable[Sheet], *, outline: Outline | None) -> tuple[shapely.Geometry, list[Finding]]:
    """All polygons of a file as one, in the frame, and what was found about them. Raises Refusal where there is none.

    `outline` is that of the country, to notice places far outside it.
    """
    shapes: list[shapely.Geometry] = []
    findings: list[Finding] = []
    source = ""
    for sheet in sheets:
        source = sheet.source
        raw = sheet.geometry if sheet.geometry is not None else np.full(len(sheet), None, dtype=object)
        examined = examine(raw, crs=sheet.crs, first_row=sheet.first_row, wanted="polygon", outline=outline)
        shapes += [shape for shape in examined.geometry if shape is not None]
        findings += [*sheet.findings, *examined.findings]
    if not shapes:
        said = findings[0].sentence if findings else "It has no rows."
        raise Refusal("422.1", what="The polygon", text=source or "an empty file", hint=said)
    return (shapes[0] if len(shapes) == 1 else joined(shapes)), findings


def joined(shapes: Iterable[shapely.Geometry]) -> shapely.Geometry:
    """The union of outlines in the frame, its vertices on whole centimetres."""
    return settled(shapely.union_all(np.array(list(shapes), dtype=object)))


def settled(shape: shapely.Geometry) -> shapely.Geometry:
    """An outline that was made by cutting or joining, with its vertices on whole centimetres; empty if nothing is left.

    Cutting can leave points and lines; only polygons are kept.
    """
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    if not parts:
        return shapely.Polygon()
    whole = shapely.union_all(np.array(parts, dtype=object))
    examined = examine(np.array([whole], dtype=object), crs=FRAME, wanted="polygon")
    found: shapely.Geometry = examined.geometry[0]
    return shapely.Polygon() if found is None else found


def hazard_outline(reader: JournalReader, hazard: str) -> shapely.Geometry | None:
    """The outline of a hazard as its live entries draw it; None where it is on record without one, or not at all."""
    numbers = reader.live_ids(None, [hazard], "suspected").get(hazard, [])
    entries = [entry for number in numbers if (entry := reader.entry(number)) is not None]
    shapes = [shapely.from_wkb(entry.geometry) for entry in entries if entry.geometry]
    if not shapes:
        return None
    return shapes[0] if len(shapes) == 1 else joined(shapes)


def m2_of(shape: shapely.Geometry) -> int:
    """The area in whole square metres."""
    return round(float(shape.area))


def m2_beyond(shape: shapely.Geometry, other: shapely.Geometry | None) -> int:
    """Whole square metres of `shape` that lie outside `other`; 0 where `other` is not drawn."""
    return 0 if other is None else round(float(shapely.difference(shape, other).area))


def metres_beyond(shape: shapely.Geometry, other: shapely.Geometry) -> int:
    """How far the corner of `shape` that is farthest from `other` lies outside it, in whole metres."""
    corners = shapely.points(shapely.get_coordinates(shape))
    return round(float(shapely.distance(corners, other).max(initial=0.0)))


def is_covered(shape: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether `other` leaves nothing of `shape`, but for the noise of cutting."""
    return bool(shapely.difference(shape, other).area < _NOTHING)
