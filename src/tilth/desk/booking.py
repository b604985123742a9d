"""Booking: drafts become sealed entries, and their land is split and posted, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from tilth.desk.draft import Draft
from tilth.desk.ports import JournalWriter, Sealed
from tilth.desk.programme import Moment, Programme
from tilth.journal.entry import FORMAT, LAND_KINDS, Entry
from tilth.journal.seal import seal_all
from tilth.land.arrange import Runner, arrange
from tilth.land.books import Books, LandEntry, Tally, book
from tilth.land.fold import NOTHING, delta, mark
from tilth.land.record import LandRecord
from tilth.land.transitions import NUMBER, WITHDRAWAL

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Booked:
    """One draft and the entry that it became."""

    draft: Draft
    number: int
    record: LandRecord | None  # None if the entry is not about drawn land
    tally: Tally


def write(
    programme: Programme,
    drafts: Sequence[Draft],
    *,
    author: str,
    now: datetime,
    heading: Callable[[list[Booked], Books], Draft] | None = None,
    runner: Runner = map,
    writer: JournalWriter | None = None,
) -> list[Booked]:
    """Append drafts in order and return what became of each.

    `heading` makes one more draft, an `import` entry that is placed before the others and can tell what came of
    them; every other entry then names it as its batch. Inside `programme.writing()` pass its `writer`.
    """
    if writer is None:
        with programme.writing() as writer_:
            return write(programme, drafts, author=author, now=now, heading=heading, runner=runner, writer=writer_)
    books = programme.books(writer)
    since, head = mark(books), writer.head()
    if programme.has_no_fold_state:
        writer.forget_folds()
        since, programme.has_no_fold_state = NOTHING, False
    moment = Moment.after(head, now)
    first = head.entries + 1 + (heading is not None)
    if heading is not None:
        books.note(LandEntry(first - 1, 0, 0))
    booked = _book(books, drafts, writer, first=first, today=date.fromisoformat(moment.day), runner=runner)
    batch = first - 1 if heading is not None else None
    shapes = np.array([draft.geometry for draft in drafts], dtype=object)
    wkb = shapely.to_wkb(shapes, byte_order=1, output_dimension=2).tolist()
    entries = [_entry(one, moment, author, batch, raw) for one, raw in zip(booked, wkb, strict=True)]
    if heading is not None and batch is not None:
        of_batch = Booked(heading(booked, books), batch, None, Tally())
        entries.insert(0, _entry(of_batch, moment, author, None, None))
    writer.append(Sealed(*pair) for pair in seal_all(entries, head.digest))
    writer.keep_fold(delta(books, since))
    return booked


def _book(
    books: Books, drafts: Sequence[Draft], writer: JournalWriter, *, first: int, today: date, runner: Runner
) -> list[Booked]:
    """Give the drafts numbers from `first` on, arrange their polygons and book them."""
    drawn = [at for at, draft in enumerate(drafts) if draft.kind in LAND_KINDS and draft.geometry is not None]
    amended = sorted({draft.amends for draft in drafts if draft.amends is not None})
    probes = [
        (number, entry.geometry)
        for number in amended
        if (entry := writer.entry(number)) is not None and entry.land is not None and entry.geometry is not None
    ]
    numbers = np.array([number for number, _ in probes] + [first + at for at in drawn], dtype=np.int64)
    polygons = np.empty(len(numbers), dtype=object)
    polygons[: len(probes)] = shapely.from_wkb([wkb for _, wkb in probes])
    polygons[len(probes) :] = [drafts[at].geometry for at in drawn]
    known_numbers, known_wkb = writer.touching(shapely.bounds(polygons))
    others = ~np.isin(known_numbers, numbers)
    arrangement = arrange(
        polygons,
        new_numbers=numbers,
        known=shapely.from_wkb(np.array(known_wkb, dtype=object))[others],
        known_numbers=known_numbers[others],
        first_new=first,
        runner=runner,
    )
    on_land = set(numbers.tolist())
    about_land = {at for at, draft in enumerate(drafts) if first + at in on_land or draft.amends in on_land}
    entries = [
        _land_entry(draft, first + at, today) if at in about_land else LandEntry(first + at, 0, 0)
        for at, draft in enumerate(drafts)
    ]
    folded = book(books, entries, arrangement, numbers)
    return [
        Booked(draft, first + at, record if at in about_land else None, tally)
        for at, (draft, (record, tally)) in enumerate(zip(drafts, folded, strict=True))
    ]


def _land_entry(draft: Draft, number: int, today: date) -> LandEntry:
    drawn = draft.kind in LAND_KINDS and draft.geometry is not None
    kind = NUMBER[draft.kind] if drawn else WITHDRAWAL
    return LandEntry(number, kind, _counts_on(draft, today).toordinal(), draft.amends or 0, draft.redates)


def _counts_on(draft: Draft, today: date) -> date:
    """The last day the stated date can mean; an undated draft counts on the day of its recording."""
    return draft.when.last if draft.when else today


def _entry(booked: Booked, moment: Moment, author: str, batch: int | None, wkb: bytes | None) -> Entry:
    draft = booked.draft
    return Entry(
        number=booked.number,
        format=FORMAT,
        kind=draft.kind,
        happened_on=draft.when.text if draft.when else None,
        counts_on=_counts_on(draft, date.fromisoformat(moment.day)).isoformat(),
        recorded_at=moment.text,
        author=author,
        said_by=draft.said_by,
        source_id=draft.source_id,
        amends=draft.amends,
        batch=batch,
        source_row=draft.row,
        identity=draft.identity,
        body=canonical(draft.body),
        geometry=wkb,
        land=booked.record.encode() if booked.record is not None else None,
    )


def canonical(body: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the same fields always give the same text.

    Half of a surrogate pair, which no file can hold, becomes a question mark.
    """
    return _ENCODER.encode(body).encode("utf-8", "replace").decode()
