"""The smallest sampling plan that keeps its promises.

A plan (n, c) makes two promises. The *consumer's risk*, the chance to accept a lot as bad as `bad_share`, is at most
beta; the *producer's risk*, the chance to reject a lot as good as `good_share`, is at most alpha. With c = 0 (zero
acceptance) only the first can be chosen.

For a given c the consumer's risk falls as n grows, so the smallest n is found by bisection. One more unit drawn adds at
most one to the number found; hence P(at most c + 1 of n) >= P(at most c of n - 1), and the smallest n grows strictly
with c. The first c that keeps the producer's promise therefore has the smallest sample of all plans that keep both.

Source: Guenther, Use of the binomial, hypergeometric and Poisson tables to obtain sampling plans, Journal of Quality
Technology 1(2), 1969.
"""

from __future__ import annotations

from tilth.work.sampling import Plan, acceptance, bad_units, consumers_risk, producers_risk
from tilth.work.spell import percent


def zero_acceptance(lot: int, *, bad_share: float, beta: float = 0.05, detection: float = 1.0) -> Plan | None:
    """The smallest sample that finds at least one bad unit with probability 1 - beta; None if even all do not.

    `bad_share` is the share of bad units, above 0 and up to 1, from which a lot must be caught. Raises ValueError for a
    beta outside (0, 1).
    """
    return _smallest(lot, accept=0, bad_share=bad_share, beta=beta, detection=detection)


def attribute_plan(
    lot: int,
    *,
    good_share: float,
    bad_share: float,
    alpha: float = 0.05,
    beta: float = 0.10,
    detection: float = 1.0,
) -> Plan | None:
    """The plan with the smallest sample that keeps both promises; None if no plan keeps them.

    `detection` weakens the consumer's promise only: the producer's is kept even if a check overlooks nothing. Raises
    ValueError unless 0 <= good_share < bad_share <= 1 and 0 < beta < 1.
    """
    if not 0 <= good_share < bad_share <= 1:
        raise ValueError(f"good_share {good_share} must be below bad_share {bad_share}, both from 0 to 1")
    for accept in range(bad_units(lot, bad_share)):
        plan = _smallest(lot, accept=accept, bad_share=bad_share, beta=beta, detection=detection)
        if plan is None or producers_risk(plan, good_share=good_share) <= alpha:
            return plan
    return None


def tell_plan(plan: Plan, *, bad_share: float, detection: float = 1.0) -> str:
    """What to do, and what it promises, in one sentence."""
    risk = consumers_risk(plan, bad_share=bad_share, detection=detection)
    accept = f"at most {plan.accept:,} of them have" if plan.accept else "none of them has"
    bad = bad_units(plan.lot, bad_share)
    such = f"a lot in which {bad:,} m² have one ({percent(bad / plan.lot)})"
    return (
        f"Check {plan.sample:,} of {plan.lot:,} m², drawn at random, and accept if {accept} a fault: "
        f"{such} would be accepted with probability {percent(risk)}."
    )


def _smallest(lot: int, *, accept: int, bad_share: float, beta: float, detection: float) -> Plan | None:
    """The smallest sample with this acceptance number whose consumer's risk is at most beta."""
    if not 0 < beta < 1:
        raise ValueError(f"not a risk between 0 and 1: {beta}")
    bad = bad_units(lot, bad_share)

    def risk(sample: int) -> float:
        return acceptance(lot, bad, sample=sample, accept=accept, detection=detection)

    if risk(lot) > beta:
        return None
    low, high = accept, lot  # risk(low) = 1 > beta >= risk(high) throughout
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if risk(middle) <= beta else (middle, high)
    return Plan(lot, high, accept)
