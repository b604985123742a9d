"""The room: one programme file, read by many at a time and written by one.

A reading is one state of the file (an SQLite snapshot), so that all figures of an answer belong to one head. The
programmes that readers use are kept, with the books folded so far: the next reader folds only the entries that came
since. What was worked out for a head is worked out once (`Reading.once`), and what rests on entries of some kinds
only, once until one of these comes.

Where several read while others write, a reading may be of the head before, for at most `HOLD_S` seconds: each page
says which head it shows. Whoever reads alone, and whoever has written, sees the newest (`least_head`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, local
from time import monotonic
from typing import Any, TypeVar

from tilth.desk.ports import Head
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.store.geopackage import GeoPackage, open_file
from tilth.store.vault import FileVault, vault_path
from tilth.web.changes import Changes
from tilth.web.memory import Memory

READERS = 3  # programmes that are read at a time: more would only wait for one another in the interpreter
HOLD_S = 1.0  # for so long a crowd goes on reading one head while others write
CROWD = 2  # readings at a time
FEWER_ENTRIES = "409.5"  # somebody put an earlier state of the file in its place
NEWEST = 2**62
# The entries that a reading must hold at least: of who has written, the head of that writing.
least_head: ContextVar[int] = ContextVar("least_head", default=0)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """The programme as it was at one head. Use it within `with room.read() as reading:` only."""

    programme: Programme
    head: Head
    memory: Memory
    changes: Changes

    def once(self, key: Hashable, make: Callable[[Programme], T], *, of: Collection[str] | None = None) -> T:
        """What `make` answers for this head; it is asked once, however many want to know. Never change the answer.

        With `of` the answer rests on entries of these kinds alone: it holds until the next of them. It must not name
        its head.
        """
        if of is None:
            answer: T = self.memory.of(self.head.digest, key, lambda: make(self.programme))
        else:
            answer = self.changes.memory(of).of(self.changes.mark(self, of), key, lambda: make(self.programme))
        return answer


class _Chair:
    """An open programme that one thread at a time sits at, and the state of the file it looks at."""

    def __init__(self, path: Path) -> None:
        self.store: GeoPackage = open_file(path, any_thread=True)
        self.programme = Programme(self.store)
        self.head: Head | None = None
        self._snapshot: AbstractContextManager[Head] | None = None

    def look(self) -> Head:
        """Look at the file as it is now."""
        self.look_away()
        self._snapshot = self.store.snapshot()
        self.head = self._snapshot.__enter__()
        return self.head

    def look_away(self) -> None:
        """Let go of the state of the file, so that its log can be tidied."""
        if self._snapshot is not None:
            self._snapshot.__exit__(None, None, None)
        self._snapshot = self.head = None

    def close(self) -> None:
        self.look_away()
        self.store.close()


class Room:
    """A programme file that is served. Threads may use it side by side."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises Refusal where it cannot be opened."""
        self.path = path
        self.memory = Memory()
        self._lock = Lock()  # of all below
        self._free: list[_Chair] = []
        self._inside = 0
        self._writer: _Chair | None = None
        self._watch = _Chair(path)
        self._shown = self._watch.store.head()
        self._late_since: float | None = None
        self._file = _identity(path)
        self._beside: dict[str, Any] = {}
        self._seats = BoundedSemaphore(READERS)
        self._writing = Lock()
        self._here = local()

    def head(self) -> Head:
        """The end of the journal now: one small question to the file."""
        with self._lock:
            self._notice_another_file()
            return self._watch.store.head()

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """One state of the programme to read from; inside another reading of this thread, that one."""
        outer: Reading | None = getattr(self._here, "reading", None)
        if outer is not None:
            yield outer
            return
        with self._lock:
            self._inside += 1
        try:
            with self._seats:
                yield from self._sit()
        finally:
            with self._lock:
                self._inside -= 1

    def _sit(self) -> Iterator[Reading]:
        chair = self._take()
        try:
            head = chair.head or chair.look()
            with _vault(chair.programme, self.path):
                self._here.reading = Reading(chair.programme, head, self.memory, self.beside("changes", Changes))
                yield self._here.reading
        except Refusal as refusal:
            if refusal.number == FEWER_ENTRIES:
                chair.programme.forget_books()
            raise
        finally:
            self._here.reading = None
            self._give_back(chair)

    def _take(self) -> _Chair:
        """A chair that looks at the head that is shown now, or one that looks nowhere yet."""
        with self._lock:
            self._notice_another_file()
            newest = self._watch.store.head()
            if newest.digest == self._shown.digest or not self._may_hold():
                self._shown, self._late_since = newest, None
            for at in reversed(range(len(self._free))):  # the last one used is the one that has folded most
                if self._free[at].head == self._shown:
                    return self._free.pop(at)
            chair = self._free.pop() if self._free else None
        if chair is None:
            return _Chair(self.path)
        chair.look_away()
        return chair

    def _may_hold(self) -> bool:
        """Whether a reading may be of the head that is shown although there is a newer one."""
        self._late_since = self._late_since or monotonic()
        is_held = self._inside >= CROWD and monotonic() - self._late_since < HOLD_S
        return is_held and self._shown.entries >= least_head.get()

    def _give_back(self, chair: _Chair) -> None:
        with self._lock:
            if _identity(chair.store.path) != self._file:
                chair.close()
                return
            if self._inside < CROWD:
                chair.look_away()
            self._free.append(chair)

    @contextmanager
    def write(self) -> Iterator[Programme]:
        """The programme to write in, for one at a time; other processes are kept out by the file's own lock."""
        with self._writing:
            with self._lock:
                self._notice_another_file()
            if self._writer is None:
                self._writer = _Chair(self.path)
            try:
                with _vault(self._writer.programme, self.path):
                    yield self._writer.programme
            except Refusal as refusal:
                if refusal.number == FEWER_ENTRIES:
                    self._writer.programme.forget_books()
                raise

    def beside(self, name: str, make: Callable[[], T]) -> T:
        """What is kept in memory as long as this file stands at the path: the layers of the map, for instance."""
        with self._lock:
            if name not in self._beside:
                self._beside[name] = make()
            kept: T = self._beside[name]
            return kept

    def close(self) -> None:
        """Let go of the file."""
        with self._writing, self._lock:
            for chair in [*self._free, self._watch, *([self._writer] if self._writer else [])]:
                chair.close()
            self._free, self._writer = [], None

    def _notice_another_file(self) -> None:
        """Where somebody put another file in the place of ours, all is opened anew."""
        now = _identity(self.path)
        if now == self._file:
            return
        for chair in self._free:
            chair.close()
        self._watch.close()
        self._free, self._writer, self._watch, self._file = [], None, _Chair(self.path), now
        self._shown, self._late_since = self._watch.store.head(), None
        self._beside = {}


@contextmanager
def _vault(programme: Programme, path: Path) -> Iterator[None]:
    """The vault beside the file, for this use only: it is opened by the thread that asks it."""
    vault = FileVault(vault_path(path))
    programme.vault = vault
    try:
        yield
    finally:
        programme.vault = None
        vault.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path; None if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def room_of(request: Any) -> Room:
    """The room of a request."""
    room: Room = request.app.state.room
    return room
