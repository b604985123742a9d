"""A programme in one GeoPackage file: the default store.

One writer at a time, many readers: a write is one `BEGIN IMMEDIATE` transaction that appends entries, keeps fold
state and brings the layers up to date, so that `kill -9` at any moment loses nothing acknowledged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.ports import Head, OutsideEdit, Sealed
from tilth.desk.refusal import Refusal
from tilth.journal.entry import FORMAT, Entry
from tilth.journal.seal import GENESIS
from tilth.journal.upcast import upcast
from tilth.land.fold import Delta
from tilth.places.frame import read_crs
from tilth.store import folds, layers
from tilth.store.files import APPLICATION_ID, USER_VERSION, refuse_network_drive, refuse_what_is_too_small, refusing
from tilth.store.replaced import put_aside, replaced_layers
from tilth.store.spatial_functions import register

LOCK_WAIT_S = 30.0
CACHE_KIB = 256 * 1024
_FIELDS = ", ".join(Entry._fields)
_MARKS = ", ".join("?" * (len(Entry._fields) + 1))
_HAS_NO_SUCCESSOR = "NOT EXISTS (SELECT 1 FROM tilth_journal AS a WHERE a.amends = j.number)"


def create(path: Path) -> GeoPackage:
    """Make a new, empty programme file. Raises Refusal if the file exists or its folder cannot be written."""
    if path.exists():
        raise Refusal("409.1", path=path)
    refuse_network_drive(path, _mounts())
    with refusing(path):
        connection = _connect(path)
        try:
            _make_tables(connection)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
    return GeoPackage(path, connection)


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    connection.executescript(files("tilth.store").joinpath("schema.sql").read_text(encoding="utf-8"))
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _reference_systems())
    layers.create(connection)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")  # last: GDAL looks for the numbers above in the file itself


def open_file(path: Path, *, any_format: bool = False, any_thread: bool = False) -> GeoPackage:
    """Open a programme file. Raises Refusal where it is missing, damaged, newer, locked or on a network drive.

    With `any_format` a journal of a newer format is opened too, to check what it was sealed as. With `any_thread` it
    may pass from one thread to another; the caller sees to it that one at a time uses it.
    """
    refuse_what_is_too_small(path)
    refuse_network_drive(path, _mounts())
    with refusing(path):
        connection = _connect(path, any_thread=any_thread)
        try:
            last = connection.execute("SELECT format FROM tilth_journal ORDER BY number DESC LIMIT 1").fetchone()
            is_newer = last is not None and isinstance(last[0], int) and last[0] > FORMAT  # formats only ever rise
            if is_newer and not any_format:
                raise Refusal("426.1", path=path, format=last[0])
            if any_thread:
                _let_many_read(connection)
        except BaseException:
            connection.close()
            raise
    return GeoPackage(path, connection)


def _connect(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=LOCK_WAIT_S, isolation_level=None, check_same_thread=not any_thread)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    register(connection)
    connection.text_factory = _text
    return connection


def _let_many_read(connection: sqlite3.Connection) -> None:
    """Many will read while one writes: a copy comes without the log that this takes.

    Where it cannot be had now, in a file that is only read or that somebody is busy with, it is asked for again before
    the first writing.
    """
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _text(raw: bytes) -> str:
    """Text as stored; bytes that are no UTF-8 were put there by somebody else and must be seen by `verify`."""
    return raw.decode("utf-8", "surrogateescape")


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""


def _reference_systems() -> list[tuple[object, ...]]:
    undefined = "undefined"
    known = [(code, read_crs(f"EPSG:{code}")) for code in (4326, layers.SRS_ID)]
    return [
        ("Undefined cartesian SRS", -1, "NONE", -1, undefined, "undefined cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, undefined, "undefined geographic coordinate reference system"),
        *((crs.name, code, "EPSG", code, crs.to_wkt("WKT1_GDAL"), None) for code, crs in known if crs is not None),
    ]


class GeoPackage:
    """An open programme file. Implements `tilth.desk.ports.Store`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Wrap an open connection; use `create` or `open_file`."""
        self.path = path
        self._db = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- reading ----------------------------------------------------------------------------------------------------

    def head(self) -> Head:
        """The end of the journal."""
        with refusing(self.path):
            row = self._db.execute(
                "SELECT number, digest, recorded_at FROM tilth_journal ORDER BY number DESC LIMIT 1"
            ).fetchone()
        if row is None:
            return Head(0, GENESIS, "")
        number, digest, recorded_at = row
        raw = digest if isinstance(digest, bytes) else str(digest).encode(errors="surrogateescape")
        return Head(number, raw, recorded_at)

    @contextmanager
    def snapshot(self) -> Iterator[Head]:
        """One state of the file, whoever writes meanwhile; yields the end of the journal in it."""
        if self._db.in_transaction:  # one state already
            yield self.head()
            return
        with refusing(self.path):
            self._db.execute("BEGIN")  # the first question below fixes what all later ones see
        try:
            yield self.head()
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def read(
        self,
        first: int = 1,
        *,
        kinds: Collection[str] | None = None,
        drawn: bool = True,
        holding: str | None = None,
    ) -> Iterator[Sealed]:
        """Entries in order, from number `first` on."""
        only = "" if kinds is None else "AND kind IN (SELECT value FROM json_each(?))"
        only += "" if drawn else " AND geometry IS NULL"
        only += "" if holding is None else " AND instr(body, ?) > 0"
        values = [first, *([] if kinds is None else [json.dumps(sorted(kinds))]), *([holding] if holding else [])]
        with refusing(self.path):
            cursor = self._db.execute(
                f"SELECT {_FIELDS}, digest FROM tilth_journal WHERE number >= ? {only} ORDER BY number", values
            )
            for *fields, digest in cursor:
                yield Sealed(Entry(*fields), digest)

    def entry(self, number: int) -> Entry | None:
        """One entry."""
        with refusing(self.path):
            row = self._db.execute(f"SELECT {_FIELDS} FROM tilth_journal WHERE number = ?", (number,)).fetchone()
        return upcast(Entry(*row)) if row else None

    def folds(self, after: int) -> list[Delta] | None:
        """Fold state after entry `after`; None where it is missing, of another version, or not of this journal."""
        with refusing(self.path):
            return folds.load(self._db, after)

    def touching(self, boxes: NDArray[np.float64]) -> tuple[NDArray[np.int64], list[bytes]]:
        """Land entries whose bounds meet any of the boxes."""
        query = "SELECT number FROM tilth_land_index WHERE max_x >= ? AND min_x <= ? AND max_y >= ? AND min_y <= ?"
        found: set[int] = set()
        with refusing(self.path):
            for min_x, min_y, max_x, max_y in boxes.tolist():
                found.update(row[0] for row in self._db.execute(query, (min_x, max_x, min_y, max_y)))
            numbers = sorted(found)
            rows = self._db.execute(
                "SELECT geometry FROM json_each(?) JOIN tilth_journal ON number = value ORDER BY number",
                (json.dumps(numbers),),
            )
            return np.array(numbers, dtype=np.int64), [row[0] for row in rows]

    def booked(self, identities: Sequence[bytes]) -> dict[bytes, int]:
        """Which row identities are in the journal."""
        found = {}
        with refusing(self.path):
            for identity in identities:
                row = self._db.execute("SELECT number FROM tilth_journal WHERE identity = ?", (identity,)).fetchone()
                if row:
                    found[identity] = row[0]
        return found

    def live_ids(self, said_by: str | None, source_ids: Collection[str] | None, kind: str) -> dict[str, list[int]]:
        """Entries of a layer by source id that nothing amends."""
        same = [name for name, layer in layers.OF_KIND.items() if layer == layers.OF_KIND.get(kind)]
        kinds = json.dumps(same or [kind])  # a kind without a layer stands alone
        some = "" if source_ids is None else "AND source_id IN (SELECT value FROM json_each(?))"
        values = [said_by, said_by, kinds] + ([] if source_ids is None else [json.dumps(sorted(source_ids))])
        with refusing(self.path):
            rows = self._db.execute(
                "SELECT source_id, number FROM tilth_journal AS j WHERE source_id IS NOT NULL "
                "AND (? IS NULL OR said_by = ?) AND kind IN (SELECT value FROM json_each(?)) "
                f"{some} AND {_HAS_NO_SUCCESSOR} ORDER BY number",
                values,
            )
            found: dict[str, list[int]] = {}
            for source_id, number in rows:
                found.setdefault(source_id, []).append(number)
        return found

    def replacement(self, number: int) -> int | None:
        """The entry that amends or withdraws `number`."""
        with refusing(self.path):
            row = self._db.execute("SELECT number FROM tilth_journal WHERE amends = ?", (number,)).fetchone()
        return row[0] if row else None

    def outside_edits(self) -> list[OutsideEdit]:
        """Rows of layers that another program added, changed or removed, and that still differ."""
        with refusing(self.path):
            return list(layers.outside_edits(self._db, layers.GEOMETRY_TYPE.keys() - set(self.replaced_layers())))

    def replaced_layers(self) -> list[str]:
        """Layers that another program wrote anew."""
        return replaced_layers(self._db)

    def copy_to(self, out: Path) -> None:
        """A complete copy in one file, made while others may go on reading and writing."""
        if out.exists():
            raise Refusal("409.1", path=out)
        with refusing(out):
            try:
                self._db.execute("VACUUM INTO ?", (str(out),))
            except BaseException:
                out.unlink(missing_ok=True)  # half a copy is worse than none
                raise

    # --- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Self]:
        """One transaction: everything or nothing."""
        with refusing(self.path):
            self._db.execute("PRAGMA journal_mode = WAL")  # a copy comes without; a read-only file is only ever read
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("UPDATE tilth_state SET value = 1 WHERE key = 'writing'")
                yield self
                self._db.execute("UPDATE tilth_state SET value = 0 WHERE key = 'writing'")
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def append(self, sealed: Iterable[Sealed]) -> None:
        """Append entries, index their land, and bring the layers up to date."""
        replaced = self.replaced_layers()
        if replaced:
            raise Refusal("409.7", path=self.path, layers=", ".join(replaced))
        many = list(sealed)
        rows = [(*entry, digest) for entry, digest in many]
        self._db.executemany(f"INSERT INTO tilth_journal VALUES ({_MARKS})", rows)
        self._project([entry for entry, _ in many])

    def _project(self, entries: list[Entry]) -> None:
        """Bring the index of land and the layers up to date."""
        bounds = shapely.bounds(shapely.from_wkb(np.array([entry.geometry for entry in entries], dtype=object)))
        self._db.executemany(
            "INSERT INTO tilth_land_index VALUES (?, ?, ?, ?, ?)",
            [
                (entry.number, min_x, max_x, min_y, max_y)
                for entry, (min_x, min_y, max_x, max_y) in zip(entries, bounds.tolist(), strict=True)
                if entry.land is not None and entry.geometry is not None
            ],
        )
        layers.project(self._db, entries, bounds)

    def keep_fold(self, change: Delta) -> None:
        """Keep fold state for the entries just appended."""
        folds.keep(self._db, change, self.head().digest)

    def rebuild_layers(self) -> None:
        """Make every layer and the index of land anew from the journal, and forget what other programs did."""
        self._db.execute("DELETE FROM tilth_land_index")
        for layer in self.replaced_layers():
            put_aside(self._db, layer)
        for layer in layers.GEOMETRY_TYPE:
            self._db.execute(f"DELETE FROM {layer}")
        self._db.execute("DELETE FROM outside_edits")
        batch: list[Entry] = []
        for entry, _ in self.read():
            batch.append(upcast(entry))
            if len(batch) == 10_000:
                self._project(batch)
                batch = []
        self._project(batch)

    def settle(self, edits: Iterable[OutsideEdit]) -> None:
        """Stop waiting for edits that were booked."""
        layers.settle(self._db, edits)

    def forget_folds(self) -> None:
        """Throw all fold state away."""
        self._db.execute("DELETE FROM tilth_fold")
