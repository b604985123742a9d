"""Where to inspect: the day's inspectors go where most items are expected to have been missed.

A lot's weight is the number of items that its clearance is expected to have missed. The effort E is shared in
proportion, except that no lot gets less than a minimum or more than it has:

    share = t × weight, kept between min(least, area) and area, with t such that the shares sum to E

Whole square metres by largest remainders (Hamilton's method: Balinski and Young, Fair Representation, 1982).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, fsum

from tilth.work.density import Density
from tilth.work.residual import Search, left
from tilth.work.spell import about, percent

METHOD_ITEMS = 20.0  # a method's stated miss chance counts as much as this many items put to the test


@dataclass(frozen=True, slots=True)
class Lot:
    """A cleared lot that waits for inspection."""

    name: str
    area_m2: int
    density: Density  # of such ground, before clearance
    miss: float  # the chance in (0, 1) that clearance missed an item: of the method, or `miss_chance` of the team
    finds: int = 0  # of its clearance

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that cannot be; a method that misses nothing is one of them."""
        if self.area_m2 <= 0 or self.finds < 0 or not 0 < self.miss < 1:
            raise ValueError(f"impossible lot: {self}")

    @property
    def expected_missed(self) -> float:
        """The number of items its clearance is expected to have missed."""
        return left(self.density, Search(self.area_m2, (1.0 - self.miss,), self.finds)).expected


@dataclass(frozen=True, slots=True)
class Share:
    """A lot's part of the inspection effort, in whole square metres."""

    lot: Lot
    inspect_m2: int


def miss_chance(method: float, *, found: int, missed: int) -> float:
    """The chance that a team misses an item, from its method's stated chance in (0, 1) and its own record.

    `found` by the team and `missed` by it, both on ground that was inspected afterwards. The record outweighs the
    method from 20 items on (mean of a Beta posterior). Raises ValueError for impossible numbers.
    """
    if not 0 < method < 1 or found < 0 or missed < 0:
        raise ValueError(f"impossible record: method {method}, found {found}, missed {missed}")
    return (method * METHOD_ITEMS + missed) / (METHOD_ITEMS + found + missed)


def steer(lots: Sequence[Lot], effort_m2: int, *, least_m2: int = 0) -> list[Share]:
    """The effort shared over the lots, in their order; the shares sum to the effort, or to all ground if that is less.

    Raises ValueError if the effort does not reach for the minimum of `least_m2` (or the whole lot, if smaller) each.
    """
    floors = [min(least_m2, lot.area_m2) for lot in lots]
    if least_m2 < 0 or effort_m2 < sum(floors):
        raise ValueError(f"{least_m2} m² for each lot need {sum(floors)} m²; there are {effort_m2}")
    effort = min(effort_m2, sum(lot.area_m2 for lot in lots))
    whole = _whole(lots, _wanted(lots, floors, effort), effort)
    return [Share(lot, inspect_m2) for lot, inspect_m2 in zip(lots, whole, strict=True)]


def _wanted(lots: Sequence[Lot], floors: Sequence[int], effort: int) -> list[float]:
    """The exact shares: t between two corners of their sum, which is piecewise linear and never falls."""
    weights = [lot.expected_missed for lot in lots]

    def shares(t: float) -> list[float]:
        bounds = zip(lots, weights, floors, strict=True)
        return [min(max(t * weight, low), lot.area_m2) for lot, weight, low in bounds]

    corners = [low / weight for low, weight in zip(floors, weights, strict=True)]
    corners += [lot.area_m2 / weight for lot, weight in zip(lots, weights, strict=True)]
    corners = sorted([0.0, *corners])
    at = bisect_right(corners, float(effort), lo=1, key=lambda t: fsum(shares(t)))  # at 0 all have their minimum
    less, more = shares(corners[at - 1]), shares(corners[min(at, len(corners) - 1)])
    part = (effort - fsum(less)) / (fsum(more) - fsum(less)) if fsum(more) > fsum(less) else 0.0
    return [a + part * (b - a) for a, b in zip(less, more, strict=True)]


def _whole(lots: Sequence[Lot], wanted: Sequence[float], effort: int) -> list[int]:
    """Whole square metres with the sum of the wanted ones: what is over goes to the largest fractions."""
    whole = [floor(share) for share in wanted]
    order = sorted(range(len(lots)), key=lambda at: (whole[at] - wanted[at], lots[at].name))
    for at in order[: effort - sum(whole)]:
        whole[at] += 1
    return whole


def tell_share(share: Share) -> str:
    """A lot's part of the effort, and why, in one sentence."""
    lot = share.lot
    return (
        f"{lot.name}: inspect {share.inspect_m2:,} of {lot.area_m2:,} m² ({percent(share.inspect_m2 / lot.area_m2)}); "
        f"its clearance is expected to have missed {about(lot.expected_missed)} items."
    )
