"""The heaviest set of ranges that a total which never falls can go through, and the range most agree on."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.conflicts.agreement import clusters, meet, most_agreed, stand_apart
from tilth.conflicts.growing import heaviest_growing

ends = st.integers(0, 9)
ranges = st.lists(st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair))), max_size=9)
open_ranges = st.lists(
    st.tuples(ends, ends, st.integers(0, 5)).map(
        lambda one: (None if one[2] == 0 else min(one[:2]), None if one[2] == 1 else max(one[:2]))
    ),
    max_size=9,
)


def exact(limits):
    return [(Decimal(low), Decimal(high)) for low, high in limits]


def grows(chosen):
    """Whether a total can go through all of them: climb no higher than each asks for."""
    level = Decimal("-Infinity")
    for low, high in chosen:
        level = max(level, low)
        if level > high:
            return False
    return True


def weight_by_trying(limits, weights):
    """The greatest weight of any subset that a growing total can go through."""
    places = range(len(limits))
    subsets = (chosen for size in range(len(limits) + 1) for chosen in combinations(places, size))
    return max(sum(weights[at] for at in one) for one in subsets if grows([limits[at] for at in one]))


@settings(max_examples=150)
@given(ranges, st.data())
def test_no_set_of_greater_weight_grows(limits, data):
    weights = data.draw(st.lists(st.integers(1, 3), min_size=len(limits), max_size=len(limits)))
    chosen = heaviest_growing(exact(limits), weights=weights)
    assert chosen == sorted(set(chosen))
    assert grows([exact(limits)[at] for at in chosen])
    assert sum(weights[at] for at in chosen) == weight_by_trying(exact(limits), weights)


@settings(max_examples=150)
@given(ranges, st.integers(0, 9), ends, ends)
def test_a_range_that_agrees_joins_the_set_and_changes_nothing_else(limits, place, one, other):
    chosen = heaviest_growing(exact(limits), weights=[1] * len(limits))
    place = min(place, len(limits))
    more = [*limits[:place], (min(one, other), max(one, other)), *limits[place:]]
    moved = [at + (at >= place) for at in chosen]
    together = sorted([*moved, place])
    found = heaviest_growing(exact(more), weights=[1] * len(more))
    if grows([exact(more)[at] for at in together]):
        assert found == together


def longest_non_decreasing(numbers):
    """Patience sorting as the books have it: only the length."""
    piles = []
    for number in numbers:
        place = bisect_right(piles, number)
        piles[place : place + 1] = [number]
    return len(piles)


@pytest.mark.parametrize(
    "numbers",
    [
        [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
        [at * 7919 % 100_000 for at in range(100_000)],
    ],
)
def test_single_numbers_are_patience_sorting_whatever_their_number(numbers):
    chosen = heaviest_growing(exact((one, one) for one in numbers), weights=[1] * len(numbers))
    assert len(chosen) == longest_non_decreasing(numbers) >= 6
    assert all(numbers[a] <= numbers[b] for a, b in pairwise(chosen))


@settings(max_examples=150)
@given(open_ranges, st.data())
def test_the_most_agreed_share_a_value_and_no_set_that_does_weighs_more(limits, data):
    weights = data.draw(st.lists(st.integers(1, 3), min_size=len(limits), max_size=len(limits)))
    chosen = most_agreed(limits, weights=weights)

    def share(places):
        return all(meet(limits[a], limits[b]) for a, b in combinations(places, 2))

    every = (one for size in range(len(limits) + 1) for one in combinations(range(len(limits)), size) if share(one))
    assert share(chosen)
    assert sum(weights[at] for at in chosen) == max(sum(weights[at] for at in one) for one in every)


def test_of_two_sets_of_one_weight_the_one_with_the_earlier_range_is_used():
    assert most_agreed([(7, 9), (1, 2)]) == [0]
    assert most_agreed([(1, 2), (7, 9)]) == [0]
    assert most_agreed([(7, 9), (1, 2)], weights=[1, 2]) == [1]
    assert most_agreed([]) == []


@settings(max_examples=150)
@given(open_ranges)
def test_groups_share_a_value_and_each_stands_apart_from_the_next(limits):
    groups = clusters(limits)
    assert sorted(at for group in groups for at in group) == list(range(len(limits)))
    for group in groups:
        assert all(meet(limits[a], limits[b]) for a, b in combinations(group, 2))
    apart = stand_apart(limits)
    assert len(apart) == max(len(groups) - 1, 0)
    for found, (lower, upper) in zip(apart, pairwise(groups), strict=True):
        assert not meet(limits[found.one], limits[found.other])
        assert (found.one in lower, found.other in upper) == (True, True)
        for at in found.also:
            assert not meet(limits[at], limits[found.other if at in lower else found.one])
