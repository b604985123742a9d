"""What a back-test asks, and what it holds the answers against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from runpy import run_path

from tilth.forecast.known import known_at
from tilth.forecast.questions import half_years, origins, questions, years_after

BOOKS = run_path(str(Path(__file__).with_name("books.py")))
stock, country, target, falling = (BOOKS[name] for name in ("stock", "country", "target", "falling"))


def _asked(*countries, **more):
    return list(questions({one.country: one for one in countries}, **more))


def test_questions_start_with_the_third_known_stock_and_end_before_the_last_look():
    asked = _asked(falling("A", first=2001, last=2008, km2=100, factor=0.9))
    assert [one.origin.year for one in asked] == [2004, 2005, 2006, 2007]
    assert {one.seen_until for one in asked} == {date(2008, 12, 31)}
    later = _asked(falling("A", first=2001, last=2008, km2=9, factor=0.9), least_known=5)
    assert [one.origin.year for one in later] == [2006, 2007]


def test_the_last_known_stock_is_the_last_that_could_be_read():
    first = _asked(falling("A", first=2001, last=2008, km2=100, factor=0.5, lag_years=1))[0]
    assert (first.origin, first.scale_km2) == (date(2004, 12, 31), 25.0)  # of the end of 2003


def test_days_of_publication_within_half_a_year_are_one_day_to_ask():
    days = ["2005-01-10", "2005-05-01", "2005-07-09", "2005-07-11", "2006-01-08", "2006-01-09"]
    history = country("A", *(stock("2004-12-31", 9 - number, day) for number, day in enumerate(days)))
    assert [day.isoformat() for day in origins(history)] == ["2005-01-10", "2005-07-11", "2006-01-09"]


def test_the_outcome_is_the_observation_nearest_to_the_horizon_and_never_one_far_away():
    known = [stock("2001-12-31", 50), stock("2002-12-31", 40), stock("2003-12-31", 30)]
    came = [stock("2004-09-30", 25), stock("2005-02-28", 24), stock("2008-06-20", 9), stock("2013-12-30", 2)]
    (first, *_) = _asked(country("A", *known, *came), horizons=(1, 3, 5, 10))
    assert first.origin == date(2003, 12, 31)
    assert [(one.horizon, one.at.isoformat(), one.km2) for one in first.outcomes] == [
        (1, "2005-02-28", 24),  # 59 days away, the other 92
        (10, "2013-12-30", 2),
    ]  # 3 years: none within half a year; 5 years: 194 days away is too far


def test_ten_years_ahead_a_year_away_is_near_enough():
    known = [stock(f"{year}-12-31", 50) for year in (2001, 2002, 2003)]
    (first, *_) = _asked(country("A", *known, stock("2014-12-30", 2)), horizons=(5, 10))
    assert [one.horizon for one in first.outcomes] == [10]


def test_the_truth_is_the_value_as_finally_published_and_the_first_one_is_kept_beside():
    known = [stock(f"{year}-12-31", 50) for year in (2001, 2002, 2003)]
    came = [stock("2004-12-31", 44, "2005-06-30"), stock("2004-12-31", 41, "2007-06-30")]
    (first, *_) = _asked(country("A", *known, *came), horizons=(1,))
    (outcome,) = first.outcomes
    assert (outcome.km2, outcome.first_km2) == (41, 44)


def test_the_outcome_is_of_the_stock_that_was_forecast_though_another_is_published_later():
    parts = [stock(f"{year}-12-31", 20 - year % 10, series="remaining_cha") for year in range(2001, 2007)]
    whole = stock("2006-12-31", 99, "2006-12-31")
    (first, *_) = _asked(country("A", *parts, whole), horizons=(1,))
    assert first.series == "remaining_cha"
    assert [one.km2 for one in first.outcomes] == [16]
    assert first.seen_until == date(2006, 12, 31)


def test_a_country_that_is_done_is_asked_nothing_more_and_the_day_is_kept():
    falls = [stock(f"{year}-12-31", km2) for year, km2 in ((2001, 9), (2002, 6), (2003, 3), (2004, 0), (2005, 0))]
    asked = _asked(country("A", *falls))
    assert [(one.origin.year, one.done) for one in asked] == [(2003, date(2004, 12, 31))]


def test_every_year_end_is_asked_where_years_are_wanted():
    history = falling("A", first=2001, last=2008, km2=100, factor=0.9)
    asked = _asked(replace(history, observations=history.observations[:3] + history.observations[6:]), asked="yearly")
    assert [one.origin.year for one in asked] == [2004, 2005, 2006, 2007]


def test_equal_cuts_are_one_object_so_that_a_model_may_remember_them():
    slow, fast = (
        falling("A", first=1999, last=2012, km2=9, factor=0.9),
        falling("B", first=2001, last=2003, km2=9, factor=0.9),
    )
    pools = [one.pool[0] for one in _asked(slow, fast) if one.country == "A" and one.origin.year > 2004]
    assert len(pools) > 3
    assert len({id(one) for one in pools}) == 1
    assert pools[0] == known_at(fast, date(2012, 12, 31))


def test_completion_is_looked_at_every_half_year_and_at_the_last_look():
    (first, *_) = _asked(falling("A", first=2001, last=2006, km2=9, factor=0.9))
    days = half_years(first)
    assert days[-1] == first.seen_until
    assert len(days) == 4
    assert all(first.origin < day <= first.seen_until for day in days)


def test_years_after_a_leap_day():
    assert years_after(date(2004, 2, 29), 1) == date(2005, 2, 28)
    assert years_after(date(2004, 2, 29), 4) == date(2008, 2, 29)
