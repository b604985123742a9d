"""Verifying a programme, rebuilding it from its journal, and measuring its land again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import shapely

from tilth.desk.people import vault_findings
from tilth.desk.ports import Sealed
from tilth.desk.programme import Programme, fold_journal, land_entry
from tilth.desk.refusal import Refusal
from tilth.journal.entry import Entry
from tilth.journal.seal import first_broken
from tilth.journal.upcast import upcast
from tilth.land.account import account
from tilth.land.arrange import Runner, arrange
from tilth.land.books import Books, book
from tilth.land.fold import NOTHING, delta
from tilth.land.postings import postings
from tilth.land.record import decode

_LAST_DAY = date.max
_BEFORE_ALL = -(2**63)  # a changed number may be lower than the first
_BATCH = 5_000


def verify(programme: Programme, *, head: str | None = None, geometry: bool = False) -> dict[str, Any]:
    """Walk the chain and the balances; the contract's answer to `tilth verify`.

    Whether everybody whom the journal names by key is in the vault is told in findings and does not make it fail.
    `head` is an earlier `N:DIGEST`, kept outside: without one, the loss of the last entries cannot be seen.
    """
    with programme.store.snapshot():  # chain and fold state of one moment, though others write
        return _verified(programme, head, geometry=geometry)


def _verified(programme: Programme, head: str | None, *, geometry: bool) -> dict[str, Any]:
    broken, digest_at = _walk(programme.store.read(_BEFORE_ALL), _earlier(head))
    ending = programme.store.head()
    found: dict[str, Any] = {"ok": broken is None, "entries": ending.entries, "head": ending.digest.hex()}
    found["first_broken"] = broken
    found["problems"] = [] if broken is None else [f"Entry {broken} is not what was sealed."]
    if head is not None and digest_at is not None:
        found["problems"].append(digest_at)
    if broken is None:
        found["problems"] += _books_problems(programme)
        if geometry:
            found["geometry"] = measure(programme)
    found["ok"] = not found["problems"]
    found["findings"] = [] if broken is not None else [one.as_json() for one in vault_findings(programme)]
    return found


def _earlier(head: str | None) -> tuple[int, str] | None:
    if head is None:
        return None
    number, _, digest = head.partition(":")
    if not number.isdecimal() or len(digest) < 12:
        hint = "Write NUMBER:DIGEST as printed by an earlier account or verify."
        raise Refusal("422.1", what="The head", text=head, hint=hint)
    return int(number), digest.lower()


def _walk(sealed: Iterator[Sealed], earlier: tuple[int, str] | None) -> tuple[int | None, str | None]:
    """Where the chain breaks, and what is wrong about an earlier head, if anything is."""
    problem = None if earlier is None else f"The journal has no entry {earlier[0]}: its end was lost."

    def watched() -> Iterator[Sealed]:
        nonlocal problem
        for one in sealed:
            if earlier is not None and one.entry.number == earlier[0]:
                same = one.digest.hex().startswith(earlier[1])
                problem = None if same else f"Entry {earlier[0]} has another digest than the head given."
            yield one

    return first_broken(watched()), problem


def _books_problems(programme: Programme) -> list[str]:
    """Do the kept books equal a fold of the journal, and does every account balance?"""
    folded = Books()
    try:
        fold_journal(programme.store, folded)
    except ValueError as error:
        return [f"The land records cannot be folded: {error}."]
    problems = []
    programme.forget_books()
    if not same_books(programme.books(), folded):
        problems.append("The fold state differs from the journal. Mend it with: tilth rebuild")
    if not account(postings(folded), start=None, as_at=_LAST_DAY).balanced:
        problems.append("The land account does not balance.")
    if any(m2 < 0 for m2 in folded.face_m2):
        problems.append("A face has less than no land.")
    return problems


def same_books(one: Books, other: Books) -> bool:
    """Whether two books are equal in every column."""
    columns = [name for name in vars(one) if name.startswith(("entry_", "node_", "face_"))]
    return all(getattr(one, name) == getattr(other, name) for name in columns)


def rebuild(programme: Programme) -> None:
    """Make fold state and layers anew from the journal. Raises Refusal while edits by other programs wait."""
    waiting = len(programme.store.outside_edits())
    if waiting:
        raise Refusal("409.6", count=waiting)
    with programme.writing() as writer:
        writer.forget_folds()
        programme.forget_books()
        books = Books()
        fold_journal(writer, books)
        if books.last_entry:
            writer.keep_fold(delta(books, NOTHING))
        writer.rebuild_layers()
    programme.forget_books()


def measure(programme: Programme, *, runner: Runner = map) -> dict[str, dict[str, int]]:
    """Posted against measured: the whole journal is arranged anew, as if all of it were booked today."""
    measured = Books()
    kept: list[tuple[int, bytes]] = []
    batch: list[Entry] = []
    for sealed in programme.store.read():
        batch.append(upcast(sealed.entry))
        if len(batch) == _BATCH:
            _measure_batch(measured, batch, kept, runner)
            batch = []
    _measure_batch(measured, batch, kept, runner)
    posted = account(programme.postings(), start=None, as_at=_LAST_DAY).closing
    anew = account(postings(measured), start=None, as_at=_LAST_DAY).closing
    return {status: {"posted_m2": posted[status], "measured_m2": anew[status]} for status in posted}


def _measure_batch(books: Books, entries: list[Entry], kept: list[tuple[int, bytes]], runner: Runner) -> None:
    if not entries:
        return
    drawn = [(entry.number, entry.geometry) for entry in entries if entry.land is not None and entry.geometry]
    by_number = dict(kept)
    probes = sorted({entry.amends for entry in entries if entry.amends in by_number} - {None})
    new = [(number, by_number[number]) for number in probes] + drawn
    known = [one for one in kept if one[0] not in set(probes)]
    shapes = shapely.from_wkb(np.array([wkb for _, wkb in new], dtype=object))
    old = shapely.from_wkb(np.array([wkb for _, wkb in known], dtype=object))
    touching = np.unique(shapely.STRtree(old).query(shapes)[1]) if len(old) and len(shapes) else np.empty(0, np.intp)
    numbers = np.array([number for number, _ in new], dtype=np.int64)
    arrangement = arrange(
        shapes,
        new_numbers=numbers,
        known=old[touching],
        known_numbers=np.array([number for number, _ in known], dtype=np.int64)[touching],
        first_new=entries[0].number,
        runner=runner,
    )
    book(
        books,
        [land_entry(entry, decode(entry.land) if entry.land else None) for entry in entries],
        arrangement,
        numbers,
    )
    kept += drawn
