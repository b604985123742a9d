"""An open programme: its journal, and the books folded from it."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tilth.desk.ports import Head, JournalReader, JournalWriter, Store, Vault
from tilth.desk.refusal import Refusal
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.land.books import Books, LandEntry
from tilth.land.fold import absorb
from tilth.land.postings import Ledger, Postings
from tilth.land.record import LandRecord, decode
from tilth.land.transitions import NUMBER, WITHDRAWAL


class Programme:
    """A store and the books of its journal, brought up to date whenever they are asked for."""

    def __init__(self, store: Store, vault: Vault | None = None) -> None:
        """Open a programme over a store; nothing is read yet. Without a vault no personal data is kept."""
        self.store = store
        self.vault = vault
        self._books: Books | None = None
        self._postings: dict[int, Postings] = {}
        self._ledger: Ledger | None = None
        self.has_no_fold_state = False  # the kept fold state was missing or not of use: the next write keeps all anew

    def books(self, reader: JournalReader | None = None) -> Books:
        """The books up to the present head of the journal."""
        reader = reader or self.store
        head = reader.head()
        books = self._books or Books()
        if head.entries < books.last_entry:
            raise Refusal("409.5", path=getattr(self.store, "path", "memory"), entries=books.last_entry)
        if head.entries > books.last_entry:
            books = self._caught_up(reader, books)
            self._forget_postings()
        self._books = books
        return books

    def postings(self, known: int | None = None) -> Postings:
        """Every movement of land known from the first `known` entries, or from all."""
        books = self.books()
        limit = books.last_entry if known is None else known
        if limit not in self._postings:
            if self._ledger is None or self._ledger.last_entry != books.last_entry:
                self._ledger = Ledger(books)
            newest = dict(list(self._postings.items())[-1:])
            self._postings = newest | {limit: self._ledger.postings(limit)}
        return self._postings[limit]

    @contextmanager
    def writing(self) -> Iterator[JournalWriter]:
        """One transaction of the store: all of it is kept at the end, or nothing, in the books too."""
        before = self._books.last_entry if self._books else 0
        try:
            with collector_at_rest(), self.store.writing() as writer:
                yield writer
        except BaseException:
            if self._books and self._books.last_entry != before:
                self.forget_books()
            raise

    def forget_books(self) -> None:
        """The books are read anew when they are next asked for."""
        self._books = None
        self._forget_postings()

    def _forget_postings(self) -> None:
        self._postings.clear()
        self._ledger = None

    def _caught_up(self, reader: JournalReader, books: Books) -> Books:
        changes = reader.folds(books.last_entry)
        if changes is None and books.last_entry:
            books = Books()
            changes = reader.folds(0)
        self.has_no_fold_state = changes is None
        if changes is None:
            fold_journal(reader, books)
            return books
        for change in changes:
            absorb(books, change)
        return books


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """While many small values are made that never refer to themselves: to search them for cycles costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def fold_journal(reader: JournalReader, books: Books) -> None:
    """Fold entries one by one from their sealed land records; nothing is measured."""
    for sealed in reader.read(books.last_entry + 1):
        entry = upcast(sealed.entry)
        record = None if entry.land is None else decode(entry.land)
        books.note(land_entry(entry, record))
        if record is not None:
            books.apply(record)


def land_entry(entry: Entry, record: LandRecord | None) -> LandEntry:
    """What the books need to know of an entry; kind 0 if it does not speak of drawn land."""
    if record is None:
        return LandEntry(entry.number, 0, 0)
    day = date.fromisoformat(entry.counts_on).toordinal()
    drawn = entry.kind in LAND_KINDS and entry.geometry is not None  # an amendment may take the outline away
    kind = NUMBER[entry.kind] if drawn else WITHDRAWAL
    return LandEntry(entry.number, kind, day, entry.amends or 0, record.redates)


class Moment(NamedTuple):
    """A moment of recording, never earlier than that of the entry before."""

    text: str

    @classmethod
    def after(cls, head: Head, now: datetime) -> Moment:
        """The present moment, or the last recorded one if a clock went backwards."""
        text = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return cls(max(text, head.recorded_at))

    @property
    def day(self) -> str:
        """The ISO day, UTC."""
        return self.text[:10]


def known_entries(reader: JournalReader, known_at: str) -> int:
    """How many entries were in the journal at a moment or at the end of a day (ISO text). Raises Refusal if neither."""
    limit = _end_of(known_at)

    def recorded_at(number: int) -> str:
        entry = reader.entry(number)
        return entry.recorded_at if entry else ""

    return bisect_right(range(1, reader.head().entries + 1), limit, key=recorded_at)


def _end_of(text: str) -> str:
    try:
        moment = _moment_of(text)
    except (ValueError, OverflowError):  # beyond the years that a calendar here has
        raise Refusal("422.1", what="The moment", text=text, hint="Write 2025-12-31 or 2025-12-31T18:00Z.") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment_of(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if len(text) == 10:
        moment += timedelta(days=1, microseconds=-1)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
