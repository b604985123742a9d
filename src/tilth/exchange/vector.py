"""Every vector format GDAL reads, layer by layer, row by row in the order of the file."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.desk.refusal import Refusal
from tilth.exchange.mapping import Mapping
from tilth.exchange.rows import Rows
from tilth.exchange.source import refuse_entities, refuse_pointers, unreadable
from tilth.places.reading import read_shapes
from tilth.terms.finding import Finding, finding

# Not data of anybody's: how QGIS draws layers, and what a programme file keeps beside them.
_NOT_DATA = ("layer_styles", "tilth_journal", "outside_edits")
_BEFORE_XML = (b"<", b"\xef", b"\xff", b"\xfe", b" ", b"\n", b"\r", b"\t")
_EXACT = 2**53  # beyond it, whole numbers that pass through floating point are rounded


def read_vector(path: Path, *, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    """Every layer, or the one the mapping names. Layers without geometry are tables."""
    import pyogrio

    if path.is_file():
        with path.open("rb") as file:
            head = file.read(1 << 16)
        if head[:1] in _BEFORE_XML:
            refuse_entities(path, head)
            refuse_pointers(path, head)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on rings and types; the geometry checks say them by row
            names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
            for name in _chosen(names, mapping, path):
                yield from _read_layer(path, name, mapping, chunk_rows)
    except (RuntimeError, ValueError, UnicodeError, OSError) as error:  # pyogrio's errors are RuntimeErrors
        raise unreadable(path, error) from error


def _chosen(names: list[str], mapping: Mapping, path: Path) -> list[str]:
    if mapping.layer is None:
        return [name for name in names if name not in _NOT_DATA]
    if mapping.layer not in names:
        raise Refusal("415.14", path=path.name, layer=mapping.layer, layers=", ".join(names))
    return [mapping.layer]


def _read_layer(path: Path, layer: str, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    """In pieces where the format can go to a row directly; else whole, for going there again would read all before."""
    import pyogrio

    info = pyogrio.read_info(path, layer=layer, encoding=mapping.encoding, force_feature_count=True)
    count = int(info["features"])
    piece = chunk_rows if info["capabilities"]["fast_set_next_by_index"] else max(count, 1)
    for start in range(0, max(count, 1), piece):
        yield _read_piece(path, layer, mapping.encoding, start, piece)


def _read_piece(path: Path, layer: str, encoding: str | None, start: int, piece: int) -> Rows:
    from pyogrio.raw import read

    options = {"layer": layer, "encoding": encoding, "return_fids": True, "datetime_as_string": True}
    meta, fids, shapes, values = read(path, skip_features=start, max_features=piece, **options)
    findings: list[Finding] = []
    columns = {
        str(name): _values(column, kind, subtype, start + 1, str(name), layer, findings)
        for name, column, kind, subtype in zip(
            meta["fields"], values, meta["ogr_types"], meta["ogr_subtypes"], strict=True
        )
    }
    geometry = None if shapes is None else read_shapes(shapes.tolist())
    return Rows(layer, start + 1, len(fids), columns, geometry, meta["crs"], findings)


def _values(
    column: NDArray[Any], kind: str, subtype: str, first: int, name: str, layer: str, findings: list[Finding]
) -> list[Any]:
    """Python values. Whole numbers with gaps arrive as floating point, a missing number as NaN."""
    listed: list[Any] = column.tolist()
    if kind in ("OFTInteger", "OFTInteger64"):
        read: list[Any] = [None if _missing(value) else int(value) for value in listed]
        if column.dtype.kind == "f":
            for position, value in enumerate(read):
                if value is not None and abs(value) > _EXACT:
                    where: dict[str, Any] = {"row": first + position, "field": name, "layer": layer}
                    findings.append(finding("precision_lost", value=value, **where))
        return [None if value is None else bool(value) for value in read] if subtype == "OFSTBoolean" else read
    return [None if _missing(value) else _plain(value) for value in listed]


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) == "NaT"


def _plain(value: object) -> object:
    """Lists as lists, bytes as hexadecimal text; an empty text is None, as in every other reader."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, bytes):
        return value.hex()
    return None if value == "" else value
