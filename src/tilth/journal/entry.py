"""The entry: one statement, as it was made, who made it, when it counts and when it was written down."""

from __future__ import annotations

from typing import NamedTuple

FORMAT = 1  # of the entries that this version writes

# What an entry can be. Land kinds state a status of land; the others are what their names say.
LAND_KINDS = ("suspected", "confirmed", "cancelled", "reduced", "cleared")
POINT_KINDS = ("accident", "find")
KINDS = (*LAND_KINDS, *POINT_KINDS, "task", "statement", "withdrawal", "approval", "import", "programme")


class Entry(NamedTuple):
    """One row of the journal. Field order is the order in which the values are sealed; it never changes."""

    number: int  # place in the journal, from 1
    format: int
    kind: str
    happened_on: str | None  # as stated, with its precision
    counts_on: str  # the ISO day on which it counts: the last possible day, or the day of recording if undated
    recorded_at: str  # ISO moment, UTC, never earlier than that of the entry before
    author: str  # account key of who wrote it down
    said_by: str  # who stated it
    source_id: str | None  # the id it has in its source
    amends: int | None  # the entry that it stands for
    batch: int | None  # the `import` entry that it came with
    source_row: int | None  # row of the source file, 1 is the first data row
    identity: bytes | None  # digest of the row as read, with its place among identical rows
    body: str  # all other fields, canonical JSON
    geometry: bytes | None  # WKB in the frame, vertices in whole centimetres
    land: bytes | None  # what it did to the faces of the land account, see `tilth.land.record`
