"""Intervals that redraw whole countries."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.forecast.bootstrap import by_blocks, gap, mean, ratio, skill


def _rng(seed=1):
    return np.random.default_rng(seed)


def test_the_figure_itself_is_that_of_all_cases():
    found = by_blocks(np.array([[1.0], [0.0], [1.0], [1.0]]), ["a", "a", "b", "c"], mean, rng=_rng())
    assert (found.value, found.cases, found.blocks) == (0.75, 4, 3)
    assert found.low <= 0.75 <= found.high


def test_cases_of_one_country_do_not_count_as_independent():
    """Forty cases of four countries that agree within: the interval is that of four, not that of forty."""
    blocks = [name for name in "abcd" for _ in range(10)]
    values = np.array([[float(name in "ab")] for name in blocks])
    whole = by_blocks(values, blocks, mean, rng=_rng())
    single = by_blocks(values, [str(number) for number in range(40)], mean, rng=_rng())
    assert whole.high - whole.low > 2 * (single.high - single.low)


def test_the_interval_of_equal_blocks_is_that_of_a_binomial():
    """Redrawing n blocks of one case each is drawing from a binomial; its quantiles are known exactly."""
    values = np.array([[1.0]] * 30 + [[0.0]] * 10)
    found = by_blocks(values, [str(number) for number in range(40)], mean, rng=_rng(), draws=20_000)
    drawn = np.random.default_rng(9).binomial(40, 0.75, 200_000) / 40
    assert [found.low, found.high] == pytest.approx(np.quantile(drawn, [0.05, 0.95]), abs=0.026)


def test_one_country_gives_no_interval_and_no_case_is_a_mistake():
    found = by_blocks(np.array([[1.0], [0.0]]), ["a", "a"], mean, rng=_rng())
    assert (found.low, found.high) == (None, None)
    with pytest.raises(ValueError, match="case"):
        by_blocks(np.empty((0, 1)), [], mean, rng=_rng())


def test_the_same_seed_gives_the_same_interval():
    values, blocks = _rng(4).normal(size=(30, 2)) ** 2, [*"abcdef"] * 5
    assert by_blocks(values, blocks, skill, rng=_rng()) == by_blocks(values, blocks, skill, rng=_rng())


def test_skill_ratio_and_gap_by_hand():
    means = np.array([[3.0, 4.0], [0.0, 0.0], [1.0, 0.0]])
    assert skill(means).tolist() == [0.25, 0.0, -np.inf]
    assert ratio(means).tolist() == [0.75, np.inf, np.inf]
    assert gap(means).tolist() == [1.0, 0.0, -1.0]


def test_a_baseline_that_loses_nothing_leaves_an_interval_without_numbers_that_are_none():
    found = by_blocks(np.array([[1.0, 0.0], [2.0, 0.0]]), ["a", "b"], skill, rng=_rng())
    assert (found.value, found.low, found.high) == (-np.inf, -np.inf, -np.inf)
