"""Which entry of each kind came last, so that an answer is worked out anew only after an entry that can change it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from threading import Lock
from typing import TYPE_CHECKING

from tilth.web.memory import Memory

if TYPE_CHECKING:
    from tilth.web.room import Reading

MOST_NEW = 2_000  # entries looked through one by one; after more, everything counts as changed


class Changes:
    """The entries since the first reading, by kind, and what was worked out from entries of some kinds only."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = Lock()
        self._memories: dict[frozenset[str], Memory] = {}
        self._first = self._last = (0, b"")  # between these entries all are known by their kind
        self._forget(0, b"")

    def memory(self, kinds: Collection[str]) -> Memory:
        """Answers that rest on entries of these kinds, by the mark of `mark`."""
        with self._lock:
            return self._memories.setdefault(frozenset(kinds), Memory())

    def mark(self, reading: Reading, kinds: Collection[str]) -> bytes:
        """The same for two heads of one journal where no entry of the kinds lies between them."""
        with self._lock:
            if reading.head.entries >= self._last[0] and reading.head.digest != self._last[1]:
                self._catch_up(reading)
            if reading.head.entries < self._first[0]:
                return reading.head.digest
            found = self._first
            for kind in kinds:
                numbers = self._numbers[kind]
                at = bisect_right(numbers, reading.head.entries)
                if at:
                    found = max(found, (numbers[at - 1], self._digests[kind][at - 1]))
            return found[1]

    def _catch_up(self, reading: Reading) -> None:
        head, store = reading.head, reading.programme.store
        last, digest = self._last
        is_near = last and head.entries - last <= MOST_NEW
        if not is_near or next(store.read(last)).digest != digest:
            self._forget(head.entries, head.digest)
            return
        for sealed in store.read(last + 1):
            self._numbers[sealed.entry.kind].append(sealed.entry.number)
            self._digests[sealed.entry.kind].append(sealed.digest)
        self._last = head.entries, head.digest

    def _forget(self, entries: int, digest: bytes) -> None:
        self._first = self._last = (entries, digest)
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._digests: defaultdict[str, list[bytes]] = defaultdict(list)
