"""A mapping file: which column of a source holds which field, in TOML, written once and used for every delivery."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tilth.desk.refusal import Refusal
from tilth.exchange.rows import Rows
from tilth.exchange.source import unreadable

_SOURCE = ("crs", "layer", "sheet", "encoding", "delimiter", "decimal")
_GEOMETRY = ("wkt", "lat", "lon", "legs")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says. Every part may be empty."""

    columns: dict[str, str] = field(default_factory=dict)  # tilth's field -> the source's column
    constants: dict[str, Any] = field(default_factory=dict)  # field -> value of every row
    values: dict[str, dict[str, Any]] = field(default_factory=dict)  # field -> source value -> our value
    geometry: dict[str, str] = field(default_factory=dict)  # wkt, lat, lon or legs -> the source's column
    crs: str | None = None
    layer: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises Refusal if it is not there, is no TOML, or holds a key nobody reads."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise Refusal("404.2", path=path) from error
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable(path, error) from error
    _check(path, said)
    source = said.get("source", {})
    chosen = {key: source.get(key) for key in ("crs", "encoding", "delimiter", "decimal")}
    return Mapping(
        columns=said.get("columns", {}),
        constants=said.get("constants", {}),
        values=said.get("values", {}),
        geometry=said.get("geometry", {}),
        layer=source.get("layer", source.get("sheet")),
        **chosen,
    )


def _check(path: Path, said: dict[str, Any]) -> None:
    tables = ("columns", "constants", "values", "source", "geometry")
    unknown = [key for key in said if key not in tables]
    for name in tables:
        if not isinstance(said.get(name, {}), dict):
            raise unreadable(path, f"[{name}] must be a table")
    for name, known in (("source", _SOURCE), ("geometry", _GEOMETRY)):
        unknown += [f"{name}.{key}" for key in said.get(name, {}) if key not in known]
    if unknown:
        known_keys = [*tables, *(f"source.{key}" for key in _SOURCE), *(f"geometry.{key}" for key in _GEOMETRY)]
        raise Refusal("415.11", path=path.name, keys=", ".join(unknown), known=", ".join(known_keys))
    for name in ("columns", "source", "geometry"):
        wrong = [key for key, value in said.get(name, {}).items() if not isinstance(value, str)]
        if wrong:
            raise unreadable(path, f"{name}.{wrong[0]} must be a text in quotes")
    wrong = [key for key, value in said.get("values", {}).items() if not isinstance(value, dict)]
    if wrong:
        raise unreadable(path, f"values.{wrong[0]} must be a table: [values.{wrong[0]}]")
    delimiter = said.get("source", {}).get("delimiter", ",")
    if len(delimiter) != 1:
        raise unreadable(path, "source.delimiter must be one character")


def apply_mapping(rows: Rows, mapping: Mapping, *, file: str) -> None:
    """Rename mapped columns, translate values (the source's column then stays beside them) and add constants."""
    for name, column in (mapping.columns | mapping.geometry).items():
        if column not in rows.columns and rows.columns.keys() - {column}:
            known = ", ".join(rows.columns)
            raise Refusal("415.12", path=file, column=column, field=name, columns=known)
    mapped: dict[str, list[Any]] = {}
    for name, column in mapping.columns.items():
        mapped[name] = rows.columns.get(column, [None] * rows.count)
    used = {column for name, column in mapping.columns.items() if name not in mapping.values}
    kept = {name: values for name, values in rows.columns.items() if name not in used}
    for name, translation in mapping.values.items():
        source = mapped.get(name, rows.columns.get(name))
        if source is not None:
            if name in kept:
                kept[f"{name}_as_read"] = kept.pop(name)
            mapped[name] = [_translated(value, translation) for value in source]
    for name, value in mapping.constants.items():
        mapped[name] = [value] * rows.count
    clashing = {name: f"{name}_as_read" for name in kept if name in mapped}
    rows.columns = mapped | {clashing.get(name, name): values for name, values in kept.items()}


def _translated(value: object, translation: dict[str, Any]) -> object:
    """Source values are compared as text without blanks at the ends."""
    return value if value is None else translation.get(str(value).strip(), value)
