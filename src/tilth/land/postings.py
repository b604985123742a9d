"""Postings: every movement of land between statuses, as flat columns, for a given state of knowledge.

On land whose entries were booked in the order in which they count, the posting of a node never changes: it needs
only the square metres of all faces that descend from it, and what was known earlier is a part of what is known now.
The rest is in `tilth.land.tangled`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.land.books import Books
from tilth.land.tangled import Moves, Tangled
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


class Ledger:
    """All movements of land in some books, from which those known at any time are chosen."""

    def __init__(self, books: Books) -> None:
        """Read the books once; later changes of theirs are not seen."""
        self.last_entry = books.last_entry
        self._day = np.array(books.entry_day, dtype=np.int64)
        self._straight = _straight(books)
        self._tangled = Tangled.of(books)

    def postings(self, known: int) -> Postings:
        """The movements known from the first `known` entries of the journal."""
        straight, tangled = self._straight, self._tangled.moves(known)
        chosen = straight.entry <= known
        entry = np.concatenate([straight.entry[chosen], tangled.entry])
        return Postings(
            entry,
            self._day[entry],
            np.concatenate([straight.before[chosen], tangled.before]).astype(np.int8),
            np.concatenate([straight.after[chosen], tangled.after]).astype(np.int8),
            np.concatenate([straight.flow[chosen], tangled.flow]).astype(np.int8),
            np.concatenate([straight.m2[chosen], tangled.m2]),
        )


def postings(books: Books, *, known: int | None = None) -> Postings:
    """All movements of land, known from the first `known` entries of the journal (None: from all)."""
    return Ledger(books).postings(books.last_entry if known is None else known)


def _straight(books: Books) -> Moves:
    """The nodes themselves, each with the square metres of the faces that descend from it."""
    previous = np.array(books.node_previous)
    m2 = np.array(books.face_m2, dtype=np.int64) * (np.array(books.face_tangled) == 0)
    # Whole numbers below 2^53 are exact in floating point; the land of the Earth is 1.5e14 m².
    below = np.bincount(np.array(books.face_node), weights=m2, minlength=len(previous)).astype(np.int64)
    depth = np.array(books.node_depth)
    # Sixteen bits are sorted by counting, which is several times as fast.
    depth = depth.astype(np.int16) if depth.max() < np.iinfo(np.int16).max else depth
    by_depth = np.argsort(depth, kind="stable")
    for level in np.split(by_depth, np.flatnonzero(np.diff(depth[by_depth])) + 1)[:0:-1]:
        np.add.at(below, previous[level], below[level])
    signed, before, after = np.array(books.node_entry), np.array(books.node_before), np.array(books.node_after)
    moved = np.flatnonzero((signed > 0) & (before != after) & (below > 0))
    entry, before, after = signed[moved], before[moved], after[moved]
    return Moves(entry, before, after, _FLOW[np.array(books.entry_kind)[entry], before], below[moved])
