"""GeoJSON geometries as shapes. What cannot be held is handed on as WKT or as it stands, never thrown away."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.exchange.rows import objects


def read_geometries(features: list[Any]) -> NDArray[np.object_]:
    """The geometry of each feature: shapely, None where there is none, or text that could not be read."""
    given = [feature.get("geometry") if isinstance(feature, dict) else feature for feature in features]
    texts = objects(None if shape is None else json.dumps(shape) for shape in given)
    shapes: NDArray[np.object_] = shapely.from_geojson(texts, on_invalid="ignore")
    for position in np.flatnonzero(shapely.is_missing(shapes)):
        if given[position] is not None:
            shapes[position] = _kept(given[position], texts[position])
    return shapes


def _kept(shape: Any, text: str) -> object:
    """WKT where the structure is there, so that an open ring can still be closed; else the JSON text."""
    wkt = _wkt(shape)
    if wkt is None:
        return text
    read = shapely.from_wkt(wkt, on_invalid="ignore")
    return wkt if read is None else read


def _wkt(shape: Any) -> str | None:
    depths = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
    kind, coordinates = (shape.get("type"), shape.get("coordinates")) if isinstance(shape, dict) else (None, None)
    if not isinstance(kind, str) or kind not in depths or coordinates is None:
        return None
    if coordinates == []:
        return f"{kind.upper()} EMPTY"
    inside = _text(coordinates, depths[kind])
    if inside is None:
        return None
    heights = " Z" if _deepest(coordinates) > 2 else ""
    return f"{kind.upper()}{heights} {inside if depths[kind] else f'({inside})'}"


def _text(coordinates: Any, depth: int) -> str | None:
    """Nested positions as WKT; None where something is no number or not nested as its type asks."""
    if not isinstance(coordinates, list):
        return None
    if depth == 0:
        numbers = all(isinstance(number, int | float) and not isinstance(number, bool) for number in coordinates)
        return " ".join(map(repr, coordinates[:3])) if numbers and len(coordinates) >= 2 else None
    inside = [_text(part, depth - 1) for part in coordinates]
    return None if None in inside else "(" + ", ".join(map(str, inside)) + ")"


def _deepest(coordinates: list[Any]) -> int:
    """How many numbers the first position has."""
    while coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return len(coordinates)
