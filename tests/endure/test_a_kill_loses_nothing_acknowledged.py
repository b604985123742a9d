"""`kill -9` at random moments: the file opens, verifies, and holds every entry that was acknowledged."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from endure_help import book, drafts, killed_after, new_programme, problems, some

from tilth.desk.booking import write
from tilth.desk.checking import rebuild
from tilth.desk.importing import import_sheets
from tilth.desk.programme import Programme
from tilth.desk.sheet import Sheet
from tilth.places.frame import FRAME
from tilth.store.geopackage import open_file

Tell = Callable[[str], None]
RESTART_AT = 1_500  # entries: verifying after every kill takes time in proportion


def _writing(path: Path, seed: int) -> Callable[[Tell], None]:
    """Book batches of random size for ever; after each commit tell number and digest of the last entry."""

    def work(tell: Tell) -> None:
        rng = random.Random(seed)
        with open_file(path) as store:
            programme = Programme(store)
            while True:
                write(programme, drafts(rng, rng.choice((1, 1, 2, 5, 40))), author="test", now=datetime.now(UTC))
                tell(f"{store.head()}")

    return work


def test_every_acknowledged_entry_survives_a_kill_while_booking(tmp_path: Path) -> None:
    rng = random.Random(20)
    path = new_programme(tmp_path / "0.gpkg")
    acknowledged: list[str] = []
    in_between = 0
    for trial in range(some(1.0)):
        with killed_after(rng.uniform(0.0, 0.12), _writing(path, trial)) as told:
            acknowledged += told
        in_between += not told
        with open_file(path) as store:
            head = store.head()
            digests = {one.entry.number: one.digest.hex() for one in store.read()}
        for number, digest in (line.split(":") for line in acknowledged):
            assert digests.get(int(number)) == digest, f"trial {trial}: entry {number} was acknowledged and is gone"
        assert problems(path) == [], f"trial {trial}"
        if head.entries > RESTART_AT:
            assert _layers_are_those_of_a_rebuild(path)
            path = new_programme(tmp_path / f"{trial + 1}.gpkg")
            acknowledged = []
    assert in_between < some(1.0), "no child lived long enough to book anything"
    assert _layers_are_those_of_a_rebuild(path)


def _layers_are_those_of_a_rebuild(path: Path) -> bool:
    before = _layers(path)
    with open_file(path) as store:
        rebuild(Programme(store))
    return problems(path) == [] and _layers(path) == before


def _layers(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(path) as connection:
        return {
            layer: connection.execute(f"SELECT * FROM {layer} ORDER BY fid").fetchall()
            for layer in ("hazards", "releases", "accidents", "finds", "tasks")
        }


# --- a big import ---------------------------------------------------------------------------------------------------

SHEETS, ROWS = 4, 600


def _sheets() -> Iterable[Sheet]:
    for at in range(SHEETS):
        rng = random.Random(at)
        many = [draft for draft in drafts(rng, ROWS * 3) if draft.kind in ("suspected", "confirmed", "cleared")][:ROWS]
        columns: dict[str, list[Any]] = {
            "id": [f"I-{at}-{row}" for row in range(len(many))],
            "kind": [draft.kind for draft in many],
            "date": [draft.when.text if draft.when else None for draft in many],
        }
        shapes = np.array([draft.geometry for draft in many], dtype=object)
        yield Sheet("big.geojson", "ab" * 32, "big", 1 + at * ROWS, columns, shapes, FRAME)


def _importing(path: Path) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        with open_file(path) as store:
            programme = Programme(store)

            def acknowledged() -> Iterable[Sheet]:
                for sheet in _sheets():
                    yield sheet
                    tell(f"{store.head()}")

            import_sheets(programme, acknowledged(), kind=None, said_by="X", author="test", now=datetime.now(UTC))
            tell("done")

    return work


def test_an_import_that_was_killed_is_taken_up_by_running_it_again(tmp_path: Path) -> None:
    rng = random.Random(21)
    rows = sum(len(sheet) for sheet in _sheets())
    cut_off = 0
    for trial in range(some(0.08)):
        path = new_programme(tmp_path / f"{trial}.gpkg")
        with killed_after(rng.uniform(0.05, 1.2), _importing(path)) as told:
            cut_off += "done" not in told
        with open_file(path) as store:
            before = store.head().entries
            digests = {one.entry.number: one.digest.hex() for one in store.read()}
        for number, digest in (line.split(":") for line in told if line != "done"):
            assert digests.get(int(number)) == digest
        assert problems(path) == []
        assert (before - 1) % (ROWS + 1) == 0, "a sheet is booked whole or not at all"
        with open_file(path) as store:
            report = import_sheets(
                Programme(store), _sheets(), kind=None, said_by="X", author="test", now=datetime.now(UTC)
            )
        assert report.read == rows == report.booked + report.set_aside
        assert report.booked == rows - (before - 1) // (ROWS + 1) * ROWS
        assert problems(path) == []
    assert cut_off


# --- a rebuild ------------------------------------------------------------------------------------------------------


def test_a_kill_during_rebuild_leaves_the_layers_whole(tmp_path: Path) -> None:
    path = new_programme(tmp_path / "p.gpkg")
    rng = random.Random(22)
    book(path, drafts(rng, 800))
    layers = _layers(path)

    def rebuilding(tell: Tell) -> None:
        with open_file(path) as store:
            tell("begun")
            while True:
                rebuild(Programme(store))
                tell("rebuilt")

    rebuilt = 0
    for trial in range(some(0.15)):
        with killed_after(rng.uniform(0.0, 0.3), rebuilding) as told:
            rebuilt += "rebuilt" in told
        assert problems(path) == [], f"trial {trial}"
        assert _layers(path) == layers, f"trial {trial}"
    assert rebuilt
