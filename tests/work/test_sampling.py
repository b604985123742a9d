"""Sampling plans against exact fractions, brute enumeration and published figures."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tilth.work.plans import attribute_plan, tell_plan, zero_acceptance
from tilth.work.sampled import Sampled, tell_director, tell_inspector
from tilth.work.sampling import Plan, acceptance, bad_units, consumers_risk, producers_risk

ENDLESS = 10**12  # a lot so large that drawing without replacement makes no difference

# Single sampling, normal inspection, of ISO 2859-1: sample size of the code letter, Ac, and the percentage of bad units
# at which 99, 95, 90, 75, 50, 25, 10 and 5 % of lots are accepted (operating characteristics of code letter J).
LETTER_J = {
    0: (0.013, 0.064, 0.132, 0.359, 0.863, 1.72, 2.84, 3.68),
    1: (0.188, 0.444, 0.666, 1.202, 2.09, 3.33, 4.78, 5.80),
    2: (0.550, 1.03, 1.38, 2.16, 3.33, 4.84, 6.52, 7.66),
}
CHANCES = (0.99, 0.95, 0.90, 0.75, 0.50, 0.25, 0.10, 0.05)
# AQL 1 %: code letters E, H, J, K, L, M, N, P, Q
AQL_1 = [(13, 0), (50, 1), (80, 2), (125, 3), (200, 5), (315, 7), (500, 10), (800, 14), (1250, 21)]


@cache
def _exact(lot: int, bad: int, sample: int, accept: int, detection: Fraction = Fraction(1)) -> Fraction:
    """P(accept) as a fraction, from the definitions."""
    total = Fraction(0)
    for drawn in range(min(sample, bad) + 1):
        found = sum(
            comb(drawn, k) * detection**k * (1 - detection) ** (drawn - k) for k in range(min(accept, drawn) + 1)
        )
        total += Fraction(comb(bad, drawn) * comb(lot - bad, sample - drawn), comb(lot, sample)) * found
    return total


@st.composite
def _lots(draw, largest=400):
    lot = draw(st.integers(1, largest))
    return lot, draw(st.integers(0, lot)), draw(st.integers(0, lot)), draw(st.integers(0, 12))


@given(_lots(), st.integers(1, 20))
def test_acceptance_equals_exact_fractions(numbers, twentieths):
    lot, bad, sample, accept = numbers
    detection = Fraction(twentieths, 20)
    computed = acceptance(lot, bad, sample=sample, accept=accept, detection=float(detection))
    assert computed == pytest.approx(float(_exact(lot, bad, sample, accept, detection)), rel=1e-9, abs=1e-30)


def test_exact_fractions_equal_counting_every_sample():
    for bad in range(8):
        for sample in range(8):
            samples = list(combinations(range(7), sample)) if bad <= 7 else []
            for accept in range(3):
                accepted = sum(sum(unit < bad for unit in one) <= accept for one in samples)
                assert _exact(7, bad, sample, accept) == Fraction(accepted, len(samples))


def test_a_square_kilometre_loses_no_digits():
    # one item, or none drawn: both have an answer that needs no sum
    assert acceptance(10**6, 1, sample=12_345, accept=0) == pytest.approx(1 - 0.012345, rel=1e-12)
    none_of_three = Fraction(comb(10**6 - 50_000, 3), comb(10**6, 3))
    assert acceptance(10**6, 3, sample=50_000, accept=0) == pytest.approx(float(none_of_three), rel=1e-12)
    assert acceptance(10**8, 5 * 10**7, sample=10_001, accept=5_000) == pytest.approx(0.5, rel=1e-9)  # by symmetry


@pytest.mark.parametrize(("bad_share", "sample"), [(0.01, 299), (0.001, 2_995), (0.0001, 29_956)])
def test_zero_acceptance_on_an_endless_lot_equals_the_published_samples(bad_share, sample):
    assert zero_acceptance(ENDLESS, bad_share=bad_share) == Plan(ENDLESS, sample, 0)


@pytest.mark.parametrize("accept", LETTER_J)
def test_plans_of_code_letter_j_have_the_published_operating_characteristic(accept):
    bad = [round(ENDLESS * percentage / 100) for percentage in LETTER_J[accept]]
    # percentages are published with three figures, which move the probability by up to 0.0012
    assert Plan(ENDLESS, 80, accept).curve(bad) == pytest.approx(CHANCES, abs=0.0013)


def test_lots_at_the_acceptance_quality_limit_pass_as_often_as_the_standard_means():
    passed = [1 - producers_risk(Plan(ENDLESS, n, c), good_share=0.01) for n, c in AQL_1]
    assert min(passed) > 0.87  # the standard accepts between 87 and 99 % of such lots, more of the larger ones
    assert max(passed) < 0.992
    binomial = [float(sum(comb(n, k) * 0.01**k * 0.99 ** (n - k) for k in range(c + 1))) for n, c in AQL_1]
    assert passed == pytest.approx(binomial, abs=1e-8)


@pytest.mark.parametrize("lot", [1, 2, 7, 20, 45])
@pytest.mark.parametrize("bad_share", [0.02, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("beta", [0.05, 0.2])
@pytest.mark.parametrize("detection", [Fraction(1), Fraction(4, 5)])
def test_the_zero_acceptance_sample_is_the_smallest_that_keeps_its_promise(lot, bad_share, beta, detection):
    bad = bad_units(lot, bad_share)
    keep = [n for n in range(1, lot + 1) if _exact(lot, bad, n, 0, detection) <= beta]
    plan = zero_acceptance(lot, bad_share=bad_share, beta=beta, detection=float(detection))
    assert plan == (Plan(lot, keep[0], 0) if keep else None)


@pytest.mark.parametrize("lot", [5, 12, 31])
@pytest.mark.parametrize(("good", "bad"), [(0.0, 0.1), (0.05, 0.2), (0.1, 0.25), (0.1, 0.5), (0.29, 0.3)])
@pytest.mark.parametrize("alpha", [0.05, 0.2])
@pytest.mark.parametrize("detection", [Fraction(1), Fraction(9, 10)])
def test_the_attribute_plan_has_the_smallest_sample_of_all_that_keep_both_promises(lot, good, bad, alpha, detection):
    good_units = int(Fraction(str(good)) * lot)
    keep = [
        (n, c)
        for n in range(1, lot + 1)
        for c in range(n)
        if _exact(lot, bad_units(lot, bad), n, c, detection) <= 0.1 and 1 - _exact(lot, good_units, n, c) <= alpha
    ]
    plan = attribute_plan(lot, good_share=good, bad_share=bad, alpha=alpha, detection=float(detection))
    assert ((plan.sample, plan.accept) if plan else None) == min(keep, default=None)


@given(st.integers(50, 5000), st.floats(0.02, 0.3), st.integers(0, 8))
def test_the_smallest_sample_grows_with_the_acceptance_number(lot, bad_share, accept):
    bad = bad_units(lot, bad_share)

    def smallest(c):
        return next((n for n in range(c + 1, lot + 1) if acceptance(lot, bad, sample=n, accept=c) <= 0.1), lot + 1)

    few = smallest(accept)
    assume(few <= lot)
    assert acceptance(lot, bad, sample=few, accept=accept + 1) > 0.1


@given(_lots(largest=3000))
def test_acceptance_falls_with_bad_units_and_with_the_sample_and_rises_with_the_number_allowed(numbers):
    lot, bad, sample, accept = numbers
    here = acceptance(lot, bad, sample=sample, accept=accept)
    if bad < lot:
        assert acceptance(lot, bad + 1, sample=sample, accept=accept) <= here + 1e-12
    if sample < lot:
        assert acceptance(lot, bad, sample=sample + 1, accept=accept) <= here + 1e-12
    assert acceptance(lot, bad, sample=sample, accept=accept + 1) >= here - 1e-12
    assert acceptance(lot, bad, sample=sample, accept=accept, detection=0.7) >= here - 1e-12


def test_the_operating_characteristic_is_an_array_that_starts_at_one():
    curve = Plan(1000, 80, 2).curve(range(1001))
    assert curve.shape == (1001,)
    assert curve[:3] == pytest.approx([1.0, 1.0, 1.0])
    assert np.all(np.diff(curve) <= 1e-12)
    assert curve[-1] == 0


def test_random_inspections_accept_as_often_as_the_plan_says():
    rng = np.random.default_rng(20260801)
    runs, plan, bad, detection = 20_000, Plan(500, 60, 1), 20, 0.6
    drawn = rng.hypergeometric(bad, plan.lot - bad, plan.sample, size=runs)
    accepted = (rng.binomial(drawn, detection) <= plan.accept).mean()
    chance = plan.accepts(bad, detection=detection)
    assert abs(accepted - chance) < 4 * (chance * (1 - chance) / runs) ** 0.5


@pytest.mark.parametrize("detection", [1.0, 0.75])
@pytest.mark.parametrize(("lot", "sample"), [(30, 1), (30, 12), (28, 21), (25, 25)])
def test_the_upper_bound_covers_the_truth_as_often_as_stated_and_is_no_larger_than_it_must(lot, sample, detection):
    bounds = [Sampled(lot, sample, found, detection).bad_at_most() for found in range(sample + 1)]
    exact = Fraction(detection)
    for bad in range(lot + 1):
        at_most = [Fraction(0), *(_exact(lot, bad, sample, found, exact) for found in range(sample + 1))]
        covered = sum(at_most[k + 1] - at_most[k] for k in range(sample + 1) if bad <= bounds[k])
        assert covered >= 0.95 - 1e-12
    for found, bound in enumerate(bounds):
        assert bound == found or _exact(lot, bound, sample, found, exact) > 0.05 - 1e-12


@given(st.integers(20, 3000), st.integers(0, 3))
def test_the_upper_bound_on_a_large_lot_is_that_of_clopper_and_pearson(sample, found):
    share = Sampled(10**9, sample, found).bad_at_most() / 10**9
    binomial = sum(comb(sample, k) * share**k * (1 - share) ** (sample - k) for k in range(found + 1))
    assert binomial == pytest.approx(0.05, abs=1e-5)


def test_a_clean_sample_says_what_it_can_say_and_no_more():
    sampled = Sampled(10_000, 500)
    assert tell_inspector(sampled) == (
        "One missed item in this lot is found with probability about 5 %, the share of the ground sampled: "
        "that nothing was found on 500 of 10,000 m² does not show that nothing is there."
    )
    assert tell_director(sampled) == (
        "With 95 % confidence no more than 58 of 10,000 m² (0.58 %) hold a missed item, if the ground checked was "
        "drawn at random; whether any is left, the sample cannot say."
    )


def test_a_check_that_overlooks_things_says_so():
    said = tell_inspector(Sampled(10_000, 500, detection=0.8))
    assert "probability about 4 %, the share of the ground sampled (5 %) times the chance" in said
    assert "(80 %)" in said


def test_a_sample_with_finds_is_not_called_clean():
    assert "missed on 2 m²" in tell_inspector(Sampled(10_000, 500, 2))
    assert "the 2 found included" in tell_director(Sampled(10_000, 500, 2))


def test_a_whole_lot_that_was_checked_leaves_nothing_open_but_the_check_itself():
    assert "none of the 100 m² holds" in tell_director(Sampled(100, 100))
    assert "if the check was as good as stated" in tell_director(Sampled(100, 100))
    assert "cannot say" in tell_director(Sampled(100, 100, detection=0.9))


def test_a_sample_of_nothing_leaves_everything_open():
    assert Sampled(100, 0).bad_at_most() == 100
    assert Sampled(100, 0).finds_one == 0


def test_a_plan_says_what_to_do_and_what_it_promises():
    assert tell_plan(Plan(10_000, 294, 0), bad_share=0.01) == (
        "Check 294 of 10,000 m², drawn at random, and accept if none of them has a fault: "
        "a lot in which 100 m² have one (1 %) would be accepted with probability 5 %."
    )
    assert "if at most 2 of them have" in tell_plan(Plan(10_000, 263, 2), bad_share=0.02)


def test_the_risks_of_a_plan_are_those_of_its_curve():
    plan = Plan(400, 60, 2)
    assert consumers_risk(plan, bad_share=0.1) == plan.accepts(40)
    assert producers_risk(plan, good_share=0.29) == 1 - plan.accepts(116)  # 400 × 0.29 is 115.99999999999999
    assert producers_risk(plan, good_share=0.0) == 0


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Plan(10, 11, 0),
        lambda: Plan(10, 0, 0),
        lambda: Plan(10, 3, 3),
        lambda: acceptance(10, 11, sample=2, accept=0),
        lambda: acceptance(10, 1, sample=2, accept=0, detection=0.0),
        lambda: attribute_plan(100, good_share=0.1, bad_share=0.1),
        lambda: zero_acceptance(100, bad_share=0.0),
        lambda: zero_acceptance(100, bad_share=0.1, beta=1.0),
        lambda: Sampled(10, 5, 6),
        lambda: Sampled(0, 0),
        lambda: Sampled(10, 5).bad_at_most(confidence=1.0),
    ],
)
def test_impossible_numbers_are_refused(impossible):
    with pytest.raises(ValueError, match=r"\d"):
        impossible()
