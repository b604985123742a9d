"""A network of days: what it calls impossible is impossible, and the set it names is as small as can be."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.conflicts.network import (
    ORIGIN,
    Constraint,
    at_least,
    at_most,
    held,
    negative_cycle,
    not_after,
    not_before,
    shortest,
    smallest_clash,
)

LABELS = "abcdef"
EVENTS = (ORIGIN, "w", "x", "y", "z")


def constraint(early, late, most, labels):
    return Constraint(early, late, most, tuple(sorted(labels)))


small_networks = st.lists(
    st.builds(
        constraint,
        st.sampled_from(EVENTS),
        st.sampled_from(EVENTS),
        st.integers(-6, 6),
        st.sets(st.sampled_from(LABELS), min_size=1, max_size=2),
    ).filter(lambda one: one.early != one.late),
    max_size=10,
)


def possible(constraints):
    """Whether days can be found: each event as late as its limits allow, until nothing moves or all is lost."""
    day = dict.fromkeys(EVENTS, 0)
    for _ in range(1000):
        moved = False
        for one in constraints:
            if day[one.late] - day[one.early] > one.most:
                day[one.late] = day[one.early] + one.most
                moved = True
        if not moved:
            return all(day[one.late] - day[one.early] <= one.most for one in constraints)
    return False


def smallest_by_trying(constraints, always=frozenset()):
    """Every subset of the labels, the small ones first."""
    found = []
    free = [label for label in LABELS if label not in always]
    for size in range(len(free) + 1):
        for labels in map(frozenset, combinations(free, size)):
            beaten = any(smaller <= labels for smaller in found)
            if not beaten and not possible(held(constraints, labels | always)):
                found.append(labels)
    return set(found)


@settings(max_examples=200)
@given(small_networks)
def test_a_network_has_a_negative_cycle_exactly_if_no_days_fit(constraints):
    cycle = negative_cycle(constraints)
    assert (cycle is None) == possible(constraints)
    if cycle is not None:
        assert sum(one.most for one in cycle) < 0
        assert set(cycle) <= set(constraints)
        assert {one.early for one in cycle} == {one.late for one in cycle}
        assert len({one.late for one in cycle}) == len(cycle)


@settings(max_examples=150)
@given(small_networks, st.sets(st.sampled_from(LABELS), max_size=3))
def test_the_set_that_clashes_is_one_of_the_smallest_there_are(constraints, always):
    always = frozenset(always)
    found = smallest_clash(constraints, given=always)
    every = smallest_by_trying(constraints, always)
    assert found in every if every else found is None


@settings(max_examples=100)
@given(small_networks)
def test_the_most_days_between_two_events_are_those_no_larger_limit_is_needed_for(constraints):
    if not possible(constraints):
        with pytest.raises(ValueError, match="cannot all hold"):
            shortest(constraints)
        return
    most = shortest(constraints)
    for (early, late), days in most.items():
        assert possible([*constraints, at_least(early, late, days)]) or early == late
        assert early == late or not possible([*constraints, at_least(early, late, days + 1)])
    events = {event for one in constraints for event in (one.early, one.late)}
    for early, late in {(a, b) for a in events for b in events} - most.keys():
        assert possible([*constraints, at_least(early, late, 90)])


def test_of_two_explanations_the_lighter_one_is_found():
    tightest = at_most(ORIGIN, "x", 5, "far-fetched", "told")  # alone on the cycle that is found first
    network = [not_before("x", 10, "told"), tightest, not_after("x", 7, "told")]
    assert set(negative_cycle(network)) == {network[0], tightest}
    assert smallest_clash(network, burden={"far-fetched": 1}) == {"told"}


def test_bounds_and_distances_say_what_their_names_say():
    assert negative_cycle([not_before("x", 3, "a"), not_after("x", 3, "b")]) is None
    assert smallest_clash([not_before("x", 4, "a"), not_after("x", 3, "b")]) == {"a", "b"}
    started = [not_before("start", 10, "a"), not_after("start", 12, "a")]
    took = [at_least("start", "end", 89, "b"), at_most("start", "end", 92, "b")]
    assert negative_cycle([*started, *took, not_before("end", 104, "c")]) is None
    assert smallest_clash([*started, *took, not_before("end", 105, "c")]) == {"a", "b", "c"}
    assert smallest_clash([*started, *took, not_after("end", 98, "c")]) == {"a", "b", "c"}


def test_a_network_without_constraints_is_consistent():
    assert negative_cycle([]) is None
    assert smallest_clash([]) is None
    assert shortest([]) == {}
