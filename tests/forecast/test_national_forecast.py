"""A national stock forecast: what it may know, what it must say, and how sure it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.forecast.history import read_histories
from tilth.forecast.known import History, Observation, Target, known_at
from tilth.forecast.national import outlook
from tilth.forecast.outlook import Outlook, Refused, decimal_year

from .invented_programmes import invented, stock, told

ORIGIN = date(2015, 10, 1)
AT = (date(2016, 12, 31), date(2018, 12, 31), date(2020, 12, 31))
STEADY = told("Steady", *((year, 300.0 - 12 * (year - 2004)) for year in range(2004, 2015)))
YOUNG = told("Young", (2013, 100.0), (2014, 94.0))


def _asked(known: History, *, pool=(), origin=ORIGIN, at=AT, runs=800, seed=1) -> Outlook:
    found = outlook(known_at(known, origin), pool=pool, origin=origin, at=at, runs=runs, seed=seed)
    assert isinstance(found, Outlook)
    return found


def _widths(found: Outlook) -> np.ndarray:
    low, high = found.quantiles([0.1, 0.9])
    return high - low


def _pool(pace: float) -> list[History]:
    return [
        told(f"Like {pace} {n}", *((2000 + step, (150.0 + 20 * n) * (1 - pace) ** step) for step in range(14)))
        for n in range(8)
    ]


def test_a_steady_programme_goes_on_about_as_before():
    low, middle, high = _asked(STEADY).quantiles([0.1, 0.5, 0.9])
    ahead = np.array([180 - 12 * years for years in (2, 4, 6)])
    assert (low < ahead).all()
    assert (ahead < high).all()
    assert np.abs(middle / ahead - 1).max() < 0.2


def test_the_same_question_gets_the_same_answer_and_another_seed_another():
    one, two, other = _asked(STEADY), _asked(STEADY), _asked(STEADY, seed=2)
    assert (one.remaining_km2 == two.remaining_km2).all()
    assert (one.completion == two.completion).all()
    assert (one.remaining_km2 != other.remaining_km2).any()


def test_what_is_asked_beside_does_not_change_what_came_before():
    short, long = _asked(STEADY, at=AT[:1]), _asked(STEADY, at=AT)
    assert (short.remaining_km2[:, 0] == long.remaining_km2[:, 0]).all()


def test_nothing_published_after_the_origin_moves_the_answer():
    later = replace(
        STEADY,
        observations=(
            *STEADY.observations,
            stock(2015, 1.0),
            stock(2010, 900.0, published=date(2016, 1, 1)),
            replace(stock(2013, 77.0, published=date(2015, 12, 1)), series="cleared", start=date(2013, 1, 1)),
        ),
        targets=(Target("target_completion", None, date(2017, 12, 31), None, date(2016, 5, 1), "stated", "t"),),
    )
    assert (_asked(later).remaining_km2 == _asked(STEADY).remaining_km2).all()


def test_the_years_of_others_after_the_origin_move_nothing():
    seen = [invented(number) for number in range(3)]
    changed = [
        replace(
            one,
            observations=tuple(replace(o, km2=o.km2 * (9 if o.published > ORIGIN else 1)) for o in one.observations),
        )
        for one in seen
    ]
    cut = [[known_at(one, ORIGIN) for one in some] for some in (seen, changed)]
    assert (_asked(YOUNG, pool=cut[0]).remaining_km2 == _asked(YOUNG, pool=cut[1]).remaining_km2).all()


def test_a_fast_pool_moves_a_young_programme_and_hardly_an_old_one():
    one = told("One", (2014, 100.0))
    moved = [_asked(one, pool=_pool(p)).quantiles([0.5])[0, 2] for p in (0.25, 0.01)]
    held = [_asked(STEADY, pool=_pool(p)).quantiles([0.5])[0, 2] for p in (0.25, 0.01)]
    assert moved[0] < 0.75 * moved[1]
    assert abs(held[0] / held[1] - 1) < 0.2


def test_the_order_of_the_pool_makes_no_difference():
    pool = _pool(0.1)
    assert (_asked(YOUNG, pool=pool).remaining_km2 == _asked(YOUNG, pool=pool[::-1]).remaining_km2).all()


def test_few_values_make_a_wide_answer_that_says_why():
    one, two = told("One", (2014, 180.0)), told("Two", (2012, 204.0), (2014, 180.0))
    assert (_widths(_asked(one)) > _widths(_asked(STEADY))).all()
    assert (_widths(_asked(two)) > _widths(_asked(STEADY))).all()
    assert any("few own values" in why for why in _asked(two).why)


def test_a_guess_leaves_more_open_than_a_report():
    values = ((2012, 5000.0), (2014, 4900.0))
    guess, report = _asked(told("G", *values, qualifier="guess")), _asked(told("R", *values))
    assert guess.quantiles([0.1])[0, 2] < report.quantiles([0.1])[0, 2]


def test_a_thin_baseline_that_grows_may_grow_further():
    grows = told("Grows", (2010, 20.0), (2011, 31.0), (2012, 42.0), (2013, 66.0), (2014, 95.0))
    assert _asked(grows).quantiles([0.9])[0, 0] > 1.15 * 95


def test_without_any_stock_nothing_is_forecast_and_it_is_said_what_is_missing():
    flow = Observation("cleared", date(2013, 1, 1), date(2013, 12, 31), 3.0, date(2014, 5, 1), "stated", "", "", "f")
    for known in (History("Empty", ()), History("Flows", (flow,))):
        found = outlook(known, pool=(), origin=ORIGIN, at=AT)
        assert isinstance(found, Refused)
        assert "remaining_total" in found.sentence


def test_nothing_left_is_done_with_a_chance_of_later_discovery():
    found = _asked(told("Done", (2010, 12.0), (2011, 7.0), (2012, 2.0), (2013, 0.0), (2014, 0.0)))
    assert found.p_done_by(ORIGIN) == 1.0
    chance = (found.remaining_km2 > 0).mean(axis=0)
    assert (chance > 0).all()
    assert (chance < 0.5).all()
    assert any("later discovery" in why for why in found.why)


def test_a_stated_year_makes_completion_likelier_but_not_likely():
    due = Target("target_completion", None, date(2019, 12, 31), None, date(2014, 1, 1), "stated", "t")
    plain, driven = _asked(STEADY, runs=3000), _asked(replace(STEADY, targets=(due,)), runs=3000)
    day = date(2021, 12, 31)
    assert plain.p_done_by(day) < driven.p_done_by(day) < 0.5


def test_releases_known_after_the_last_stock_count():
    fast = Observation(
        "released_total", date(2014, 1, 1), date(2014, 12, 31), 90.0, date(2015, 5, 1), "stated", "", "", "f"
    )
    slow = replace(fast, km2=0.5)
    known = told("K", (2009, 230.0), (2011, 215.0), (2013, 200.0))
    with_fast, with_slow = (_asked(replace(known, observations=(*known.observations, one))) for one in (fast, slow))
    assert with_fast.quantiles([0.5])[0, 0] < with_slow.quantiles([0.5])[0, 0]


def test_completion_is_a_chance_and_never_a_capped_year():
    found = _asked(told("Slow", (2005, 2000.0), (2010, 1995.0), (2014, 1990.0)))
    assert found.completion_quantile(0.5) is None
    years = found.completion[np.isfinite(found.completion)]
    assert (years <= decimal_year(ORIGIN) + 60).all()
    assert [found.p_done_by(day) for day in AT] == sorted(found.p_done_by(day) for day in AT)


def test_a_day_before_the_origin_is_answered_as_known_at_the_origin():
    found = _asked(STEADY, at=(date(2012, 12, 31), ORIGIN))
    assert found.remaining_km2.shape == (800, 2)
    assert (found.released_km2 == 0).all()


def test_forecasts_of_what_the_model_itself_invents_are_calibrated():
    """Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788), coarse: 60 histories, all from the prior."""
    inside, ranks = [], []
    for number in range(60):
        history = invented(number, years=10)
        origin = date(2006, 10, 1)
        known = known_at(history, origin)
        if known.observations[-1].km2 <= 0.01:
            continue
        found = _asked(known, origin=origin, at=(date(2009, 12, 31),), runs=400)
        truth = next(one.km2 for one in history.observations if one.at.year == 2009)
        below = float(np.mean(found.remaining_km2 < truth))
        inside.append(0.1 <= below <= 0.9)
        ranks.append(below)
    assert 0.62 <= np.mean(inside) <= 0.95
    assert 0.35 <= np.mean(ranks) <= 0.65


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "country": st.sampled_from(["A", "B", "C"]),
            "series": st.sampled_from(
                [
                    "remaining_total",
                    "remaining_exposed",
                    "remaining_cha",
                    "cleared",
                    "released_total",
                    "target_completion",
                ]
            ),
            "value": st.one_of(st.integers(0, 3000).map(str), st.floats(0, 1e6).map(str), st.just("x")),
            "unit": st.sampled_from(["km2", "ha", "m2", ""]),
            "year": st.integers(1990, 2014).map(str),
            "qualifier": st.sampled_from(["", "reported", "guess", "estimate", "disputed", "nearly"]),
            "published": st.sampled_from(["", "2005", "2012-04", "2014-01-01"]),
        }
    ),
    max_size=12,
)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_any_history_gets_an_answer_or_a_refusal(rows):
    histories, _ = read_histories(rows)
    known = {name: known_at(one, ORIGIN) for name, one in histories.items()}
    for name, one in known.items():
        found = outlook(one, pool=[o for n, o in known.items() if n != name], origin=ORIGIN, at=AT, runs=60)
        if isinstance(found, Refused):
            continue
        for values in (found.remaining_km2, found.released_km2):
            assert np.isfinite(values).all()
            assert (values >= 0).all()
        levels = found.quantiles([0.1, 0.5, 0.9])
        assert (np.diff(levels, axis=0) >= 0).all()
        assert (np.diff(found.released_km2, axis=1) >= 0).all()
        assert (found.completion > 1990).all()


@pytest.mark.parametrize("runs", [1, 7])
def test_few_runs_are_runs(runs):
    assert _asked(STEADY, runs=runs).remaining_km2.shape == (runs, 3)
