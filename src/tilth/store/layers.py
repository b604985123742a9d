"""Layers: what QGIS shows. Each row is made from one live entry and carries a digest of its values."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.ports import OutsideEdit
from tilth.journal.entry import Entry

SRS_ID = 6933
FIRST_OUTSIDE_ROW = 1_000_000_000_000  # rows of ours have the number of their entry; other programs' rows begin here
OF_KIND = {
    "suspected": "hazards",
    "confirmed": "hazards",
    "cancelled": "releases",
    "reduced": "releases",
    "cleared": "releases",
    "accident": "accidents",
    "find": "finds",
    "task": "tasks",
}
GEOMETRY_TYPE = {
    "hazards": "MULTIPOLYGON",
    "releases": "MULTIPOLYGON",
    "accidents": "POINT",
    "finds": "POINT",
    "tasks": "MULTIPOLYGON",
}
OWN_FIELDS = ("hazard", "district", "operator", "method", "area_m2")  # fields of the body with a column of their own
COLUMNS = ("id", "status", "happened_on", "said_by", *OWN_FIELDS, "attributes")

# A row that another program changed stays until its edit is booked.
_GIVE_WAY = (
    "DELETE FROM {layer} WHERE fid = ?1 "
    "AND NOT EXISTS (SELECT 1 FROM outside_edits WHERE layer = '{layer}' AND row = ?1)"
)
_MULTIPOLYGON_OF_ONE = struct.pack("<BII", 1, 6, 1)
_POLYGON = struct.pack("<BI", 1, 3)
_HEADER = struct.Struct("<2sBBi4d")


def create(connection: sqlite3.Connection) -> None:
    """Make every layer, its registration, and the triggers that notice edits by other programs."""
    for layer in GEOMETRY_TYPE:
        create_layer(connection, layer)


def create_layer(connection: sqlite3.Connection, layer: str) -> None:
    """Make one empty layer."""
    geometry_type = GEOMETRY_TYPE[layer]
    connection.execute(
        f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {geometry_type}, id TEXT, "
        "status TEXT, happened_on TEXT, said_by TEXT, hazard TEXT, district TEXT, operator TEXT, method TEXT, "
        "area_m2 INTEGER, attributes TEXT, row_digest TEXT)"
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)",
        (layer, layer, SRS_ID),
    )
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (layer,))
    connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (layer, FIRST_OUTSIDE_ROW))
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer, geometry_type, SRS_ID)
    )
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        connection.execute(
            f"CREATE TRIGGER tilth_{layer}_{verb.lower()} AFTER {verb} ON {layer} "
            "WHEN (SELECT value FROM tilth_state WHERE key = 'writing') = 0 "
            f"BEGIN INSERT OR REPLACE INTO outside_edits (layer, row) VALUES ('{layer}', {row}.fid); END"
        )


def project(connection: sqlite3.Connection, entries: Sequence[Entry], bounds: NDArray[np.float64]) -> None:
    """Bring the layers up to date with new entries and the (n, 4) bounds of their geometry.

    The row of an amended entry gives way to its successor's.
    """
    rows: dict[str, dict[int, tuple[object, ...]]] = {layer: {} for layer in GEOMETRY_TYPE}
    for entry, box in zip(entries, bounds.tolist(), strict=True):
        if entry.amends is not None:
            for layer, new in rows.items():
                if new.pop(entry.amends, None) is None:
                    connection.execute(_GIVE_WAY.format(layer=layer), (entry.amends,))
        if entry.kind in OF_KIND:
            values = values_of(entry)
            row = (entry.number, _blob(entry.geometry, box), *values, row_digest(values, entry.geometry))
            rows[OF_KIND[entry.kind]][entry.number] = row
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    for layer, new in rows.items():
        connection.executemany(f"INSERT INTO {layer} VALUES ({marks})", list(new.values()))
        drawn = [at for at, entry in enumerate(entries) if OF_KIND.get(entry.kind) == layer and entry.geometry]
        if drawn:
            _extend(connection, layer, bounds[drawn])


def values_of(entry: Entry) -> tuple[object, ...]:
    """The values of the layer columns, in the order of `COLUMNS`."""
    body = json.loads(entry.body)
    own = [_cell(body.pop(field, None)) for field in OWN_FIELDS]
    return (
        entry.source_id,
        entry.kind,
        entry.happened_on,
        entry.said_by,
        *own,
        json.dumps(body, ensure_ascii=False, sort_keys=True) if body else None,
    )


def _cell(value: object) -> object:
    """A value that a column can hold: text and numbers as they are, lists, objects and huge numbers as JSON."""
    if value is None or isinstance(value, (str, float)) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    return json.dumps(value, ensure_ascii=False)


def row_digest(values: tuple[object, ...], geometry: bytes | None) -> str:
    """Sixteen hexadecimal characters that change with any value of a row."""
    raw = repr(values).encode("utf-8", "surrogatepass") + (geometry or b"")
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def _extend(connection: sqlite3.Connection, layer: str, bounds: NDArray[np.float64]) -> None:
    """State that a layer changed, and that it reaches as far as its new rows do."""
    low, high = bounds[:, :2].min(axis=0).tolist(), bounds[:, 2:].max(axis=0).tolist()
    connection.execute(
        "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2), "
        "max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4), "
        "last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?5",
        (*low, *high, layer),
    )


# --- geometry blobs -------------------------------------------------------------------------------------------------


def _blob(wkb: bytes | None, box: Sequence[float]) -> bytes | None:
    """A geometry as a GeoPackage blob: header, envelope, well-known binary. A polygon becomes a multi-polygon."""
    if wkb is None:
        return None
    min_x, min_y, max_x, max_y = box
    many = _MULTIPOLYGON_OF_ONE if wkb.startswith(_POLYGON) else b""
    return _HEADER.pack(b"GP", 0, 0b00011, SRS_ID, min_x, max_x, min_y, max_y) + many + wkb


def wkb_of(blob: bytes | None) -> bytes | None:
    """The well-known binary inside a GeoPackage blob, a multi-polygon of one part as that part; None if empty."""
    if blob is None or len(blob) < 8 or blob[:2] != b"GP":
        return None
    envelope = (blob[3] >> 1) & 0b111
    start = 8 + (0, 32, 48, 48, 64)[envelope] if envelope < 5 else 8
    geometry = shapely.from_wkb(blob[start:], on_invalid="ignore")
    if geometry is None or geometry.is_empty:
        return None
    if geometry.geom_type == "MultiPolygon" and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    return bytes(shapely.to_wkb(geometry, byte_order=1, output_dimension=2))


# --- edits by other programs ----------------------------------------------------------------------------------------


def outside_edits(connection: sqlite3.Connection, among: Collection[str]) -> Iterator[OutsideEdit]:
    """Rows noted by the triggers of some layers that still differ from what the journal made of them."""
    for layer, fid in connection.execute("SELECT layer, row FROM outside_edits ORDER BY fid").fetchall():
        if layer not in among:
            continue
        made = _made_from(connection, layer, fid)
        row = connection.execute(f"SELECT geom, {', '.join(COLUMNS)} FROM {layer} WHERE fid = ?", (fid,)).fetchone()
        if row is None:
            if made is not None:
                yield OutsideEdit(layer, fid, "removed", made.number, None, None)
            continue
        geometry, values = wkb_of(row[0]), tuple(row[1:])
        if made is None or row_digest(values, geometry) != row_digest(values_of(made), made.geometry):
            change = "added" if made is None else "changed"
            entry = made.number if made else None
            yield OutsideEdit(layer, fid, change, entry, dict(zip(COLUMNS, values, strict=True)), geometry)


def settle(connection: sqlite3.Connection, edits: Iterable[OutsideEdit]) -> None:
    """Forget edits that were booked, with the rows that stand beside the row of the new entry."""
    for edit in edits:
        connection.execute("DELETE FROM outside_edits WHERE layer = ? AND row = ?", (edit.layer, edit.fid))
        connection.execute(f"DELETE FROM {edit.layer} WHERE fid = ?", (edit.fid,))


def _made_from(connection: sqlite3.Connection, layer: str, fid: int) -> Entry | None:
    """The entry that a row of a layer was made from, or the one that took its place since, if it is of that layer."""
    number: int | None = fid
    while number is not None:
        fid = number
        row = connection.execute("SELECT min(number) FROM tilth_journal WHERE amends = ?", (fid,)).fetchone()
        number = row[0]
    row = connection.execute(
        f"SELECT {', '.join(Entry._fields)} FROM tilth_journal WHERE number = ?", (fid,)
    ).fetchone()
    entry = Entry(*row) if row else None
    return entry if entry and OF_KIND.get(entry.kind) == layer else None
