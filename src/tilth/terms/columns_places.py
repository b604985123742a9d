"""Checks of coordinates in columns: exchanged, of wrong sign, zero, shared by many rows, or against the place text."""

from __future__ import annotations

import re
from collections import Counter
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_words import topics

SHARED_BY = 10  # so many rows on exactly one point make it a reference point
APART_KM = 0.2  # place text and coordinates further apart than this disagree; below it is rounding
_BULK = 0.95  # what nearly all rows do is the rule the rest is measured against
_PAIR = re.compile(r"\D*?([+-]?\d{1,3}\.\d+)[°\s]*[,; ]\s*([+-]?\d{1,3}\.\d+)\D*$")

Numbers = NDArray[np.float64]


def check_places(bench: Bench) -> None:
    """Check each pair of a latitude and a longitude column."""
    latitudes = [name for name in bench.columns if "latitude" in topics(name)]
    longitudes = [name for name in bench.columns if "longitude" in topics(name)]
    for latitude, longitude in zip(latitudes, longitudes, strict=False):
        _check_pair(bench, latitude, longitude)


def _check_pair(bench: Bench, latitude: str, longitude: str) -> None:
    written = list(zip(_as_written(bench, latitude), _as_written(bench, longitude), strict=True))
    _read_coordinates(bench, latitude)
    _read_coordinates(bench, longitude)
    usual = _usual(bench, latitude, limit=90), _usual(bench, longitude, limit=180)
    _exchange_back(bench, latitude, longitude, usual)
    _turn_sign(bench, longitude, usual[1])
    texts = _place_texts(bench, latitude, longitude)
    _set_zeros_aside(bench, latitude, longitude, texts)
    _check_range(bench, latitude, limit=90)
    _check_range(bench, longitude, limit=180)
    _compare_texts(bench, latitude, longitude, texts)
    _mark_reference_points(bench, latitude, longitude, written)


def _read_coordinates(bench: Bench, column: str) -> None:
    """Make every value a finite number or None."""
    for position, stated in enumerate(bench.columns[column]):
        if stated is None or (isinstance(stated, float) and isfinite(stated)):
            continue
        comma = isinstance(stated, str) and stated.count(",") == 1
        value = _degrees(stated.replace(",", ".") if comma else stated)
        if value is None and stated == stated:  # a missing number of a data frame is not equal to itself
            bench.note("coordinate_unreadable", column, position, value=str(stated)[:40])
        elif comma:
            bench.note("decimal_comma", column, position, value=stated, read=value)
        bench.replace(column, position, value)


def _as_written(bench: Bench, column: str) -> list[float | None]:
    """The numbers that need no repair."""
    return [_degrees(value) for value in bench.columns[column]]


def _degrees(value: Any) -> float | None:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if isfinite(degrees) else None


def _numbers(values: list[float | None]) -> Numbers:
    """The values as numbers, NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _usual(bench: Bench, column: str, *, limit: float) -> tuple[float, float]:
    """The interval nearly all values lie in, widened by its own width; empty where too few rows say anything."""
    values = _numbers(bench.columns[column])
    values = values[(values != 0) & (np.abs(values) <= limit)]
    if len(values) < 5:
        return np.inf, -np.inf
    low, high = np.quantile(values, [0.05, 0.95])
    width = max(high - low, 0.5)
    return float(low - width), float(high + width)


def _exchange_back(
    bench: Bench, latitude: str, longitude: str, usual: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    (south, north), (west, east) = usual
    lat, lon = _numbers(bench.columns[latitude]), _numbers(bench.columns[longitude])
    fits = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
    fits_exchanged = (south <= lon) & (lon <= north) & (west <= lat) & (lat <= east)
    both = f"{latitude},{longitude}"
    for position in np.flatnonzero(~fits & fits_exchanged).tolist():
        one, other = bench.columns[latitude][position], bench.columns[longitude][position]
        bench.note("latitude_longitude_swapped", both, position, latitude=one, longitude=other)
        bench.replace(latitude, position, other)
        bench.replace(longitude, position, one)


def _turn_sign(bench: Bench, longitude: str, usual: tuple[float, float]) -> None:
    lon = _numbers(bench.columns[longitude])
    known = np.count_nonzero(lon > 0) + np.count_nonzero(lon < 0)
    for kind, odd in (("positive_longitude", lon > 0), ("negative_longitude", lon < 0)):
        fits_turned = odd & (usual[0] <= -lon) & (-lon <= usual[1]) & ~((usual[0] <= lon) & (lon <= usual[1]))
        if np.count_nonzero(odd) > (1 - _BULK) * known:
            continue
        for position in np.flatnonzero(fits_turned).tolist():
            value = bench.columns[longitude][position]
            bench.note(kind, longitude, position, value=value, read=-value)
            bench.replace(longitude, position, -value)


def _set_zeros_aside(
    bench: Bench, latitude: str, longitude: str, texts: tuple[str, list[tuple[float, float] | None]] | None
) -> None:
    lat, lon = _numbers(bench.columns[latitude]), _numbers(bench.columns[longitude])
    for position in np.flatnonzero((lat == 0) | (lon == 0)).tolist():
        zero = [name for name, values in ((latitude, lat), (longitude, lon)) if values[position] == 0]
        place = texts[1][position] if texts else None
        stated = f"The column {texts[0]} says {place[0]}, {place[1]}: " if texts and place else ""
        advice = f"{stated}Ask the source for the position."
        bench.note("coordinates_zero", ",".join(zero), position, advice=advice)
        for name in zero:
            bench.replace(name, position, None)


def _check_range(bench: Bench, column: str, *, limit: float) -> None:
    for position in np.flatnonzero(np.abs(_numbers(bench.columns[column])) > limit).tolist():
        value, named = bench.columns[column][position], f"{column} (-{limit} to {limit})"
        bench.note("coordinate_out_of_range", column, position, value=value, named=named)
        bench.replace(column, position, None)


def _place_texts(bench: Bench, latitude: str, longitude: str) -> tuple[str, list[tuple[float, float] | None]] | None:
    """The column whose texts are pairs of coordinates, and each row's pair as (latitude, longitude)."""
    for name, values in bench.columns.items():
        if name in (latitude, longitude):
            continue
        pairs = {text: _pair(text) for text in bench.positions(name)}
        read = [pairs[value] if isinstance(value, str) else None for value in values]
        if 2 * sum(pair is not None for pair in read) > sum(value is not None for value in values):
            near = sum(_near(bench, latitude, longitude, at, pair) for at, pair in enumerate(read))
            turned = [pair and (pair[1], pair[0]) for pair in read]
            near_turned = sum(_near(bench, latitude, longitude, at, pair) for at, pair in enumerate(turned))
            return name, turned if near_turned > near else read
    return None


def _pair(text: str) -> tuple[float, float] | None:
    found = _PAIR.match(text) if len(text) < 100 else None
    return (float(found[1]), float(found[2])) if found else None


def _near(bench: Bench, latitude: str, longitude: str, position: int, pair: tuple[float, float] | None) -> bool:
    lat, lon = bench.columns[latitude][position], bench.columns[longitude][position]
    if pair is None or lat is None or lon is None:
        return False
    quick = abs(lat - pair[0]) + abs(lon - pair[1]) < APART_KM / 200  # a degree has 111 km at most
    return quick or _distance_km((lat, lon), pair) <= APART_KM


def _compare_texts(
    bench: Bench, latitude: str, longitude: str, texts: tuple[str, list[tuple[float, float] | None]] | None
) -> None:
    if texts is None:
        return
    column, pairs = texts
    for position, pair in enumerate(pairs):
        lat, lon = bench.columns[latitude][position], bench.columns[longitude][position]
        if pair is None or lat is None or lon is None or _near(bench, latitude, longitude, position, pair):
            continue
        said: dict[str, object] = {"value": bench.columns[column][position], "latitude": lat, "longitude": lon}
        apart = round(_distance_km((lat, lon), pair), 1)
        bench.note("place_text_and_coordinates_disagree", column, position, distance_km=apart, **said)


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in degrees, on a sphere of 6371 km."""
    lat1, lat2 = radians(one[0]), radians(other[0])
    half_lat, half_lon = (lat2 - lat1) / 2, radians(other[1] - one[1]) / 2
    return 12742 * asin(min(1.0, sqrt(sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2)))


def _mark_reference_points(bench: Bench, latitude: str, longitude: str, before: list[tuple[Any, Any]]) -> None:
    """Rows whose point was repaired into one have a kind of their own: nobody wrote that point down."""
    points = list(zip(bench.columns[latitude], bench.columns[longitude], strict=True))
    counted = Counter(point for point in points if None not in point)
    for position, point in enumerate(points):
        if counted[point] >= SHARED_BY:
            kind = "reference_point" if point == before[position] else "repaired_to_reference_point"
            said = {"count": counted[point], "latitude": point[0], "longitude": point[1]}
            bench.note(kind, f"{latitude},{longitude}", position, **said)
