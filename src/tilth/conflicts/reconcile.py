"""Which figures of one series can all hold: those of a total that only grows, and those of single days or periods."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tilth.conflicts.agreement import meet, most_agreed
from tilth.conflicts.growing import heaviest_growing
from tilth.conflicts.point import Point
from tilth.evidence.choice import preference
from tilth.evidence.statement import Statement

Days = tuple[int, int]  # day numbers: of a period its first and last day, else twice the day
Weight = Callable[[Statement], int]


@dataclass(frozen=True, slots=True)
class Opposed:
    """A figure set aside, the figure it cannot hold with, and why."""

    point: Point
    against: Point
    why: str


@dataclass(slots=True)
class Held:
    """One day or period: what its supporters leave open (`None`: open to that side), and who is set aside."""

    low: Decimal | None = None
    high: Decimal | None = None
    supports: list[Point] = field(default_factory=list)
    opposed: list[Opposed] = field(default_factory=list)


def counts_on(first: int, last: int, *, published: date | None) -> int:
    """The last day a date leaves open, but not a day after the one it was published, where it leaves that open too."""
    return max(first, min(last, published.toordinal())) if published else last


def weight_of(point: Point, weight: Weight) -> int:
    """The sum over its speakers, each with the weightiest of his statements. Raises ValueError below 1."""
    speakers: dict[str, int] = {}
    for one in point.all():
        name = (one.speaker or one.outlet or one.url or one.claim_id).casefold()
        speakers[name] = max(weight(one), speakers.get(name, 1))
    return sum(speakers.values())


def growing(points: Iterable[Point], weight: Weight, *, also_on: Iterable[Days] = ()) -> dict[Days, Held]:
    """The figures of a total that only grows, by day; days of `also_on` get the interval that the others leave."""
    ordered = sorted(points, key=lambda one: (_day(one), -limits(one)[0], one.order))
    weights = [weight_of(one, weight) for one in ordered]
    chosen = [ordered[at] for at in heaviest_growing([limits(one) for one in ordered], weights=weights)]
    floor, roof = _extremes(chosen)
    days = [_day(one) for one in chosen]
    held: dict[Days, Held] = defaultdict(Held)
    kept = set(chosen)
    for one in ordered:
        below, above = bisect_right(days, _day(one)), bisect_left(days, _day(one))
        found = held[_day(one), _day(one)]
        if one in kept:
            found.supports.append(one)
        elif below and limits(one)[1] < limits(floor[below - 1])[0]:
            found.opposed.append(Opposed(one, floor[below - 1], "is below the total stated by then"))
        else:
            found.opposed.append(Opposed(one, roof[above], "is above the total stated for that day or a later one"))
    for key in {*held, *also_on}:
        below, above = bisect_right(days, key[1]), bisect_left(days, key[1])
        held[key].low = _finite(limits(floor[below - 1])[0]) if below else None
        held[key].high = _finite(limits(roof[above])[1]) if above < len(days) else None
    return dict(held)


def limits(one: Point) -> tuple[Decimal, Decimal]:
    """What a figure can mean, both ends included; what is counted is a whole number."""
    low, high = one.range.low, one.range.high
    whole = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
    return whole if one.range.base == "count" and whole[0] <= whole[1] else (low, high)


def _extremes(chosen: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """For each place in time the highest low end up to there, and the lowest high end from there on."""
    floor: list[Point] = []
    roof: list[Point] = []
    for one in chosen:
        floor.append(one if not floor or limits(one)[0] > limits(floor[-1])[0] else floor[-1])
    for one in reversed(chosen):
        roof.append(one if not roof or limits(one)[1] < limits(roof[-1])[1] else roof[-1])
    return floor, roof[::-1]


def level(points: Iterable[Point], weight: Weight, *, is_flow: bool) -> dict[Days, Held]:
    """The figures of single days, or of a flow of single periods: those that most speakers leave possible."""
    groups: dict[Days, list[Point]] = defaultdict(list)
    for one in points:
        groups[(one.first, one.last) if is_flow else (_day(one), _day(one))].append(one)
    return {
        days: _agreed(sorted(group, key=lambda one: preference(one.told)), weight) for days, group in groups.items()
    }


def _agreed(points: Sequence[Point], weight: Weight) -> Held:
    ranges = [(_finite(limits(one)[0]), _finite(limits(one)[1])) for one in points]
    agreed = most_agreed(ranges, weights=[weight_of(one, weight) for one in points])
    inside = set(agreed)
    lows = [low for at in agreed if (low := ranges[at][0]) is not None]
    highs = [high for at in agreed if (high := ranges[at][1]) is not None]
    held = Held(max(lows, default=None), min(highs, default=None), [points[at] for at in agreed])
    for at in range(len(points)):
        if at not in inside:
            against = next(other for other in agreed if not meet(ranges[at], ranges[other]))
            held.opposed.append(Opposed(points[at], points[against], "differs from the figure most speakers agree on"))
    return held


def _day(one: Point) -> int:
    published = one.told.published.last if one.told.published else None
    return counts_on(one.first, one.last, published=published)


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None
