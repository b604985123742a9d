"""From what a programme has on record to a workload, and what is said to have been assumed."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

import tilth.terms
from tilth.simulation.programme_work import Area, workload_from
from tilth.simulation.work_outlook import simulate
from tilth.simulation.workload import CLEAR, NTS, TS, default, kinds, team_of
from tilth.teams.roster import roster
from tilth.work.day import Day
from tilth.work.task import Task

MAKERS = run_path(str(Path(__file__).parents[1] / "teams" / "roster_makers.py"))
ON = date(2026, 6, 1)


def _task(hazard, *, action="clear", team="Team 1", rates=(), state="working", last=ON):
    task = Task(f"T-{hazard}", 1, hazard=hazard, action=action, team=team, state=state)
    for at, m2 in enumerate(rates):
        task.days.append(Day(0, last - timedelta(days=at + 1), task.id, team, m2, "somebody"))
    return task


AREAS = (
    Area("H1", 10_000, "suspected", "North"),
    Area("H2", 20_000, "confirmed", "South", priority="high"),
    Area("H3", 30_000, "suspected", "South", closed=True, priority="low"),
    Area("H4", 0, "suspected", "North"),
    Area("H5", 5_000, "confirmed", "North"),
)


def test_areas_stand_in_the_order_of_work_at_their_stage():
    """First what is in work, then by priority; nothing that has no area left."""
    work = workload_from(AREAS, on=ON, tasks=[_task("H5"), _task("H1", action="reduce", state="handed_over")])
    assert work.hazards.area_m2.tolist() == [5_000, 20_000, 10_000, 30_000]
    assert work.hazards.stage.tolist() == [CLEAR, TS, NTS, NTS]
    assert work.hazards.zone.tolist() == [0, 1, 0, 1]
    assert work.hazards.closed.tolist() == [False, False, False, True]
    assert work.recorded_m2 == 65_000


def test_work_that_is_done_and_not_handed_over_is_not_done_again():
    half, inspected = _task("H2", rates=[1_000] * 10), _task("H5", state="passed")
    half.done_m2, inspected.m2 = 10_000, 5_000
    work = workload_from(AREAS, on=ON, tasks=[half, inspected])
    assert work.hazards.area_m2.tolist() == [20_000, 5_000, 10_000, 30_000]
    assert work.hazards.difficulty.tolist() == [0.5, 0.02, 1.0, 1.0]
    assert work.recorded_m2 == 65_000  # land counts when it is handed over


def test_a_team_comes_with_its_kind_and_its_days():
    entries = [
        MAKERS["team"](1, "Team 1", team_kind="dogs"),
        MAKERS["team"](2, "Team 2", team_kind="manual", **{"from": "2026-07-01", "until": "2026-12-31"}),
        MAKERS["team"](3, "Team 3", team_kind="manual", until="2025-12-31"),
        MAKERS["team"](4, "Team 4", team_kind="quality"),
    ]
    work = workload_from(AREAS, on=ON, roster=roster(entries))
    assert work.teams.kind == ("dogs", "manual")
    assert work.teams.begins.tolist() == [0.0, 30.0]
    assert work.teams.ends.tolist() == [np.inf, 214.0]  # 1 January 2027
    assert any("no area" in sentence and "Team 4" in sentence for sentence in work.why)
    assert any("accreditation" in sentence and "Team 1" in sentence for sentence in work.why)


def test_days_of_work_outweigh_the_table_the_more_there_are_of_them():
    prior = default("rate_dogs")
    entries = [MAKERS["team"](1, "Team 1", team_kind="dogs")]
    paces, spreads = [], []
    for days in (0, 4, 200):
        work = workload_from(AREAS, on=ON, roster=roster(entries), tasks=[_task("H2", rates=[200] * days)])
        paces.append(work.teams.rate_m2_per_day[0, 2])
        spreads.append(work.teams.spread[0])
    assert paces[0] == prior
    assert paces[1] == pytest.approx(np.sqrt(prior * 200))  # four days count as much as the table
    assert paces[2] == pytest.approx(200, rel=0.05)
    assert spreads[0] > spreads[1] > spreads[2] >= 0.05


def test_a_team_that_nobody_put_on_the_roster_is_known_by_its_work_while_that_is_recent():
    recent, gone = _task("H2", team="Alpha", rates=[300] * 5), _task("H1", team="Beta", rates=[300])
    gone.days[0] = Day(0, date(2024, 1, 1), gone.id, "Beta", 300, "somebody")
    work = workload_from(AREAS, on=ON, tasks=[recent, gone])
    assert len(work.teams) == 1
    assert any("Alpha is not on the roster" in sentence for sentence in work.why)


def test_teams_that_work_on_few_days_have_a_shorter_season():
    """One team, 40 days within a year in which 200 were possible; a year of its own counts beside it."""
    task = _task("H2")
    task.days += [Day(0, ON - timedelta(days=9 * at + 1), task.id, "Team 1", 300, "somebody") for at in range(40)]
    work = workload_from(AREAS, on=ON, tasks=[task])
    possible = (9 * 39 + 1) * 200 / 365
    assert work.working_days.sum(axis=1) == pytest.approx(200 * (40 + 200) / (possible + 200))
    assert any("40 days of work on record" in sentence for sentence in work.why)
    daily = workload_from(AREAS, on=ON, tasks=[_task("H2", rates=[300] * 300)])
    assert daily.working_days.sum(axis=1) == pytest.approx(200)


def test_own_releases_outweigh_the_table():
    base = workload_from(AREAS, on=ON)
    cancels = workload_from(AREAS, on=ON, released_m2={"cancelled": 3_000_000})
    clears = workload_from(AREAS, on=ON, released_m2={"cleared": 3_000_000})
    assert cancels.hazards.confirms[0] < base.hazards.confirms[0] < clears.hazards.confirms[0]
    assert clears.hazards.left[0] > 0.8
    assert clears.released_m2 == 3_000_000
    assert any("Nothing was released" in sentence for sentence in base.why)


def test_what_was_assumed_is_said():
    work = workload_from(AREAS, on=ON, roster=roster([MAKERS["team"](1, "Team 1", team_kind="dogs")]))
    said = " ".join(work.why)
    for word in ("No budget", "No season", "No day of work"):
        assert word in said
    months = {"": [20] * 12, "South": [10] * 12}
    stated = workload_from(AREAS, on=ON, budget_usd=1e6, working_days=months)
    assert stated.working_days[:, 0].tolist() == [20, 10]
    assert stated.budget_usd == 1e6
    assert not any("season" in one or "budget" in one for one in stated.why)


def test_a_programme_with_nothing_on_record_gets_an_honest_answer():
    told = simulate(workload_from((), on=ON), start=ON, years=5, runs=5)
    assert told.p_done_by(date(2030, 1, 1)) is None
    told = simulate(workload_from(AREAS, on=ON), start=ON, years=5, runs=5)
    assert told.p_done_by(date(2030, 1, 1)) == 0.0
    assert any(one.startswith("No team is on record") for one in told.why)


# --- the tables -----------------------------------------------------------------------------------------------------


def test_every_default_has_a_number_a_unit_and_a_source_and_says_what_it_rests_on():
    path = Path(tilth.terms.__file__).with_name("work_defaults.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert None not in row, row
        assert float(row["value"]) >= 0
        assert row["unit"]
        assert row["basis"] in ("read", "computed", "assumed")
        assert row["source"]


def test_every_kind_of_team_that_does_work_is_in_the_vocabulary_and_has_a_pace_and_a_price():
    known = {row["kind"] for row in tilth.terms.table("team_kinds")}
    assert set(kinds()) - {"nts", "ts"} <= known
    for kind in kinds():
        one = team_of(kind)
        assert one.rate_m2_per_day.max() > 0
        assert one.usd_per_day[0] > 0
