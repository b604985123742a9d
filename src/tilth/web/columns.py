"""Columns: what a feature says of itself, for each layer, and how to read it from the entry."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from tilth.journal.entry import LAND_KINDS, Entry
from tilth.web.schema import Schema

Getter = Callable[[Entry, dict[str, Any]], Any]


class Column(NamedTuple):
    """A property of features. A `filter` may be asked for as a parameter of its name."""

    name: str
    schema: Schema
    get: Getter
    is_filter: bool = False
    is_of_body: bool = False


def _text(description: str) -> Schema:
    return {"type": "string", "nullable": True, "description": description}


def _own(name: str) -> Getter:
    def get(entry: Entry, body: dict[str, Any]) -> Any:
        del entry
        value = body.get(name)
        return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return get


def _column(name: str, description: str) -> Column:
    """A field of the entry's body, as text."""
    return Column(name, _text(description), _own(name), is_filter=True, is_of_body=True)


_EVERY = (
    Column("id", _text("The id in its source."), lambda entry, body: entry.source_id, is_filter=True),
    Column("status", _text("What the entry states: its kind."), lambda entry, body: entry.kind, is_filter=True),
    Column("happened_on", _text("As stated, with its precision."), lambda entry, body: entry.happened_on),
    Column("counts_on", _text("The day on which it counts."), lambda entry, body: entry.counts_on),
    Column("recorded_at", _text("When it was written down, UTC."), lambda entry, body: entry.recorded_at),
    Column("said_by", _text("Who stated it."), lambda entry, body: entry.said_by, is_filter=True),
    Column(
        "entry",
        {"type": "integer", "description": "The entry of the journal with its last word."},
        lambda entry, body: entry.number,
    ),
    _column("district", "The district it names."),
    _column("operator", "The operator it names."),
)
_LAND = (_column("method", "How it was surveyed or cleared."), _column("hazard", "The hazard it belongs to."))
_TASK = (
    _column("action", "cancel, reduce or clear."),
    _column("team", "The team that is to work."),
    _column("planned_from", "First planned day."),
    _column("planned_to", "Last planned day."),
)
_POINT = (_column("type", "What was found, or what happened."),)


def _count(status: str) -> Column:
    schema = {"type": "integer", "description": f"Records of {status} land whose middle lies in the cell."}
    return Column(status, schema, lambda entry, body: body[status])


COLUMNS: dict[str, tuple[Column, ...]] = {
    "cells": (
        Column(
            "until", _text("What had happened by the end of this day is counted."), lambda entry, body: entry.counts_on
        ),
        *(_count(status) for status in LAND_KINDS),
    ),
    "hazards": (*_EVERY, *_LAND),
    "releases": (*_EVERY, *_LAND),
    "tasks": (*_EVERY, *_LAND, *_TASK),
    "accidents": (*_EVERY, *_POINT),
    "finds": (*_EVERY, *_POINT),
}
M2: Schema = {
    "type": "integer",
    "nullable": True,
    "description": "Whole square metres inside the outline, measured in the equal-area frame.",
}
ATTRIBUTES: Schema = {
    "type": "object",
    "nullable": True,
    "description": "Everything else that the source said, as it said it.",
    "additionalProperties": True,
}


def properties_schema(layer: str) -> Schema:
    """The schema of a feature's properties."""
    named = {column.name: column.schema for column in COLUMNS[layer]}
    return {"type": "object", "properties": named | {"area_m2": M2, "attributes": ATTRIBUTES}}


def filters_of(layer: str) -> tuple[Column, ...]:
    """The columns that may be filtered by."""
    return tuple(column for column in COLUMNS[layer] if column.is_filter)


def properties_of(layer: str, entry: Entry, m2: int, *, drawn: bool) -> dict[str, Any]:
    """The properties of a feature; what has no column of its own stands in `attributes`."""
    body = json.loads(entry.body)
    named = {column.name: column.get(entry, body) for column in COLUMNS[layer]}
    if layer == "cells":  # nothing but what it counts
        return named
    rest = {key: value for key, value in body.items() if key not in named and value not in ("", None)}
    if rest.get("area_m2") == m2:
        del rest["area_m2"]
    elif "area_m2" in rest:
        rest["stated_area_m2"] = rest.pop("area_m2")
    return named | {"area_m2": m2 if drawn and m2 else None, "attributes": rest or None}
