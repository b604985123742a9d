"""Where the rows of a table lie: WKT, latitude and longitude, or a first corner and the legs walked from it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.exchange.mapping import Mapping
from tilth.exchange.record import CRS
from tilth.exchange.rows import Rows, objects
from tilth.places.legs import parse_legs, ring_from_legs
from tilth.places.reading import read_shapes
from tilth.terms.columns_words import underscored
from tilth.terms.finding import finding

_WKT = ("wkt", "geometry", "geom", "the_geom", "geometry_wkt", "wkt_geom", "shape_wkt")
_LAT = ("lat", "latitude")
_LON = ("lon", "lng", "long", "longitude")
_LEGS = ("legs",)
_EWKT = re.compile(r"\s*SRID=(\d{1,6});", re.IGNORECASE)


def place_rows(rows: Rows, mapping: Mapping) -> None:
    """Give the rows of a table their geometry, from mapped columns or from those with a usual name."""
    wkt = mapping.geometry.get("wkt") or _named(rows, _WKT)
    lat = mapping.geometry.get("lat") or _named(rows, _LAT)
    lon = mapping.geometry.get("lon") or _named(rows, _LON)
    legs = mapping.geometry.get("legs") or _named(rows, _LEGS)
    if wkt in rows.columns and (mapping.geometry.get("wkt") or _looks_like_wkt(rows.columns[wkt])):
        _from_wkt(rows, rows.columns.pop(wkt))
    elif lat in rows.columns and lon in rows.columns:
        easting, northing = (_numbers(rows.columns[name], mapping.decimal) for name in (lon, lat))
        # Columns with these names hold degrees; what a mapping calls lat and lon may be x and y in any CRS.
        rows.crs = None if mapping.geometry.get("lat") else CRS
        if legs in rows.columns:
            _from_legs(rows, easting, northing, legs)
        else:
            rows.geometry = _points(easting, northing)


def _named(rows: Rows, names: tuple[str, ...]) -> str | None:
    """The first column with one of these names, in their order."""
    plain = {underscored(name): name for name in reversed(rows.columns)}
    return next((plain[name] for name in names if name in plain), None)


def _looks_like_wkt(values: list[Any]) -> bool:
    """A column `geometry` can hold anything; one readable outline or no text at all is enough."""
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return not texts or any("(" in text or "EMPTY" in text.upper() for text in texts[:1000])


def _from_wkt(rows: Rows, values: list[Any]) -> None:
    texts = [value.strip() or None if isinstance(value, str) else value and str(value) for value in values]
    stated = {found[1] for text in texts if text and (found := _EWKT.match(text))}
    if len(stated) == 1:
        rows.crs = f"EPSG:{stated.pop()}"
        texts = [text and _EWKT.sub("", text) for text in texts]
    rows.geometry = read_shapes(texts)


def _numbers(values: list[Any], decimal: str | None) -> NDArray[np.float64]:
    return np.array([_number(value, decimal) for value in values], dtype=np.float64)


def _number(value: object, decimal: str | None) -> float:
    """NaN for what is no number. A single comma is a decimal comma: coordinates have no thousands separators."""
    if isinstance(value, int | float):
        return float(value)
    text = str(value or "").strip()
    if decimal == "," or (text.count(",") == 1 and "." not in text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return np.nan


def _points(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.object_]:
    """A row with only one of its two numbers has no place."""
    known = np.isfinite(x) & np.isfinite(y)
    shapes = objects([None] * len(x))
    shapes[known] = shapely.points(x[known], y[known])
    return shapes


def _from_legs(rows: Rows, x: NDArray[np.float64], y: NDArray[np.float64], column: str) -> None:
    shapes = _points(x, y)
    rows.geometry = shapes
    for position, text in enumerate(rows.columns[column]):
        if text is None or shapes[position] is None:
            continue
        where: dict[str, Any] = {"row": rows.first_row + position, "field": column, "layer": rows.layer}
        legs = parse_legs(str(text))
        if legs is None:
            shapes[position] = None
            rows.findings.append(finding("bad_legs", text=str(text)[:80], **where))
            continue
        walk = ring_from_legs(float(x[position]), float(y[position]), legs)
        shapes[position] = walk.polygon
        if walk.closing_error_m > 0.01 * walk.way_m:
            gap, way = round(walk.closing_error_m, 1), round(walk.way_m)
            rows.findings.append(finding("closing_error", metres=gap, perimeter=way, **where))
