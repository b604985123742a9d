"""The back-test itself: forecasters whose scores are known beforehand come out with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from runpy import run_path
from statistics import NormalDist

import numpy as np
import pytest

from tilth.forecast.backtest import OURS, answers, play
from tilth.forecast.baselines import BASELINES
from tilth.forecast.bootstrap import Estimate
from tilth.forecast.known import stock_of
from tilth.forecast.outlook import Outlook, Refused, decimal_year
from tilth.forecast.questions import questions
from tilth.forecast.track_record import Verdict, track_record

BOOKS = run_path(str(Path(__file__).with_name("books.py")))
stock, country, target, falling = (BOOKS[name] for name in ("stock", "country", "target", "falling"))


def _histories():
    lines = {name: range(400 + 10 * number, 100, -20) for number, name in enumerate("ABCD")}
    return {
        name: country(name, *(stock(f"{2001 + at}-12-31", km2) for at, km2 in enumerate(line)))
        for name, line in lines.items()
    }


def _right(known, pool, origin, at):
    """Says what comes: these stocks fall by 20 each year."""
    last = stock_of(known)[-1]
    ahead = np.array([decimal_year(day) - decimal_year(last.at) for day in at])
    return (last.km2 - 20 * ahead).clip(0)[None, :]


_NORMAL = np.array([NormalDist().inv_cdf((place + 0.5) / 400) for place in range(400)])


def _about(share, cases):
    """Within four standard errors of a share; outcomes three years ahead overlap, so a third of them count."""
    return pytest.approx(share, abs=4 * (share * (1 - share) / (cases / 3)) ** 0.5)


def _record(histories, ours, **more):
    played = play(histories, forecasters={OURS: ours}, **more)
    return track_record(played, asked="published", least_known=3, seed=1)


def test_a_forecaster_that_is_right_loses_nothing_and_the_line_neither():
    record = _record(_histories(), _right)
    assert record.overall.crps[OURS] == pytest.approx(0, abs=1e-9)
    assert record.overall.crps["straight_line"] == pytest.approx(0, abs=1e-9)
    assert record.overall.skill["no_change"].value == pytest.approx(1)
    assert record.overall.coverage[OURS]["50"].value == 1
    assert [one.horizon for one in record.horizons] == [1, 3, 5, 10]


def test_the_loss_of_no_change_is_the_fall_over_the_last_known_stock():
    played = play(_histories(), forecasters={OURS: _right}, horizons=(1,))
    for case in played.cases:
        assert case.scores["no_change"].crps == pytest.approx(20 / case.scale_km2)


def test_a_forecast_of_the_right_spread_covers_what_it_promises():
    """Outcomes drawn from the very distribution that is forecast: each band holds its share, and the PIT is flat."""
    rng = np.random.default_rng(6)
    histories = {}
    for number in range(14):
        shares = np.exp(rng.normal(-0.1, 0.2, 14).cumsum())
        observed = [stock(f"{2001 + at}-12-31", 1000 * share) for at, share in enumerate(shares)]
        histories[f"C{number:02}"] = country(f"C{number:02}", *observed)

    def ours(known, pool, origin, at):
        last = stock_of(known)[-1]
        ahead = np.array([round(decimal_year(day) - decimal_year(last.at)) for day in at])
        return last.km2 * np.exp(-0.1 * ahead + 0.2 * np.sqrt(ahead) * _NORMAL[:, None])

    def median_only(known, pool, origin, at):
        return np.median(ours(known, pool, origin, at), axis=0, keepdims=True)

    record = _record(histories, ours, horizons=(1, 3))
    for standing in record.horizons:
        for band in ("50", "80", "95"):
            assert standing.coverage[OURS][band].value == _about(int(band) / 100, standing.cases)
        assert [count / standing.cases for count in standing.pit] == [_about(0.2, standing.cases)] * 5
        assert standing.above_median.value == _about(0.5, standing.cases)
    point = _record(histories, median_only, horizons=(1, 3))
    assert point.overall.crps[OURS] > 1.2 * record.overall.crps[OURS]


def test_a_promise_that_is_not_kept_is_charged_up_to_the_last_look_and_no_further():
    def soon(known, pool, origin, at):
        return np.zeros((1, len(at)))

    played = play(_histories(), forecasters={OURS: soon})
    for one in played.completions:
        first = min(answers(_question(one), {OURS: soon})[OURS].days)
        assert one.losses[OURS] == pytest.approx(decimal_year(one.seen_until) - decimal_year(first))
        assert one.chances[OURS] == 1
        assert one.losses["no_change"] == 0


def _question(one):
    return next(q for q in questions(_histories()) if (q.country, q.origin) == (one.country, one.origin))


def test_a_completion_that_is_seen_is_scored_by_the_day():
    falls = ((2001, 9), (2002, 6), (2003, 4), (2004, 2), (2005, 0))
    history = country("A", *(stock(f"{year}-12-31", km2) for year, km2 in falls))

    def in_2008(known, pool, origin, at):
        ends = np.array([2008.0, np.inf])
        remaining = np.ones((2, len(at)))
        return Outlook("remaining_total", origin, tuple(at), remaining, remaining, ends, ())

    found = play({"A": history}, forecasters={OURS: in_2008}).completions
    assert [one.done for one in found] == [date(2005, 12, 31)] * 2
    assert [one.losses[OURS] for one in found] == [0, 0]  # looked at until the end of 2005 only
    assert [round(one.briers[OURS], 3) for one in found] == [round(1 / 4, 3), round(1 / 2, 3)]


def test_a_question_one_forecaster_refuses_counts_for_none_and_is_named():
    def choosy(known, pool, origin, at):
        return Refused("too little is known") if known.country == "A" else _right(known, pool, origin, at)

    record = _record(_histories(), choosy)
    assert {country for country, _, _ in record.refused} == {"A"}
    assert {why for _, _, why in record.refused} == {"too little is known"}
    assert "A" not in {one.country for one in record.countries}


def test_two_runs_are_equal_and_no_country_moves_the_scores_of_another():
    histories = _histories()
    whole, again = _record(histories, _right), _record(histories, _right)
    assert whole == again
    assert whole.overall == again.overall
    alone = play(histories, forecasters={OURS: _right}, only=["B"])
    theirs = [one for one in whole.cases if one.country == "B"]
    assert [(one.scores[OURS], one.outcome) for one in alone.cases] == [
        (one.scores[OURS], one.outcome) for one in theirs
    ]


def test_progress_is_told_to_the_last_question():
    told = []
    play(_histories(), forecasters={OURS: _right}, only=["A"], progress=lambda done, all_: told.append((done, all_)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_every_baseline_is_asked():
    assert set(play(_histories(), forecasters={OURS: _right}).forecasters) == {OURS, *BASELINES}


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict", "reaches"),
    [
        (0.80, 0.75, 0.85, "reached", True),
        (0.80, 0.70, 0.85, "tie", True),
        (0.80, None, None, "tie", True),
        (0.90, 0.70, 1.00, "missed", True),
        (1.00, 1.00, 1.00, "missed", False),
        (0.60, 0.50, 0.70, "missed", False),
    ],
)
def test_a_target_met_only_by_a_part_of_the_interval_is_not_reached(value, low, high, verdict, reaches):
    one = Verdict("P10-P90 covers", OURS, 1, Estimate(value, low, high, 9, 3), 0.74, 0.86)
    assert (one.verdict, one.interval_reaches) == (verdict, reaches)


def test_the_targets_are_held_against_the_better_line_and_the_best_of_the_others():
    record = _record(_histories(), _right, horizons=(1,))
    against = {one.target: one.against for one in record.verdicts}
    crps = record.horizons[0].crps
    assert crps[against["CRPS under the straight line"]] == min(crps["straight_line"], crps["straight_line_3"])
    others = [name for name in BASELINES if not name.startswith("straight")]
    assert crps[against["CRPS under the best other"]] == min(crps[name] for name in others)
