"""The invented land that every measurement is made on, and booking it as the command line does."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Literal

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.land.arrange import Runner
from tilth.synth.draft import Draft as Told
from tilth.synth.histories import batches
from tilth.synth.province import province
from tilth.units.dates import parse_when

SEED = 1
BATCH = 20_000
ENTRIES_PER_HAZARD = 4.0  # of an invented province, a little fewer than it has
AUTHOR = "bench"


def drafts(told: Iterable[Told], *, amending: bool) -> Iterator[Draft]:
    """Drafts ready to be booked from entry 1 on; with `amending` a later word on a hazard amends the earlier one."""
    holds: dict[str, int] = {}
    for number, one in enumerate(told, start=1):
        body = one.attributes | {"area_m2": round(one.geometry.area)}
        when = parse_when(one.happened_on)
        amends = holds.get(one.source_id) if amending else None
        holds[one.source_id] = number
        yield Draft(one.kind, one.said_by, when, one.source_id, one.geometry, body, amends)


def villages(entries: int, *, order: Literal["village", "time"], amending: bool = True) -> Iterator[list[Draft]]:
    """That many entries about the villages of an invented province, in lists of at most 20,000."""
    land = province(hazards=max(2, int(entries / ENTRIES_PER_HAZARD)), teams=8, seed=SEED)
    told = (one for batch in batches(land, order=order) for one in batch)
    return in_batches(drafts(islice(told, entries), amending=amending))


def in_batches(many: Iterator[Draft], size: int = BATCH) -> Iterator[list[Draft]]:
    """The same drafts in lists."""
    while batch := list(islice(many, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class Timed:
    """One batch: how many entries, and how long they took, with the processor time of all cores."""

    entries: int
    wall_s: float
    cpu_s: float


def book(programme: Programme, batch: Sequence[Draft], *, runner: Runner) -> Timed:
    """Book a batch in one transaction, through journal and file."""
    wall, cpu = time.perf_counter(), time.process_time()
    book_untimed(programme, batch, runner=runner)
    return Timed(len(batch), time.perf_counter() - wall, time.process_time() - cpu)


def book_untimed(programme: Programme, batch: Sequence[Draft], *, runner: Runner = map) -> list[Booked]:
    """Book drafts in one transaction."""
    return write(programme, batch, author=AUTHOR, now=datetime.now(UTC), runner=runner)


def per_second(timed: Sequence[Timed]) -> float:
    """Entries per second of wall time."""
    return sum(one.entries for one in timed) / sum(one.wall_s for one in timed)


def per_cpu_second(timed: Sequence[Timed]) -> float:
    """Entries per second of processor time, which a busy machine changes less."""
    return sum(one.entries for one in timed) / sum(one.cpu_s for one in timed)
