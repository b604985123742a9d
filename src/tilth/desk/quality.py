"""A sampling plan for a lot, in figures and in words; it needs no programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tilth.desk.refusal import Refusal
from tilth.work.day import MOST_M2
from tilth.work.plans import attribute_plan, tell_plan, zero_acceptance
from tilth.work.sampled import Sampled, tell_inspector
from tilth.work.sampling import Plan, consumers_risk, producers_risk
from tilth.work.spell import percent

NEAREST = 0.8  # a good share nearer to the bad one needs a sample of no practical size


@dataclass(frozen=True, slots=True)
class Promise:
    """What a plan is to keep; without a good share it accepts a lot only if nothing is found.

    Shares are of the ground of the lot. The risks are the chances to accept a bad lot and to reject a good one.
    """

    lot_m2: int
    bad_share: float
    good_share: float | None = None
    consumer_risk: float = 0.05
    producer_risk: float = 0.05
    detection: float = 1.0

    def refuse_impossible(self) -> None:
        """Raise Refusal 422.1 for what is no lot, share or chance."""
        _refuse_unless(0 < self.lot_m2 <= MOST_M2, "The lot", self.lot_m2, f"Write whole m² from 1 to {MOST_M2}.")
        _refuse_unless(0 < self.bad_share <= 1, "The bad share", self.bad_share, "Write 0.01 for 1 % of the ground.")
        for what, risk in (("The consumer's risk", self.consumer_risk), ("The producer's risk", self.producer_risk)):
            _refuse_unless(0 < risk < 1, what, risk, "Write 0.05 for one lot in twenty.")
        hint = "Write the chance to find what is there, as 0.8."
        _refuse_unless(0 < self.detection <= 1, "The detection", self.detection, hint)
        if self.good_share is not None:
            hint = f"Write a share from 0 to {NEAREST:g} of the bad one: no sample tells shares apart that are nearer."
            possible = 0 <= self.good_share <= NEAREST * self.bad_share
            _refuse_unless(possible, "The good share", self.good_share, hint)


def _refuse_unless(possible: bool, what: str, value: float, hint: str) -> None:
    if not possible:
        raise Refusal("422.1", what=what, text=value, hint=hint)


def planned(promise: Promise) -> dict[str, Any]:
    """The smallest plan that keeps a promise, with what it says in sentences; `plan` is None where there is none."""
    promise.refuse_impossible()
    plan = _smallest(promise)
    told: dict[str, Any] = {"lot_m2": promise.lot_m2, "bad_share": promise.bad_share, "good_share": promise.good_share}
    told |= {"detection": promise.detection}
    if plan is None:
        return told | {"plan": None, "sentences": [_not_enough(promise)]}
    risk = consumers_risk(plan, bad_share=promise.bad_share, detection=promise.detection)
    figures: dict[str, Any] = {"sample_m2": plan.sample, "accept": plan.accept, "consumer_risk": risk}
    if promise.good_share is not None:
        figures["producer_risk"] = producers_risk(plan, good_share=promise.good_share)
    return told | {"plan": figures, "sentences": _sentences(promise, plan, figures)}


def _smallest(promise: Promise) -> Plan | None:
    lot, bad, detection = promise.lot_m2, promise.bad_share, promise.detection
    if promise.good_share is None:
        return zero_acceptance(lot, bad_share=bad, beta=promise.consumer_risk, detection=detection)
    return attribute_plan(
        lot,
        good_share=promise.good_share,
        bad_share=bad,
        alpha=promise.producer_risk,
        beta=promise.consumer_risk,
        detection=detection,
    )


def _sentences(promise: Promise, plan: Plan, figures: dict[str, Any]) -> list[str]:
    said = [tell_plan(plan, bad_share=promise.bad_share, detection=promise.detection)]
    if promise.good_share is not None:
        risk = percent(max(0.0, figures["producer_risk"]))
        said.append(
            f"A lot with faults on {percent(promise.good_share)} of it would be rejected with probability {risk}."
        )
    return [*said, tell_inspector(Sampled(plan.lot, plan.sample, 0, promise.detection))]


def _not_enough(promise: Promise) -> str:
    return (
        f"Even a check of all {promise.lot_m2:,} m² is not enough: with a chance of {percent(promise.detection)} to "
        f"find what is there, no sample keeps these risks for a lot with faults on {percent(promise.bad_share)} of it. "
        "Check by a method that finds more, or accept a larger risk."
    )
