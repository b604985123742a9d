"""Somebody changes the journal table behind our back: every single value, every row lost, added or moved is found."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from endure_help import book, command_line, drafts, new_programme

from tilth.desk.mending import withdraw
from tilth.desk.programme import Programme
from tilth.journal.entry import Entry
from tilth.store.geopackage import open_file

COLUMNS = (*Entry._fields, "digest")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with every kind of row that fills every column."""
    path = new_programme(tmp_path_factory.mktemp("sound") / "p.gpkg")
    source = path.with_name("rows.csv")
    rows = "".join(f"R-{at},2020-0{at + 1}-11,POINT({at} {at}),AP mine\n" for at in range(4))
    source.write_text("id,date,wkt,type\n" + rows, encoding="utf-8")
    command_line("import", path, source, "--as", "finds", "--said-by", "X")
    book(path, drafts(random.Random(1), 12))
    with open_file(path) as store:
        programme = Programme(store)
        first = next(one.entry.number for one in store.read() if one.entry.land)
        withdraw(programme, first, why="a test", author="test", now=datetime.now(UTC))
    with closing(sqlite3.connect(path)) as connection:
        for trigger in ("tilth_never_changed", "tilth_never_removed"):
            connection.execute(f"DROP TRIGGER {trigger}")
        filled = connection.execute(
            f"SELECT {', '.join(f'count({name})' for name in COLUMNS)} FROM tilth_journal"
        ).fetchone()
    assert all(filled), dict(zip(COLUMNS, filled, strict=True))
    assert command_line("verify", path)[0] == 0
    return path


def _changes(value: Any) -> Iterator[tuple[str, Any]]:
    """Other values for a cell, each with its SQL: near ones, empty ones, ones of another type."""
    yield "NULL", None
    yield "?", ""
    yield "?", b""
    yield "?", 0
    yield "?", -1
    yield "?", 2**62
    yield "?", 1.5
    yield "?", "x"
    yield "CAST(x'ff' AS TEXT)", None
    yield "CAST(? AS BLOB)", value
    yield "CAST(? AS TEXT)", value
    if isinstance(value, int):
        yield "?", value + 1
        yield "?", str(value) + " "
    if isinstance(value, str):
        yield "?", value + " "
        yield "?", value + "\0"
        yield "?", value.upper()
        yield "?", value[:-1]
        yield "?", value[::-1]
    if isinstance(value, bytes) and value:
        yield "?", value[:-1]
        yield "?", value + b"\0"
        yield "?", bytes([value[0] ^ 1]) + value[1:]
        yield "?", value[:-1] + bytes([value[-1] ^ 0x80])


@pytest.mark.parametrize("column", COLUMNS)
def test_every_change_of_a_value_is_found(sound: Path, tmp_path: Path, column: str) -> None:
    numbers = _rows_to_change(sound)
    tried = 0
    for number in numbers:
        with closing(sqlite3.connect(sound)) as connection:
            (value,) = connection.execute(f"SELECT {column} FROM tilth_journal WHERE number = ?", (number,)).fetchone()
        for sql, new in _changes(value):
            path = _copy(sound, tmp_path)
            if _change(path, column, number, sql, new):
                tried += 1
                _assert_found(path, f"{column} of entry {number}: {value!r} -> {sql} {new!r}")
    assert tried >= 3 * len(numbers)


def _rows_to_change(path: Path) -> list[int]:
    """The first row, the last, a heading, an imported point, land and the withdrawal."""
    with closing(sqlite3.connect(path)) as connection:
        rows = dict(connection.execute("SELECT kind, min(number) FROM tilth_journal GROUP BY kind").fetchall())
        last = connection.execute("SELECT max(number) FROM tilth_journal").fetchone()[0]
    return sorted({1, last, last - 1, rows["import"], rows["find"], rows["suspected"], rows["withdrawal"]})


def _copy(path: Path, folder: Path) -> Path:
    return Path(shutil.copy(path, folder / "changed.gpkg"))


def _change(
    path: Path, column: str, row: int, sql: str, value: Any, *, table: str = "tilth_journal", key: str = "number"
) -> bool:
    """Whether the cell holds something else now; SQLite itself refuses some values."""
    stored = f"SELECT typeof({column}), hex({column}) FROM {table} WHERE {key} = ?"
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute(stored, (row,)).fetchone()
        values = (value, row) if "?" in sql else (row,)
        try:
            connection.execute(f"UPDATE {table} SET {column} = {sql} WHERE {key} = ?", values)
        except sqlite3.IntegrityError:
            return False
        connection.commit()
        return bool(connection.execute(stored, (row,)).fetchone() != before)


def _assert_found(path: Path, what: str, *arguments: object) -> None:
    """Verification fails or the file is refused; never a traceback, never "done"."""
    code, out, err = command_line("verify", path, *arguments)
    assert code in (1, 3), f"{what}: exit code {code}\n{out}{err}"
    assert "Traceback" not in err, what


def test_every_row_removed_is_found(sound: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        numbers = [row[0] for row in connection.execute("SELECT number FROM tilth_journal")]
    head = f"{len(numbers)}:{_digest(sound, len(numbers))}"
    for number in numbers:
        path = _copy(sound, tmp_path)
        _sql(path, "DELETE FROM tilth_journal WHERE number = ?", number)
        # The loss of the last row cannot be seen from within: for that one keeps a head outside.
        _assert_found(path, f"row {number} removed", *(("--head", head) if number == len(numbers) else ()))


def test_a_lost_end_is_found_with_a_head_kept_outside(sound: Path, tmp_path: Path) -> None:
    last = _last(sound)
    head = f"{last}:{_digest(sound, last)}"
    assert command_line("verify", sound, "--head", head)[0] == 0
    for kept in range(1, last):
        path = _copy(sound, tmp_path)
        _sql(path, "DELETE FROM tilth_journal WHERE number > ?", kept)
        _assert_found(path, f"cut after {kept}", "--head", head)


def test_an_end_rewritten_with_sound_seals_is_found_with_a_head_kept_outside(sound: Path, tmp_path: Path) -> None:
    last = _last(sound)
    head = f"{last}:{_digest(sound, last)}"
    path = _copy(sound, tmp_path)
    _sql(path, "DELETE FROM tilth_journal WHERE number > ?", last - 3)
    for table, number in (("tilth_land_index", "number"), ("hazards", "fid"), ("releases", "fid"), ("tasks", "fid")):
        _sql(path, f"DELETE FROM {table} WHERE {number} > ?", last - 3)
    _sql(path, "DELETE FROM tilth_fold")
    book(path, drafts(random.Random(9), 5))
    assert _last(path) >= last
    _assert_found(path, "rewritten", "--head", head)


def test_rows_in_another_order_are_found(sound: Path, tmp_path: Path) -> None:
    last = _last(sound)
    for one, other in ((1, 2), (2, 3), (last - 1, last), (3, last), (5, 9)):
        path = _copy(sound, tmp_path)
        for old, new in ((one, -1), (other, one), (-1, other)):
            _sql(path, "UPDATE tilth_journal SET number = ? WHERE number = ?", new, old)
        _assert_found(path, f"rows {one} and {other} changed places")


def test_a_row_put_in_is_found(sound: Path, tmp_path: Path) -> None:
    names = ", ".join(name for name in COLUMNS if name != "number")
    for at in (0, -5, _last(sound) + 1, _last(sound) + 7):
        path = _copy(sound, tmp_path)
        _sql(path, f"INSERT INTO tilth_journal SELECT ?, {names} FROM tilth_journal WHERE number = 4", at)
        _assert_found(path, f"row put in at {at}")


@pytest.mark.parametrize(
    "column", ["first_entry", "last_entry", "head", "version", "level", "entries", "nodes", "faces"]
)
def test_damaged_fold_state_is_never_believed(sound: Path, tmp_path: Path, column: str) -> None:
    wanted = command_line("account", sound, "--json")[1]
    query = f"SELECT last_entry, {column} FROM tilth_fold WHERE length({column}) > 0 ORDER BY last_entry DESC LIMIT 1"
    with closing(sqlite3.connect(sound)) as connection:
        row, value = connection.execute(query).fetchone()
    for sql, changed in _changes(value):
        path = _copy(sound, tmp_path)
        if not _change(path, column, row, sql, changed, table="tilth_fold", key="last_entry"):
            continue
        what = f"{column}: {sql} {changed!r}"
        assert command_line("account", path, "--json") == (0, wanted, ""), what
        code, _, err = command_line("rebuild", path)
        assert code == 0, f"{what}: {err}"
        assert command_line("verify", path)[0] == 0, what


def _last(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        number: int = connection.execute("SELECT max(number) FROM tilth_journal").fetchone()[0]
        return number


def _digest(path: Path, number: int) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return bytes(
            connection.execute("SELECT digest FROM tilth_journal WHERE number = ?", (number,)).fetchone()[0]
        ).hex()


def _sql(path: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()
