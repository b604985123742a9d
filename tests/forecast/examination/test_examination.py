"""The national forecast, asked about invented countries whose truth is known. Wide bounds: see score_invented.py."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parent))

from invented_books import invent
from score_invented import Asked, examine, known_stocks, table

from tilth.forecast.history import read_histories
from tilth.forecast.known import known_at


@pytest.fixture(scope="module")
def answers() -> list[Asked]:
    asked = ((20, False), (10, True))
    return [
        one for count, harsh in asked for one in examine(invent(count, seed=7, harsh=harsh), per_country=1, runs=500)
    ]


def test_the_band_holds_about_four_truths_in_five_and_is_not_bought_with_width(answers):
    assert len(answers) > 90
    assert 0.6 <= np.mean([one.held for one in answers]) <= 0.97
    assert np.median([one.width for one in answers]) < 1.6
    assert max(one.width for one in answers) < 60


def test_it_beats_no_change_and_the_straight_line(answers):
    ours = np.mean([one.pinball() for one in answers])
    assert ours < 0.85 * np.mean([one.pinball([one.last] * 3) for one in answers])
    assert ours < 0.9 * np.mean([one.pinball([one.straight_line()] * 3) for one in answers])


def test_no_area_is_negative_and_no_band_runs_backwards(answers):
    for one in answers:
        low, middle, high = one.quantiles
        assert 0 <= low <= middle <= high < 5.1e8, one


def test_a_later_day_is_never_less_likely_to_be_done_by(answers):
    for earlier, later in pairwise(answers):
        if later.years > earlier.years and later.country == earlier.country:
            assert earlier.p_done <= later.p_done + 1e-12, (earlier, later)


def test_what_is_called_likely_to_be_done_is_done_more_often_than_what_is_not(answers):
    done = np.array([one.completed <= one.asked_for for one in answers])
    p = np.array([one.p_done for one in answers])
    assert np.mean((p - done) ** 2) < 0.2
    assert p[done].mean() > p[~done].mean()


def test_the_reader_keeps_what_each_country_published_and_nothing_from_later():
    nations = invent(20, seed=8, harsh=True)
    histories, _ = read_histories(csv.DictReader(io.StringIO(table(nations))))
    for nation in nations:
        origin = date(2014, 6, 30)
        known = known_at(histories[nation.name], origin).observations
        assert all(value.published <= origin and value.at <= origin for value in known)
        stocks = {value.at.year for value in known if value.series in ("remaining_total", "remaining_exposed")}
        assert {int(when) for when, _ in known_stocks(nation, origin)} <= stocks | {2013}


def test_the_invented_world_is_like_the_published_one():
    """Real over extrapolated decline: 70 % of straight lines over-promise, the median reaches three quarters."""
    ratios = []
    for nation in invent(40, seed=1):
        known = known_stocks(nation, date(2024, 12, 31))
        for place, (now, stock) in enumerate(known):
            for then, before in known[:place]:
                for later, truth in known[place + 1 :]:
                    promised = (before - stock) / (now - then) * (later - now)
                    if 1.5 < now - then < 6 and 1.5 < later - now < 8 and stock > promised > 0.01 * stock:
                        ratios.append((stock - truth) / promised)
    assert 0.6 < np.mean(np.array(ratios) < 1) < 0.85
    assert 0.4 < np.median(ratios) < 0.95
