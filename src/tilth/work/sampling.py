"""Acceptance sampling by attributes: the chance that a lot with so many bad units is accepted.

A lot of N equal units (square metres, as a rule) holds D bad ones; n are drawn without replacement and the lot is
accepted if at most c are found bad. The number drawn is hypergeometric:

    P(k bad ones drawn) = C(D, k) C(N - D, n - k) / C(N, n)

It is computed from the ratios of neighbouring terms, outwards from the largest, so that a lot of a square kilometre
loses no digits to factorials. A check that finds a drawn bad unit only with probability p (`detection`) makes the
number found binomial in the number drawn.

Source: Schilling and Neubauer, Acceptance Sampling in Quality Control, 2nd edition 2009, chapters 2 and 5; plans of
this kind are tabulated in ISO 2859-1:1999.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_REACH = 40  # standard deviations either side of the largest term; what lies beyond is below 1e-40
_NOISE = 1e-9  # 100 × 0.29 is 28.999999999999996


@dataclass(frozen=True, slots=True)
class Plan:
    """Draw `sample` of `lot` units at random; accept the lot if at most `accept` of them are found bad."""

    lot: int
    sample: int
    accept: int

    def __post_init__(self) -> None:
        """Raise ValueError for a plan that cannot be carried out."""
        if not 0 < self.sample <= self.lot or not 0 <= self.accept < self.sample:
            raise ValueError(f"no plan: sample {self.sample}, accept {self.accept} of a lot of {self.lot}")

    def accepts(self, bad: int, *, detection: float = 1.0) -> float:
        """P(accept) for a lot with `bad` bad units; `detection` is the chance in (0, 1] to find one that is drawn."""
        return acceptance(self.lot, bad, sample=self.sample, accept=self.accept, detection=detection)

    def curve(self, bad: Iterable[int], *, detection: float = 1.0) -> Floats:
        """The operating characteristic: P(accept) for each number of bad units, as an array of the same length."""
        return np.array([self.accepts(one, detection=detection) for one in bad], dtype=np.float64)


def acceptance(lot: int, bad: int, *, sample: int, accept: int, detection: float = 1.0) -> float:
    """P(at most `accept` bad units are found in a random sample), exactly; a probability in [0, 1].

    Raises ValueError for more bad or drawn units than the lot has, or a detection outside (0, 1].
    """
    if not (0 <= bad <= lot and 0 <= sample <= lot and accept >= 0 and 0 < detection <= 1):
        raise ValueError(f"impossible: {bad} bad, {sample} drawn of {lot}, accept {accept}, detection {detection}")
    first, chances = _drawn(lot, bad, sample)
    few = max(0, accept + 1 - first)  # so many of the terms have no more than `accept` drawn
    total = chances[:few].sum()
    if detection < 1.0:
        total += chances[few:] @ _found_at_most(accept, first + np.arange(few, chances.size), detection)
    return min(1.0, float(total))


def consumers_risk(plan: Plan, *, bad_share: float, detection: float = 1.0) -> float:
    """The chance that a lot as bad as `bad_share` (above 0, up to 1; at least one unit) is accepted."""
    return plan.accepts(bad_units(plan.lot, bad_share), detection=detection)


def producers_risk(plan: Plan, *, good_share: float) -> float:
    """The chance that a lot as good as `good_share` (0 to 1) is rejected, by a check that overlooks nothing."""
    return 1.0 - plan.accepts(floor(plan.lot * good_share + _NOISE))


def bad_units(lot: int, share: float) -> int:
    """The fewest bad units that make a lot at least as bad as `share`; ValueError outside (0, 1]."""
    if not 0 < share <= 1:
        raise ValueError(f"not a share above 0 and up to 1: {share}")
    return max(1, ceil(lot * share - _NOISE))


def _drawn(lot: int, bad: int, sample: int) -> tuple[int, Floats]:
    """P(k bad units are drawn) for consecutive k, with the first of these k."""
    most_likely = (sample + 1) * (bad + 1) // (lot + 2)
    reach = _REACH * (1 + isqrt(sample * bad // max(1, lot)))  # the variance is at most sample × bad / lot
    low = max(0, sample - (lot - bad), most_likely - reach)
    high = min(sample, bad, most_likely + reach)
    up, down = np.arange(most_likely, high, dtype=float), np.arange(most_likely, low, -1, dtype=float)
    rest = lot - bad - sample
    rising = np.cumprod((bad - up) * (sample - up) / ((up + 1) * (rest + up + 1)))
    falling = np.cumprod(down * (rest + down) / ((bad - down + 1) * (sample - down + 1)))
    terms = np.concatenate([falling[::-1], [1.0], rising])
    return low, terms / terms.sum()


def _found_at_most(accept: int, drawn: NDArray[np.int64], detection: float) -> Floats:
    """P(at most `accept` are found) for each number of bad units drawn, all of them above `accept`."""
    term = drawn * np.log1p(-detection)  # logarithm of P(none is found)
    total = np.exp(term)
    for found in range(1, accept + 1):
        term = term + np.log((drawn - found + 1) / found) + np.log(detection) - np.log1p(-detection)
        total = total + np.exp(term)
    return np.asarray(total, dtype=np.float64)
