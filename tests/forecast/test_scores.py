"""Scores against another implementation, closed forms and sums done by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from tilth.forecast.scores import brier, censored_crps, crps, interval_score, pinball

VALUES = st.floats(-1e4, 1e4, allow_nan=False).map(lambda value: round(value, 6))
SAMPLES = st.lists(VALUES, min_size=1, max_size=40)


@given(SAMPLES, VALUES)
def test_the_crps_is_that_of_another_implementation(sample, outcome):
    theirs = scoringrules.crps_ensemble(outcome, np.array(sample), estimator="nrg")
    assert crps(np.array(sample), outcome) == pytest.approx(float(theirs), rel=1e-9, abs=1e-6)


@given(SAMPLES, VALUES)
def test_the_crps_is_the_integral_of_the_brier_scores_of_all_thresholds(sample, outcome):
    ends = np.unique([*sample, outcome])
    lost = sum(
        (np.mean(np.array(sample) <= low) - float(outcome <= low)) ** 2 * (high - low) for low, high in pairwise(ends)
    )
    assert crps(np.array(sample), outcome) == pytest.approx(lost, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("sample", "outcome", "expected"),
    [([3.0], 5.0, 2.0), ([1.0, 3.0], 2.0, 0.5), ([0.0, 0.0, 6.0], 0.0, 2 - 4 / 3), ([2.0, 2.0], 2.0, 0.0)],
)
def test_the_crps_of_few_values_by_hand(sample, outcome, expected):
    assert crps(np.array(sample), outcome) == pytest.approx(expected)


def test_the_crps_of_normal_quantiles_nears_its_closed_form():
    sample = np.array([NormalDist().inv_cdf((place + 0.5) / 4000) for place in range(4000)])
    assert crps(sample, 0.7) == pytest.approx(float(scoringrules.crps_normal(0.7, 0.0, 1.0)), abs=1e-3)


@pytest.mark.parametrize("sample", [[], [1.0, math.inf], [math.nan]])
def test_the_crps_of_no_value_or_of_an_endless_one_is_a_mistake(sample):
    with pytest.raises(ValueError, match="finite"):
        crps(np.array(sample), 1.0)


YEARS = st.floats(2000, 2080).map(lambda value: round(value, 2))


@given(st.lists(st.one_of(YEARS, st.just(math.inf)), min_size=1, max_size=30), st.one_of(YEARS, st.none()), YEARS)
def test_the_censored_crps_is_the_integral_of_the_brier_scores_up_to_the_last_look(sample, outcome, seen_until):
    """The chance "done by D", held against whether it was, for every D up to the last look and none after."""
    ends = [1999.0, seen_until, *(year for year in [*sample, outcome or math.inf] if 1999 < year < seen_until)]
    ends = np.unique(ends)
    lost = sum(
        brier(float(np.mean(np.array(sample) <= low)), outcome is not None and outcome <= low) * (high - low)
        for low, high in pairwise(ends)
    )
    assert censored_crps(np.array(sample), outcome, seen_until=seen_until) == pytest.approx(lost, rel=1e-9, abs=1e-6)


def test_the_censored_crps_is_the_threshold_weighted_one_of_another_implementation():
    sample = np.random.default_rng(3).normal(2030, 6, 500)
    for outcome in (2024.0, 2031.0, 2044.0):
        theirs = scoringrules.twcrps_ensemble(outcome, sample, b=2035.0, estimator="nrg")
        assert censored_crps(sample, outcome, seen_until=2035.0) == pytest.approx(float(theirs), rel=1e-9)


def test_what_is_said_of_the_time_after_the_last_look_costs_nothing():
    early, late = np.array([2031.0, 2090.0]), np.array([2059.0, math.inf])
    assert censored_crps(early, None, seen_until=2030.0) == censored_crps(late, None, seen_until=2030.0) == 0.0


def test_a_promise_that_was_not_kept_costs_the_years_since():
    assert censored_crps(np.array([2019.0]), None, seen_until=2026.0) == pytest.approx(7.0)


def test_the_censored_crps_is_proper_under_censoring():
    """Whoever believes in a distribution loses least, on average, by saying so, though the late half is never seen."""
    rng = np.random.default_rng(11)
    truths = rng.exponential(10.0, 2000) + 2010
    lost = {
        scale: np.mean([censored_crps(2010 + scale * said, min(t, 2018.0), seen_until=2018.0) for t in truths])
        for said in [-np.log(1 - (np.arange(200) + 0.5) / 200)]
        for scale in (5.0, 10.0, 20.0)
    }
    assert lost[10.0] == min(lost.values())


@given(VALUES, VALUES, st.sampled_from([0.1, 0.5, 0.9]))
def test_the_pinball_loss_is_that_of_another_implementation(quantile, outcome, level):
    theirs = float(scoringrules.quantile_score(outcome, quantile, level))
    assert pinball(quantile, outcome, level=level) == pytest.approx(theirs, abs=1e-9)


@given(VALUES, VALUES, VALUES)
def test_the_interval_score_is_that_of_another_implementation(a, b, outcome):
    low, high = sorted((a, b))
    theirs = float(scoringrules.interval_score(outcome, low, high, 0.2))
    assert interval_score(low, high, outcome, level=0.8) == pytest.approx(theirs, rel=1e-9, abs=1e-6)
