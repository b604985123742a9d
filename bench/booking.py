"""Booking through journal and file: scattered villages, and one connected field."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.figures import Figure, Result
from bench.land import SEED, Timed, book, drafts, in_batches, per_cpu_second, per_second, villages
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.scale.threads import on_threads
from tilth.store.geopackage import create
from tilth.synth.field import connected_field

TOPIC = "booking"
RUNS = 3  # other work on the machine makes a run slower, nothing makes it faster: the best is nearest to the truth


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """Entries per second; an import of one village after another, of the same day by day, and of one field."""
    entries, polygons = (10_000, 4_000) if quick else (40_000, 20_000)
    by_village = booked(folder / "villages.gpkg", villages(entries, order="village"))
    by_day = booked(folder / "days.gpkg", villages(entries, order="time"))
    field = booked(
        folder / "field.gpkg", in_batches(drafts(connected_field(polygons=polygons, seed=SEED), amending=True))
    )
    return [
        _figure(f"{entries} entries, village by village", by_village, 5_000),
        _figure(f"{entries} entries, day by day", by_day, 5_000),
        _figure(f"one connected field of {polygons}", field, 1_000),
    ]


def booked(path: Path, batches: Iterable[list[Draft]], *, runs: int = RUNS) -> list[Timed]:
    """Book batches into a new file on all cores; the fastest of some runs. Making the drafts is not counted."""
    kept = list(batches)
    return max((_once(path, kept) for _ in range(runs)), key=per_second)


def _once(path: Path, batches: list[list[Draft]]) -> list[Timed]:
    path.unlink(missing_ok=True)
    with create(path) as store, on_threads() as runner:
        programme = Programme(store)
        return [book(programme, batch, runner=runner) for batch in batches]


def _figure(what: str, timed: list[Timed], bar: float) -> Figure:
    note = f"{per_cpu_second(timed):.0f} per second of processor time"
    return Figure(TOPIC, what, per_second(timed), "entries/s", bar, note=note)
