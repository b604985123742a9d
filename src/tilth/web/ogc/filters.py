"""Choosing features: by box, by time, by property. Each answers with standing rows of a layer."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.web.columns import filters_of
from tilth.web.features import Features, Indices
from tilth.web.ogc.crs import Box
from tilth.web.problem import Problem

_FIRST, _LAST = 1, 3_652_059  # ordinals of the years 1 and 9999


def in_boxes(features: Features, boxes: list[Box]) -> NDArray[np.bool_]:
    """Which rows have a geometry that meets one of the boxes, or none at all: they could lie anywhere."""
    chosen = np.isnan(features.bounds[:, 0])
    for west, south, east, north in boxes:
        rows = features.in_box((west, south, east, north))
        bounds = features.bounds[rows]
        inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
        chosen[rows[inside]] = True
        partly = rows[~inside]
        chosen[partly] |= shapely.intersects(features.shapes[partly], shapely.box(west, south, east, north))
    return chosen


def between(text: str) -> tuple[int, int]:
    """The first and last day (ordinals) of an RFC 3339 moment, day or interval; `..` or nothing leaves an end open."""
    start, slash, end = text.partition("/")
    if not slash:
        day = _day(text)
        return day, day
    first = _FIRST if start in ("", "..") else _day(start)
    last = _LAST if end in ("", "..") else _day(end)
    if (start in ("", "..") and end in ("", "..")) or first > last:
        raise Problem(400, "datetime must be a moment, or an interval with its earlier end first.")
    return first, last


def _day(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) > 10 and moment.tzinfo is None:
            raise ValueError(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        said = "datetime is not understood. Write 2024-05-31, 2024-05-31T12:00:00Z or 2024-01-01/2024-12-31."
        raise Problem(400, said) from None
    if not text[:4].isdecimal() or text[4:5] != "-":
        raise Problem(400, "datetime is not understood. Write the day as 2024-05-31.")
    return moment.toordinal()


def with_property(features: Features, layer: str, rows: Indices, wanted: dict[str, str]) -> Indices:
    """Those of the rows whose properties are as wanted, letter by letter."""
    columns = [column for column in filters_of(layer) if column.name in wanted]
    if not columns:
        return rows

    in_body = [json.dumps(wanted[column.name], ensure_ascii=False) for column in columns if column.is_of_body]

    def fits(row: int) -> bool:
        entry = features.entries[row]
        if any(text not in entry.body for text in in_body):  # spares taking most bodies apart
            return False
        body = json.loads(entry.body) if in_body else {}
        return all(column.get(entry, body) == wanted[column.name] for column in columns)

    return np.array([row for row in rows.tolist() if fits(row)], dtype=np.int64)
