"""What others would say, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from tilth.forecast.baselines import (
    BASELINES,
    exponential_decay,
    has_target,
    last_rate,
    no_change,
    official_target,
    reference_class,
    straight_line,
)

BOOKS = run_path(str(Path(__file__).with_name("books.py")))
stock, country, target, falling = (BOOKS[name] for name in ("stock", "country", "target", "falling"))
ORIGIN = date(2010, 12, 31)


def _ends(*years):
    return [date(year, 12, 31) for year in years]


def _said(forecaster, known, *years, pool=(), **more):
    return forecaster(known, pool, ORIGIN, _ends(*years), **more)


def test_the_straight_line_is_the_least_squares_line_and_stops_at_nothing():
    known = country(
        "A", *(stock(f"{year}-12-31", km2) for year, km2 in ((2007, 90), (2008, 70), (2009, 60), (2010, 40)))
    )
    slope, level = np.polyfit([2008, 2009, 2010, 2011], [90, 70, 60, 40], 1)
    expected = [slope * 2012 + level, slope * 2013 + level, 0.0]
    assert _said(straight_line, known, 2011, 2012, 2030) == pytest.approx(np.array([expected]))


def test_only_the_last_stocks_bear_on_a_straight_line():
    late = [stock(f"{year}-12-31", 100 - 10 * (year - 2006)) for year in range(2006, 2011)]
    with_guess = country("A", stock("1996-12-31", 13_000), *late)
    assert _said(straight_line, with_guess, 2011) == pytest.approx(np.array([[50.0]]))
    assert _said(last_rate, with_guess, 2011) == pytest.approx(np.array([[50.0]]))
    assert _said(straight_line, with_guess, 2011, last=6)[0, 0] < 1


def test_no_change_says_the_last_known_stock():
    assert _said(no_change, country("A", stock("2009-12-31", 80), stock("2010-06-30", 70)), 2011, 2040).tolist() == [
        [70, 70]
    ]


def test_a_decay_takes_the_same_share_each_year():
    known = falling("A", first=2005, last=2010, km2=100, factor=0.9)
    said = _said(exponential_decay, known, 2011, 2013)
    assert said == pytest.approx(np.array([[100 * 0.9**6, 100 * 0.9**8]]), rel=1e-3)  # leap years are a little longer


def test_a_stock_that_is_at_nothing_does_not_break_a_decay():
    known = country("A", stock("2008-12-31", 5), stock("2009-12-31", 1), stock("2010-12-31", 0))
    assert np.isfinite(_said(exponential_decay, known, 2011, 2060)).all()


def test_the_official_target_is_the_line_to_it_and_on():
    stocks = (stock("2009-12-31", 110), stock("2010-12-31", 100))
    due = (target("2012-12-31", 80, "2010-05-01"), target("2014-12-31", None, "2010-05-01"))
    known = country("A", *stocks, targets=due)
    assert _said(official_target, known, 2011, 2012, 2013, 2014, 2020) == pytest.approx(
        np.array([[90, 80, 40, 0, 0]]), abs=0.1
    )
    assert has_target(known, ORIGIN)


def test_a_target_before_the_origin_says_nothing_more():
    stocks = (stock("2009-12-31", 110), stock("2010-12-31", 100))
    known = country("A", *stocks, targets=(target("2010-06-30", 60, "2008-01-01"),))
    assert not has_target(known, ORIGIN)
    assert _said(official_target, known, 2012).tolist() == _said(straight_line, known, 2012).tolist()


def test_a_renewed_target_replaces_the_older_one_of_that_day():
    stocks = (stock("2009-12-31", 110), stock("2010-12-31", 100))
    due = (target("2012-12-31", 20, "2009-01-01"), target("2012-12-31", 80, "2010-05-01"))
    assert _said(official_target, country("A", *stocks, targets=due), 2012) == pytest.approx(np.array([[80.0]]))


def test_the_reference_class_is_what_the_others_did_over_like_spans():
    known = country("A", stock("2009-12-31", 300), stock("2010-12-31", 200))
    pool = [falling("B", first=2000, last=2009, km2=900, factor=0.8)]
    said = _said(reference_class, known, 2013, pool=pool)
    assert said.shape == (999, 1)
    assert said == pytest.approx(np.full((999, 1), 200 * 0.8**3), rel=2e-3)


def test_every_country_of_the_pool_weighs_alike_however_long_its_series():
    known = country("A", stock("2009-12-31", 300), stock("2010-12-31", 200))
    long, short = (
        falling("B", first=1980, last=2009, km2=1, factor=1.0),
        falling("C", first=2008, last=2009, km2=9, factor=0.5),
    )
    said = _said(reference_class, known, 2011, pool=[long, short])[:, 0]
    assert np.mean(said < 150) == pytest.approx(0.5, abs=0.01)


def test_with_nobody_in_the_pool_the_reference_class_says_no_change():
    known = country("A", stock("2009-12-31", 300), stock("2010-12-31", 200))
    assert _said(reference_class, known, 2015, pool=[country("B")]).tolist() == [[200.0]]


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_a_baseline_never_says_less_than_nothing_and_answers_every_day(name):
    known = country("A", stock("2008-12-31", 40), stock("2009-12-31", 400), stock("2010-12-31", 1))
    said = _said(
        BASELINES[name], known, 2011, 2020, 2060, pool=[falling("B", first=2001, last=2009, km2=5, factor=1.3)]
    )
    assert said.ndim == 2
    assert said.shape[1] == 3
    assert np.isfinite(said).all()
    assert (said >= 0).all()
