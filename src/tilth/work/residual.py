"""What is left after clearance: given what the method finds, how often it passed, and a sample taken afterwards.

Each pass finds an item with probability p, so that an item stays with probability q, the product of all (1 - p). What
is found and what stays are then two independent Poisson processes of the one unknown density. For an area A with
density ~ Gamma(shape, rate), in which clearance found f items and a sample of the share s, finding what is there with
probability r, found g more:

    density after both   Gamma(shape + f + g, rate + A (1 - q) + A q s r)
    items still there    Poisson(density × A q (1 - s r)), hence negative binomial

Passes with one tool by the same hands miss the same items: then they count as one pass.
Source: Kingman, Poisson Processes, 1993, section 5.1 (colouring theorem).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from tilth.work.density import Count, Density
from tilth.work.spell import about, percent


@dataclass(frozen=True, slots=True)
class Search:
    """What was done on an area: passes with their detection probabilities, finds, and a sample afterwards."""

    area_m2: float
    passes: tuple[float, ...]  # each in [0, 1]
    finds: int = 0
    sampled_share: float = 0.0  # of the area, 0 to 1
    sample_detection: float = 1.0  # the chance that the sample finds an item on the ground it covers
    sample_finds: int = 0  # taken away when found

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that cannot be, and for finds where nothing could be found."""
        shares = (*self.passes, self.sampled_share, self.sample_detection)
        if self.area_m2 <= 0 or min(self.finds, self.sample_finds) < 0 or not all(0 <= one <= 1 for one in shares):
            raise ValueError(f"impossible search: {self}")
        if (self.finds and not self.cleared_m2) or (self.sample_finds and not self.resampled_m2):
            raise ValueError(f"finds, though the stated probabilities leave nothing to find: {self}")

    @property
    def cleared_m2(self) -> float:
        """Area times the chance that the passes find an item."""
        return self.area_m2 * (1.0 - missed(self.passes))

    @property
    def resampled_m2(self) -> float:
        """Area times the chance that the passes miss an item and the sample finds it."""
        return self.area_m2 * missed(self.passes) * self.sampled_share * self.sample_detection

    @property
    def hidden_m2(self) -> float:
        """Area times the chance that an item is still there."""
        return self.area_m2 * missed(self.passes) * (1.0 - self.sampled_share * self.sample_detection)


def missed(passes: Iterable[float]) -> float:
    """The chance in [0, 1] that an item stays after independent passes with these detection probabilities."""
    return prod(1.0 - p for p in passes)


def left(before: Density, search: Search) -> Count:
    """The number of items left after a search, from what was known of their density before it."""
    after = before.after(search.finds, searched_m2=search.cleared_m2)
    after = after.after(search.sample_finds, searched_m2=search.resampled_m2)
    return Count(after, search.hidden_m2)


def tell_left(before: Density, search: Search) -> str:
    """What is left, in one sentence with its conditions."""
    rest = left(before, search)
    return (
        f"On these {search.area_m2:,.0f} m² {about(rest.expected)} items are to be expected still; the probability "
        f"that none is left is {percent(rest.none())}, and with 95 % probability no more than {rest.at_most():,} are "
        "left, if the passes miss independently of each other, the sample was drawn at random, and the density assumed "
        "before the search fits this ground."
    )
