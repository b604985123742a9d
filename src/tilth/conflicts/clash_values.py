"""Two values for one metric, scope and time: apart, within rounding, or a slip of size away from each other.

Ranges have a value in common exactly if the greatest low end is less than the least high end (Helly's theorem
in one dimension), so each range has only to be set against these two: n log n, never all pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tilth.conflicts.clash import amount, and_others, clash, day, in_unit_of, number, says, stars, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.point import Point
from tilth.conflicts.record import Record
from tilth.conflicts.slips import Slip


def values(record: Record) -> Iterator[Conflict]:
    """two_values and rounding."""
    for points in record.sound.values():
        for _, same_time in groupby(points, key=lambda point: (point.first, point.last)):
            group = list(same_time)
            if len(group) > 1:
                yield from _of_group(group)


def _of_group(group: list[Point]) -> Iterator[Conflict]:
    highest_low = max(group, key=lambda point: (point.range.low, point.order))
    lowest_high = min(group, key=lambda point: (point.range.high, point.order))
    if highest_low.range.meets(lowest_high.range):
        pairs = _rounded(group)
    else:
        pairs = [(lowest_high, one) for one in group if one.range.low >= lowest_high.range.high]
        pairs += [(one, highest_low) for one in group if one.range.high <= highest_low.range.low]
    for one, other, others in stars(pairs):
        yield _apart(one, other, others)


def _rounded(group: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Each figure that differs from the most exact one, which it may round. Open ranges ("at least") round nothing."""
    exact, *rest = sorted(group, key=lambda point: (point.range.high - point.range.low, point.order))
    if not (exact.range.high - exact.range.low).is_finite():
        return []
    return [(exact, one) for one in rest if one.value != exact.value and (one.range.high - one.range.low).is_finite()]


def _apart(one: Point, other: Point, others: Iterable[Point]) -> Conflict:
    others = list(others)
    told = f"{thing(one)}, {day(one)}: {says(one)} and {says(other)}"
    difference = in_unit_of(abs(one.value - other.value), one)
    if one.range.nearly_meets(other.range):
        why = f"{told}. They differ by {difference}, no more than rounding or the words around a figure allow."
        exact = min(one, other, key=lambda point: (point.range.grain, point.order))
        return clash(
            "rounding",
            (one, other),
            why + and_others(others),
            reconciled_by=[f"{amount(exact)} ({exact.id}) is the more exact figure; the other one rounds it"],
            also=others,
        )
    return clash(
        "two_values",
        (one, other),
        f"{told} cannot both hold: they differ by {difference}." + and_others(others),
        assumptions=[f"both count the same: {thing(one)}"],
        reconciled_by=_revised(one, other) or ["a source that says what each of them counted, and up to which day"],
        also=others,
    )


def _revised(one: Point, other: Point) -> list[str]:
    """Where the same speaker gave both figures, the later one may correct the earlier."""
    if not one.told.speaker or one.told.speaker != other.told.speaker:
        return []
    told = sorted((point.told.published.last, point.id) for point in (one, other) if point.told.published)
    if len(told) < 2 or told[0][0] == told[1][0]:
        return []
    return [f"{told[1][1]}, published later, may be {one.told.speaker}'s own correction of {told[0][1]}"]


def slips_of_size(record: Record) -> Iterator[Conflict]:
    """magnitude_slip: it takes the place of two_values, of a fall or a jump for the figure that is off."""
    for found in record.slips.values():
        for slip in found:
            yield _slip(slip)


def _slip(slip: Slip) -> Conflict:
    one, other = slip.first, slip.second
    same = (one.first, one.last) == (other.first, other.last)
    small, large = sorted((one, other), key=lambda point: point.value)
    ratio = number(round(large.value / small.value, 1))
    told = f"{thing(one)}: {says(one)} and {says(other)} differ by a factor of {ratio}, close to {number(slip.factor)}"
    told += f": {slip.meaning}?"
    if slip.is_told_apart:
        told += f" {slip.off.id} is the one that does not fit its neighbours."
    drift = "the total did not really change by such a factor between the two days"
    return clash(
        "magnitude_slip",
        (one, other),
        told,
        assumptions=[] if same else [drift],
        reconciled_by=[f"the figure of {slip.off.id} as its source printed it, with its unit"],
        also=slip.others,
    )
