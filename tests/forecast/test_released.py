"""The back-test of yearly releases: which years count, and what is held against them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from tilth.forecast.backtest import OURS, play
from tilth.forecast.known import Observation, stock_of
from tilth.forecast.outlook import Outlook, decimal_year
from tilth.forecast.released import later_years, whole_years

BOOKS = run_path(str(Path(__file__).with_name("books.py")))
stock, country = BOOKS["stock"], BOOKS["country"]


def _flow(series, year, km2, *, months=12, published=None):
    start, end = date(year, 1, 1), date(year, months, 28 if months < 12 else 31)
    told = published or date(year + 1, 3, 1)
    return Observation(series, start, end, km2, told, "stated", "reported", "mines", f"{series} {year} {km2}")


def _history():
    stocks = [stock(f"{year}-12-31", 300 - 20 * (year - 2005)) for year in range(2005, 2013)]
    flows = [_flow("released_total", year, 20) for year in range(2005, 2012)]
    return country("A", *stocks, *flows)


def test_only_whole_years_with_every_way_of_release_count():
    parts = [_flow(name, 2008, km2) for name, km2 in (("cleared", 3), ("reduced", 2), ("cancelled", 5))]
    history = country(
        "A",
        _flow("released_total", 2006, 9),
        _flow("cleared", 2007, 4),
        _flow("released_total", 2009, 7, months=6),
        *parts,
    )
    assert [(one.end.year, one.km2) for one in whole_years(history)] == [(2006, 9), (2008, 10)]


def test_years_that_began_before_the_origin_or_end_late_are_not_asked():
    years = [one.end.year for one in later_years(_history(), date(2005, 1, 1))]
    assert years == [2006, 2007, 2008, 2009, 2010, 2011]
    assert later_years(_history(), date(2007, 12, 31))[0].end.year == 2008


def _ours(known, pool, origin, at):
    """Twenty each year, or thirty."""
    ahead = np.array([max(decimal_year(day) - decimal_year(origin), 0) for day in at])
    released = np.array([[20.0], [30.0]]) * ahead
    left = (stock_of(known)[-1].km2 - released).clip(0)
    return Outlook("remaining_total", origin, tuple(at), left, released, np.full(2, np.inf), ())


def test_the_loss_is_that_of_the_year_alone_over_the_last_known_stock():
    played = play({"A": _history()}, forecasters={OURS: _ours}, horizons=(1,))
    assert played.releases
    for one in played.releases:
        assert one.crps[OURS] * one.scale_km2 == pytest.approx(2.5, rel=1e-2)  # |20 − 20| and |30 − 20|, less 10 / 4
        assert one.crps["last_release"] == one.crps["mean_release"] == 0
        ends = [end * one.scale_km2 for end in (one.p10, one.p50, one.p90)]
        assert ends == pytest.approx([21, 25, 29], rel=1e-2)
        assert not one.is_held
        assert one.end > one.origin


def test_who_says_nothing_of_releases_is_not_asked_about_them():
    def remaining_only(known, pool, origin, at):
        return np.full((1, len(at)), 1.0)

    assert play({"A": _history()}, forecasters={OURS: remaining_only}, horizons=(1,)).releases == ()


def test_without_a_known_year_there_is_nothing_to_hold_it_against():
    stocks = [stock(f"{year}-12-31", 300 - 20 * (year - 2005)) for year in range(2005, 2013)]
    late = [_flow("released_total", year, 20, published=date(2012, 12, 31)) for year in range(2005, 2012)]
    assert play({"A": country("A", *stocks, *late)}, forecasters={OURS: _ours}, horizons=(1,)).releases == ()
