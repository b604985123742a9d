"""The books: the faces of all drawn land, each with one whole number of square metres and its history.

Faces split but never merge. The child of a split shares the history of its parent up to the split, so histories are
kept as a tree of nodes that point backwards (a persistent stack; C. Okasaki, "Purely Functional Data Structures",
1998, ch. 2): covering a face appends one node, splitting it copies one number.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tilth.land import signature
from tilth.land.arrange import Arrangement, Classes
from tilth.land.history import Event, steps
from tilth.land.record import LandRecord
from tilth.land.transitions import BECOMES, WITHDRAWAL

CM2_PER_M2 = 10_000
HAND_CM2 = 100  # ground smaller than a hand is noise of floating noding, not land: it never makes a face of its own
_NEW = -1  # stands for "no entry speaks of it yet" where a face number is expected
_NOWHERE = -2  # ground whose covering entries match no face


class LandEntry(NamedTuple):
    """What the books need to know of an entry about drawn land."""

    number: int  # its place in the journal
    kind: int  # number of the status it states, or WITHDRAWAL
    day: int  # proleptic ordinal of the day it counts on
    amends: int = 0
    redates: bool = False


@dataclass(slots=True)
class Tally:
    """Square metres an entry moved at the time of its booking, by (status before, status after)."""

    m2: dict[tuple[int, int], int] = field(default_factory=dict)


class Books:
    """Faces, nodes and entries as flat columns. Entry 0 and node 0 stand for "nothing yet"."""

    def __init__(self) -> None:
        """Empty books."""
        self.entry_kind = array("b", [0])
        self.entry_day = array("i", [0])
        self.entry_amends = array("i", [0])
        self.entry_redates = array("b", [0])
        self.node_entry = array("i", [0])  # negative: the entry gives this face up
        self.node_previous = array("i", [0])
        self.node_before = array("b", [0])
        self.node_after = array("b", [0])
        self.node_depth = array("i", [0])
        self.face_m2 = array("q")
        self.face_cm2 = array("q")
        self.face_node = array("i")
        self.face_sign = array("Q")
        self.face_tangled = array("b")  # 1: its entries were not booked in the order in which they count
        self.touched: set[int] = set()  # faces changed since the fold state was last written
        self._index = _SignIndex(self)

    @property
    def last_entry(self) -> int:
        """The number of the last entry that is folded in."""
        return len(self.entry_kind) - 1

    # --- booking ----------------------------------------------------------------------------------------------------

    def note(self, entry: LandEntry) -> None:
        """Put an entry on the list. Entries must come in order; one that is not about drawn land has kind 0."""
        if entry.number != len(self.entry_kind):
            raise ValueError(f"entry {entry.number} cannot follow entry {self.last_entry}")
        self.entry_kind.append(entry.kind)
        self.entry_day.append(entry.day)
        self.entry_amends.append(entry.amends)
        self.entry_redates.append(entry.redates)

    def apply(self, record: LandRecord) -> Tally:
        """Fold in the land record of the entry noted last; the same step for a new booking and for a rebuild."""
        number = self.last_entry
        sign = signature.of_entry(number)
        tally = Tally()
        if record.first_face != len(self.face_m2):
            raise ValueError(f"the record of entry {number} does not follow the faces before it")
        if record.new is not None:
            self._open(*record.new, node=0, sign=0, tangled=0)
            self._cover(record.first_face, number, sign, tally)
        for parent, m2, cm2 in record.splits:
            self.face_m2[parent] -= m2
            self.face_cm2[parent] -= cm2
            self.touched.add(parent)
            child = self._open(
                m2,
                cm2,
                node=self.face_node[parent],
                sign=self.face_sign[parent],
                tangled=self.face_tangled[parent],
            )
            self._cover(child, number, sign, tally)
        for face in record.whole:
            self._cover(face, number, sign, tally)
        for face in record.lost:
            self._cover(face, -number, 0, tally)
        return tally

    def _open(self, m2: int, cm2: int, *, node: int, sign: int, tangled: int) -> int:
        self.face_m2.append(m2)
        self.face_cm2.append(cm2)
        self.face_node.append(node)
        self.face_sign.append(sign)
        self.face_tangled.append(tangled)
        return len(self.face_m2) - 1

    def _cover(self, face: int, number: int, sign: int, tally: Tally) -> None:
        """Put one node on the history of a face."""
        entry, previous = abs(number), self.face_node[face]
        kind, before = self.entry_kind[entry], self.node_after[previous]
        late = self.entry_day[entry] < self.entry_day[abs(self.node_entry[previous])]
        after = before if kind == WITHDRAWAL else BECOMES[kind][before]
        self.face_node[face] = len(self.node_entry)
        self.node_entry.append(number)
        self.node_previous.append(previous)
        self.node_before.append(before)
        self.node_after.append(after)
        self.node_depth.append(self.node_depth[previous] + 1)
        self.touched.add(face)
        if sign:
            self.face_sign[face] ^= sign
            self._index.recent[self.face_sign[face]] = face
        if late or self.entry_amends[entry] or self.face_tangled[face]:
            self.face_tangled[face] = 1
            own = [step for step in steps(self.history(face)) if step.entry == entry]
            before, after = (own[0].before, own[0].after) if own else (before, before)
        moved = before, after
        tally.m2[moved] = tally.m2.get(moved, 0) + self.face_m2[face]

    # --- looking up -------------------------------------------------------------------------------------------------

    def history(self, face: int) -> list[Event]:
        """The events of a face in the order in which they count: by day, then by booking."""
        events = []
        node = self.face_node[face]
        while node:
            entry = abs(self.node_entry[node])
            redates = bool(self.entry_redates[entry])
            events.append(
                Event(entry, self.entry_kind[entry], self.entry_amends[entry], self.node_entry[node] > 0, redates)
            )
            node = self.node_previous[node]
        return sorted(events, key=lambda event: (self.entry_day[event.entry], event.entry))

    def is_covered(self, face: int, entries: set[int]) -> bool:
        """Whether any of some entries covers a face."""
        node = self.face_node[face]
        while node:
            if self.node_entry[node] in entries:
                return True
            node = self.node_previous[node]
        return False

    def faces_with(self, signs: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The face covered by exactly the entries of each signature, -1 where there is none."""
        return self._index.find(signs)

    def changed_elsewhere(self, faces: NDArray[np.integer]) -> None:
        """Learn the signatures of faces that were not changed by `apply`."""
        self._index.learn(faces)

    def status_of(self, face: int) -> int:
        """The number of the present status of a face."""
        if not self.face_tangled[face]:
            return self.node_after[self.face_node[face]]
        posted = steps(self.history(face))
        return posted[-1].after if posted else 0


class _SignIndex:
    """From signature to face: sorted arrays for the bulk, a dictionary for what came since."""

    MERGE_AT = 250_000
    LEARN_AT = 10_000

    def __init__(self, books: Books) -> None:
        self.books = books
        self.recent: dict[int, int] = {}
        self.signs = np.empty(0, np.uint64)
        self.faces = np.empty(0, np.int64)
        self.is_complete = False  # whether the sorted arrays and `recent` together know of every face

    def merge(self) -> None:
        """Sort all faces anew and start an empty dictionary."""
        signs = np.array(self.books.face_sign, dtype=np.uint64)
        self.faces = np.argsort(signs)
        self.signs = signs[self.faces]
        self.recent.clear()
        self.is_complete = True

    def learn(self, faces: NDArray[np.integer]) -> None:
        """Take in faces that were changed elsewhere; many at once are left to the next merge."""
        if len(faces) > self.LEARN_AT:
            self.is_complete = False
        else:
            self.recent.update((self.books.face_sign[face], face) for face in faces.tolist())

    def find(self, signs: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Faces by signature; a signature that a face has left behind is not found."""
        if len(self.recent) > self.MERGE_AT or not self.is_complete:
            self.merge()
        found = np.full(len(signs), -1, np.int64)
        if len(self.signs):
            at = np.minimum(np.searchsorted(self.signs, signs), len(self.signs) - 1)
            found = np.where(self.signs[at] == signs, self.faces[at], -1)
        recent = self.recent
        for at_, sign in enumerate(signs.tolist()):
            if sign in recent:
                found[at_] = recent[sign]
        stale = [
            at_
            for at_, (face, sign) in enumerate(zip(found.tolist(), signs.tolist(), strict=True))
            if face >= 0 and self.books.face_sign[face] != sign
        ]
        found[stale] = -1
        return found


def book(
    books: Books, entries: Iterable[LandEntry], arrangement: Arrangement, numbers: NDArray[np.int64]
) -> list[tuple[LandRecord, Tally]]:
    """Book new entries in order: split the faces that each covers in part, and fold the result in.

    `numbers` holds the journal numbers of the polygons of the arrangement. Conservation: the whole number of a face
    is divided between the covered part and the rest, so the parts always sum to it.
    """
    ground = _Ground(books, arrangement)
    at_number = {number: at for at, number in enumerate(numbers.tolist())}
    done = []
    for entry in entries:
        books.note(entry)
        mine = ground.under(at_number[entry.number]) if entry.number in at_number else []
        record = _refine(books, mine, ground, entry.redates)
        if entry.amends in at_number:
            amended = {ground.faces[k] for k in ground.under(at_number[entry.amends])} - set(record.faces())
            # Slivers too small to be split off lie in faces that the amended entry does not cover.
            record.lost.extend(sorted(face for face in amended if face >= 0 and books.is_covered(face, {entry.amends})))
        done.append((record, books.apply(record)))
    return done


class _Ground:
    """The classes of an arrangement as far as they have come: how large each is, and in which face it lies now."""

    def __init__(self, books: Books, arrangement: Arrangement) -> None:
        self.faces: list[int] = []
        self.cm2: list[int] = []
        self._books = books
        self._parts = arrangement.parts
        self._needed = arrangement.complete_after.tolist()
        self._arrived = 0
        self._under: dict[int, list[int]] = {}

    def under(self, polygon: int) -> list[int]:
        """The classes that make up the ground of a polygon."""
        while self._arrived < self._needed[polygon]:
            self._take(next(self._parts))
            self._arrived += 1
        return self._under.get(polygon, [])

    def _take(self, classes: Classes) -> None:
        first = len(self.faces)
        found = np.where(classes.known == 0, _NEW, self._books.faces_with(classes.known))
        found[(found < 0) & (classes.known != 0)] = _NOWHERE
        self.faces += found.tolist()
        self.cm2 += np.rint(classes.area_m2 * CM2_PER_M2).astype(np.int64).tolist()
        order = np.argsort(classes.cover, kind="stable")
        class_of = np.repeat(np.arange(first, len(self.faces)), np.diff(classes.start))[order].tolist()
        polygons, starts = np.unique(classes.cover[order], return_index=True)
        for polygon, (start, end) in zip(polygons.tolist(), pairwise([*starts.tolist(), len(class_of)]), strict=True):
            self._under.setdefault(polygon, []).extend(class_of[start:end])


def _refine(books: Books, mine: list[int], ground: _Ground, redates: bool) -> LandRecord:
    """Which faces an entry covers, given its classes; where each class lies now is brought up to date."""
    faces, cm2 = ground.faces, ground.cm2
    covered: dict[int, int] = {}
    for k in mine:
        face = faces[k]
        covered[face] = covered.get(face, 0) + cm2[k]
    covered.pop(_NOWHERE, None)
    new_cm2 = covered.pop(_NEW, 0)
    new = (_share(1, new_cm2, CM2_PER_M2), new_cm2) if new_cm2 >= HAND_CM2 else None
    splits: list[tuple[int, int, int]] = []
    whole: list[int] = []
    for face, part in covered.items():
        all_cm2 = books.face_cm2[face]
        if all_cm2 - part <= HAND_CM2:
            whole.append(face)
        elif part >= HAND_CM2:
            splits.append((face, _share(books.face_m2[face], part, all_cm2), part))
    born = len(books.face_m2)
    parents = [_NEW] * (new is not None) + [face for face, _, _ in splits]
    becomes = {parent: born + at for at, parent in enumerate(parents)}
    if becomes:
        for k in mine:
            faces[k] = becomes.get(faces[k], faces[k])
    return LandRecord(born, new, splits, whole, redates=redates)


def _share(whole: int, part: int, of: int) -> int:
    """`whole` times `part` over `of`, rounded half up, in integers."""
    return (2 * whole * part + of) // (2 * of)
