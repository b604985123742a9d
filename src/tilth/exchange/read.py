"""Any file of rows as sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.exchange.delimited import read_csv
from tilth.exchange.geojson import read_geojson
from tilth.exchange.mapping import Mapping, apply_mapping
from tilth.exchange.naming import name_obvious_columns
from tilth.exchange.own import is_own, restore
from tilth.exchange.rows import Rows
from tilth.exchange.source import digest_of, unpacked, unreadable
from tilth.exchange.table_places import place_rows
from tilth.exchange.vector import read_vector
from tilth.exchange.workbook import read_xlsx

_DELIMITED = (".csv", ".tsv", ".txt")
_JSON = (".geojson", ".json")
_WORKBOOKS = (".xlsx", ".xlsm")
_ARCHIVES = (".zip", ".kmz")
_OTHER_JSON = re.compile(rb'"type"\s*:\s*"Topology"|"geometryType"\s*:\s*"esri|"spatialReference"|"arcs"\s*:')


def read_sheets(path: Path, *, mapping: Mapping | None = None, chunk_rows: int = 20_000) -> Iterator[Sheet]:
    """The rows of every layer of a file, in the order of the file, at most `chunk_rows` to a sheet where it can be.

    Rows are never left out: what a row lacks is None, and what is wrong with it is a finding of its sheet. A geometry
    that cannot be held stays as WKB or text for `tilth.places.examine`. A layer without rows is a sheet without rows.
    Raises Refusal where the file cannot be read; that can come after some sheets, so book nothing before the last.
    """
    mapping = mapping or Mapping()
    digest = digest_of(path)
    if path.stat().st_size == 0:
        raise unreadable(path, "it is empty")
    for rows in _read(path, mapping, chunk_rows):
        yield _sheet(rows, mapping, source=path.name, digest=digest)


def _read(path: Path, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    """By what the file's name says, and for archives and workbooks by what its first bytes say."""
    suffix = path.suffix.lower()
    head = b"" if path.is_dir() else _head(path)
    if suffix in _WORKBOOKS:
        yield from read_xlsx(path, mapping=mapping, chunk_rows=chunk_rows)
    elif suffix in _ARCHIVES or head.startswith(b"PK\x03\x04"):
        yield from _read_archive(path, mapping, chunk_rows)
    elif suffix in _DELIMITED:
        yield from read_csv(path, layer=path.stem, mapping=mapping, chunk_rows=chunk_rows)
    elif suffix in _JSON and not _OTHER_JSON.search(head):
        yield from read_geojson(path, layer=path.stem, chunk_rows=chunk_rows)
    else:
        yield from read_vector(path, mapping=mapping, chunk_rows=chunk_rows)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1 << 16)


def _read_archive(path: Path, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    with unpacked(path) as files:
        if not files:
            raise unreadable(path, "the archive holds no file of rows")
        for file in files:
            try:
                yield from _read(file, mapping, chunk_rows)
            except Refusal as refusal:
                if refusal.number != "415.1":
                    raise
                raise unreadable(path, f"{file.name}: {refusal.details['reason']}") from refusal


def _sheet(rows: Rows, mapping: Mapping, *, source: str, digest: str) -> Sheet:
    if is_own(rows.columns):
        restore(rows)
    elif rows.geometry is None:
        place_rows(rows, mapping)
    apply_mapping(rows, mapping, file=source)
    if not is_own(rows.columns):
        name_obvious_columns(rows)
    crs = mapping.crs or rows.crs
    return Sheet(source, digest, rows.layer, rows.first_row, rows.columns, rows.geometry, crs, rows.findings)
