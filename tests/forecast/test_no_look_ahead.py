"""Nothing published after the origin reaches a forecast, and a forecaster that looks ahead is caught."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.forecast.backtest import OURS
from tilth.forecast.baselines import BASELINES
from tilth.forecast.known import known_at, stock_of
from tilth.forecast.national import outlook
from tilth.forecast.questions import origins, questions

BOOKS = run_path(str(Path(__file__).with_name("books.py")))
stock, country, target, falling = (BOOKS[name] for name in ("stock", "country", "target", "falling"))
ASKED_AFTER = [timedelta(days=365), timedelta(days=3 * 365), timedelta(days=5 * 365)]


def _ours(known, pool, origin, at):
    return outlook(known, pool=pool, origin=origin, at=at, runs=20).remaining_km2


EVERYONE = {name: lambda histories, ask=ask: ask for name, ask in {OURS: _ours, **BASELINES}.items()}


def _books():
    """Three countries whose stocks are published up to two years late, one of them with revisions and targets."""
    late = [stock(f"{year}-12-31", 500 - 20 * (year - 2000), f"{year + 1}-10-15") for year in range(2000, 2013)]
    revised = [stock(f"{year}-12-31", 430 - 20 * (year - 2000), f"{year + 3}-03-01") for year in range(2000, 2010, 3)]
    plans = (target("2009-12-31", 100, "2005-05-05"), target("2011-12-31", None, "2008-05-05"))
    return {
        "A": country("A", *late, *revised, targets=plans),
        "B": falling("B", first=1999, last=2012, km2=900, factor=0.9),
        "C": falling("C", first=2003, last=2012, km2=70, factor=0.7, lag_years=2),
    }


def _forecasts(histories, make, **more):
    """What a forecaster made with all of `histories` says at every origin, on days that do not depend on them."""
    ask = make(histories)
    return {
        (one.country, one.origin): np.asarray(
            ask(one.known, one.pool, one.origin, [one.origin + later for later in ASKED_AFTER])
        )
        for one in questions(histories, **more)
    }


def _changed(histories, day, change):
    """The same histories with every row published after `day` changed, deleted, or another one added beside it."""
    return {name: _with_changed_rows(history, day, change) for name, history in histories.items()}


def _with_changed_rows(history, day, change):
    before = [one for one in history.observations if one.published <= day]
    after = [one for one in history.observations if one.published > day]
    plans = tuple(one for one in history.targets if one.published <= day)
    changed = {
        "changed": [replace(one, km2=one.km2 * 7 + 1) for one in after],
        "deleted": [],
        "added": [*after, *(replace(one, km2=3.0, published=one.published + timedelta(days=2)) for one in after)],
    }[change]
    rows = sorted([*before, *changed], key=lambda one: (one.at, one.series, one.published))
    return replace(history, observations=tuple(rows), targets=plans if change == "deleted" else history.targets)


def _leaks(make, day, change, **more):
    """The questions up to `day` that get another answer when only what was published after it is changed."""
    told = _forecasts(_books(), make, **more)
    again = _forecasts(_changed(_books(), day, change), make, **more)
    return [
        asked
        for asked in told.keys() & again.keys()
        if asked[1] <= day and not np.array_equal(told[asked], again[asked])
    ]


@pytest.mark.parametrize("change", ["changed", "deleted", "added"])
@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_no_forecaster_hears_of_what_was_published_after_the_origin(name, change):
    assert not _leaks(EVERYONE[name], date(2009, 10, 15), change)
    assert not _leaks(EVERYONE[name], date(2006, 12, 31), change, asked="yearly")


@settings(max_examples=25)
@given(st.dates(date(2002, 1, 1), date(2013, 1, 1)), st.sampled_from(["changed", "deleted", "added"]))
def test_the_last_rate_and_the_reference_class_hear_of_no_day_to_come(day, change):
    for name in ("last_rate", "reference_class"):
        assert not _leaks(EVERYONE[name], day, change)


def test_there_are_questions_on_which_a_leak_would_show():
    asked = [key for key in _forecasts(_books(), EVERYONE["no_change"]) if key[1] <= date(2009, 10, 15)]
    assert {name for name, _ in asked} == {"A", "B", "C"}
    assert len(asked) >= 10


def _one_who_knows(histories):
    """A forecaster that kept the whole table and looks up what it is asked."""

    def ask(known, pool, origin, at):
        years = [one.at.toordinal() for one in stock_of(histories[known.country])]
        km2 = [one.km2 for one in stock_of(histories[known.country])]
        return np.interp([day.toordinal() for day in at], years, km2)[None, :]

    return ask


def _one_who_asks_the_neighbours(histories):
    """A forecaster that looks only at the other countries' years to come."""

    def ask(known, pool, origin, at):
        others = [stock_of(histories[name])[-1].km2 for name in sorted(histories) if name != known.country]
        return np.full((1, len(at)), float(np.mean(others)))

    return ask


@pytest.mark.parametrize("change", ["changed", "deleted"])
@pytest.mark.parametrize("cheat", [_one_who_knows, _one_who_asks_the_neighbours])
def test_a_forecaster_that_looks_ahead_is_caught(cheat, change):
    assert _leaks(cheat, date(2006, 12, 31), change)


def _pool_not_cut(history, origin):
    return known_at(history, origin) if history.country == "A" else history


def _by_day_described(history, origin):
    """Cuts by the day a value describes, as if it could be read on that day."""
    return replace(history, observations=tuple(one for one in history.observations if one.at <= origin))


@pytest.mark.parametrize("cut", [_pool_not_cut, _by_day_described])
def test_a_back_test_that_hides_too_little_is_caught(cut):
    assert _leaks(EVERYONE["reference_class"], date(2006, 12, 31), "changed", cut=cut)


def test_the_country_is_never_in_the_pool_it_borrows_from():
    for one in questions(_books()):
        assert one.country not in {other.country for other in one.pool}
        assert {one.country, *(other.country for other in one.pool)} == {"A", "B", "C"}


def test_rows_to_come_do_not_move_the_days_on_which_questions_were_asked():
    before = origins(_books()["A"])
    for change in ("changed", "deleted", "added"):
        after = origins(_changed(_books(), date(2008, 1, 1), change)["A"])
        assert [day for day in after if day <= date(2008, 1, 1)] == [day for day in before if day <= date(2008, 1, 1)]
