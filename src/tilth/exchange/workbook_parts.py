"""What does not fit into a cell of a spreadsheet: outlines and long texts, on sheets of rows beside the entries.

A cell holds 32,767 characters and a sheet 1,048,576 rows. Outlines stand on `vertices` as entry, part, ring, vertex,
lon, lat; longer texts on `long texts` as entry, column, piece, text. A full sheet is continued on `NAME (2)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely

from tilth.exchange.cells import read_text_cell
from tilth.exchange.rows import Rows, objects

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

VERTICES, LONG_TEXTS = "vertices", "long texts"
SHAPE = "geometry"  # the column that names the type of the outline
LONGEST = 30_000  # characters of one piece, below the limit of a cell
CONTINUED = "… see the sheet “long texts”"
_TYPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")
_COLLECTION = re.compile(r"GeometryCollection\((.*)\)$")

Vertex = tuple[int, int, float, float]  # part, ring, lon, lat


def shape_name(shape: shapely.Geometry | None) -> str | None:
    """`Polygon`, or for a collection the types of its parts too: `GeometryCollection(Point, Polygon)`."""
    if shape is None:
        return None
    if shape.geom_type != "GeometryCollection":
        return str(shape.geom_type)
    return "GeometryCollection(" + ", ".join(part.geom_type for part in shape.geoms) + ")"


def vertices_of(shape: shapely.Geometry) -> Iterator[tuple[int, int, int, float, float]]:
    """Rows of part, ring, vertex, lon, lat; all counted from 1. The last vertex of a ring repeats its first."""
    for part, single in enumerate(getattr(shape, "geoms", [shape]), start=1):
        lines = [single.exterior, *single.interiors] if single.geom_type == "Polygon" else [single]
        for ring, line in enumerate(lines, start=1):
            for vertex, (lon, lat) in enumerate(shapely.get_coordinates(line).tolist(), start=1):
                yield part, ring, vertex, lon, lat


def build(name: str, vertices: list[Vertex]) -> shapely.Geometry | str | None:
    """The shape again; the type's name where vertices were changed so that there is none."""
    collection = _COLLECTION.match(name)
    kinds = [kind for kind in collection[1].split(", ") if kind] if collection else []
    if name not in _TYPES and not collection:
        return name
    parts = {part: list(rows) for part, rows in groupby(vertices, key=lambda row: row[0])}
    count = len(kinds) or max(parts, default=0)
    single = name.removeprefix("Multi")
    try:
        made = [_part(kinds[at] if kinds else single, parts.get(at + 1, [])) for at in range(count)]
        if collection:
            return shapely.GeometryCollection(made)
        if name == single:
            return made[0] if made else shapely.from_wkt(f"{name.upper()} EMPTY")
        return getattr(shapely, name)(made)
    except (ValueError, IndexError, TypeError, AttributeError, shapely.GEOSException):
        return name


def _part(kind: str, rows: list[Vertex]) -> shapely.Geometry:
    lines = [[(lon, lat) for _, _, lon, lat in ring] for _, ring in groupby(rows, key=lambda row: row[1])]
    if not lines:
        return shapely.from_wkt(f"{kind.upper()} EMPTY")
    match kind:
        case "Point":
            return shapely.Point(lines[0][0])
        case "LineString":
            return shapely.LineString(lines[0])
        case "Polygon":
            return shapely.Polygon(lines[0], lines[1:])
        case _:
            raise ValueError(kind)


@dataclass(slots=True)
class Parts:
    """Vertices and long texts of a workbook of ours, by entry."""

    vertices: dict[Any, list[Vertex]] = field(default_factory=dict)
    texts: dict[tuple[Any, str], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Workbook) -> Parts:
        """Read the sheets of parts."""
        parts = cls()
        for entry, part, ring, _, lon, lat in _lines(book, VERTICES, 6):
            if all(isinstance(number, int | float) for number in (part, ring, lon, lat)):
                parts.vertices.setdefault(entry, []).append((int(part), int(ring), float(lon), float(lat)))
        for entry, column, _, text in _lines(book, LONG_TEXTS, 4):
            parts.texts.setdefault((entry, str(column)), []).append(read_text_cell(str(text)))
        return parts

    def put_back(self, rows: Rows) -> None:
        """Give rows their outlines and their long texts again."""
        entries = rows.columns["entry"]
        shapes = rows.columns.pop(SHAPE, [None] * rows.count)
        rows.geometry = objects(
            None if name is None else build(str(name), self.vertices.get(entry, []))
            for entry, name in zip(entries, shapes, strict=True)
        )
        for name, values in rows.columns.items():
            for position, value in enumerate(values):
                if value == CONTINUED and (entries[position], name) in self.texts:
                    values[position] = "".join(self.texts[entries[position], name])


def _lines(book: Workbook, name: str, width: int) -> Iterator[tuple[Any, ...]]:
    for sheet in book.worksheets:
        if sheet.title == name or sheet.title.startswith(f"{name} ("):
            for line in sheet.iter_rows(min_row=2, max_col=width, values_only=True):
                if len(line) == width and line[0] is not None:
                    yield line
