"""The books as bytes: what changed since they were last written, and how to take that in again.

Fold state is a cache of the journal. It carries a version; state of another version is thrown away and folded anew.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tilth.land.books import Books

FOLD_VERSION = 1

_ENTRY_COLUMNS = {"kind": "i1", "day": "<i4", "amends": "<i4", "redates": "i1"}
_NODE_COLUMNS = {"entry": "<i4", "previous": "<i4", "before": "i1", "after": "i1", "depth": "<i4"}
_FACE_COLUMNS = {"m2": "<i8", "cm2": "<i8", "node": "<i4", "sign": "<u8", "tangled": "i1"}
_ENTRY = np.dtype(list(_ENTRY_COLUMNS.items()))
_NODE = np.dtype(list(_NODE_COLUMNS.items()))
_FACE = np.dtype([("face", "<i4"), *_FACE_COLUMNS.items()])


class Mark(NamedTuple):
    """How far the books had come at some moment."""

    entries: int
    nodes: int
    faces: int


NOTHING = Mark(1, 1, 0)  # empty books hold an entry and a node that stand for "nothing yet"


class Delta(NamedTuple):
    """Entries, nodes and faces added since a mark, and faces changed; each a packed table."""

    first_entry: int
    last_entry: int
    entries: bytes
    nodes: bytes
    faces: bytes


def mark(books: Books) -> Mark:
    """Where the books stand now."""
    return Mark(len(books.entry_kind), len(books.node_entry), len(books.face_m2))


def delta(books: Books, since: Mark) -> Delta:
    """All that changed since `since`; the set of touched faces starts anew."""
    entries = _pack(_ENTRY, {name: getattr(books, "entry_" + name)[since.entries :] for name in _ENTRY_COLUMNS})
    nodes = _pack(_NODE, {name: getattr(books, "node_" + name)[since.nodes :] for name in _NODE_COLUMNS})
    touched = sorted(books.touched)
    now = {name: getattr(books, "face_" + name) for name in _FACE_COLUMNS}
    faces = _pack(_FACE, {"face": touched} | {name: [at[face] for face in touched] for name, at in now.items()})
    books.touched.clear()
    return Delta(since.entries, books.last_entry, entries.tobytes(), nodes.tobytes(), faces.tobytes())


def _pack(dtype: np.dtype[np.void], columns: Mapping[str, Sequence[int]]) -> NDArray[np.void]:
    table = np.zeros(len(next(iter(columns.values()))), dtype=dtype)
    for name, column in columns.items():
        table[name] = column
    return table


def absorb(books: Books, change: Delta) -> None:
    """Take in a delta that follows the books' last entry. Raises ValueError if it does not."""
    if change.first_entry != len(books.entry_kind):
        raise ValueError("this fold state does not follow the books")
    entries, nodes = np.frombuffer(change.entries, dtype=_ENTRY), np.frombuffer(change.nodes, dtype=_NODE)
    for name in _ENTRY_COLUMNS:
        _extend(getattr(books, "entry_" + name), entries[name])
    for name in _NODE_COLUMNS:
        _extend(getattr(books, "node_" + name), nodes[name])
    table = np.frombuffer(change.faces, dtype=_FACE)
    born = int(table["face"].max(initial=-1)) + 1
    for name in _FACE_COLUMNS:
        column = getattr(books, "face_" + name)
        column.frombytes(bytes(max(0, born - len(column)) * column.itemsize))
        np.frombuffer(column, dtype=column.typecode)[table["face"]] = table[name]
    books.changed_elsewhere(table["face"])


def _extend(column: array[int], values: NDArray[np.integer]) -> None:
    column.frombytes(np.ascontiguousarray(values, dtype=column.typecode).tobytes())
