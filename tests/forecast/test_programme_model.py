"""The model of one programme against what can be worked out by hand, and the evidence it learns from."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from math import erf, exp, sqrt
from pathlib import Path

import numpy as np
import pytest

from tilth.forecast.ambition import driven_by
from tilth.forecast.evidence_of_release import releases
from tilth.forecast.hierarchy import STRANGERS, expected, habits_of, voices
from tilth.forecast.history import read_histories
from tilth.forecast.known import History, Observation, Target
from tilth.forecast.learning import doubt_of, learned
from tilth.forecast.programme import HABITS, NAMES, Programmes, any_habits, pace, started, step, value_of
from tilth.forecast.reference import reference_class, rows_of

from .invented_programmes import stock, told

NEVER = -40.0  # a score for which a habit on a log scale is nothing
ROOT = Path(__file__).parents[2]


def _calm(*, elasticity: float, yearly: float = 0.05, km2: float = 200.0) -> Programmes:
    """One programme that only releases, at a usual pace, without finds, surveys, breaks or lumps."""
    scores = np.full((len(NAMES), 1), NEVER)
    scores[NAMES.index("memory")] = 10.0
    scores[NAMES.index("paper")] = 0.0
    scores[NAMES.index("pace")] = (np.log(yearly) - HABITS["pace"].middle) / HABITS["pace"].spread
    now = started(scores, km2=km2, doubt=0)
    wanted = elasticity / HABITS["elasticity"].most
    score = min(
        np.linspace(-5, 5, 20001), key=lambda one: abs(value_of("elasticity", np.array([one]))[0] / 1.3 - wanted)
    )
    now.habits[NAMES.index("elasticity")] = score
    return replace(now, fog=np.zeros(1), hidden=np.zeros(1), blocked=np.zeros(1))


def _after(now: Programmes, years: int) -> float:
    rng = np.random.default_rng(1)
    for _ in range(2 * years):
        now = step(now, 0.5, rng, lumpy=False)
    return float(now.stock[0])


def test_with_elasticity_0_the_same_area_goes_every_year_until_nothing_is_left():
    assert _after(_calm(elasticity=0), 8) == pytest.approx(200 - 8 * 10, rel=0.005)
    assert _after(_calm(elasticity=0), 21) == 0


def test_with_elasticity_1_the_same_share_goes_every_year():
    assert _after(_calm(elasticity=1), 12) == pytest.approx(200 * exp(-0.05 * 12), rel=0.005)


def test_in_between_it_follows_the_differential_equation():
    assert _after(_calm(elasticity=0.5), 10) == pytest.approx(200 * (1 - 0.5 * 0.05 * 10) ** 2, rel=0.005)


def test_a_larger_task_has_a_smaller_pace():
    small, large = (pace(_calm(elasticity=1, km2=km2), np.zeros(1))[0] for km2 in (50.0, 800.0))
    assert small / large == pytest.approx(2.0)


def test_what_is_released_and_what_remains_add_up():
    now = _calm(elasticity=0.7)
    rng = np.random.default_rng(2)
    for _ in range(10):
        now = step(now, 0.5, rng)
    assert now.stock[0] + now.released[0] == pytest.approx(200)


def test_a_survey_strikes_off_paper_and_shows_what_was_hidden():
    scores = any_habits(4000, np.random.default_rng(3))
    scores[NAMES.index("surveys")] = 6.0
    scores[NAMES.index("pace")] = NEVER
    scores[NAMES.index("finds")] = NEVER
    scores[NAMES.index("hidden")] -= 2
    before = started(scores, km2=100.0, doubt=3)
    after = step(before, 1.0, np.random.default_rng(4), lumpy=False)
    assert np.median(after.stock) < 60
    assert (after.hidden <= before.hidden).all()
    assert (after.fog < before.fog).all()
    assert (after.released == 0).all()


def test_shares_use_the_normal_distribution():
    scores = np.linspace(-4, 4, 81)
    wanted = [HABITS["elasticity"].most * 0.5 * (1 + erf(one / sqrt(2))) for one in scores]
    assert np.abs(value_of("elasticity", scores) - wanted).max() < 4e-4


# --- learning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "km2", "first", "doubt"),
    [
        ("reported", 1234.0, True, 0),
        ("reported", 13000.0, True, 1),
        ("reported", 13000.0, False, 0),
        ("nearly", 1234.0, False, 1),
        ("first estimate", 1234.0, False, 2),
        ("a guess", 1234.0, True, 3),
        ("disputed", 1234.0, False, 3),
    ],
)
def test_how_far_a_value_is_doubted(qualifier, km2, first, doubt):
    assert doubt_of(stock(2010, km2, qualifier=qualifier), first=first) == doubt


def _posterior(history: History, name: str) -> float:
    rng = np.random.default_rng(5)
    found = learned(history, any_habits(4000, rng), rng)
    assert found is not None
    return float(np.median(pace(found[0], found[0].mood) if name == "pace" else found[0].habit(name)))


def test_the_pace_is_learned():
    slow = told("S", *((2000 + n, 500 * 0.99**n) for n in range(10)))
    fast = told("F", *((2000 + n, 500 * 0.8**n) for n in range(10)))
    assert _posterior(slow, "pace") == pytest.approx(0.01, abs=0.01)
    assert _posterior(fast, "pace") == pytest.approx(0.22, abs=0.07)


def test_the_same_output_every_year_speaks_for_a_straight_line():
    line = told("L", *((2000 + n, 500.0 - 40 * n) for n in range(11)))
    share = told("E", *((2000 + n, 500 * 0.8**n) for n in range(11)))
    assert _posterior(line, "elasticity") < _posterior(share, "elasticity")


def test_a_surprise_is_survived():
    odd = told(
        "O", (1993, 425000.0), (2007, 1239.0), (2010, 923.0), (2011, 3.0), (2012, 2000.0), (2013, 0.0), (2014, 5.0)
    )
    assert np.isfinite(_posterior(odd, "pace"))


# --- other programmes -----------------------------------------------------------------------------------------------


def test_without_a_pool_the_prior_speaks():
    scores = expected((), 20000, np.random.default_rng(1), seed=1)
    assert np.abs(scores.mean(axis=1)).max() < 0.05
    assert np.abs(scores.std(axis=1) - 1).max() < 0.05


def test_one_value_says_nothing_of_a_programme():
    assert habits_of(told("One", (2010, 5.0)), 1) is None
    assert voices([told("One", (2010, 5.0)), told("Two", (2010, 5.0), (2011, 4.0))]) == 1


def test_some_programmes_are_like_none_of_the_pool():
    pool = [told(f"F{n}", *((2000 + k, 300 * 0.7**k) for k in range(9))) for n in range(4)]
    scores = expected(pool, 8000, np.random.default_rng(1), seed=1)[NAMES.index("pace")]
    assert scores.mean() > 0.3
    assert (scores < -0.5).mean() > 0.2 * STRANGERS / (STRANGERS + 4)


# --- releases and targets -------------------------------------------------------------------------------------------


def _flow(series: str, km2: float, year: int = 2010) -> Observation:
    days = date(year, 1, 1), date(year, 12, 31)
    return Observation(series, *days, km2, date(year + 1, 6, 1), "stated", "", "", series)


def test_parts_are_added_and_a_larger_sum_goes_before():
    parts = [_flow("cleared", 3.0), _flow("reduced", 2.0), _flow("cancelled", 10.0)]
    assert [(one.km2, one.whole) for one in releases(History("A", tuple(parts)))] == [(15.0, True)]
    parts.append(_flow("released_total", 20.0))
    assert [(one.km2, one.whole) for one in releases(History("A", tuple(parts)))] == [(20.0, True)]


def test_clearance_alone_is_a_part():
    assert [(one.km2, one.whole) for one in releases(History("A", (_flow("cleared", 3.0),)))] == [(3.0, False)]
    both = (_flow("cleared", 3.0), _flow("released_survey", 9.0))
    assert [(one.km2, one.whole) for one in releases(History("A", both))] == [(12.0, True)]


def test_battle_area_clearance_and_weeks_are_no_release():
    week = replace(_flow("cleared_week", 3.0), start=date(2010, 12, 25))
    assert not releases(History("A", (_flow("bac_cleared", 3.0), _flow("added", 1.0), week)))


def test_a_year_of_completion_that_has_passed_drives_nobody():
    now = _calm(elasticity=1)
    past = Target("target_completion", None, date(2009, 12, 31), None, date(2008, 1, 1), "stated", "t")
    assert driven_by([past], now, year=2012.0, rng=np.random.default_rng(1)) is now


# --- the packaged reference class -----------------------------------------------------------------------------------


def test_the_packaged_reference_class_is_what_the_national_books_say():
    """If this fails: python tools/build_reference_class.py."""
    with (ROOT / "examples" / "national_books" / "timeseries.csv").open(encoding="utf-8", newline="") as books:
        histories, _ = read_histories(csv.DictReader(books))
    packaged = {one.country: one for one in reference_class()}
    assert rows_of(packaged) == rows_of(histories)
    assert all(one.observations == histories[name].observations for name, one in packaged.items())
    assert len(packaged) >= 8
