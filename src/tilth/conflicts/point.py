"""A point: one figure for one thing and time, however many statements give it.

Statements that say the same (metric, scope, range, days) are one point. One of them stands for all, the earliest
published; so a further agreeing statement adds a name and never a figure. A statement that names no day repeats the
figure it equals, if one is on record by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tilth.conflicts.figure import Range, range_of
from tilth.conflicts.links import links
from tilth.conflicts.scope import Scope, scope_of
from tilth.evidence.choice import is_foretold
from tilth.evidence.statement import Statement

TIMELESS = frozenset({"duration"})  # families whose figures describe no day
_NEVER = date.max.toordinal()
Order = tuple[int, int, Decimal, Decimal, Decimal, str]
Figure = tuple[str, Decimal, int, int]  # metric, value, days


class Strand(NamedTuple):
    """What points must share to be compared as equals: plain texts, empty where nothing is said."""

    metric: str
    base: str
    place: str
    actor: str = ""
    part: str = ""
    what: str = ""
    since: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether it counts less than everything there: one actor's share, a part, or from a stated day on."""
        return bool(self.actor or self.part or self.since)


@dataclass(slots=True, eq=False)
class Point:
    """One figure. Days are proleptic ordinals, both ends included; where `day` is "none" they say nothing."""

    told: Statement  # stands for all that say the same
    range: Range
    scope: Scope
    day: str  # stated, assumed (the day it was published) or none
    first: int
    last: int
    also: list[Statement] = field(default_factory=list)  # the others
    order: Order = field(init=False)  # sort key: by day, then by figure, then by name

    def __post_init__(self) -> None:
        self.stand_for(self.told, self.also)

    def stand_for(self, told: Statement, also: list[Statement]) -> None:
        """Let `told` stand for all of them."""
        self.told, self.also = told, also
        self.order = self.first, self.last, self.range.value, self.range.low, self.range.high, told.claim_id

    @property
    def id(self) -> str:
        """The claim that stands for it."""
        return self.told.claim_id

    @property
    def value(self) -> Decimal:
        """As stated, in the base unit."""
        return self.range.value

    @property
    def is_dated(self) -> bool:
        """Whether it stands on some day, stated or assumed."""
        return self.day != "none"

    def all(self) -> list[Statement]:
        """Every statement that says it, the one that stands for them first."""
        return [self.told, *self.also]


def strands_of(statements: Iterable[Statement]) -> dict[Strand, list[Point]]:
    """The points of everything that can be computed with, each strand in order of time, undated ones last."""
    points = _points(statements)
    taken_as = _places(points)
    strands: dict[Strand, list[Point]] = defaultdict(list)
    for point in points:
        place, actor, *rest = point.scope.key
        if point.scope.is_relative:
            place = taken_as.get((place, actor), place)
        strands[Strand(point.told.metric, point.range.base, place, actor, *rest)].append(point)
    return {strand: _merged(found) for strand, found in sorted(strands.items())}


def _points(statements: Iterable[Statement]) -> list[Point]:
    """One point for all statements with the same words of scope, the same range and days."""
    same: dict[tuple[object, ...], Point] = {}
    for one in sorted(statements, key=_earliest):
        figure = range_of(one) if one.is_fact and one.metric and not is_foretold(one) else None
        if figure is None:
            continue
        scope, days = scope_of(one), _days(one)
        content = (one.metric, scope.key, figure.base, figure.value, figure.low, figure.high, days)
        if known := same.get(content):
            known.also.append(one)
        else:
            same[content] = Point(one, figure, scope, *days)
    return list(same.values())


def _earliest(one: Statement) -> tuple[int, str, str, str, str]:
    published = one.published.last.toordinal() if one.published else _NEVER
    return published, one.claim_id, one.outlet, one.speaker, one.url


def _days(one: Statement) -> tuple[str, int, int]:
    when = one.when
    if one.about is not None and one.about.family in TIMELESS:
        return "stated", 0, 0
    if when is not None:
        return "stated", when.first.toordinal(), when.last.toordinal()
    if one.published is not None:
        return "assumed", one.published.first.toordinal(), one.published.last.toordinal()
    return "none", _NEVER, _NEVER


def _places(points: Iterable[Point]) -> dict[tuple[str, str], str]:
    """For words that name no area, with the actor beside them, the named place that is meant.

    The one whose name the actor bears ("X rescue service" for X), else the one that most figures of the same metrics
    are about. Counted are different figures, not statements: agreement moves nothing.
    """
    named: dict[str, dict[str, set[Figure]]] = defaultdict(lambda: defaultdict(set))
    unnamed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in points:
        place, actor, *_ = one.scope.key
        metric = _whole_of().get(one.told.metric, one.told.metric)
        if one.scope.is_relative:
            unnamed[place, actor].add(metric)
        else:
            named[metric][place].add((metric, one.value, one.first, one.last))
    by_word: dict[str, set[str]] = defaultdict(set)
    for place in {place for places in named.values() for place in places}:
        by_word[place.partition(" ")[0]].add(place)
    metrics_of: dict[str, set[str]] = defaultdict(set)
    for (words, _), metrics in unnamed.items():
        metrics_of[words] |= metrics
    most = {words: _most(named, metrics) for words, metrics in metrics_of.items()}
    return {(words, actor): _borne_by(actor, by_word) or most[words] or words for words, actor in unnamed}


@cache
def _whole_of() -> dict[str, str]:
    """For a unit's own figure the metric of the whole it is part of."""
    return {part: link.whole for link in links("unit") for part in link.parts}


def _borne_by(actor: str, by_word: dict[str, set[str]]) -> str:
    """The longest name of a place that stands whole in the name of an actor; empty where none or two do."""
    words = actor.split()
    inside = {place for word in words for place in by_word.get(word, ()) if f" {place} " in f" {' '.join(words)} "}
    longest = [place for place in inside if len(place) == max(map(len, inside))]
    return longest[0] if len(longest) == 1 else ""


def _most(named: dict[str, dict[str, set[Figure]]], metrics: Iterable[str]) -> str:
    """The place with more than half of the figures of these metrics; empty where none has."""
    counted: dict[str, int] = defaultdict(int)
    for metric in metrics:
        for place, figures in named.get(metric, {}).items():
            counted[place] += len(figures)
    place = max(sorted(counted), key=counted.__getitem__, default="")
    return place if 2 * counted[place] > sum(counted.values()) else ""


def _merged(points: list[Point]) -> list[Point]:
    """One point for each range and days, in order of time; what names no day repeats the figure that it equals."""
    kept: dict[tuple[object, ...], Point] = {}
    by_value: dict[Decimal, list[Point]] = defaultdict(list)
    for one in sorted(points, key=lambda point: (point.day != "stated", point.order)):
        figure = (one.range.low, one.range.high, one.value, one.first, one.last)
        known = kept.get(figure) if one.day == "stated" else _repeated(one, by_value[one.value])
        if known is None:
            kept[figure] = one
            by_value[one.value].append(one)
        else:
            _join(known, one)
    return sorted(kept.values(), key=lambda point: (not point.is_dated, point.order))


def _repeated(one: Point, equal: list[Point]) -> Point | None:
    """The figure on record that an undated one repeats: the last one stated by the time it was published, else any."""
    known = [other for other in equal if other.first <= one.last]
    stated = [other for other in known if other.day == "stated"]
    found = (stated or known)[-1:] if one.is_dated else equal[:1]
    return found[0] if found else None


def _join(known: Point, one: Point) -> None:
    """Let one point stand for both. The words of scope stay those of the statement that stands for them."""
    everyone = sorted([*known.all(), *one.all()], key=_earliest) if one.day == known.day else [*known.all(), *one.all()]
    if everyone[0] is one.told:
        known.scope, known.range = one.scope, one.range
    known.stand_for(everyone[0], everyone[1:])
