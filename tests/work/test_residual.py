"""What is left: identities of the distribution, limits, and a simulation that knows nothing of Bayes."""

from __future__ import annotations

from math import exp, fsum, lgamma, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.work.density import Count, Density, density_seen
from tilth.work.residual import Search, left, missed, tell_left

_shares = st.floats(0.05, 0.95)
_densities = st.builds(Density, st.floats(0.1, 30), st.floats(10, 1e5))
_searches = st.builds(
    Search,
    area_m2=st.floats(10, 1e5),
    passes=st.lists(_shares, min_size=1, max_size=3).map(tuple),
    finds=st.integers(0, 30),
    sampled_share=_shares,
    sample_detection=_shares,
    sample_finds=st.integers(0, 2),
)


@given(_densities, _searches)
def test_the_chance_that_none_is_left_is_the_probability_of_zero(before, search):
    rest = left(before, search)
    assert rest.none() == pytest.approx(rest.exactly(0), rel=1e-12)


@given(st.floats(0.2, 20), st.floats(0.01, 3))
def test_probabilities_sum_to_one_and_their_mean_is_the_expected_number(shape, ratio):
    rest = Count(Density(shape, 1.0), ratio)
    chances = [rest.exactly(number) for number in range(600)]
    assert fsum(chances) == pytest.approx(1, rel=1e-9)
    assert fsum(number * chance for number, chance in enumerate(chances)) == pytest.approx(rest.expected, rel=1e-9)


@given(_densities, st.floats(1, 1e4), st.integers(1, 25))
def test_at_least_so_many_is_what_fewer_leave(density, ground, number):
    count = Count(density, ground)
    assert count.at_least(0) == 1
    assert count.at_least(number) + fsum(count.exactly(k) for k in range(number)) == pytest.approx(1)


@given(_densities, st.floats(1, 1e4), st.floats(0.01, 0.999))
def test_the_number_not_exceeded_is_the_smallest_with_that_probability(density, ground, probability):
    count = Count(density, ground)
    most = count.at_most(probability=probability)
    assert 1 - count.at_least(most + 1) >= probability - 1e-9
    assert most == 0 or 1 - count.at_least(most) < probability + 1e-9


@given(_densities, _searches)
def test_clearing_in_two_parts_says_the_same_as_clearing_at_once(before, search):
    half = before.after(search.finds // 2, searched_m2=search.cleared_m2 / 2)
    both = half.after(search.finds - search.finds // 2, searched_m2=search.cleared_m2 / 2)
    whole = before.after(search.finds, searched_m2=search.cleared_m2)
    assert (both.shape, both.rate_m2) == pytest.approx((whole.shape, whole.rate_m2))


@given(_densities, _searches)
def test_the_ground_searched_sampled_and_hidden_is_the_area(before, search):
    assert search.cleared_m2 + search.resampled_m2 + search.hidden_m2 == pytest.approx(search.area_m2)


@given(_densities, st.floats(10, 1e5))
def test_without_a_pass_the_prior_remains(before, area):
    rest = left(before, Search(area, ()))
    assert rest.density == before
    assert rest.expected == pytest.approx(before.mean_per_m2 * area)


@given(_densities, st.floats(10, 1e5), st.integers(0, 50))
def test_a_perfect_pass_leaves_none(before, area, finds):
    rest = left(before, Search(area, (0.5, 1.0), finds))
    assert rest.none() == rest.exactly(0) == 1
    assert rest.expected == rest.exactly(3) == rest.at_most() == 0


@given(_densities, st.floats(10, 1e4), st.integers(0, 20), _shares)
def test_a_clean_sample_of_everything_that_finds_everything_leaves_none(before, area, finds, detection):
    assert left(before, Search(area, (detection,), finds, sampled_share=1.0)).none() == 1


@given(_densities, st.floats(10, 1e4), _shares, _shares)
def test_more_passes_and_a_clean_sample_leave_less_and_finds_more(before, area, first, second):
    once = left(before, Search(area, (first,), 3)).expected
    assert left(before, Search(area, (first, second), 3)).expected < once
    assert left(before, Search(area, (first,), 3, sampled_share=0.3)).expected < once
    assert left(before, Search(area, (first,), 4)).expected > once
    assert left(before, Search(area, (first,), 3, sampled_share=0.3, sample_finds=2)).expected > (
        left(before, Search(area, (first,), 3, sampled_share=0.3)).expected
    )


def test_a_density_that_is_known_leaves_a_poisson_number():
    known = left(Density(1e9, 1e9 / 0.002), Search(5000, (0.7,), 7))
    for number in range(8):
        poisson = exp(number * log(3.0) - 3.0 - lgamma(number + 1))  # 0.002 × 5000 × 0.3
        assert known.exactly(number) == pytest.approx(poisson, rel=1e-5)


@pytest.mark.parametrize("sample_finds", [0, 1])
def test_simulated_fields_that_look_the_same_have_as_many_items_left(sample_finds):
    rng = np.random.default_rng(7)
    runs, before, area, passes, share, detection, finds = (
        2_000_000,
        Density(2.0, 2000.0),
        3000.0,
        (0.6, 0.5),
        0.4,
        0.9,
        3,
    )
    items = rng.poisson(rng.gamma(before.shape, 1 / before.rate_m2, runs) * area)
    found = np.zeros(runs, dtype=int)
    for chance in passes:
        found += rng.binomial(items - found, chance)
    stayed = items - found
    seen = rng.binomial(rng.binomial(stayed, share), detection)
    alike = (stayed - seen)[(found == finds) & (seen == sample_finds)]
    rest = left(before, Search(area, passes, finds, share, detection, sample_finds))
    assert alike.size > 10_000
    assert abs(alike.mean() - rest.expected) < 4 * alike.std() / alike.size**0.5
    for number in range(4):
        chance = rest.exactly(number)
        assert abs((alike == number).mean() - chance) < 4 * (chance * (1 - chance) / alike.size) ** 0.5


def test_passes_multiply():
    assert missed(()) == 1
    assert missed((0.8, 0.5)) == pytest.approx(0.1)


def test_ground_on_which_nothing_was_seen_still_has_a_density():
    assert density_seen(0, searched_m2=1000).mean_per_m2 == pytest.approx(0.0005)
    assert density_seen(8, searched_m2=10_000).mean_per_m2 == pytest.approx(0.00085)


def test_what_is_left_is_said_with_its_conditions():
    said = tell_left(density_seen(8, searched_m2=10_000), Search(10_000, (0.9,), 6, sampled_share=0.05))
    assert said.startswith("On these 10,000 m² 0.72 items are to be expected still; the probability that none is left")
    assert "if the passes miss independently" in said
    assert "density assumed before the search" in said


@given(_densities, _searches)
def test_no_sentence_promises_more_than_a_probability(before, search):
    said = tell_left(before, search)
    assert "safe" not in said
    assert " 100 %" not in said


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Density(0.0, 1.0),
        lambda: Density(1.0, 0.0),
        lambda: Search(0.0, (0.5,)),
        lambda: Search(10.0, (1.5,)),
        lambda: Search(10.0, (0.5,), -1),
        lambda: Search(10.0, (), 1),
        lambda: Search(10.0, (1.0,), 0, sampled_share=0.5, sample_finds=1),
        lambda: Count(Density(1.0, 1.0), 1.0).at_most(probability=1.0),
    ],
)
def test_impossible_numbers_are_refused(impossible):
    with pytest.raises(ValueError, match=r"\d"):
        impossible()
