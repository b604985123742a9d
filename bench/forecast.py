"""The forecast from the work: against SimPy on the same process, a whole country, a what-if, and how cost grows."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from runpy import run_path
from typing import Any

import numpy as np

from bench.figures import Figure, Result, Skipped
from tilth.scale.threads import on_threads
from tilth.simulation.case import case_of
from tilth.simulation.work_outlook import simulate
from tilth.simulation.workload import Workload, hazards_of, no_teams, team_of, what_if, workload_of

TOPIC = "forecast"
START = date(2027, 1, 1)
YEARS = 30
SHARES = {"nts": 0.14, "ts": 0.2, "manual": 0.36, "dogs": 0.2, "mechanical": 0.1}  # of teams
ORACLE = Path(__file__).parents[1] / "tests" / "simulation" / "work_oracle.py"


def province(hazards: int, teams: int, *, seed: int = 1) -> Workload:
    """An invented workload of which about nine tenths are done in 30 years where hazards are 200 times the teams."""
    rng = np.random.default_rng(seed)
    crew = no_teams()
    for kind, share in SHARES.items():
        crew = crew.join(team_of(kind).take(np.zeros(max(1, round(share * teams)), np.int64)))
    areas = hazards_of(
        np.maximum(1, rng.lognormal(math.log(5_000), 1.0, hazards)),
        stage=rng.choice([0, 0, 0, 1, 2], hazards),
        difficulty=rng.choice([0.7, 1.0, 2.0], hazards),
        methods=rng.choice([3, 5, 7, 7], hazards),
        zone=rng.integers(0, 8, hazards),
        closed=rng.random(hazards) < 0.02,
    )
    return workload_of(areas, crew)


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """Compiling first, so that no other figure holds it."""
    results: list[Result] = [*_compiling(folder), *_against_simpy(quick=quick), *_growth(quick=quick)]
    with on_threads(2) as runner:
        results += [_what_if(runner, quick=quick), _country(runner, quick=quick)]
    return results


def _compiling(folder: Path) -> list[Figure]:
    """The first simulation ever, and the first of a later process that finds what was kept on disk."""
    program = "from bench.forecast import first; first()"
    kept = os.environ | {"NUMBA_CACHE_DIR": str(folder / "compiled")}
    took = []
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", program], env=kept, check=True, stdout=subprocess.PIPE, text=True)
        took.append(json.loads(ran.stdout))
    return [
        Figure(TOPIC, "first simulation, compiled", took[0], "s", note="once on a machine, then kept on disk"),
        Figure(TOPIC, "first simulation of a process, compiled before", took[1], "s"),
    ]


def first() -> None:
    """Print the seconds that the first small simulation of this process takes."""
    work = province(20, 5)
    before = time.perf_counter()
    simulate(work, start=START, years=YEARS, runs=1)
    print(json.dumps(time.perf_counter() - before))


def _against_simpy(*, quick: bool) -> list[Result]:
    """Processor time of one thread for one replication of the whole process."""
    try:
        import simpy
    except ImportError:
        return [Skipped(TOPIC, "SimPy is not installed; it comes with the tests")]
    from tilth.simulation.kernel import simulate_runs

    oracle = run_path(str(ORACLE))
    results: list[Result] = []
    sizes = [(200, 10, 5)] if quick else [(200, 10, 40), (2_000, 30, 8), (20_000, 100, 1)]
    for hazards, teams, runs in sizes:
        case = case_of(province(hazards, teams), start=START, years=YEARS)
        before = time.process_time()
        oracle["histories"](case, runs=runs, seed=1)
        theirs = (time.process_time() - before) / runs
        many = max(10, 20 * runs)
        simulate_runs(case, 1, 0, 1)
        before = time.process_time()
        told = simulate_runs(case, 1, 0, many)
        mine = (time.process_time() - before) / many
        left = 1 - sum(getattr(told, name).sum() for name in ("cancelled", "reduced", "cleared")) / (
            many * case.area.sum() + told.found.sum()
        )
        note = f"{1e3 * theirs:.0f} ms and {1e3 * mine:.2f} ms a replication; {left:.0%} of the area is left at the end"
        what = f"{hazards} hazards, {teams} teams: times as fast as SimPy {simpy.__version__}"
        results.append(Figure(TOPIC, what, theirs / mine, "ratio", 20, note=note))
    return results


def _growth(*, quick: bool) -> list[Result]:
    """Processor time of one thread as hazards grow, with teams in proportion, and as replications grow."""
    from tilth.simulation.kernel import simulate_runs

    sizes = [500, 1_000, 2_000] if quick else [1_250, 2_500, 5_000, 10_000, 20_000]
    results: list[Result] = []
    each: dict[tuple[int, int], float] = {}
    pairs = [(size, 20) for size in sizes] + [(sizes[0], 20 * (1 << step)) for step in range(1, len(sizes))]
    for hazards, runs in pairs:
        case = case_of(province(hazards, hazards // 200), start=START, years=YEARS)
        simulate_runs(case, 1, 0, 1)
        took = min(_seconds(simulate_runs, case, runs) for _ in range(2))
        each[hazards, runs] = took
        note = f"{took / hazards / runs * 1e9:.0f} ns a hazard and replication"
        results.append(Figure(TOPIC, f"{hazards} hazards x {runs} replications", took, "s of one core", note=note))
    power = _power(each[sizes[0], 20], each[sizes[-1], 20], sizes[-1] / sizes[0])
    results.append(Figure(TOPIC, "power of growth with hazards, teams in proportion", power, "", 1.15, at_most=True))
    power = _power(each[sizes[0], 20], each[pairs[-1]], pairs[-1][1] / 20)
    results.append(Figure(TOPIC, "power of growth with replications", power, "", 1.05, at_most=True))
    return results


def _seconds(simulate_runs: Any, case: Any, runs: int) -> float:
    before = time.process_time()
    simulate_runs(case, 1, 0, runs)
    return time.process_time() - before


def _power(small: float, large: float, times: float) -> float:
    return math.log(large / small) / math.log(times)


def _what_if(runner: Any, *, quick: bool) -> Figure:
    """From the changed workload to the answer as JSON."""
    work, runs = province(2_000, 30), 100 if quick else 1_000
    simulate(work, start=START, years=YEARS, runs=1)
    before = time.perf_counter()
    changed = what_if(work, add={"manual": 3}, season=1.1)
    simulate(changed, start=START, years=YEARS, runs=runs, runner=runner).as_json()
    took = time.perf_counter() - before
    return Figure(TOPIC, f"what-if on 2000 hazards, {runs} replications", took, "s", 1, at_most=True, note="2 threads")


def _country(runner: Any, *, quick: bool) -> Figure:
    hazards, teams, runs = (5_000, 25, 100) if quick else (20_000, 100, 1_000)
    work = province(hazards, teams)
    before = time.perf_counter()
    told = simulate(work, start=START, years=YEARS, runs=runs, runner=runner)
    took = time.perf_counter() - before
    note = f"2 threads; {np.mean(told.remaining_m2[:, -1]) / told.recorded_m2:.0%} of the area is left at the end"
    what = f"{hazards} hazards x {teams} teams x {runs} replications x {YEARS} years"
    return Figure(TOPIC, what, took, "s", 15, at_most=True, note=note)
