"""A programme in memory: for tests, for trying an import before it is booked, and for measuring anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.ports import Head, OutsideEdit, Sealed
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.journal.seal import GENESIS
from tilth.land.fold import Delta

_HAZARDS, _RELEASES = LAND_KINDS[:2], LAND_KINDS[2:]


class Memory:
    """A store without a file. Implements `tilth.desk.ports.Store`."""

    def __init__(self, sealed: Iterable[Sealed] = ()) -> None:
        """A store that already holds `sealed`."""
        self._sealed: list[Sealed] = list(sealed)
        self._amended = {entry.amends: entry.number for entry, _ in self._sealed if entry.amends}
        self._identity = {entry.identity: entry.number for entry, _ in self._sealed if entry.identity}

    def close(self) -> None:
        """Nothing to let go of."""

    def head(self) -> Head:
        """The end of the journal."""
        if not self._sealed:
            return Head(0, GENESIS, "")
        entry, digest = self._sealed[-1]
        return Head(entry.number, digest, entry.recorded_at)

    @contextmanager
    def snapshot(self) -> Iterator[Head]:
        """Nobody else writes here."""
        yield self.head()

    def read(
        self,
        first: int = 1,
        *,
        kinds: Collection[str] | None = None,
        drawn: bool = True,
        holding: str | None = None,
    ) -> Iterator[Sealed]:
        """Entries in order, from number `first` on."""
        for one in self._sealed[max(first, 1) - 1 :]:
            of_kind = (kinds is None or one.entry.kind in kinds) and (drawn or one.entry.geometry is None)
            if of_kind and (holding is None or holding in one.entry.body):
                yield one

    def entry(self, number: int) -> Entry | None:
        """One entry."""
        return self._sealed[number - 1].entry if 1 <= number <= len(self._sealed) else None

    def folds(self, after: int) -> list[Delta] | None:
        """None: memory keeps no fold state."""
        return [] if after == len(self._sealed) else None

    def touching(self, boxes: NDArray[np.float64]) -> tuple[NDArray[np.int64], list[bytes]]:
        """Land entries whose bounds meet any of the boxes."""
        land = [(e.number, e.geometry) for e, _ in self._sealed if e.land is not None and e.geometry is not None]
        shapes = shapely.from_wkb(np.array([geometry for _, geometry in land], dtype=object))
        hit = np.unique(shapely.STRtree(shapes).query(shapely.box(*boxes.T))[1])
        return np.array([land[at][0] for at in hit], dtype=np.int64), [land[at][1] for at in hit]

    def booked(self, identities: Sequence[bytes]) -> dict[bytes, int]:
        """Which row identities are in the journal."""
        return {identity: self._identity[identity] for identity in identities if identity in self._identity}

    def live_ids(self, said_by: str | None, source_ids: Collection[str] | None, kind: str) -> dict[str, list[int]]:
        """Entries of a layer by source id that nothing amends."""
        kinds = next((group for group in (_HAZARDS, _RELEASES) if kind in group), (kind,))
        found: dict[str, list[int]] = {}
        for entry, _ in self._sealed:
            wanted = entry.source_id is not None and said_by in (None, entry.said_by) and entry.kind in kinds
            if wanted and entry.number not in self._amended and (source_ids is None or entry.source_id in source_ids):
                found.setdefault(str(entry.source_id), []).append(entry.number)
        return found

    def replacement(self, number: int) -> int | None:
        """The entry that amends or withdraws `number`."""
        return self._amended.get(number)

    def replaced_layers(self) -> list[str]:
        """None: memory has no layers."""
        return []

    def outside_edits(self) -> list[OutsideEdit]:
        """None: nobody else can reach memory."""
        return []

    @contextmanager
    def writing(self) -> Iterator[Self]:
        """One transaction: everything or nothing."""
        before = list(self._sealed)
        try:
            yield self
        except BaseException:
            self.__init__(before)  # type: ignore[misc]
            raise

    def append(self, sealed: Iterable[Sealed]) -> None:
        """Append entries."""
        for one in sealed:
            self._sealed.append(one)
            if one.entry.amends:
                self._amended[one.entry.amends] = one.entry.number
            if one.entry.identity:
                self._identity[one.entry.identity] = one.entry.number

    def keep_fold(self, change: Delta) -> None:
        """Memory keeps no fold state."""

    def rebuild_layers(self) -> None:
        """Memory has no layers."""

    def settle(self, edits: Iterable[OutsideEdit]) -> None:
        """Nobody else can reach memory."""

    def forget_folds(self) -> None:
        """Memory keeps no fold state."""
