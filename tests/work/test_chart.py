"""The control chart: false alarms as rare as stated, however short the history, and a change found."""

from __future__ import annotations

from functools import cache
from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.work.chart import SIGNAL, Check, Point, chart, tell_point
from tilth.work.density import Count, density_seen

_checks = st.lists(st.builds(Check, st.just("C"), st.integers(0, 9), st.floats(10, 5000)), max_size=15)


def _poisson(mean: float, number: int) -> float:
    return exp(number * log(mean) - mean - lgamma(number + 1))


@cache
def _limit(faults: int, checks: int) -> int:
    """The fewest faults on one check that signal, after `checks` like it with so many faults in all."""
    count, number = Count(density_seen(faults, searched_m2=checks), 1), 0
    while count.at_least(number) >= SIGNAL:
        number += 1
    return number


def _signals(rate: float, limit: int) -> float:
    return 1 - sum(_poisson(rate, number) for number in range(limit))


@pytest.mark.parametrize("checks", [1, 2, 5, 20, 60])
@pytest.mark.parametrize("rate", [0.1, 0.5, 1.0, 2.25, 8.0])
def test_a_steady_team_is_accused_no_oftener_than_stated(checks, rate):
    likely = range(int(rate * checks + 10 * (rate * checks) ** 0.5 + 10))
    accused = sum(_poisson(rate * checks, seen) * _signals(rate, _limit(seen, checks)) for seen in likely)
    assert accused <= 1.02 * SIGNAL  # 1.017 at two checks of 2.25 faults; a Poisson limit reaches 14


def test_simulated_steady_teams_are_accused_no_oftener_than_stated():
    rng = np.random.default_rng(11)
    teams, checks = 400, 30
    accused = 0
    for _ in range(teams):
        ground = rng.uniform(100, 900, checks)
        faults = rng.poisson(0.004 * ground)
        points = chart([Check("C", int(n), m2) for n, m2 in zip(faults, ground, strict=True)])
        accused += sum(point.out_of_control for point in points)
    looked_at = teams * (checks - 1)
    assert accused / looked_at <= SIGNAL + 4 * (SIGNAL / looked_at) ** 0.5
    assert accused > 0  # the limit is not so wide that it says nothing


def test_a_team_that_misses_three_times_as_much_is_found_within_three_checks():
    rng = np.random.default_rng(12)
    teams = 400
    found = 0
    for _ in range(teams):
        faults = [*rng.poisson(4.0, 20), *rng.poisson(12.0, 3)]
        points = chart([Check("C", int(n), 500.0) for n in faults])
        found += any(point.out_of_control for point in points[-3:])
    assert found / teams > 0.8


@pytest.mark.parametrize(("rate", "checks"), [(0.25, 137), (0.5, 54), (1, 12), (2, 3.9), (4, 1.9), (8, 1.15)])
def test_a_tripled_rate_takes_as_many_checks_as_the_methods_page_says(rate, checks):
    assert 1 / _signals(3 * rate, _limit(int(1000 * rate), 1000)) == pytest.approx(checks, rel=0.03)


def test_with_a_long_history_the_limit_is_that_of_poisson():
    history = [Check("C", 4, 500.0)] * 5000
    point = chart([*history, Check("C", 11, 1000.0)])[-1]
    assert point.expected == pytest.approx(8, rel=1e-3)
    assert point.chance == pytest.approx(_signals(8.0, 11), rel=0.01)


def test_with_a_short_history_the_limit_is_wider():
    short = chart([Check("A", 4, 500.0), Check("B", 12, 500.0)])[-1]
    long = chart([Check("A", 400, 50_000.0), Check("B", 12, 500.0)])[-1]
    assert not short.out_of_control
    assert long.out_of_control


def test_a_bad_check_does_not_become_the_yardstick_of_the_next():
    steady = [Check("C", 2, 500.0)] * 20
    first, second = chart([*steady, Check("bad", 30, 500.0), Check("next", 30, 500.0)])[-2:]
    assert first.out_of_control
    assert second.out_of_control
    assert (second.expected, second.earlier) == (first.expected, 20)


@given(_checks)
def test_every_check_but_the_first_is_a_point_and_later_checks_change_no_earlier_point(checks):
    points = chart(checks)
    assert [point.check for point in points] == checks[1:]
    assert points[: len(checks) // 2] == chart(checks[: len(checks) // 2 + 1])
    assert all(0 <= point.chance <= 1 and point.expected > 0 for point in points)


@given(_checks, st.floats(0.01, 100))
def test_the_unit_of_ground_makes_no_difference(checks, factor):
    other = chart([Check(one.name, one.faults, one.checked_m2 * factor) for one in checks])
    assert [point.chance for point in other] == pytest.approx([point.chance for point in chart(checks)], abs=1e-9)


def test_a_point_is_told_without_a_verdict_on_people():
    found = tell_point(Point(Check("Check 12", 9, 500.0), 11, 2.13, 0.0004))
    assert found == (
        "Check 12: 9 faults, where 2.1 are to be expected after 11 earlier checks; so many come by chance in fewer "
        "than one of 740 checks: find out what changed before more work."
    )
    assert tell_point(Point(Check("Check 2", 1, 500.0), 1, 0.5, 0.3)) == (
        "Check 2: 1 fault, where 0.5 are to be expected after 1 earlier check; that can be chance."
    )


@pytest.mark.parametrize(("faults", "ground"), [(-1, 10.0), (0, 0.0), (0, float("nan"))])
def test_impossible_checks_are_refused(faults, ground):
    with pytest.raises(ValueError, match="impossible check"):
        Check("C", faults, ground)
