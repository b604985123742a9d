"""Sealing: every entry's SHA-256 digest covers all its values and the digest of the entry before it.

Whoever changes, removes or inserts an entry changes every digest after it. Values are encoded with their type and
length, so that no two different rows have the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from tilth.journal.entry import Entry

GENESIS = hashlib.sha256(b"tilth journal").digest()


def seal(entry: Entry, previous: bytes) -> bytes:
    """The digest of `entry` after the entry whose digest is `previous`; 32 bytes."""
    parts = [previous]
    for value in entry:
        if value is None:
            parts.append(b"n")
        elif isinstance(value, str):
            raw = value.encode("utf-8", "surrogatepass")
            parts.append(b"s%d;%b" % (len(raw), raw))
        elif isinstance(value, int):
            parts.append(b"i%d;" % value)
        elif isinstance(value, bytes):
            parts.append(b"b%d;%b" % (len(value), value))
        else:  # a value no journal of ours writes: a changed column type, for instance
            parts.append(b"x" + repr(value).encode())
    return hashlib.sha256(b"".join(parts)).digest()


def seal_all(entries: Iterable[Entry], previous: bytes) -> Iterator[tuple[Entry, bytes]]:
    """Each entry with its digest, chained from `previous`."""
    for entry in entries:
        previous = seal(entry, previous)
        yield entry, previous


def first_broken(sealed: Iterable[tuple[Entry, bytes]], *, after: int = 0, previous: bytes = GENESIS) -> int | None:
    """The number at which the chain first breaks, None if it holds. Numbers must run on from `after`."""
    for at, (entry, digest) in enumerate(sealed, start=after + 1):
        previous = seal(entry, previous)
        if entry.number != at or previous != digest:
            return at
    return None
