"""Histories that contradict themselves or fall silent, and what must not move an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tilth.forecast.contested import jumps, levels
from tilth.forecast.history import read_histories
from tilth.forecast.known import History, Observation, Target, chosen_stock, known_at
from tilth.forecast.national import FARTHEST, MOST_SILENT, outlook
from tilth.forecast.outlook import Outlook, Refused, decimal_year

from .invented_programmes import invented, stock, told

ORIGIN = date(2015, 10, 1)
AT = (date(2016, 9, 30), date(2018, 12, 31), date(2025, 9, 30))


def _asked(known: History, *, pool=(), origin=ORIGIN, at=AT, runs=600) -> Outlook:
    found = outlook(known_at(known, origin), pool=pool, origin=origin, at=at, runs=runs)
    assert isinstance(found, Outlook)
    return found


def _also(known: History, year: int, *km2: float) -> History:
    more = tuple(replace(stock(year, value), row=f"{year} {value}") for value in km2)
    return replace(known, observations=(*known.observations, *more))


def _says(found: Outlook, words: str) -> bool:
    return any(words in why for why in found.why)


@pytest.mark.parametrize("before", [(), ((2010, 60.0), (2012, 57.0))])
def test_sources_that_differ_for_the_last_day_are_all_inside_the_range(before):
    found = _asked(_also(told("Three", *before), 2014, 10.0, 200.0, 55.0))
    low, high = found.quantiles([0.1, 0.9])[:, 0]
    assert low <= 10
    assert high >= 0.95 * 200
    assert _says(found, "sources give 10 to 200 km2")


def test_sources_that_hardly_differ_are_one_level():
    assert levels(chosen_stock(_also(told("Near"), 2014, 50.0, 55.0)), 0) == (50.0,)


def test_the_next_value_tells_which_source_was_right():
    known = _also(_also(told("Told", (2010, 60.0)), 2012, 10.0, 57.0), 2014, 55.0)
    assert _asked(known).quantiles([0.1])[0, 0] > 30


@pytest.mark.parametrize(("before", "after"), [(10.0, 10000.0), (10000.0, 10.0)])
def test_after_a_jump_of_a_thousand_the_level_before_stays_possible_and_is_named(before, after):
    found = _asked(told("Jump", (2010, before), (2012, before), (2014, after)))
    low, high = found.quantiles([0.1, 0.9])[:, 0]
    assert low <= min(before, after)
    assert high >= 0.8 * max(before, after)
    assert _says(found, "1,000 times")


def test_an_estimate_may_fall_by_any_factor_and_zero_is_no_slip():
    assert not jumps(5000.0, 20.0, estimated=True)
    assert not jumps(40.0, 0.0, estimated=False)


def test_long_after_the_last_publication_there_is_no_answer():
    known = told("Silent", (1995, 30.0), (1998, 20.0))
    found = outlook(known, pool=(), origin=ORIGIN, at=AT)
    assert isinstance(found, Refused)
    assert "may be done already" in found.sentence
    early = date(1999 + int(MOST_SILENT), 9, 1)
    assert isinstance(outlook(known, pool=(), origin=early, at=(), runs=50), Outlook)


def test_a_day_centuries_ahead_is_refused():
    found = outlook(told("A", (2014, 20.0)), pool=(), origin=ORIGIN, at=(date(2016 + FARTHEST, 1, 1),))
    assert isinstance(found, Refused)
    assert "earlier day" in found.sentence


def test_what_nobody_reported_as_done_is_not_done_before_the_origin():
    found = _asked(told("Small", (2002, 9.0), (2004, 2.0)))
    assert found.completion.min() >= decimal_year(ORIGIN)


def test_other_days_another_name_and_another_order_of_the_pool_move_nothing():
    pool = [invented(number) for number in range(4)]
    known = told("One", (2010, 40.0), (2012, 33.0), (2014, 30.0))
    named = [replace(one, country=f"Q{9 - place}") for place, one in enumerate(pool)][::-1]
    one = _asked(known, pool=[known_at(other, ORIGIN) for other in pool])
    two = _asked(
        replace(known, country="Another"), pool=[known_at(other, ORIGIN) for other in named], at=(date(2016, 3, 3), *AT)
    )
    assert np.array_equal(one.remaining_km2, two.remaining_km2[:, 1:])
    assert np.array_equal(one.completion, two.completion)


def test_an_empty_record_from_the_first_report_on_leaves_a_small_chance_of_a_find():
    found = _asked(told("Empty", (2014, 0.0)))
    assert found.quantiles([0.5])[0, 1] == 0
    assert 0 < np.quantile(found.remaining_km2[:, 1], 0.95) < 5
    assert _says(found, "nothing was ever on record")
    assert not _says(found, "so few own values")


def test_what_is_unusual_about_a_course_is_said():
    out = Observation("cleared", date(2012, 1, 1), date(2012, 12, 31), 3.0, date(2013, 5, 1), "stated", "", "", "f")
    rises = told("Rises", (2010, 20.0), (2012, 26.0), (2014, 33.0))
    assert _says(_asked(replace(rises, observations=(*rises.observations, out))), "rose while land was released")
    assert _says(_asked(told("Flat", *((year, 40.0) for year in range(2008, 2015)))), "stayed at 40 km2 through 7")
    assert _says(_asked(told("Gap", (2004, 40.0), (2014, 30.0))), "no stock is known between 2004-12-31 and 2014-12-31")
    due = Target("target_completion", None, date(2012, 12, 31), None, date(2009, 1, 1), "stated", "t")
    assert _says(_asked(replace(rises, targets=(due,))), "the stated year of completion (2012) has passed")


@pytest.mark.parametrize(("value", "km2"), [("0x10", None), ("12*", None), ("12 km2", 12.0), ("3 thousand", 3000.0)])
def test_a_number_is_the_whole_cell_or_stands_before_a_known_word(value, km2):
    row = {"country": "A", "series": "remaining_total", "value": value, "unit": "km2", "as_of": "2010-12-31"}
    histories, findings = read_histories([row])
    if km2 is None:
        assert [one.kind for one in findings] == ["area_not_readable"]
    else:
        assert histories["A"].observations[0].km2 == km2


def test_a_very_large_pool_is_sampled():
    pool = [told(f"P{number}", (2012, 50.0 + number), (2013, 45.0 + number)) for number in range(400)]
    found = _asked(told("One", (2014, 20.0)), pool=pool, runs=100)
    assert _says(found, "400 other programmes (a sample of 200 of them)")
