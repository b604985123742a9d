"""How booking, opening, asking and the file change as a programme grows; each size in a process of its own.

`python -m bench.growth ENTRIES FILE` prints one JSON document.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bench.figures import Figure, Result
from bench.land import Timed, book, book_untimed, per_cpu_second, per_second, villages
from tilth.desk.accounting import Question, answer
from tilth.desk.booking import Booked
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.scale.threads import on_threads
from tilth.store.geopackage import create, open_file
from tilth.synth.days import DAYS, FIRST_DAY
from tilth.units.dates import parse_when

TOPIC = "growth"
WINDOW = 100_000
SINGLE_ENTRIES = 120  # booked one by one, each in a transaction of its own
MOST_FACES = 1_000


def measure(folder: Path, *, sizes: list[int]) -> list[Result]:
    """Sizes from small to large; the speed of the largest is compared with the speed around 100,000 entries."""
    results: list[Result] = []
    told = {size: _in_a_process(folder, size) for size in sizes}
    for size, found in told.items():
        results += _of_size(size, found, judged=size == max(sizes))
    hundred = told.get(WINDOW)
    if hundred and max(sizes) > WINDOW:
        largest = told[max(sizes)]
        whole = largest["per_s"] / hundred["per_s"]
        last = largest["last_per_s"] / largest["early_per_s"]
        results += [
            Figure(TOPIC, f"speed at {max(sizes)} over speed at {WINDOW}", whole, "ratio", 0.75),
            Figure(TOPIC, f"last {WINDOW} entries over the first {WINDOW} in one file", last, "ratio", 0.75),
        ]
    return results


def _of_size(size: int, found: dict[str, Any], *, judged: bool) -> list[Figure]:
    def figure(what: str, value: float, unit: str, bar: float | None = None, note: str = "") -> Figure:
        return Figure(TOPIC, f"{size}: {what}", value, unit, bar if judged else None, at_most=True, note=note)

    note = f"{found['per_cpu_s']:.0f} per second of processor time"
    return [
        figure("booking", found["per_s"], "entries/s", note=note),
        figure("file", found["bytes_per_entry"], "bytes/entry"),
        figure("memory while booking, peak", found["booking_gib"], "GiB", 4),
        figure("memory while asking, peak", found["asking_gib"], "GiB", 4),
        figure("open, with its books and postings", found["open_s"], "s", 3),
        *(figure(f"account, {name}", seconds, "s", 1) for name, seconds in found["accounts_s"].items()),
        figure("first entry after opening", found["first_ms"], "ms"),
        figure("one entry, median", found["median_ms"], "ms", 50, note=f"touching {found['median_faces']:.0f} faces"),
        figure(
            "one entry, 95 of 100",
            found["p95_ms"],
            "ms",
            50,
            note=f"{found['singles']} entries, at most {MOST_FACES} faces",
        ),
        figure("one entry on most faces", found["widest_ms"], "ms", 50, note=f"touching {found['widest_faces']} faces"),
    ]


def _in_a_process(folder: Path, size: int) -> dict[str, Any]:
    """Booking and asking are two processes, so that the memory of one is not counted for the other."""
    path = folder / f"growth_{size}.gpkg"
    found: dict[str, Any] = {}
    for task in ("book", "ask"):
        command = [sys.executable, "-m", "bench.growth", task, str(size), str(path)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found |= json.loads(done.stdout)
    path.unlink()
    return found


# --- booking --------------------------------------------------------------------------------------------------------


def grow(path: Path, entries: int) -> dict[str, Any]:
    """Book village by village, so that the land of every batch is as hard as that of the first."""
    timed: list[Timed] = []
    with create(path) as store, on_threads() as runner:
        programme = Programme(store)
        for batch in villages(entries, order="village"):
            timed.append(book(programme, batch, runner=runner))
            _say(f"\r{sum(one.entries for one in timed)} of {entries} entries, {per_second(timed[-1:]):.0f}/s ")
    _say("\n")
    return {
        "per_s": per_second(timed),
        "per_cpu_s": per_cpu_second(timed),
        "early_per_s": per_second(_window(timed)),
        "last_per_s": per_second(_window(timed[::-1])),
        "bytes_per_entry": path.stat().st_size / entries,
        "booking_gib": _peak_gib(),
    }


def _window(timed: list[Timed]) -> list[Timed]:
    """The first batches that together hold about 100,000 entries."""
    before = np.cumsum([0] + [one.entries for one in timed])[:-1]
    return [one for one, start in zip(timed, before, strict=True) if start < WINDOW]


# --- asking ---------------------------------------------------------------------------------------------------------


def ask(path: Path, entries: int) -> dict[str, Any]:
    """Open the programme, ask for accounts, then book single entries one by one."""
    singles = list(_singles(path, entries))
    before = time.perf_counter()
    with open_file(path) as store:
        programme = Programme(store)
        programme.postings()
        opened = time.perf_counter() - before
        accounts = {name: _seconds(question, programme) for name, question in _questions(programme).items()}
        took = [_single(programme, draft) for draft in singles]
    first, *rest = took
    within = [(ms, faces) for ms, faces in rest if faces <= MOST_FACES]
    times = [ms for ms, _ in within]
    widest = max(within, key=lambda one: one[1])
    return {
        "open_s": opened,
        "accounts_s": accounts,
        "first_ms": first[0],
        "median_ms": statistics.median(times),
        "median_faces": statistics.median(faces for _, faces in within),
        "p95_ms": float(np.quantile(times, 0.95)),
        "singles": len(within),
        "widest_ms": widest[0],
        "widest_faces": widest[1],
        "asking_gib": _peak_gib(),
    }


def _questions(programme: Programme) -> dict[str, Question]:
    """Pairs of dates over the whole history, and one state of knowledge in the middle of the journal."""
    start = FIRST_DAY
    days = [(start + timedelta(days=round(DAYS * share))).isoformat() for share in (0.1, 0.5, 0.9)]
    middle = programme.store.entry(programme.store.head().entries // 2)
    return {
        "first question": Question(as_at=days[2]),
        "two early days": Question(start=days[0], as_at=days[1]),
        "two late days": Question(start=days[1], as_at=days[2]),
        "one day to the next": Question(start=days[1], as_at=days[1]),
        "as known in the middle": Question(
            start=days[0], as_at=days[2], known_at=middle.recorded_at if middle else None
        ),
    }


def _seconds(question: Question, programme: Programme) -> float:
    before = time.perf_counter()
    found = answer(programme, question, today=date(2030, 1, 1))
    if not found["balanced"]:
        raise RuntimeError(f"the account does not balance: {question}")
    return time.perf_counter() - before


def _singles(path: Path, entries: int) -> Iterator[Draft]:
    """New polygons on land that is in the books: outlines of hazards, moved and grown, some over whole villages."""
    rng = np.random.default_rng(7)
    with open_file(path) as store:
        for number in rng.integers(1, entries, SINGLE_ENTRIES).tolist():
            entry = store.entry(number)
            if entry is None or entry.geometry is None:
                continue
            grown = shapely.from_wkb(entry.geometry).buffer(rng.choice([5.0, 20.0, 80.0, 320.0, 640.0]), quad_segs=4)
            moved = shapely.transform(grown, lambda xy: np.round(xy + rng.uniform(-15.0, 15.0, 2), 2))
            kind = str(rng.choice(["suspected", "confirmed", "cancelled", "reduced", "cleared"]))
            yield Draft(kind, "bench", parse_when("2026-01-01"), geometry=shapely.make_valid(moved))


def _single(programme: Programme, draft: Draft) -> tuple[float, int]:
    """Milliseconds for one entry, with its transaction, and how many faces it touched."""
    before = time.perf_counter()
    (booked,) = book_untimed(programme, [draft])
    return (time.perf_counter() - before) * 1_000, _faces(booked)


def _faces(booked: Booked) -> int:
    record = booked.record
    return 0 if record is None else len(record.splits) + len(record.whole) + len(record.lost) + (record.new is not None)


# --- the process ----------------------------------------------------------------------------------------------------


def _peak_gib() -> float:
    """The most memory this process held; not the figure of `getrusage`, which a child inherits."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    kibibytes = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
    return int(kibibytes) / 2**20


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(text, end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    _task: Callable[[Path, int], dict[str, Any]] = {"book": grow, "ask": ask}[sys.argv[1]]
    print(json.dumps(_task(Path(sys.argv[3]), int(sys.argv[2]))))
