"""The entry: one statement, as it was made, who made it, when it counts and when it was written down."""

from __future__ import annotations

from typing import NamedTuple

FORMAT = 1  # of the entries that this version writes

# What an entry can be. Land kinds state a status of land; the others are what their names say.
LAND_KINDS = ("suspected", "confirmed", "cancelled", "reduced", "cleared")
POINT_KINDS = ("accident", "find")
# Statements about statements: who the sources are, what they are called, how far they are trusted, what cites what.
REGISTER_KINDS = ("source", "alias", "identity", "report", "grade", "relation", "citation", "remark")
# Who may do what: teams, their people (by key), dogs and machines, what they learned, and what they are certified for.
TEAM_KINDS = ("team", "member", "asset", "course", "certificate", "suspension")
# A task order and what is said of its task: days of work, visits, and the steps to land handed over.
WORK_KINDS = (
    *("task", "progress", "inspection", "correction", "stoppage", "resumption", "completion"),
    *("handover", "reopening"),
)
# What happened to persons, who are named by key only, and that what was held of one of them was erased.
PERSON_KINDS = ("victim", "erasure")
PLACED_KINDS = (*POINT_KINDS, "victim")  # their geometry is a point
KINDS = (
    *(*LAND_KINDS, *POINT_KINDS, "statement", *REGISTER_KINDS, *TEAM_KINDS, *WORK_KINDS),
    *(*PERSON_KINDS, "withdrawal", "approval", "import", "programme"),
)


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
