"""Writing entries as a layer of a GeoPackage 1.2 or as FlatGeobuf."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.exchange.cells import text_cell
from tilth.exchange.record import CRS, FIXED, OVERFLOW, ExportRecord
from tilth.exchange.rows import objects
from tilth.exchange.spool import Spool, column_type

_PIECE = 20_000  # rows written at a time
_FIXED_TYPES = {name: "int" if name in ("entry", "amends") else "text" for name in FIXED}
_DTYPES: dict[str, Any] = {"int": np.int64, "float": np.float64, "bool": np.bool_}
_NOTHING: dict[str, Any] = {"int": 0, "float": 0.0, "bool": False}


def write_gpkg(path: Path, spool: Spool, *, name: str) -> list[str]:
    """Write a GeoPackage of version 1.2, which stock QGIS and older GDAL read, in pieces."""
    for number, piece in enumerate(_pieces(spool, _PIECE)):
        options: dict[str, Any] = {"append": True} if number else {"dataset_options": {"VERSION": "1.2"}}
        _write(path, piece, spool, layer=name, driver="GPKG", **options)
    return _losses(spool, "GeoPackage")


def write_fgb(path: Path, spool: Spool, *, name: str) -> list[str]:
    """Write FlatGeobuf at once, for it cannot be added to, and without its index, which would sort the rows."""
    everything = list(spool)
    _write(path, everything, spool, layer=name, driver="FlatGeobuf", layer_options={"SPATIAL_INDEX": "NO"})
    empty = any(record.geometry is not None and record.geometry.is_empty for record in everything)
    loss = "FlatGeobuf does not keep empty outlines: they come back as none."
    return [*_losses(spool, "FlatGeobuf"), *([loss] if empty else [])]


def _pieces(spool: Spool, size: int) -> Iterator[list[ExportRecord]]:
    records = iter(spool)
    yield list(islice(records, size))
    while piece := list(islice(records, size)):
        yield piece


def _write(path: Path, records: list[ExportRecord], spool: Spool, **options: Any) -> None:
    from pyogrio.raw import write

    fields, values, missing = _table(records, spool)
    shapes = shapely.to_wkb(objects(record.geometry for record in records), include_srid=False)
    write(
        path, shapes, values, fields, field_mask=missing, geometry_type="Unknown", crs=CRS, encoding="UTF-8",
        promote_to_multi=False, **options,
    )  # fmt: skip


def _table(records: list[ExportRecord], spool: Spool) -> tuple[list[str], list[NDArray[Any]], list[NDArray[np.bool_]]]:
    """Names, values and which values are missing, column by column."""
    names = spool.columns(any_values=False)
    types = _FIXED_TYPES | {name: str(column_type(spool.types[name])) for name in names} | {OVERFLOW: "text"}
    rows = []
    for record in records:
        stated = record.stated()
        row = [*record.fixed(), *(stated.pop(name, None) for name in names)]
        rows.append([*row, json.dumps(stated) if stated else None])
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in types]
    missing = [np.array([value is None for value in column], dtype=bool) for column in columns]
    values = [_array(column, kind) for column, kind in zip(columns, types.values(), strict=True)]
    return list(types), values, missing


def _array(column: tuple[Any, ...], kind: str) -> NDArray[Any]:
    if kind == "text":
        return objects(None if value is None else text_cell(value) for value in column)
    return np.array([_NOTHING[kind] if value is None else value for value in column], dtype=_DTYPES[kind])


def _losses(spool: Spool, format_name: str) -> list[str]:
    mixed = [name for name in spool.columns(any_values=False) if spool.types[name] == {"int", "float"}]
    loss = f"{format_name} keeps one type per column: whole numbers in {', '.join(mixed)} come back as 1.0 for 1."
    return [loss] if mixed else []
