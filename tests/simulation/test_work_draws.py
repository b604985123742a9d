"""The random numbers of the compiled simulation, against published values and other people's code."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tilth.simulation import draws
from tilth.simulation.draws import gamma, normal, quantile, shifted, uniform


def stream(seed, run, purpose):
    """The key as the compiled simulation has it; outside of it a key is a whole number of Python."""
    return np.uint64(draws.stream(seed, run, purpose))


def test_the_hash_is_the_finaliser_of_splitmix64():
    """The first outputs of SplitMix64 with seed 1234567, as published with its reference code."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    key = np.uint64(1234567)
    for index, value in enumerate(published):
        assert uniform(key, index) == pytest.approx(((value >> 11) + 0.5) / 2**53, rel=1e-15)


def test_uniform_numbers_are_uniform_within_and_across_streams():
    along = [uniform(stream(1, 0, 3), index) for index in range(20_000)]
    across = [uniform(stream(1, run, 3), 0) for run in range(20_000)]
    purposes = [uniform(stream(seed, 5, purpose), 7) for seed in range(2_000) for purpose in range(10)]
    for numbers in (along, across, purposes):
        assert 0 < min(numbers) < max(numbers) < 1
        assert stats.kstest(numbers, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(along, across)[0, 1]) < 0.03


def test_the_normal_quantile_is_that_of_scipy():
    p = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 2_001), 10.0 ** -np.arange(3, 16), [0.075, 0.925]])
    assert np.array([quantile(one) for one in p]) == pytest.approx(stats.norm.ppf(p), rel=1e-6, abs=1e-6)


def test_normal_numbers_are_normal():
    assert stats.kstest([normal(stream(2, 1, 4), index) for index in range(20_000)], "norm").pvalue > 0.001


@pytest.mark.parametrize("shape", [0.3, 0.5, 1.0, 4.0])
def test_gamma_numbers_have_their_shape_and_mean_one(shape):
    numbers = [gamma(stream(3, run, 10), shape) for run in range(8_000)]
    assert stats.kstest(numbers, stats.gamma(shape, scale=1 / shape).cdf).pvalue > 0.001


def test_a_share_moves_on_the_scale_of_log_odds():
    assert shifted(0.4, 0.0) == pytest.approx(0.4)
    moved = shifted(0.4, 0.7)
    assert np.log(moved / (1 - moved)) == pytest.approx(np.log(0.4 / 0.6) + 0.7)
    assert (shifted(0.0, 3.0), shifted(1.0, -3.0)) == (0.0, 1.0)
