"""The record the rules look at: all strands of points, and those without the figures that are off by a slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tilth.conflicts.links import links
from tilth.conflicts.misread import misread
from tilth.conflicts.point import Point, Strand, strands_of
from tilth.conflicts.slips import Slip, slips
from tilth.conflicts.sweep import falls
from tilth.evidence.metrics import metric
from tilth.evidence.statement import Statement

Times = dict[tuple[int, int], list[Point]]


@dataclass(frozen=True, slots=True)
class Record:
    """What was stated, ready to be compared. Points of a strand stand in order of time, undated ones last."""

    strands: dict[Strand, list[Point]]
    slips: dict[Strand, list[Slip]]
    sound: dict[Strand, list[Point]]  # dated points that are not off by a slip, nor a part's figure that fits nowhere
    misread: dict[Strand, list[tuple[Point, Point]]]  # pairs (part, whole) of one figure, by the strand of the whole
    falls: dict[Strand, list[tuple[Point, Point]]]  # of totals: pairs (earlier, later) where the later one is lower
    alike: dict[tuple[str, ...], list[Strand]]  # by metric, place, actor, part, kind and start
    limited: dict[tuple[str, str, str], list[Strand]]  # parts, by metric, place and kind
    dates: tuple[Statement, ...]  # statements of a date

    def like(self, strand: Strand, metric: str, **changed: str) -> list[Point]:
        """The sound points of another metric, in order of time; of the same scope but for what is `changed`."""
        metric, _, *scope = strand._replace(metric=metric, **changed)
        found = [self.sound[other] for other in self.alike.get((metric, *scope), ())]
        return found[0] if len(found) == 1 else sorted((one for points in found for one in points), key=_order)

    def parts_of(self, strand: Strand, metric: str) -> list[Point]:
        """The sound points of another metric that count some part of the same place, never one actor's share."""
        found = self.limited.get((metric, strand.place, strand.what), ())
        return [one for part in found if not part.actor for one in self.sound[part]]


def times(points: Iterable[Point]) -> Times:
    """Points by the days they describe."""
    found: Times = defaultdict(list)
    for one in points:
        found[one.first, one.last].append(one)
    return found


def record_of(statements: Iterable[Statement]) -> Record:
    """The record of these statements, whatever order they come in."""
    told = sorted(statements, key=lambda one: one.claim_id)
    strands = strands_of(told)
    of_parts = misread(strands)
    found: dict[Strand, list[Slip]] = {}
    sound: dict[Strand, list[Point]] = {}
    alike: dict[tuple[str, ...], list[Strand]] = defaultdict(list)
    limited: dict[tuple[str, str, str], list[Strand]] = defaultdict(list)
    for strand, points in strands.items():
        dated = [point for point in points if point.is_dated]
        if strand in of_parts:
            dated = _without(dated, [whole for _, whole in of_parts[strand]], only_grows=only_grows(strand))
        found[strand] = slips(dated, only_grows=only_grows(strand))
        off = {id(slip.off) for slip in found[strand]}
        sound[strand] = [point for point in dated if id(point) not in off]
        alike[(strand.metric, *strand[2:])].append(strand)
        if strand.is_limited:
            limited[strand.metric, strand.place, strand.what].append(strand)
    fallen = {strand: falls(points) for strand, points in sound.items() if only_grows(strand)}
    return Record(strands, found, sound, of_parts, fallen, dict(alike), dict(limited), _dates(told))


def _without(points: list[Point], doubted: list[Point], *, only_grows: bool) -> list[Point]:
    """The points without those doubted ones that clash with any other."""
    doubtful = {id(one) for one in doubted}
    clashing = {id(one) for pair in falls(points) for one in pair} if only_grows else set()
    for same in times(points).values():
        middle = next((one for one in same if id(one) not in doubtful), same[0])
        clashing |= {id(one) for one in same if not one.range.meets(middle.range)}
    return [one for one in points if id(one) not in doubtful & clashing]


def _dates(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(one for one in statements if one.is_fact and one.about is not None and one.about.family == "date")


def _order(point: Point) -> tuple[object, ...]:
    return point.order


def only_grows(strand: Strand) -> bool:
    """Whether it is a series of totals up to a day: by its family, or because stated flows add to it."""
    known = metric(strand.metric)
    return (known is not None and known.family == "cumulative") or strand.metric in _added_to()


@cache
def _added_to() -> frozenset[str]:
    return frozenset(link.whole for link in links("flow"))
