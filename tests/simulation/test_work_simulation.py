"""What the simulation of the work keeps: every square metre, the same luck everywhere, and plain arithmetic."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.simulation.work_outlook import simulate
from tilth.simulation.workload import CLEAR, TS, hazards_of, no_teams, team_of, what_if, workload_of

SMALL = run_path(str(Path(__file__).with_name("small_work.py")))
CERTAIN, START = SMALL["CERTAIN"], SMALL["START"]
certain, province, teams = SMALL["certain"], SMALL["province"], SMALL["teams"]
FLOWS = ("found_m2", "cancelled_m2", "reduced_m2", "cleared_m2")


def _same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in (*FLOWS, "usd", "done_day"))


# --- the same luck --------------------------------------------------------------------------------------------------


def test_one_thread_two_threads_and_any_order_of_chunks_give_the_same_histories():
    work = province()
    alone = simulate(work, start=START, years=12, runs=120, seed=5)
    with ThreadPoolExecutor(2) as pool:
        assert _same(alone, simulate(work, start=START, years=12, runs=120, seed=5, runner=pool.map))

    def backwards(function, tasks):
        return [function(task) for task in list(tasks)[::-1]][::-1]

    assert _same(alone, simulate(work, start=START, years=12, runs=120, seed=5, runner=backwards))


def test_a_history_is_the_same_whatever_stands_beside_it():
    from tilth.simulation.case import case_of
    from tilth.simulation.kernel import simulate_runs

    case = case_of(province(), start=START, years=12)
    whole = simulate_runs(case, 5, 0, 40)
    for first, last in ((0, 1), (17, 40), (39, 40)):
        part = simulate_runs(case, 5, first, last)
        assert all(np.array_equal(a[first:last], b) for a, b in zip(whole, part, strict=True))


def test_another_seed_is_another_history():
    work = province()
    one, other = (simulate(work, start=START, years=12, runs=20, seed=seed) for seed in (1, 2))
    assert not _same(one, other)


def test_a_hazard_keeps_its_luck_in_another_scenario():
    """Which hazards survey cancels does not change when more teams come; only when it happens."""
    work = replace(province(), figures={"found_share": 0.0, "loss_per_year": 0.0})
    more = what_if(work, add={"manual": 5, "nts": 3})
    one, other = (simulate(each, start=START, years=60, runs=40) for each in (work, more))
    both = np.isfinite(one.done_day) & np.isfinite(other.done_day)
    assert both.sum() > 20
    for name in FLOWS:
        assert np.array_equal(getattr(one, name).sum(axis=1)[both], getattr(other, name).sum(axis=1)[both])


# --- every square metre ---------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    number=st.integers(0, 30),
    seed=st.integers(0, 10_000),
    crew=st.dictionaries(st.sampled_from(["nts", "ts", "survey", "manual", "dogs", "mixed"]), st.integers(0, 3)),
    budget=st.sampled_from([None, 0.0, 20_000.0, 1e7]),
    ends=st.sampled_from([np.inf, 0.0, 3.5, 400.0]),
)
def test_area_in_is_area_out_to_the_square_metre(number, seed, crew, budget, ends):
    staff = teams(**crew)
    staff = replace(staff, ends=np.full(len(staff), ends))
    work = province(number, seed=seed, crew=staff, budget_usd=budget) if number else None
    if work is None:
        work = workload_of(hazards_of([]), staff)
    told = simulate(work, start=START, years=6, runs=6, seed=seed)
    remaining = told.remaining_m2
    released = told.released_m2.sum(axis=1)
    assert (remaining >= 0).all()
    assert np.array_equal(remaining[:, -1] + released, told.recorded_m2 + told.found_m2.sum(axis=1))
    for name in FLOWS:
        assert (getattr(told, name) >= 0).all()
    ended = np.isfinite(told.done_day)
    assert (ended | (remaining[:, -1] > 0)).all()
    assert (told.usd >= 0).all()


def test_what_survey_cannot_cancel_is_never_cancelled_and_what_it_must_is():
    sure, never = (certain([5_000] * 8, teams(nts=1, ts=1, manual=2), confirms=p) for p in (1.0, 0.0))
    assert simulate(sure, start=START, years=10, runs=5).cancelled_m2.sum() == 0
    told = simulate(never, start=START, years=10, runs=5)
    assert (told.cancelled_m2.sum(axis=1) == 40_000).all()
    assert told.cleared_m2.sum() == 0


# --- plain arithmetic -----------------------------------------------------------------------------------------------


def _clearing(rate, **more):
    return team_of("manual", rate=rate, spread=0.0, **more)


def test_one_team_and_one_area_take_area_over_rate_and_the_setup():
    """10 000 m² at 100 m² a day and 2 days of setup are 102 working days; of 20 in January that is early in June."""
    work = certain([10_000], _clearing(100.0), stage=CLEAR, days=20.0)
    told = simulate(work, start=START, years=2, runs=3)
    in_june = 30 * (102 - 100) / 20  # five months hold 100
    assert told.done_day == pytest.approx(np.full(3, (date(2027, 6, 1) - START).days + in_june))
    assert told.cleared_m2[:, 0].tolist() == [10_000] * 3
    assert told.usd[:, 0] == pytest.approx(np.full(3, 102 * 600.0))
    assert told.completion_quantile(0.5) == date(2027, 6, 4)


def test_closed_months_only_wait():
    days = np.zeros((1, 12))
    days[0, 5] = 30.0  # June only
    work = replace(certain([4_300], _clearing(100.0), stage=CLEAR), working_days=days)
    told = simulate(work, start=START, years=3, runs=1)  # 45 days: one June and half of the next
    assert told.done_day[0] == pytest.approx((date(2028, 6, 16) - START).days)


def test_a_large_area_is_shared_by_teams_lot_by_lot():
    crew = _clearing(100.0).join(_clearing(100.0))
    lots = {"lot_clear": 5_000.0}
    one, two = (
        simulate(certain([20_000], team, stage=CLEAR, figures=lots), start=START, years=5, runs=1).done_day[0]
        for team in (_clearing(100.0), crew)
    )
    assert two < 0.55 * one


def test_a_mission_that_ends_leaves_the_rest_to_the_next():
    """The first team works 40 days on 10 000 m²; the second comes later and does what is left."""
    first, second = _clearing(100.0, ends=59.0), _clearing(100.0, begins=120.0)
    left = certain([10_000], first, stage=CLEAR)
    told = simulate(left, start=START, years=2, runs=1)
    assert np.isinf(told.done_day[0])
    done = int(told.cleared_m2.sum())
    assert 3_000 < done < 4_500
    assert any("ends within" in sentence for sentence in told.why)
    both = simulate(certain([10_000], first.join(second), stage=CLEAR), start=START, years=2, runs=1)
    assert np.isfinite(both.done_day[0])
    assert both.cleared_m2.sum() == 10_000


def test_money_for_a_quarter_of_the_year_does_about_a_quarter():
    crew = team_of("manual", rate=100.0, spread=0.0)
    work = certain([2_000] * 200, crew, stage=CLEAR, budget_usd=60 * 600.0)
    told = simulate(work, start=START, years=4, runs=1)
    assert told.usd[0, :-1] == pytest.approx(np.full(3, 36_000.0), rel=0.4)
    assert told.usd[0].sum() <= 4 * 36_000.0 + 22 * 600.0


def test_technical_survey_halves_what_must_be_cleared():
    work = certain([8_000] * 3, teams(ts=1, manual=1), stage=TS, left=0.5)
    told = simulate(work, start=START, years=5, runs=2)
    assert (told.reduced_m2.sum(axis=1) == 12_000).all()
    assert (told.cleared_m2.sum(axis=1) == 12_000).all()


def test_without_survey_teams_recorded_land_is_cleared_as_it_stands():
    told = simulate(certain([3_000], _clearing(100.0), confirms=0.0), start=START, years=5, runs=2)
    assert (told.cleared_m2.sum(axis=1) == 3_000).all()


def test_an_area_that_no_team_may_clear_stays():
    told = simulate(certain([3_000], _clearing(100.0), stage=CLEAR, methods=4), start=START, years=5, runs=2)
    assert told.released_m2.sum() == 0


# --- honest answers -------------------------------------------------------------------------------------------------


def test_without_teams_money_season_or_access_nothing_is_done_and_the_answer_says_why():
    crew = _clearing(100.0)
    none = {
        "No team is on record": certain([3_000], no_teams(), stage=CLEAR),
        "The budget is zero": certain([3_000], crew, stage=CLEAR, budget_usd=0.0),
        "No month has a working day": certain([3_000], crew, stage=CLEAR, days=0.0),
        "No team clears land": certain([3_000], teams(nts=1), stage=CLEAR),
    }
    for reason, work in none.items():
        told = simulate(work, start=START, years=8, runs=20)
        assert told.p_done_by(told.at[-1]) == 0.0
        assert told.completion_quantile(0.1) is None
        assert told.usd.sum() == 0
        assert any(sentence.startswith(reason) for sentence in told.why), told.why


def test_an_empty_record_is_no_finished_programme():
    empty = simulate(workload_of(hazards_of([]), teams(manual=1)), start=START, years=5, runs=4)
    assert empty.p_done_by(date(2028, 1, 1)) is None
    assert empty.as_json()["completion"]["p50"] is None
    assert "nothing to complete" in empty.why[-1]
    finished = simulate(workload_of(hazards_of([]), teams(manual=1), released_m2=5), start=START, years=5, runs=4)
    assert finished.p_done_by(START) == 1.0
    assert "unknown" in finished.why[-1]


def test_what_lies_beyond_the_horizon_is_a_probability_and_no_year():
    told = simulate(province(400), start=START, years=3, runs=50)
    answer = told.as_json(by=[date(2028, 6, 30), date(2099, 1, 1)])
    assert answer["completion"]["p90"] is None
    assert answer["completion"]["p_beyond_horizon"] > 0.5
    assert set(answer["completion"]["p_done_by"]) == {"2027-12-31", "2028-06-30", "2028-12-31", "2029-12-31"}
    with pytest.raises(ValueError, match="beyond the horizon"):
        told.p_done_by(told.at[-1] + timedelta(days=1))


def test_years_end_on_their_last_day_and_the_last_on_the_eve_of_the_anniversary():
    told = simulate(province(5), start=date(2026, 11, 22), years=2, runs=2)
    assert told.at == (date(2026, 12, 31), date(2027, 12, 31), date(2028, 11, 21))


@pytest.mark.parametrize(("years", "runs"), [(0, 10), (61, 10), (5, 0)])
def test_an_impossible_question_is_a_programmers_mistake(years, runs):
    with pytest.raises(ValueError, match="impossible"):
        simulate(province(3), start=START, years=years, runs=runs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": 1}, {"zone": -1}, {"methods": 0}, {"methods": 8}, {"stage": 3}, {"confirms": 1.1}, {"left": -0.1},
        {"difficulty": 0.0}, {"area_m2": -5},
    ],
    ids=str,
)  # fmt: skip
def test_an_impossible_area_never_reaches_compiled_code(wrong):
    areas = hazards_of(
        **({"area_m2": [100, 200]} | {name: value for name, value in wrong.items() if name != "area_m2"})
    )
    if "area_m2" in wrong:
        areas = replace(areas, area_m2=np.array([100, wrong["area_m2"]]))
    work = workload_of(hazards_of([100]), teams(manual=1))
    with pytest.raises(ValueError, match="cannot be"):
        simulate(replace(work, hazards=areas), start=START, years=1, runs=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget_usd": -1.0}, {"figures": {"lot_clear": 0.0}}, {"figures": {"setup_ts": -1.0}},
        {"working_days": np.full((1, 12), -1.0)}, {"working_days": np.ones((1, 11))}, {"budget_usd": np.nan},
    ],
    ids=str,
)  # fmt: skip
def test_an_impossible_workload_never_reaches_compiled_code(wrong):
    work = workload_of(hazards_of([100]), teams(manual=1))
    with pytest.raises(ValueError, match="cannot be"):
        simulate(replace(work, **wrong), start=START, years=1, runs=1)


def test_areas_without_ground_are_passed_over():
    """Even where a mission ends in the middle of nothing."""
    crew = replace(_clearing(100.0), ends=np.array([5.0]))
    told = simulate(certain([0, 0, 400], crew, stage=CLEAR, figures={"setup_clear": 1.0}), start=START, years=1, runs=2)
    assert (told.remaining_m2 >= 0).all()
    assert (told.cleared_m2.sum(axis=1) <= 400).all()


# --- more is not worse ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"add": {"manual": 4}}, {"add": {"nts": 1, "ts": 2}}, {"productivity": 1.3}, {"season": 1.2}, {"budget": 1.5}],
    ids=str,
)
def test_more_teams_money_or_season_never_make_completion_later(change):
    """In distribution: at every tenth of the histories, up to the noise of one team taking another's place."""
    work = province(120)
    one, other = (simulate(each, start=START, years=40, runs=300) for each in (work, what_if(work, **change)))
    levels = np.arange(0.1, 0.95, 0.1)
    before, after = (np.quantile(np.minimum(each.done_day, 1e5), levels) for each in (one, other))
    assert (after <= before * 1.02).all()
    assert after.mean() < before.mean()


def test_less_certain_levels_widen_the_answer_and_leave_its_middle():
    """Independent errors cancel over many hazards; shared ones do not."""
    work = province(300, crew=teams(nts=4, ts=4, manual=10, dogs=5))
    shared = {"level_spread": 0.0, "action_spread": 0.0, "confirm_spread": 0.0, "left_level": 0.0, "fund_chance": 0.0}
    rest = {"fund_spread": 0.0, "found_share": 0.0, "loss_per_year": 0.0, "reopen_years": 0.01}
    narrow = simulate(replace(work, figures=shared | rest), start=START, years=60, runs=200)
    wide = simulate(replace(work, figures=rest), start=START, years=60, runs=200)

    def width(told):
        low, high = np.quantile(np.minimum(told.done_day, 1e5), [0.1, 0.9])
        return high - low

    assert width(wide) > 2.0 * width(narrow)


def test_finds_fade_with_survey_and_never_stop():
    figures = CERTAIN | {"found_share": 0.2, "found_shape": 4.0, "found_floor": 0.1}
    work = replace(province(100), figures=figures)
    told = simulate(work, start=START, years=30, runs=200)
    idle = simulate(replace(work, teams=no_teams()), start=START, years=30, runs=200)
    surveyed, not_surveyed = (each.found_m2[:, -10:].sum(axis=1).mean() for each in (told, idle))
    assert 0.05 * not_surveyed < surveyed < 0.3 * not_surveyed


def test_a_programme_that_released_much_finds_as_rarely_as_surveyed_ground_lets_it():
    """Nine tenths of the ground is released: ten times as many candidates, of which few are found."""
    figures = CERTAIN | {"found_share": 0.1, "found_shape": 8.0, "found_floor": 0.1, "found_spread": 0.0}
    work = replace(workload_of(hazards_of([1_000] * 100), no_teams()), figures=figures)
    old = replace(work, released_m2=900_000)
    new, late = (simulate(each, start=START, years=3, runs=1_000).found_m2.sum(axis=1).mean() for each in (work, old))
    assert late / new == pytest.approx(10 * (0.1 + 0.9 * 0.1), rel=0.1)


def test_without_survey_the_number_of_finds_is_negative_binomial():
    """A Poisson number with a Gamma rate: variance = mean + mean² / shape."""
    figures = CERTAIN | {"found_share": 0.1, "found_shape": 2.0, "found_spread": 0.0}
    work = replace(workload_of(hazards_of([1_000] * 100), no_teams()), figures=figures)
    number = simulate(work, start=START, years=3, runs=3_000).found_m2.sum(axis=1) / 1_000
    assert number.mean() == pytest.approx(30.0, rel=0.05)
    assert number.var() == pytest.approx(30.0 + 30.0**2 / 2.0, rel=0.12)
