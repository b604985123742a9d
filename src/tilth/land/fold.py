"""The books as bytes: what changed since they were last written, and how to take that in again.

Fold state is a cache of the journal. It carries a version; state of another version is thrown away and folded anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tilth.land.books import Books

FOLD_VERSION = 1

_ENTRY = np.dtype([("kind", "i1"), ("day", "<i4"), ("amends", "<i4"), ("redates", "i1")])
_NODE = np.dtype([("entry", "<i4"), ("previous", "<i4"), ("before", "i1"), ("after", "i1"), ("depth", "<i4")])
_FACE = np.dtype(
    [("face", "<i4"), ("m2", "<i8"), ("cm2", "<i8"), ("node", "<i4"), ("sign", "<u8"), ("tangled", "i1")]
)


class Mark(NamedTuple):
    """How far the books had come at some moment."""

    entries: int
    nodes: int
    faces: int


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
    entries = _pack(_ENTRY, slice(since.entries, None), books, "entry_")
    nodes = _pack(_NODE, slice(since.nodes, None), books, "node_")
    faces_at = np.array(sorted(books.touched), dtype=np.int64)
    faces = np.zeros(len(faces_at), dtype=_FACE)
    faces["face"] = faces_at
    for name in _FACE.names[1:]:
        faces[name] = np.array(getattr(books, "face_" + name))[faces_at] if len(faces_at) > 1000 else [
            getattr(books, "face_" + name)[face] for face in faces_at.tolist()
        ]
    books.touched.clear()
    return Delta(since.entries, books.last_entry, entries.tobytes(), nodes.tobytes(), faces.tobytes())


def _pack(dtype: np.dtype, chosen: slice, books: Books, prefix: str) -> np.ndarray:
    columns = {name: np.array(getattr(books, prefix + name)[chosen]) for name in dtype.names}
    table = np.zeros(len(columns[dtype.names[0]]), dtype=dtype)
    for name, column in columns.items():
        table[name] = column
    return table


def absorb(books: Books, change: Delta) -> None:
    """Take in a delta that follows the books' last entry. Raises ValueError if it does not."""
    if change.first_entry != len(books.entry_kind):
        raise ValueError("this fold state does not follow the books")
    for dtype, packed, prefix in ((_ENTRY, change.entries, "entry_"), (_NODE, change.nodes, "node_")):
        table = np.frombuffer(packed, dtype=dtype)
        for name in dtype.names:
            column = getattr(books, prefix + name)
            column.frombytes(np.ascontiguousarray(table[name], dtype=column.typecode).tobytes())
    table = np.frombuffer(change.faces, dtype=_FACE)
    born = table["face"].max(initial=-1) + 1
    for name in _FACE.names[1:]:
        column = getattr(books, "face_" + name)
        column.frombytes(bytes(max(0, born - len(column)) * column.itemsize))
        np.frombuffer(column, dtype=column.typecode)[table["face"]] = table[name]
