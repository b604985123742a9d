"""Which of several stated ranges can be one truth, and which stand apart.

The range that most of them leave open is the reconciled one: K. Marzullo, "Tolerating failures of continuous-valued
sensors", ACM Transactions on Computer Systems 8(4), 1990, doi:10.1145/128733.128735. On a line, ranges that meet two
by two meet all in one point (Helly), so each range that is left out contradicts at least one that agrees.
All of it is sorting and sweeping: n·log n.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

Number = TypeVar("Number", int, Decimal)
Limits = tuple[Number | None, Number | None]  # both included; None: open to that side


def most_agreed(ranges: Sequence[Limits[Number]], *, weights: Sequence[int] | None = None) -> list[int]:
    """Indices of the ranges of greatest weight that share a value. Where several sets tie, the earlier range decides.

    `weights` are whole numbers from 1 on, one per range; without them each counts 1.
    """
    if not ranges:
        return []
    weighed = weights or [1] * len(ranges)
    lows: list[Number] = sorted({low for low, _ in ranges if low is not None})
    size = len(lows) + any(low is None for low, _ in ranges)  # one point stands for all below the first lower end
    covered = _covered(ranges, weighed, lows, size)
    best = [at for at, weight in enumerate(covered) if weight == max(covered)]
    for one in ranges:
        first, last = _places(one, lows, size)
        inside = best[bisect_left(best, first) : bisect_right(best, last)]
        best = inside or best
    return [at for at, one in enumerate(ranges) if _holds(_places(one, lows, size), best[0])]


def _covered(ranges: Sequence[Limits[Number]], weights: Sequence[int], lows: list[Number], size: int) -> list[int]:
    """The weight of all ranges that hold each point."""
    steps = [0] * (size + 1)
    for one, weight in zip(ranges, weights, strict=True):
        first, last = _places(one, lows, size)
        steps[first] += weight
        steps[last + 1] -= weight
    total, covered = 0, []
    for step in steps[:size]:
        total += step
        covered.append(total)
    return covered


def _places(one: Limits[Number], lows: list[Number], size: int) -> tuple[int, int]:
    """The first and the last point inside a range; points are its own lower ends, so there is always one."""
    offset = size - len(lows)
    low, high = one
    first = 0 if low is None else bisect_left(lows, low) + offset
    last = size - 1 if high is None else bisect_right(lows, high) + offset - 1
    return first, last


def _holds(places: tuple[int, int], point: int) -> bool:
    return places[0] <= point <= places[1]


def meet(one: Limits[Number], other: Limits[Number]) -> bool:
    """Whether two ranges share a value."""
    return _reaches(one[1], other[0]) and _reaches(other[1], one[0])


def _reaches(high: Number | None, low: Number | None) -> bool:
    return high is None or low is None or high >= low


def clusters(ranges: Sequence[Limits[Number]]) -> list[list[int]]:
    """Indices in as few groups as possible, the ranges of each group sharing a value; the lowest group first."""
    bounded = sorted((high, at) for at, (_, high) in enumerate(ranges) if high is not None)
    order = [at for _, at in bounded] + [at for at, (_, high) in enumerate(ranges) if high is None]
    groups: list[list[int]] = []
    pierced: Number | None = None
    for at in order:
        if groups and _reaches(pierced, ranges[at][0]):
            groups[-1].append(at)
        else:
            groups.append([at])
            pierced = ranges[at][1]
    return [sorted(group) for group in groups]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two ranges that share no value, as places in the list, and others that clash with one of them in their stead."""

    one: int
    other: int
    also: tuple[int, ...]


def stand_apart(ranges: Sequence[Limits[Number]]) -> list[Apart]:
    """Each group of `clusters` against the next one: the earliest in the list that share no value stand for all.

    A range that agrees with all of a group joins it, so that it makes no new pair.
    """
    found = []
    for lower, upper in pairwise(clusters(ranges)):
        lowest = min(lower, key=lambda at: _end(ranges[at][1]))  # everything that made a new group lies above it
        other = next(at for at in upper if not meet(ranges[lowest], ranges[at]))
        below = [at for at in lower if not meet(ranges[at], ranges[other])]
        above = [at for at in upper if at != other and not meet(ranges[at], ranges[below[0]])]
        found.append(Apart(below[0], other, tuple(below[1:] + above)))
    return found


def _end(high: int | Decimal | None) -> int | Decimal:
    return Decimal("Infinity") if high is None else high
