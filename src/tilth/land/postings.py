"""Postings: every movement of land between statuses, as flat columns, for a given state of knowledge.

On land whose entries were booked in the order in which they count, the posting of a node never changes: it needs
only the square metres of all faces that descend from it. The rest ("tangled": late entries, amendments) is folded
face by face, once per distinct sequence of kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.land.books import Books
from tilth.land.history import Event, Step, steps
from tilth.land.transitions import FLOW

_FLOW = np.array(FLOW, dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Postings:
    """One row per movement; `before` and `after` are status numbers, 0 is unrecorded."""

    entry: NDArray[np.int64]
    day: NDArray[np.int64]  # ordinal of the day on which the entry counts
    before: NDArray[np.int8]
    after: NDArray[np.int8]
    flow: NDArray[np.int8]
    m2: NDArray[np.int64]


def postings(books: Books, *, known: int | None = None) -> Postings:
    """All movements of land, known from the first `known` entries of the journal (None: from all)."""
    limit = books.last_entry if known is None else known
    tangled = np.array(books.face_tangled, dtype=bool)
    m2 = np.array(books.face_m2, dtype=np.int64)
    straight = _straight(books, m2 * ~tangled, limit)
    bent = _tangled(books, np.flatnonzero(tangled & (m2 > 0)), limit)
    entry = np.concatenate([straight[0], bent[0]])
    return Postings(
        entry,
        np.array(books.entry_day, dtype=np.int64)[entry],
        np.concatenate([straight[1], bent[1]]),
        np.concatenate([straight[2], bent[2]]),
        np.concatenate([straight[3], bent[3]]),
        np.concatenate([straight[4], bent[4]]),
    )


_Columns = tuple[NDArray[np.int64], NDArray[np.int8], NDArray[np.int8], NDArray[np.int8], NDArray[np.int64]]


def _straight(books: Books, m2: NDArray[np.int64], limit: int) -> _Columns:
    """The nodes themselves, each with the square metres of the faces that descend from it."""
    previous = np.array(books.node_previous, dtype=np.int64)
    depth = np.array(books.node_depth, dtype=np.int64)
    below = np.zeros(len(previous), dtype=np.int64)
    np.add.at(below, np.array(books.face_node, dtype=np.int64), m2)
    by_depth = np.argsort(depth, kind="stable")
    for level in np.split(by_depth, np.flatnonzero(np.diff(depth[by_depth])) + 1)[:0:-1]:
        np.add.at(below, previous[level], below[level])
    entry = np.array(books.node_entry, dtype=np.int64)
    before, after = np.array(books.node_before, np.int8), np.array(books.node_after, np.int8)
    moves = np.flatnonzero((entry > 0) & (entry <= limit) & (before != after) & (below > 0))
    kind = np.array(books.entry_kind, dtype=np.int8)[entry[moves]]
    return entry[moves], before[moves], after[moves], _FLOW[kind, before[moves]], below[moves]


def _tangled(books: Books, faces: NDArray[np.int64], limit: int) -> _Columns:
    """Late and amended land, face by face."""
    rows: list[tuple[int, int, int, int, int]] = []
    folded: dict[tuple[Event, ...], list[Step]] = {}
    for face in faces.tolist():
        events = [event for event in books.history(face) if event.entry <= limit]
        pattern, entries = _pattern(events)
        if pattern not in folded:
            folded[pattern] = steps(pattern)
        m2 = books.face_m2[face]
        rows += [
            (entries[step.entry], step.before, step.after, step.flow, m2)
            for step in folded[pattern]
            if step.before != step.after
        ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return table[0], table[1].astype(np.int8), table[2].astype(np.int8), table[3].astype(np.int8), table[4]


def _pattern(events: list[Event]) -> tuple[tuple[Event, ...], dict[int, int]]:
    """The same events with their entries numbered from 1, so that faces with like histories share one fold."""
    numbered = {event.entry: at for at, event in enumerate(events, start=1)}
    # An amended entry that is not on this face is numbered -1: it amends, but nothing here.
    amended = [numbered.get(event.amends, -1) if event.amends else 0 for event in events]
    pattern = tuple(
        Event(numbered[event.entry], event.kind, amends, event.covers, event.redates)
        for event, amends in zip(events, amended, strict=True)
    )
    return pattern, {at: entry for entry, at in numbered.items()}
