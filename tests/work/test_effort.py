"""Effort steered to risk: whole square metres that sum to the effort, and go where most was missed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.work.density import Density, density_seen
from tilth.work.effort import Lot, Share, miss_chance, steer, tell_share
from tilth.work.spell import about, percent


@st.composite
def _lots(draw, fewest=1):
    lot = st.builds(
        Lot,
        name=st.just(""),
        area_m2=st.integers(1, 20_000),
        density=st.builds(Density, st.floats(0.5, 20), st.floats(100, 1e6)),
        miss=st.floats(0.001, 0.6),
        finds=st.integers(0, 40),
    )
    lots = draw(st.lists(lot, min_size=fewest, max_size=12))
    return [Lot(f"L{at}", one.area_m2, one.density, one.miss, one.finds) for at, one in enumerate(lots)]


@given(_lots(fewest=0), st.integers(0, 100_000), st.integers(0, 200))
def test_shares_are_whole_keep_the_minimum_and_sum_to_the_effort(lots, more, least):
    effort = sum(min(least, lot.area_m2) for lot in lots) + more
    shares = steer(lots, effort, least_m2=least)
    assert [share.lot for share in shares] == lots
    assert sum(share.inspect_m2 for share in shares) == min(effort, sum(lot.area_m2 for lot in lots))
    for share in shares:
        assert isinstance(share.inspect_m2, int)
        assert min(least, share.lot.area_m2) <= share.inspect_m2 <= share.lot.area_m2


@given(_lots(), st.integers(0, 20_000), st.integers(0, 50))
def test_where_nothing_binds_shares_are_in_proportion_to_what_was_missed(lots, more, least):
    effort = sum(min(least, lot.area_m2) for lot in lots) + more
    free = [
        share for share in steer(lots, effort, least_m2=least) if least + 1 < share.inspect_m2 < share.lot.area_m2 - 1
    ]
    for one in free:
        for other in free:  # one is within a square metre of its exact share, and so is the other
            ratio = one.lot.expected_missed / other.lot.expected_missed
            assert abs(one.inspect_m2 - ratio * other.inspect_m2) <= 1 + ratio + 1e-6


@given(_lots(fewest=2), st.integers(0, 20_000))
def test_the_order_of_lots_makes_no_difference(lots, effort):
    there = {share.lot.name: share.inspect_m2 for share in steer(lots, effort)}
    back = {share.lot.name: share.inspect_m2 for share in steer(lots[::-1], effort)}
    assert there == back


@given(_lots(), st.integers(0, 20_000), st.integers(0, 11))
def test_a_lot_never_gets_less_because_its_clearance_missed_more(lots, effort, at):
    at %= len(lots)
    old = lots[at]
    worse = Lot(old.name, old.area_m2, old.density, min(0.9, old.miss * 1.5), old.finds)
    before = steer(lots, effort)[at].inspect_m2
    after = steer([*lots[:at], worse, *lots[at + 1 :]], effort)[at].inspect_m2
    assert after >= before - 1  # the rounding of the others can take one


def test_largest_remainders_as_counted_by_hand():
    # weights 5 : 3 : 2 of 33 m² are 16.5, 9.9 and 6.6
    lots = [Lot(name, 100, Density(weight * 1e9, 1e12), 0.5) for name, weight in (("a", 5), ("b", 3), ("c", 2))]
    assert [share.inspect_m2 for share in steer(lots, 33)] == [16, 10, 7]


def test_what_a_small_lot_cannot_take_goes_to_the_others_in_proportion():
    lots = [
        Lot("small", 10, Density(1e9, 1e10), 0.5),
        Lot("large", 1000, Density(2e6, 1e10), 0.5),
        Lot("larger", 3000, Density(2e6, 1e10), 0.5),
    ]
    assert [share.inspect_m2 for share in steer(lots, 410)] == [10, 100, 300]


def test_the_expected_number_missed_is_that_of_the_posterior():
    lot = Lot("a", 2000, Density(2.0, 1000.0), 0.25, finds=4)
    # Gamma(2 + 4, 1000 + 2000 × 0.75), on 2000 × 0.25 m²
    assert lot.expected_missed == pytest.approx(float(Fraction(6, 2500) * 500))


def test_a_team_s_record_moves_its_miss_chance_from_the_method_s():
    assert miss_chance(0.1, found=0, missed=0) == pytest.approx(0.1)
    assert miss_chance(0.1, found=16, missed=4) == pytest.approx(0.15)
    assert miss_chance(0.1, found=7000, missed=3000) == pytest.approx(0.3, abs=0.001)


@given(st.floats(0.01, 0.99), st.integers(0, 500), st.integers(0, 500))
def test_a_miss_chance_lies_between_the_method_and_the_record(method, found, missed):
    chance = miss_chance(method, found=found, missed=missed)
    record = missed / (found + missed) if found + missed else method
    assert min(method, record) - 1e-12 <= chance <= max(method, record) + 1e-12
    assert 0 < chance < 1


def test_a_share_is_told_with_its_reason():
    lot = Lot("Task 7", 9000, density_seen(8, searched_m2=10_000), 0.1, finds=6)
    assert tell_share(Share(lot, 480)) == (
        "Task 7: inspect 480 of 9,000 m² (5.3 %); its clearance is expected to have missed 0.72 items."
    )


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: steer([Lot("a", 100, Density(1, 1), 0.1)] * 3, 20, least_m2=10),
        lambda: steer([], -1),
        lambda: Lot("a", 0, Density(1, 1), 0.1),
        lambda: Lot("a", 10, Density(1, 1), 0.0),
        lambda: miss_chance(0.0, found=1, missed=1),
    ],
)
def test_impossible_numbers_are_refused(impossible):
    with pytest.raises(ValueError, match=r"\d"):
        impossible()


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.05, "5 %"), (0.573, "57 %"), (0.0004, "0.04 %"), (0.9996, "99.96 %"), (0.5, "50 %")],
)
def test_a_percentage_is_never_rounded_to_certainty(share, text):
    assert percent(share) == text


@given(st.floats(1e-6, 1 - 1e-6))
def test_a_percentage_is_close_to_its_share(share):
    said = float(percent(share).removesuffix(" %")) / 100
    assert said == pytest.approx(share, abs=0.051 * min(share, 1 - share))
    assert 0 < said < 1


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (0.0213, "0.021"), (3.44, "3.4"), (12.3, "12"), (1234.5, "1,234"), (10, "10")]
)
def test_small_numbers_keep_two_figures(number, text):
    assert about(number) == text
