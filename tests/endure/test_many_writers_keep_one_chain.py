"""Four processes write at once: one chain, every entry of every writer in it, and no error."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from endure_help import drafts, fork, problems, some

from tilth.desk.booking import write
from tilth.desk.programme import Programme
from tilth.store.geopackage import open_file

WRITERS = 4
ENTRIES = some(10 / 3)  # of each writer: 1,000 with the usual number of trials


def test_four_writers_keep_one_chain(programme: Path) -> None:
    def writing(seed: int) -> Callable[[Callable[[str], None]], None]:
        def work(tell: Callable[[str], None]) -> None:
            rng = random.Random(seed)
            with open_file(programme) as store:
                mine = Programme(store)
                for _ in range(ENTRIES):
                    (booked,) = write(mine, drafts(rng, 1), author=f"writer {seed}", now=datetime.now(UTC))
                    entry = store.entry(booked.number)
                    tell(f"{booked.number}:{entry.author if entry else None}")

        return work

    children = [fork(writing(seed)) for seed in range(WRITERS)]
    told = [line for child in children for line in child.lines()]
    assert not [line for line in told if line.startswith("error:")], told
    acknowledged = dict(line.split(":") for line in told)
    assert len(acknowledged) == len(told) == WRITERS * ENTRIES
    with open_file(programme) as store:
        authors = {str(one.entry.number): one.entry.author for one in store.read() if one.entry.number > 1}
    assert authors == acknowledged
    assert problems(programme) == []


def test_a_reader_always_sees_a_whole_chain_while_others_write(programme: Path) -> None:
    def writing(tell: Callable[[str], None]) -> None:
        rng = random.Random(3)
        with open_file(programme) as store:
            mine = Programme(store)
            while True:
                write(mine, drafts(rng, 3), author="writer", now=datetime.now(UTC))
                tell("written")

    child = fork(writing)
    heads: set[object] = set()
    reads = 0
    while reads < some(0.1) or (len(heads) < 3 and reads < 10_000):
        assert problems(programme) == []
        with open_file(programme) as store:
            heads.add(store.head())
        reads += 1
    told = child.kill()
    assert not [line for line in told if line.startswith("error:")], told
    assert len(heads) >= 3, "nothing was written while the reader looked"
