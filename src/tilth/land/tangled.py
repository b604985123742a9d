"""Tangled land: faces whose entries were not booked in the order in which they count, or were amended.

All events of all such faces lie in flat columns, and one event per face is folded at a time, for all faces together.
On a face with one amendment two runs suffice: one that never heard of it, which holds before the amendment, and one
in which the amended entry said so from the start, which holds from then on. The few faces that were amended several
times, or redated, are folded one by one by `tilth.land.history`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tilth.land.books import Books
from tilth.land.history import Event, steps
from tilth.land.transitions import BECOMES, CONFIRMED, FLOW, FLOW_NUMBER, SUSPECTED, WITHDRAWAL

Integers = NDArray[np.int64]

# Row 6 is a word that changes nothing: a withdrawal itself, or an entry that another one took the place of.
_BECOMES = np.array([*BECOMES, list(range(6))], dtype=np.int64)
_FLOW = np.array([*FLOW, [0] * 6], dtype=np.int64)
_NOTHING = WITHDRAWAL


@dataclass(frozen=True, slots=True)
class Moves:
    """Movements of land: entry, status before and after, flow, square metres; one row each."""

    entry: NDArray[np.integer]
    before: NDArray[np.integer]
    after: NDArray[np.integer]
    flow: NDArray[np.integer]
    m2: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tangled:
    """The events of tangled faces, sorted by face, day and entry."""

    face: Integers  # place in `m2`
    entry: Integers
    kind: Integers
    covers: NDArray[np.bool_]
    amends: Integers
    redates: NDArray[np.bool_]
    m2: Integers  # of each face

    @classmethod
    def of(cls, books: Books) -> Tangled:
        """The events of all tangled faces of the books."""
        all_m2 = np.array(books.face_m2, dtype=np.int64)
        faces = np.flatnonzero(np.array(books.face_tangled, dtype=bool) & (all_m2 > 0))
        face, signed = _walk(books, faces)
        entry = np.abs(signed)
        order = np.lexsort((entry, np.array(books.entry_day, dtype=np.int64)[entry], face))
        face, entry, signed = face[order], entry[order], signed[order]
        kind = np.array(books.entry_kind, dtype=np.int64)[entry]
        amends = np.array(books.entry_amends, dtype=np.int64)[entry]
        return cls(
            face, entry, kind, signed > 0, amends, np.array(books.entry_redates, dtype=bool)[entry], all_m2[faces]
        )

    def moves(self, known: int) -> Moves:
        """What the events move, as far as the first `known` entries of the journal tell."""
        events = self._chosen(self.entry <= known)
        amended = np.bincount(events.face, weights=events.amends > 0, minlength=len(self.m2))
        redated = np.bincount(events.face, weights=events.redates, minlength=len(self.m2))
        is_plain = (amended <= 1) & (redated == 0)
        together = events._chosen(is_plain[events.face])._together()
        one_by_one = events._chosen(~is_plain[events.face])._one_by_one()
        return Moves(*[np.concatenate(pair) for pair in zip(_columns(together), _columns(one_by_one), strict=True)])

    def _chosen(self, chosen: NDArray[np.bool_]) -> Tangled:
        return Tangled(
            self.face[chosen],
            self.entry[chosen],
            self.kind[chosen],
            self.covers[chosen],
            self.amends[chosen],
            self.redates[chosen],
            self.m2,
        )

    def _together(self) -> Moves:
        """Faces with one amendment at most: two runs over all faces at once."""
        count = len(self.face)
        at = np.arange(count)
        target = self._target()
        mends = (target >= 0) & (target < at)  # the amended entry counts before the amendment
        silent = (self.amends > 0) & ~mends & (~self.covers | (self.kind == WITHDRAWAL))
        unheard = np.where(silent, _NOTHING, self.kind)
        later = target[(target >= 0) & ~mends]
        unheard[later] = _NOTHING  # amended before it counts: it never does
        heard = unheard.copy()
        heard[target[mends]] = np.where(self.covers[mends], self.kind[mends], _NOTHING)
        heard[mends] = _NOTHING
        before_a, after_a = self._run(unheard)
        before_b, after_b = self._run(heard)
        mended = np.zeros(len(self.m2), dtype=np.int64)
        mended[:] = count
        mended[self.face[mends]] = at[mends]
        since = at > mended[self.face]
        before = np.where(since, before_b, before_a)
        after = np.where(since | mends, after_b, after_a)
        flow = np.where(mends, self._mending_flow(before, after), _FLOW[unheard, before])
        return self._moves(before, after, flow)

    def _target(self) -> Integers:
        """Where the amended entry stands on the same face, -1 where it does not or nothing is amended."""
        key = self.face * (int(self.entry.max(initial=0)) + 1) + self.entry
        order = np.argsort(key, kind="stable")
        wanted = self.face * (int(self.entry.max(initial=0)) + 1) + self.amends
        found = np.minimum(np.searchsorted(key[order], wanted), max(len(key) - 1, 0))
        is_there = (self.amends > 0) & (key[order][found] == wanted) if len(key) else np.zeros(0, dtype=bool)
        return np.where(is_there, order[found] if len(key) else found, -1)

    def _run(self, kinds: Integers) -> tuple[Integers, Integers]:
        """Status before and after every event, one event per face at a time."""
        first = np.flatnonzero(np.diff(self.face, prepend=-1))
        lengths = np.diff(np.append(first, len(self.face)))
        before, after = np.zeros(len(self.face), dtype=np.int64), np.zeros(len(self.face), dtype=np.int64)
        status = np.zeros(len(first), dtype=np.int64)
        for rank in range(int(lengths.max(initial=0))):
            live = np.flatnonzero(lengths > rank)
            at = first[live] + rank
            before[at] = status[live]
            status[live] = after[at] = _BECOMES[kinds[at], status[live]]
        return before, after

    def _mending_flow(self, before: Integers, after: Integers) -> Integers:
        hazards = (SUSPECTED, CONFIRMED)
        reclassified = np.isin(before, hazards) & np.isin(after, hazards)
        named = np.where(reclassified, FLOW_NUMBER["reclassified"], FLOW_NUMBER["corrected"])
        return np.where(~self.covers & (self.kind != WITHDRAWAL), FLOW_NUMBER["resized"], named)

    def _moves(self, before: Integers, after: Integers, flow: Integers) -> Moves:
        moved = np.flatnonzero(before != after)
        return Moves(self.entry[moved], before[moved], after[moved], flow[moved], self.m2[self.face[moved]])

    def _one_by_one(self) -> Moves:
        rows: list[tuple[int, int, int, int, int]] = []
        first = np.flatnonzero(np.diff(self.face, prepend=-1)).tolist()
        columns = [column.tolist() for column in (self.entry, self.kind, self.amends, self.covers, self.redates)]
        events = [Event(*values) for values in zip(*columns, strict=True)]
        for start, end in pairwise([*first, len(events)]):
            m2 = int(self.m2[self.face[start]])
            posted = steps(events[start:end])
            rows += [(one.entry, one.before, one.after, one.flow, m2) for one in posted if one.before != one.after]
        return Moves(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)


def _columns(moves: Moves) -> tuple[NDArray[np.integer], ...]:
    return moves.entry, moves.before, moves.after, moves.flow, moves.m2


def _walk(books: Books, faces: Integers) -> tuple[Integers, Integers]:
    """(face, signed entry) of every node on the histories of some faces; faces by their place in `faces`."""
    previous = np.array(books.node_previous, dtype=np.int64)
    signed = np.array(books.node_entry, dtype=np.int64)
    at, node = np.arange(len(faces)), np.array(books.face_node, dtype=np.int64)[faces]
    found_at, found = [at[:0]], [node[:0]]
    while len(node):
        found_at.append(at)
        found.append(signed[node])
        node = previous[node]
        at, node = at[node > 0], node[node > 0]
    return np.concatenate(found_at), np.concatenate(found)
