"""What a lever moves, what it takes to finish in time, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from scipy import stats

from tilth.simulation.cost import cost
from tilth.simulation.finish_by import MOST_TEAMS, finish_by, wilson
from tilth.simulation.levers import Lever, levers
from tilth.simulation.tornado import effect, tornado
from tilth.simulation.work_outlook import simulate
from tilth.simulation.workload import CLEAR, hazards_of, no_teams, team_of, what_if, workload_of

SMALL = run_path(str(Path(__file__).with_name("small_work.py")))
START, certain, province, teams = SMALL["START"], SMALL["certain"], SMALL["province"], SMALL["teams"]
BY = date(2030, 12, 31)


def test_a_tornado_is_sorted_and_knows_which_way_a_lever_points():
    found = tornado(province(80), start=START, by=BY, years=20, runs=150)
    sizes = [abs(one.mean_years[0]) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    of = {one.lever.says: one for one in found}
    slower, faster = of["20% less m² per team-day"], of["20% more m² per team-day"]
    assert slower.mean_years[1] > 0 > faster.mean_years[2]
    assert slower.p_done[0] <= 0 <= faster.p_done[0]
    for one in found:
        for value in (one.p50_years, one.mean_years, one.p_done, one.usd):
            assert value is None or value[1] <= value[0] <= value[2]
    assert {one.lever.name for one in found} >= {"survey first", "season", "budget", "productivity", "teams manual"}
    assert set(found[0].as_json()) == {"lever", "says", "p50_years", "mean_years", "p_done", "usd"}


def test_a_lever_that_changes_nothing_has_no_effect_and_no_noise():
    """Common random numbers: the difference is zero in every pair, not only on average."""
    nothing = Lever("nothing", "nothing changes", {"season": 1.0})
    (one,) = tornado(province(40), start=START, by=BY, years=20, runs=60, chosen=[nothing])
    assert one.p50_years == one.mean_years == one.p_done == one.usd == (0.0, 0.0, 0.0)


def test_pairs_know_the_difference_better_than_independent_runs_would():
    work = province(80)
    lever = Lever("season", "longer", {"season": 1.1})
    one, other = (simulate(each, start=START, years=20, runs=200) for each in (work, lever.pulled(work)))
    paired = effect(one, other, lever=lever, by=BY).mean_years
    strangers = simulate(lever.pulled(work), start=START, years=20, runs=200, seed=99)
    apart = effect(one, strangers, lever=lever, by=BY).mean_years
    assert paired[2] - paired[1] < 0.6 * (apart[2] - apart[1])


def test_a_median_beyond_the_horizon_has_no_difference_and_the_mean_still_has():
    lever = Lever("season", "longer", {"season": 1.2})
    (one,) = tornado(province(400), start=START, by=date(2028, 1, 1), years=2, runs=40, chosen=[lever])
    assert one.p50_years is None
    assert np.isfinite(one.mean_years).all()


def test_the_levers_of_a_workload_name_its_own_teams():
    found = levers(workload_of(hazards_of([5_000]), teams(dogs=10, nts=1)))
    said = [one.says for one in found]
    assert "2 of 10 teams fewer: dogs" in said
    assert "1 more than 1 teams: non-technical survey" in said
    assert not any("manual" in one for one in said)
    assert len(levers(workload_of(hazards_of([5_000]), no_teams()))) == 7


# --- finishing in time ----------------------------------------------------------------------------------------------


def test_twice_the_work_of_one_team_takes_two():
    """40 areas of 20 days each: one team has 240 days a year for them, so 800 days in two years need two teams."""
    crew = team_of("manual", rate=100.0, spread=0.0)
    work = certain([1_800] * 40, crew, stage=CLEAR)
    ways = finish_by(work, day=date(2028, 12, 31), start=START, runs=4)
    best = next(one for one in ways if one.how == "teams manual")
    assert (best.reaches, best.amount, best.p_done) == (True, 1, 1.0)
    useless = next(one for one in ways if one.how == "teams nts")
    assert (useless.reaches, useless.amount) == (False, MOST_TEAMS)
    assert "is not reached" in useless.sentence
    assert [one.reaches for one in ways] == sorted((one.reaches for one in ways), reverse=True)


def test_what_is_found_reaches_the_wanted_chance_and_what_is_there_does_not():
    work = replace(province(80), figures={"reopen_years": 0.1, "found_share": 0.0})
    day = date(2030, 12, 31)
    (way,) = (one for one in finish_by(work, day=day, start=START, runs=150) if one.how == "all teams")
    assert simulate(work, start=START, years=4, runs=150).p_done_by(day) < 0.8
    assert way.reaches
    assert way.amount > 1
    assert way.p_low < way.p_done < way.p_high
    assert way.p_done >= 0.8


def test_what_is_reached_anyway_needs_nothing():
    work = certain([100], team_of("manual", rate=100.0, spread=0.0), stage=CLEAR)
    ways = finish_by(work, day=date(2027, 12, 31), start=START, runs=3)
    assert all(one.reaches and one.usd_more == 0 for one in ways)
    assert ways[0].sentence.startswith("With nothing changed")


def test_nothing_on_record_has_no_ways_and_an_impossible_day_is_a_mistake():
    assert finish_by(workload_of(hazards_of([]), teams(manual=1)), day=BY, start=START) == ()
    for day, p in ((date(2026, 1, 1), 0.8), (date(2099, 1, 1), 0.8), (BY, 1.0)):
        with pytest.raises(ValueError, match="impossible"):
            finish_by(province(3), day=day, start=START, p=p)


@pytest.mark.parametrize(("share", "count"), [(0.0, 50), (0.3, 100), (1.0, 7)])
def test_the_interval_of_a_share_is_that_of_scipy(share, count):
    expected = stats.binomtest(round(share * count), count).proportion_ci(method="wilson")
    assert wilson(share, count) == pytest.approx((expected.low, expected.high), abs=1e-6)


# --- cost -----------------------------------------------------------------------------------------------------------


def test_certain_work_has_a_certain_cost():
    told = simulate(certain([10_000], team_of("manual", rate=100.0, spread=0.0), stage=CLEAR), start=START, runs=5)
    found = cost(told)
    for name in ("p10", "p50", "p90"):
        assert found["within_horizon"][name] == found["to_complete"][name] == pytest.approx(102 * 600.0)
        assert found["per_released_m2"][name] == pytest.approx(6.12)


def test_what_is_never_completed_has_no_cost_of_completion():
    found = cost(simulate(province(300), start=START, years=1, runs=20))
    assert found["to_complete"] == {"p10": None, "p50": None, "p90": None}
    assert found["within_horizon"]["p50"] > 0
    idle = cost(simulate(certain([100], no_teams(), stage=CLEAR), start=START, years=1, runs=5))
    assert idle["per_released_m2"] is None


def test_overhead_is_paid_while_anything_remains():
    crew = team_of("manual", rate=100.0, spread=0.0)
    plain = simulate(certain([10_000], crew, stage=CLEAR), start=START, years=5, runs=1)
    dear = simulate(certain([10_000], crew, stage=CLEAR, overhead_usd=1_000.0), start=START, years=5, runs=1)
    assert (dear.usd - plain.usd)[0].tolist() == pytest.approx([1_000.0 * 365 / 365.25, 0, 0, 0, 0])


# --- what if --------------------------------------------------------------------------------------------------------


def test_a_what_if_leaves_the_workload_as_it_was_and_names_what_it_does_not_know():
    work = province(10)
    before = len(work.teams)
    assert len(what_if(work, add={"manual": 2}, remove={"dogs": 9}).teams) == before + 2 - 2
    assert len(work.teams) == before
    with pytest.raises(KeyError):
        what_if(work, add={"wizards": 1})
    with pytest.raises(ValueError, match="factor"):
        what_if(work, productivity=-1.0)


def test_new_teams_work_as_those_of_their_kind_do_and_bring_their_money():
    crew = team_of("manual", rate=777.0, usd_per_day=1_000.0, ends=50.0)
    work = workload_of(hazards_of([5_000]), crew, budget_usd=5.0)
    more = what_if(work, add={"manual": 1})
    assert more.teams.rate_m2_per_day[1, 2] == 777.0
    assert more.teams.ends[1] == inf
    assert more.budget_usd == pytest.approx(5.0 + 200 * 1_000.0)
    assert what_if(work, add={"manual": 1}, paid=False).budget_usd == 5.0


def test_no_season_has_more_working_days_than_a_month_can_hold():
    assert what_if(province(3), season=9.0).working_days.max() == 26.0
