"""Declared area: stretches between totals, and what will be said by a day; never what will be cleared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tilth.forecast.declarations import Declaration, course
from tilth.forecast.declared import DeclaredOutlook, declared_outlook
from tilth.forecast.outlook import Refused
from tilth.forecast.winter import slow_down, winter_slows

START = date(2025, 4, 1)
WEEK = timedelta(days=7)


def totals(*km2, every=WEEK, start=START):
    return [Declaration(start + every * at, float(one)) for at, one in enumerate(km2)]


def ask(declared, at, **more):
    return declared_outlook(declared, origin=max(one.at for one in declared), at=at, runs=1500, **more)


STEADY = totals(*range(0, 400, 20))  # 20 km² a week
AFTER = STEADY[-1].at


# --- stretches ------------------------------------------------------------------------------------------------------


def test_a_declared_week_splits_the_stretch_it_ends():
    found = course(
        [*totals(100, 200, every=WEEK * 4), Declaration(START + WEEK * 4, 10.0, START + WEEK * 3)], until=AFTER
    )
    assert [(one.days, one.km2) for one in found.stretches] == [(21, 90.0), (7, 10.0)]


def test_a_week_that_does_not_fit_between_its_totals_splits_nothing():
    found = course(
        [*totals(100, 200, every=WEEK * 4), Declaration(START + WEEK * 4, 150.0, START + WEEK * 3)], until=AFTER
    )
    assert [one.km2 for one in found.stretches] == [100.0]


def test_weeks_alone_are_stretches_too():
    weeks = [Declaration(START + WEEK * at, 3.0 + at, START + WEEK * (at - 1)) for at in (1, 3, 9)]
    found = course(weeks, until=AFTER)
    assert [one.km2 for one in found.stretches] == [4.0, 6.0, 12.0]
    assert found.km2 is None


def test_a_total_that_falls_is_set_aside_and_told():
    found = course(totals(100, 120, 30, 140, 160), until=AFTER)
    assert [one.km2 for one in found.stretches] == [20.0, 20.0, 20.0]
    assert found.notes


def test_a_stretch_with_nothing_declared_is_a_pause():
    found = course(totals(100, 120, 120, 140), until=AFTER)
    assert (len(found.stretches), len(found.pauses)) == (2, 1)


def test_nothing_after_the_origin_is_seen():
    assert course(STEADY, until=START + WEEK * 5) == course(STEADY[:6], until=START + WEEK * 5)


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1e4)), max_size=12), st.integers(0, 80))
def test_stretches_never_overlap_and_never_hold_less_than_nothing(points, until):
    declared = [Declaration(START + timedelta(days=3 * at), km2) for at, km2 in points]
    found = course(declared, until=START + timedelta(days=3 * until))
    both = sorted([*found.stretches, *found.pauses], key=lambda one: one.start)
    assert all(one.km2 >= 0 and one.days > 0 for one in both)
    assert all(one.end <= after.start for one, after in pairwise(both))


# --- the outlook ----------------------------------------------------------------------------------------------------


def test_one_stretch_is_too_few_and_the_answer_says_what_is_missing():
    found = ask(totals(10, 20), [AFTER])
    assert isinstance(found, Refused)
    assert "two stretches" in found.sentence


def test_a_day_before_the_origin_is_the_caller_s_mistake():
    with pytest.raises(ValueError, match="before the origin"):
        ask(STEADY, [START])


def test_a_steady_pace_goes_on_and_its_width_grows():
    days = [AFTER + WEEK * weeks for weeks in (4, 13, 26)]
    low, middle, high = np.quantile(ask(STEADY, days).declared_km2, [0.1, 0.5, 0.9], axis=0)
    expected = 380 + 20 * np.array([4, 13, 26])
    assert (np.abs(middle - expected) < 0.3 * (expected - 380)).all()
    assert (np.diff(high - low) > 0).all()
    assert (low < expected).all()
    assert (expected < high).all()


def test_declared_totals_never_fall_and_never_pass_the_whole_territory():
    days = [AFTER + WEEK * 26 * at for at in range(12)]
    found = ask(STEADY, days, whole_km2=600.0)
    assert (np.diff(found.since_km2, axis=1) >= 0).all()
    assert found.since_km2.max() <= 600 - 380 + 1e-9


def test_two_points_after_an_uneven_course_are_wider_than_after_a_steady_one():
    uneven = totals(*np.cumsum([5, 60, 2, 40, 10, 70, 4, 30, 80, 3]))
    day = timedelta(days=91)
    spread = [
        np.subtract(*np.quantile(ask(one, [one[-1].at + day]).since_km2, [0.9, 0.1])) / one[-1].km2
        for one in (uneven, STEADY)
    ]
    assert spread[0] > 1.5 * spread[1]


def test_a_plan_has_an_end_and_without_a_plan_there_is_none():
    planned = ask(STEADY, [AFTER], planned_km2=1000.0)
    assert np.isfinite(planned.completion).mean() > 0.9
    assert 2025.9 < np.median(planned.completion) < 2027.5
    assert not np.isfinite(ask(STEADY, [AFTER]).completion).any()


def test_what_is_planned_and_not_declared_stands_for_what_remains():
    found = ask(STEADY, [AFTER + WEEK * 4], planned_km2=1000.0).as_outlook()
    assert (found.remaining_km2 >= 0).all()
    assert 450 < np.median(found.remaining_km2) < 620


def test_the_same_seed_gives_the_same_futures_and_another_does_not():
    days = [AFTER + WEEK * 9]
    first, again, other = (ask(STEADY, days, seed=seed).declared_km2 for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).all()


def test_winter_slows_what_comes_from_november_to_march():
    declared = totals(*range(0, 400, 20), start=date(2025, 5, 20))
    days = [declared[-1].at + timedelta(days=20), declared[-1].at + timedelta(days=170)]
    cold, mild = (np.median(ask(declared, days, winter=why).since_km2, axis=0) for why in ("frozen ground", ""))
    assert cold[0] > 0.95 * mild[0]
    assert cold[1] < 0.85 * mild[1]


def test_the_answer_says_that_it_is_a_forecast_of_declarations():
    found = ask(STEADY, [AFTER], planned_km2=900.0, winter="frozen ground")
    assert isinstance(found, DeclaredOutlook)
    assert any("not what will be cleared" in one for one in found.why)
    assert any("winter" in one for one in found.why)


def test_flows_alone_have_no_total_but_a_forecast_since_the_origin():
    weeks = [Declaration(START + WEEK * at, 10.0, START + WEEK * (at - 1)) for at in range(1, 12)]
    found = ask(weeks, [weeks[-1].at + WEEK * 4])
    assert np.isnan(found.declared_km2).all()
    assert 25 < np.median(found.since_km2) < 60


def test_bands_cover_what_comes_of_campaigns_of_the_kind_they_were_made_for():
    """An independent generator: log-normal weeks around a level that wanders; 80 % bands must hold 68 to 92 %."""
    inside = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        level = np.log(20) + np.cumsum(rng.normal(0, 0.07, 60))
        weeks = np.exp(level + rng.normal(0, 0.5, 60))
        declared = totals(0, *np.cumsum(weeks))
        known, later = declared[:30], declared[42]
        found = declared_outlook(known, origin=known[-1].at, at=[later.at], runs=400, seed=seed)
        low, high = np.quantile(found.declared_km2[:, 0], [0.1, 0.9])
        inside.append(low <= later.km2 <= high)
    assert 0.68 <= np.mean(inside) <= 0.97


# --- winter ---------------------------------------------------------------------------------------------------------


def test_winter_slows_where_ground_freezes_and_says_why():
    assert winter_slows(["Ukraine"]) == "work begins after the thaw"
    assert winter_slows(["Russia-Kursk oblast"]) == "frozen ground"
    assert winter_slows(["Kursk oblast"])
    assert winter_slows(["Colombia", "Angola", ""]) == ""


def test_the_slow_down_is_none_in_summer_and_strongest_in_the_middle_of_winter():
    days = np.array([float(date(2025, month, 15).toordinal()) for month in range(1, 13)])
    felt = slow_down(days, days)
    assert felt[6] == 0
    assert (felt <= 0).all()
    assert np.argmin(felt) in (0, 1)


_DECLARED = st.lists(
    st.tuples(st.integers(0, 200), st.floats(0, 1e5), st.one_of(st.none(), st.integers(1, 40))), min_size=1, max_size=10
)


@settings(max_examples=40)
@given(_DECLARED, st.integers(0, 400), st.one_of(st.none(), st.floats(0.1, 1e5)))
@example([(0, 0.0, None), (1, 1.0, None), (0, 1.0, 1)], 66, 1.0)  # rounding between two reports
@example([(0, 0.0, None), (1, 1.0, None), (0, 1.0, 1)], 16, 1.0)
def test_whatever_was_declared_the_answer_is_finite_and_grows_or_says_why_there_is_none(told, origin, planned):
    declared = [
        Declaration(START + timedelta(days=at), km2, None if back is None else START + timedelta(days=at - back))
        for at, km2, back in told
    ]
    asked = START + timedelta(days=origin)
    days = [asked, asked + timedelta(days=90), asked + timedelta(days=700)]
    found = declared_outlook(declared, origin=asked, at=days, planned_km2=planned, runs=50, years=3)
    if isinstance(found, Refused):
        assert found.sentence
        return
    assert np.isfinite(found.since_km2).all()
    assert (found.since_km2 >= 0).all()
    assert (np.diff(found.since_km2, axis=1) >= 0).all()
    assert not np.isnan(found.completion).any()
