"""Files written here come back as they were: texts unquoted, numbers as numbers, attributes in their own columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tilth.exchange.cells import read_text_cell, read_value_cell
from tilth.exchange.record import CLASH, CRS, FIXED, MARKS, OVERFLOW, WKT
from tilth.exchange.rows import Rows
from tilth.places.reading import read_shapes

_WHOLE = ("entry", "amends")


def is_own(columns: Iterable[str]) -> bool:
    """Whether columns of these names were written by `write_entries`."""
    return set(columns) >= MARKS


def restore(rows: Rows) -> None:
    """Undo what writing did to the values."""
    if rows.geometry is None and WKT in rows.columns:
        rows.geometry = read_shapes(rows.columns.pop(WKT))
    overflow = rows.columns.pop(OVERFLOW, None)
    for name, values in rows.columns.items():
        if name in _WHOLE:
            rows.columns[name] = [_whole(value) for value in values]
        elif rows.quotes and (rows.keeps_types or name in FIXED):
            rows.columns[name] = [read_text_cell(value) if isinstance(value, str) else value for value in values]
        elif rows.quotes:
            rows.columns[name] = [read_value_cell(value) if isinstance(value, str) else value for value in values]
    _spread(rows, overflow or [])
    rows.crs = rows.crs or CRS


def _whole(value: object) -> object:
    """A number that somebody else's program turned into text or a fraction is a number again."""
    try:
        return value if value is None else int(float(str(value)))
    except (ValueError, OverflowError):
        return value


def _spread(rows: Rows, overflow: list[Any]) -> None:
    """Attributes without a column of their own get one in the sheet."""
    for position, said in enumerate(overflow):
        for name, value in _object(said).items():
            column = name + CLASH if name in FIXED else name
            if column not in rows.columns:
                rows.columns[column] = [None] * rows.count
            rows.columns[column][position] = value


def _object(said: object) -> dict[str, Any]:
    if isinstance(said, str):
        try:
            said = json.loads(read_text_cell(said))
        except (ValueError, RecursionError):
            return {OVERFLOW: said}
    return said if isinstance(said, dict) else {} if said is None else {OVERFLOW: said}
