"""What a sample that was taken can and cannot say: a sentence for an inspector and one for a director.

The upper bound on bad units is the largest D under which so few would have been found with a probability above
1 - confidence. It is exact for a lot of any size, and becomes the bound of Clopper and Pearson (Biometrika 26, 1934,
doi:10.1093/biomet/26.4.404) as the lot grows.

Source: Wang, Exact optimal confidence intervals for hypergeometric parameters, Journal of the American Statistical
Association 110, 2015, doi:10.1080/01621459.2014.966191.
"""

from __future__ import annotations

from dataclasses import dataclass

from tilth.work.sampling import acceptance
from tilth.work.spell import percent


@dataclass(frozen=True, slots=True)
class Sampled:
    """`sample_m2` of `lot_m2` square metres, drawn at random and checked; on `found` of them something was missed.

    `detection` is the chance in (0, 1] that the check finds what is on the ground it covers.
    """

    lot_m2: int
    sample_m2: int
    found: int = 0
    detection: float = 1.0

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that cannot be."""
        if not (0 <= self.found <= self.sample_m2 <= self.lot_m2 and self.lot_m2 > 0 and 0 < self.detection <= 1):
            raise ValueError(f"impossible sample: {self}")

    @property
    def finds_one(self) -> float:
        """The chance that the sample finds the item if exactly one is in the lot: share sampled times detection."""
        return self.sample_m2 / self.lot_m2 * self.detection

    def bad_at_most(self, *, confidence: float = 0.95) -> int:
        """The upper bound on the lot's bad square metres, those found included, at this one-sided confidence."""
        if not 0 < confidence < 1:
            raise ValueError(f"not a confidence between 0 and 1: {confidence}")
        low, high = self.found, self.lot_m2 + 1  # low can be, high cannot
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._as_few(middle) > 1 - confidence else (low, middle)
        return low

    def _as_few(self, bad: int) -> float:
        """P(as few as were found, or fewer) if the lot held `bad`."""
        lot, sample = self.lot_m2, self.sample_m2
        return acceptance(lot, bad, sample=sample, accept=self.found, detection=self.detection)


def tell_inspector(sampled: Sampled) -> str:
    """How likely this sample is to find a single missed item, and why."""
    why = "the share of the ground sampled"
    if sampled.detection < 1:
        share = percent(sampled.sample_m2 / sampled.lot_m2)
        why += f" ({share}) times the chance to find what is there ({percent(sampled.detection)})"
    checked = f"{sampled.sample_m2:,} of {sampled.lot_m2:,} m²"
    if sampled.found:
        also = f"something was missed on {sampled.found:,} m² of the {checked} checked, and more may be on the rest"
    elif sampled.finds_one == 1:
        also = "all of the ground was checked, and nothing was found"
    else:
        also = f"that nothing was found on {checked} does not show that nothing is there"
    return f"One missed item in this lot is found with probability about {percent(sampled.finds_one)}, {why}: {also}."


def tell_director(sampled: Sampled, *, confidence: float = 0.95) -> str:
    """The most bad ground that the sample leaves believable, and what it leaves open."""
    most = sampled.bad_at_most(confidence=confidence)
    bound = f"no more than {most:,} of {sampled.lot_m2:,} m² ({percent(most / sampled.lot_m2)}) hold a missed item"
    if not most:
        bound = f"none of the {sampled.lot_m2:,} m² holds a missed item"
    elif sampled.found:
        bound += f", the {sampled.found:,} found included"
    if most == sampled.found:
        limit = "if the check was as good as stated"
    else:
        limit = "if the ground checked was drawn at random; whether any is left, the sample cannot say"
    return f"With {percent(confidence)} confidence {bound}, {limit}."
