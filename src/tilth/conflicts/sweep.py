"""One pass over a series in order of time: who is lower than somebody before, who is higher than somebody after.

A later figure falls if even its high end is no higher than the low end of an earlier one. With the greatest low end
so far, from the left, and the least high end still to come, from the right, every figure that clashes at all is set
against the one it clashes with most: n log n for sorting, then one pass.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tilth.conflicts.point import Point


def falls(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Pairs (earlier, later) where the later total is lower, one at least for each point that has such a partner."""
    by_last = sorted(points, key=lambda point: (point.last, point.order))
    by_first = sorted(points, key=lambda point: (point.first, point.order))
    lasts, firsts = [point.last for point in by_last], [point.first for point in by_first]
    greatest, least = highest_so_far(by_last), lowest_to_come(by_first)
    pairs = {}
    for one in by_first:
        before, after = bisect_left(lasts, one.first), bisect_right(firsts, one.last)
        if before and greatest[before - 1].range.low >= one.range.high:
            pairs[id(greatest[before - 1]), id(one)] = (greatest[before - 1], one)
        if after < len(least) and one.range.low >= least[after].range.high:
            pairs[id(one), id(least[after])] = (one, least[after])
    return list(pairs.values())


def highest_so_far(points: Sequence[Point]) -> list[Point]:
    """For each place the point with the greatest low end up to there, the last of equals."""
    found: list[Point] = []
    for one in points:
        found.append(found[-1] if found and found[-1].range.low > one.range.low else one)
    return found


def lowest_to_come(points: Sequence[Point]) -> list[Point]:
    """For each place the point with the least high end from there on, the first of equals."""
    found: list[Point] = []
    for one in reversed(points):
        found.append(found[-1] if found and found[-1].range.high < one.range.high else one)
    return found[::-1]
