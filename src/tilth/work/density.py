"""What is known of the density of items, and hence of their number on some ground.

Items lie on the ground as a Poisson process of unknown density; what is known of the density is a Gamma distribution.
Ground searched, with the items found on it, updates it by two additions. The number of items on other ground of the
same density is then negative binomial.

Source: Gelman et al., Bayesian Data Analysis, 3rd edition 2013, section 2.6, doi:10.1201/b16018.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, lgamma, log1p

JEFFREYS_ITEMS = 0.5  # his prior for a density: half an item seen on no ground at all


@dataclass(frozen=True, slots=True)
class Density:
    """Items per square metre: Gamma with this shape (items seen) and rate (ground they were seen on), both above 0."""

    shape: float
    rate_m2: float

    def __post_init__(self) -> None:
        """Raise ValueError where either is not above 0."""
        if not (self.shape > 0 and self.rate_m2 > 0):
            raise ValueError(f"shape and rate must be above 0: {self.shape}, {self.rate_m2}")

    @property
    def mean_per_m2(self) -> float:
        """The expected number of items per square metre."""
        return self.shape / self.rate_m2

    def after(self, finds: int, *, searched_m2: float) -> Density:
        """Updated by `finds` items on ground of which `searched_m2` counts as searched: area times detection."""
        return Density(self.shape + finds, self.rate_m2 + searched_m2)


def density_seen(items: int, *, searched_m2: float) -> Density:
    """What `items` found on `searched_m2` (above 0) of like ground say; that none was found makes none impossible.

    Source: Jeffreys, An invariant form for the prior probability, 1946, doi:10.1098/rspa.1946.0056.
    """
    return Density(items + JEFFREYS_ITEMS, searched_m2)


@dataclass(frozen=True, slots=True)
class Count:
    """The number of items on ground of this density: negative binomial.

    `ground_m2` is the area times the share of its items that are counted.
    """

    density: Density
    ground_m2: float

    @property
    def expected(self) -> float:
        """The expected number."""
        return self.density.mean_per_m2 * self.ground_m2

    def none(self) -> float:
        """P(not one)."""
        return exp(-self.density.shape * log1p(self.ground_m2 / self.density.rate_m2))

    def exactly(self, number: int) -> float:
        """P(exactly this number)."""
        if self.ground_m2 == 0:
            return float(number == 0)
        shape, rate, ground = self.density.shape, self.density.rate_m2, self.ground_m2
        ways = lgamma(shape + number) - lgamma(shape) - lgamma(number + 1)
        return exp(ways - shape * log1p(ground / rate) - number * log1p(rate / ground))

    def at_least(self, number: int) -> float:
        """P(this number or more)."""
        return max(0.0, 1.0 - fsum(self.exactly(fewer) for fewer in range(number)))

    def at_most(self, *, probability: float = 0.95) -> int:
        """The smallest number that is not exceeded with this probability, which is at most 0.999999."""
        if not 0 < probability <= 0.999999:
            raise ValueError(f"not a probability above 0 and up to 0.999999: {probability}")
        number, total = 0, self.none()
        while total < probability:
            number += 1
            total += self.exactly(number)
        return number
