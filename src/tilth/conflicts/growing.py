"""Which ranges, in order of time, can be a total that never falls: the heaviest set of them that can.

Reading from left to right, keep for every level the greatest weight of ranges that can hold with the total at most
there. A range [low, high] of weight w adds w from its low end on, and beyond its high end only as much as is gained
by giving up others: so w is entered at low, and w is taken off the next entries above high. With single numbers and
equal weights this is patience sorting, the longest non-decreasing subsequence: M. Fredman, "On computing the length
of longest increasing subsequences", Discrete Mathematics 11, 1975, doi:10.1016/0012-365X(75)90103-X. Ranges and
weights cost nothing more: every entry is made once and taken off once, n·log n in all.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from decimal import Decimal

Limits = tuple[Decimal, Decimal]  # both included, and may be infinite


def heaviest_growing(ranges: Sequence[Limits], *, weights: Sequence[int]) -> list[int]:
    """Indices, rising, of the heaviest set in which no range lies wholly below an earlier one of the set.

    `weights` are whole numbers from 1 on. Ranges of one time must come with the higher low end first: then they are
    kept together only if they share a value. Where several sets weigh the same, the one is chosen that does without
    the last range that makes a difference. A range that agrees with every one of the set joins it and changes nothing.
    """
    taken_off = _read(ranges, weights)
    chosen = []
    level = Decimal("Infinity")  # the total is at most this where the walk back stands
    for at in range(len(ranges) - 1, -1, -1):
        low, high = ranges[at]
        if low > level:
            continue
        lost = sum(weight for place, weight in taken_off[at] if place <= level)
        if level <= high or lost < weights[at]:
            chosen.append(at)
            level = min(level, high)
    return chosen[::-1]


def _read(ranges: Sequence[Limits], weights: Sequence[int]) -> list[list[tuple[Decimal, int]]]:
    """For each range the entries above its high end that it takes off: (place, weight)."""
    places: list[Decimal] = []
    entered: dict[Decimal, int] = {}
    history = []
    for (low, high), weight in zip(ranges, weights, strict=True):
        if low not in entered:
            insort(places, low)
        entered[low] = entered.get(low, 0) + weight
        history.append(_take_off(places, entered, above=high, weight=weight))
    return history


def _take_off(
    places: list[Decimal], entered: dict[Decimal, int], *, above: Decimal, weight: int
) -> list[tuple[Decimal, int]]:
    first = last = bisect_right(places, above)
    taken = []
    while weight and last < len(places):
        place = places[last]
        amount = min(weight, entered[place])
        taken.append((place, amount))
        weight -= amount
        entered[place] -= amount
        if entered[place]:
            break
        del entered[place]
        last += 1
    del places[first:last]
    return taken
