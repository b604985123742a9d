"""Fold state in the file: small rows are merged into larger ones, so that opening reads few and writing moves little.

Sixty-four rows of one level or less become one of the next (a log-structured merge; P. O'Neil et al., 1996,
doi:10.1007/s002360050048).
"""

from __future__ import annotations

import sqlite3

from tilth.land.fold import FOLD_VERSION, Delta

FAN = 64


def keep(connection: sqlite3.Connection, change: Delta, head: bytes) -> None:
    """Add a row, and merge where enough of one level have come together."""
    entries = change.last_entry - change.first_entry + 1
    level = 0
    while entries >= FAN ** (level + 1):
        level += 1
    _insert(connection, change, head, level)
    while True:
        rows = connection.execute(
            "SELECT last_entry, level FROM tilth_fold ORDER BY last_entry DESC LIMIT ?", (FAN,)
        ).fetchall()
        if len(rows) < FAN or any(row[1] > level for row in rows):
            return
        merged = _merged(_read(connection, "last_entry >= ?", rows[-1][0]))
        connection.execute("DELETE FROM tilth_fold WHERE last_entry >= ?", (rows[-1][0],))
        level += 1
        _insert(connection, merged, head, level)


def load(connection: sqlite3.Connection, after: int) -> list[Delta] | None:
    """Fold state that follows entry `after` up to the head of the journal; None if there is none that does."""
    row = connection.execute("SELECT number, digest FROM tilth_journal ORDER BY number DESC LIMIT 1").fetchone()
    if row is None or row[0] == after:
        return []
    state = connection.execute("SELECT head, version FROM tilth_fold WHERE last_entry = ?", (row[0],)).fetchone()
    if state is None or state[0] != row[1]:
        return None
    if connection.execute("SELECT 1 FROM tilth_fold WHERE version <> ? LIMIT 1", (FOLD_VERSION,)).fetchone():
        return None
    found = [change for change in _read(connection, "last_entry > ?", after) if change.last_entry <= row[0]]
    follows = [change.first_entry for change in found] == [after + 1, *(change.last_entry + 1 for change in found[:-1])]
    is_whole = all(isinstance(packed, bytes) for change in found for packed in change[2:])
    return found if follows and is_whole else None


def _insert(connection: sqlite3.Connection, change: Delta, head: bytes, level: int) -> None:
    connection.execute(
        "INSERT INTO tilth_fold VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (change.last_entry, change.first_entry, head, FOLD_VERSION, level, change.entries, change.nodes, change.faces),
    )


def _read(connection: sqlite3.Connection, condition: str, value: int) -> list[Delta]:
    rows = connection.execute(
        f"SELECT first_entry, last_entry, entries, nodes, faces FROM tilth_fold WHERE {condition} ORDER BY last_entry",
        (value,),
    )
    return [Delta(*row) for row in rows]


def _merged(changes: list[Delta]) -> Delta:
    return Delta(
        changes[0].first_entry,
        changes[-1].last_entry,
        b"".join(change.entries for change in changes),
        b"".join(change.nodes for change in changes),
        b"".join(change.faces for change in changes),
    )
