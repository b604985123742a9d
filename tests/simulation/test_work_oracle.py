"""The compiled simulation and an independent one in SimPy tell the same story, up to the noise of their runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from tilth.simulation.case import case_of

SMALL = run_path(str(Path(__file__).with_name("small_work.py")))
ORACLE = run_path(str(Path(__file__).with_name("work_oracle.py")))
START, province, teams = SMALL["START"], SMALL["province"], SMALL["teams"]
YEARS = (0, 2, 5, 14)
Z = 4.5  # standard errors; some 60 comparisons, no chance to be red by accident


def _crew():
    """Teams that come and go."""
    crew = teams(nts=2, ts=2, manual=3, dogs=1, mechanical=1, mixed=1)
    ends = np.full(len(crew), np.inf)
    ends[[0, 2, 4]] = 400.0, 900.0, 250.0
    return replace(crew, ends=ends, begins=np.where(np.arange(len(crew)) % 4 == 3, 300.0, 0.0))


WORLDS = {
    "everything": {"found_share": 0.04, "loss_per_year": 0.1},
    "teams alone": {"found_share": 0.0, "loss_per_year": 0.0, "fund_chance": 0.0, "stand_chance": 0.0},
    "poor": {"found_share": 0.0, "fund_chance": 0.4, "lot_clear": 4_000.0},
    "many finds": {"found_share": 0.2, "found_shape": 3.0, "found_floor": 0.3, "loss_per_year": 0.3},
}


@pytest.mark.parametrize("world", WORLDS)
def test_means_and_quantiles_agree_with_the_oracle(world):
    from tilth.simulation.kernel import simulate_runs

    money = {"budget_usd": 150_000.0} if world == "poor" else {}
    work = replace(province(70, crew=_crew(), **money), figures=WORLDS[world], overhead_usd=10_000.0)
    work = replace(work, released_m2=500_000 if world == "many finds" else 0)
    case = case_of(work, start=START, years=15)
    told = simulate_runs(case, 3, 0, 4_000)
    oracle = ORACLE["histories"](case, runs=250, seed=11)
    for name in ("found", "cancelled", "reduced", "cleared", "usd"):
        for year in YEARS:
            mine = getattr(told, name)[:, : year + 1].sum(axis=1)
            theirs = [(each.usd if name == "usd" else each.flows[name])[: year + 1].sum() for each in oracle]
            _agree(mine, np.array(theirs), f"{name} to year {year}")
    horizon = case.year_end[-1]
    ends = np.minimum([each.done for each in oracle], horizon)
    _agree(np.minimum(told.done, horizon), ends, "completion")


def _agree(mine, theirs, what):
    """The means within the noise of both, and as many of mine below each decile of theirs as belong there."""
    error = np.sqrt(mine.var() / len(mine) + theirs.var() / len(theirs)) + 1e-9 * (1 + abs(mine).max())
    assert abs(mine.mean() - theirs.mean()) < Z * error, what
    for level in (0.1, 0.5, 0.9):
        edge = np.quantile(theirs, level)
        below, at = np.mean(mine < edge - 1e-6), np.mean(mine <= edge + 1e-6)
        noise = Z * np.sqrt(level * (1 - level) * (1 / len(mine) + 1 / len(theirs))) + 1 / len(theirs)
        assert below - noise <= level <= at + noise, f"{what} at {level}"
