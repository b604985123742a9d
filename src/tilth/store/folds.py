"""Fold state in the file: small rows are merged into larger ones, so that opening reads few and writing moves little.

Sixty-four rows of one level or less become one of the next (a log-structured merge; P. O'Neil et al., 1996,
doi:10.1007/s002360050048).
"""

from __future__ import annotations

import hashlib
import sqlite3

from tilth.land.fold import FOLD_VERSION, Delta

FAN = 64
_HEAD = 32  # bytes of a digest


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
        merged = _merged([change for change, _ in _read(connection, "last_entry >= ?", rows[-1][0])])
        connection.execute("DELETE FROM tilth_fold WHERE last_entry >= ?", (rows[-1][0],))
        level += 1
        _insert(connection, merged, head, level)


def load(connection: sqlite3.Connection, after: int) -> list[Delta] | None:
    """Fold state that follows entry `after` up to the head of the journal; None if there is none that does."""
    row = connection.execute("SELECT number, digest FROM tilth_journal ORDER BY number DESC LIMIT 1").fetchone()
    if row is None or row[0] == after:
        return []
    state = connection.execute("SELECT head, version FROM tilth_fold WHERE last_entry = ?", (row[0],)).fetchone()
    if state is None or not isinstance(state[0], bytes) or state[0][:_HEAD] != row[1]:
        return None
    if connection.execute("SELECT 1 FROM tilth_fold WHERE version <> ? LIMIT 1", (FOLD_VERSION,)).fetchone():
        return None
    read = _read(connection, "last_entry > ? AND last_entry <= ?", after, row[0])
    found = [change for change, _ in read]
    follows = [change.first_entry for change in found] == [after + 1, *(change.last_entry + 1 for change in found[:-1])]
    return found if follows and all(_is_whole(*pair) for pair in read) else None


def _insert(connection: sqlite3.Connection, change: Delta, head: bytes, level: int) -> None:
    connection.execute(
        "INSERT INTO tilth_fold VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (change.last_entry, change.first_entry, head + _checksum(change), FOLD_VERSION, level, *change[2:]),
    )


def _read(connection: sqlite3.Connection, condition: str, *values: int) -> list[tuple[Delta, bytes]]:
    """Fold state with what stands in the column `head`: the digest of its last entry, then its own checksum."""
    rows = connection.execute(
        "SELECT first_entry, last_entry, entries, nodes, faces, head FROM tilth_fold "
        f"WHERE {condition} ORDER BY last_entry",
        values,
    )
    return [(Delta(*row[:5]), row[5]) for row in rows]


def _is_whole(change: Delta, head: bytes) -> bool:
    """Whether the state is what was kept; damaged state is folded anew from the journal."""
    are_bytes = all(isinstance(packed, bytes) for packed in (*change[2:], head))
    return are_bytes and head[_HEAD:] == _checksum(change)


def _checksum(change: Delta) -> bytes:
    state = hashlib.blake2b(repr(change[:2]).encode(), digest_size=16)
    for packed in change[2:]:
        state.update(packed)
    return state.digest()


def _merged(changes: list[Delta]) -> Delta:
    return Delta(
        changes[0].first_entry,
        changes[-1].last_entry,
        b"".join(change.entries for change in changes),
        b"".join(change.nodes for change in changes),
        b"".join(change.faces for change in changes),
    )
