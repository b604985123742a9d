"""Ports: what the desk needs from the world, as Protocols. One contract-test suite holds for every store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tilth.journal.entry import Entry
from tilth.land.fold import Delta


class Head(NamedTuple):
    """The end of a journal: how many entries it has, the digest of the last, and when that was recorded."""

    entries: int
    digest: bytes
    recorded_at: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.digest.hex()}"


class Sealed(NamedTuple):
    """An entry and its digest."""

    entry: Entry
    digest: bytes


class OutsideEdit(NamedTuple):
    """A row of a layer that another program added, changed or removed."""

    layer: str
    fid: int
    change: str  # added, changed or removed
    entry: int | None  # the entry the row was made from
    row: dict[str, object] | None  # its values now; None if removed
    geometry: bytes | None  # WKB in the frame


class JournalReader(Protocol):
    """Reading a journal and what is kept beside it."""

    def head(self) -> Head:
        """The end of the journal."""
        ...

    def snapshot(self) -> AbstractContextManager[Head]:
        """One state of the journal and of what is kept beside it, whoever writes meanwhile."""
        ...

    def read(
        self,
        first: int = 1,
        *,
        kinds: Collection[str] | None = None,
        drawn: bool = True,
        holding: str | None = None,
    ) -> Iterator[Sealed]:
        """Entries from number `first` on, in order, of some kinds or of all; without `drawn` the few that lack one.

        With `holding` only those whose body, which is canonical JSON, holds that text: `"task":"T-1"`.
        """
        ...

    def entry(self, number: int) -> Entry | None:
        """One entry."""
        ...

    def folds(self, after: int) -> list[Delta] | None:
        """Fold state that follows entry `after`; None if there is none that does."""
        ...

    def touching(self, boxes: NDArray[np.float64]) -> tuple[NDArray[np.int64], list[bytes]]:
        """Land entries with a polygon whose bounds meet any of the (n, 4) boxes: numbers ascending, and WKB."""
        ...

    def booked(self, identities: Sequence[bytes]) -> dict[bytes, int]:
        """Which row identities are in the journal, and under which number."""
        ...

    def live_ids(self, said_by: str | None, source_ids: Collection[str] | None, kind: str) -> dict[str, list[int]]:
        """Entries by source id that nothing amends, of one speaker or of all, in the same layer as `kind`."""
        ...

    def replacement(self, number: int) -> int | None:
        """The entry that amends or withdraws `number`."""
        ...

    def replaced_layers(self) -> list[str]:
        """Layers that another program wrote anew, so that edits in them cannot be told from what was there."""
        ...

    def outside_edits(self) -> list[OutsideEdit]:
        """Rows of layers that differ from what the journal made of them."""
        ...


class JournalWriter(JournalReader, Protocol):
    """Reading and appending, inside one transaction that nobody else can write in."""

    def append(self, sealed: Iterable[Sealed]) -> None:
        """Append entries and bring the layers up to date."""
        ...

    def keep_fold(self, change: Delta) -> None:
        """Keep fold state for the entries just appended."""
        ...

    def rebuild_layers(self) -> None:
        """Empty every layer and make it anew from the journal."""
        ...

    def settle(self, edits: Iterable[OutsideEdit]) -> None:
        """Stop waiting for edits that were booked; rows of theirs that no entry has made are dropped."""
        ...

    def forget_folds(self) -> None:
        """Throw all fold state away."""
        ...


class Person(NamedTuple):
    """What is held of one person."""

    key: str
    fields: dict[str, Any]  # column -> JSON value, as read


class SourceRow(NamedTuple):
    """A row about a person that was imported, known again by digests. Nothing it said can be read from them."""

    content: bytes  # digest of what it says beside the person
    person: bytes  # keyed digest of what it says of the person, and of its place among equal rows
    ordinal: int  # its place among rows of this content, from 1
    key: str  # of the person; empty if the row said nothing of one


class Vault(Protocol):
    """Personal data by key, apart from the journal. It comes into being when the first person is kept."""

    @property
    def name(self) -> str:
        """What to call it in a message."""
        ...

    def exists(self) -> bool:
        """Whether there is one."""
        ...

    def new_key(self) -> str:
        """A random key that nobody has."""
        ...

    def keyed(self, text: bytes) -> bytes:
        """A digest of `text` that nobody can make or check without the secret of this vault; 32 bytes."""
        ...

    def held(self) -> list[str]:
        """The keys of all persons held, ascending."""
        ...

    def fields(self, key: str) -> dict[str, Any] | None:
        """What is held of a person; None if nothing is."""
        ...

    def rows(self, content: bytes) -> list[SourceRow]:
        """Imported rows of this content."""
        ...

    def keep(self, people: Iterable[Person], rows: Iterable[SourceRow] = ()) -> None:
        """Keep people and rows, all or none; what is held under a key already is replaced."""
        ...

    def erase(self, key: str) -> bool:
        """Remove what is held of a person, so that not a byte of it is left; False if nothing was held."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Store(JournalReader, Protocol):
    """A programme's store."""

    def writing(self) -> AbstractContextManager[JournalWriter]:
        """One transaction: all of it is kept at the end, or nothing. Raises Refusal when somebody else writes."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
