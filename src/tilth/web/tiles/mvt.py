"""Vector tiles (Mapbox Vector Tile 2.1), written for all features of a layer at once.

A tile is a protobuf message, and apart from its texts such a message is a stream of variable-length whole numbers:
keys, lengths, tags and drawing commands. The stream is laid out in one array and encoded in one go.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tilth.web.tiles.shapes import EXTENT, Commands
from tilth.web.tiles.varints import Whole, encoded, lengths

POINT, POLYGON = 1, 3
_FEATURE, _ID, _TAGS, _TYPE, _GEOMETRY = 0x12, 0x08, 0x12, 0x18, 0x22
Codes = NDArray[np.int64]


class Texts:
    """A property: for each feature the number of its value in a list of encoded values."""

    def __init__(self, name: str, codes: Codes, values: Sequence[bytes]) -> None:
        """`codes` has one number for each feature, an index of `values` (see `encoded_value`)."""
        self.name = name
        self.codes = codes
        self.values = values


def tile(layer: str, kind: int, ids: NDArray[np.int64], commands: Commands, properties: Sequence[Texts]) -> bytes:
    """A tile with one layer; features that cannot be drawn are left out."""
    drawn = commands.counts > 0
    if not drawn.any():
        return b""
    tags, values = _tags(properties, drawn)
    features = encoded(_features(kind, ids[drawn], tags, commands.stream, commands.counts[drawn]))
    keys = b"".join(_text(0x1A, one.name.encode()) for one in properties)
    body = b"\x78\x02" + _text(0x0A, layer.encode()) + features + keys + b"".join(values)
    body += b"\x28" + _varint(EXTENT)
    return _text(0x1A, body)


def _tags(properties: Sequence[Texts], drawn: NDArray[np.bool_]) -> tuple[Whole, list[bytes]]:
    """(features, 2 × properties) numbers of keys and values, and the values that occur."""
    columns: list[NDArray[np.int64]] = []
    values: list[bytes] = []
    for key, one in enumerate(properties):
        used, local = np.unique(one.codes[drawn], return_inverse=True)
        columns += [np.full(len(local), key, dtype=np.int64), local + len(values)]
        values += [one.values[code] for code in used.tolist()]
    count = int(drawn.sum())
    tags = np.stack(columns, axis=1) if columns else np.empty((count, 0), dtype=np.int64)
    return tags.astype(np.uint64), values


def _features(kind: int, ids: NDArray[np.int64], tags: Whole, stream: Whole, counts: NDArray[np.int64]) -> Whole:
    """The stream of all features: key, length, id, tags, type, commands."""
    ids_ = ids.astype(np.uint64)
    starts = np.cumsum(counts) - counts
    drawn_bytes = np.add.reduceat(lengths(stream), starts).astype(np.uint64)
    width = tags.shape[1]
    tag_bytes = lengths(tags.ravel()).reshape(tags.shape).sum(axis=1).astype(np.uint64)
    fixed = lengths(ids_) + lengths(tag_bytes) + lengths(drawn_bytes) + 5  # keys of four fields, and the type
    whole = fixed.astype(np.uint64) + tag_bytes + drawn_bytes
    head = np.column_stack(
        [
            np.full(len(ids), _FEATURE, dtype=np.uint64),
            whole,
            np.full(len(ids), _ID, dtype=np.uint64),
            ids_,
            np.full(len(ids), _TAGS, dtype=np.uint64),
            tag_bytes,
            tags,
            np.full(len(ids), _TYPE, dtype=np.uint64),
            np.full(len(ids), kind, dtype=np.uint64),
            np.full(len(ids), _GEOMETRY, dtype=np.uint64),
            drawn_bytes,
        ]
    )
    length = counts + width + 10
    begin = np.cumsum(length) - length
    out = np.empty(int(length.sum()), dtype=np.uint64)
    out[begin[:, None] + np.arange(width + 10)] = head
    at = np.repeat(begin + width + 10 - starts, counts) + np.arange(len(stream))
    out[at] = stream
    return out


def encoded_value(value: str | int) -> bytes:
    """A value of a property as it stands in a layer."""
    if isinstance(value, int):
        return _text(0x22, b"\x28" + _varint(value))
    return _text(0x22, _text(0x0A, value.encode("utf-8", "replace")))


def _text(key: int, raw: bytes) -> bytes:
    return bytes((key,)) + _varint(len(raw)) + raw


def _varint(value: int) -> bytes:
    """One number; an array is not worth its making."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
