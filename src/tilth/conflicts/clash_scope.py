"""A part or one actor, and the whole: a part read as the whole or beyond it; figures that only differ in scope."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tilth.conflicts.clash import amount, and_others, clash, day, says, stars, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.misread import metric_of_whole
from tilth.conflicts.point import Point, Strand
from tilth.conflicts.record import Record, Times, only_grows, times
from tilth.conflicts.sweep import highest_so_far, lowest_to_come

_NEAR = 50  # wholes that are looked through for the newest one above a part
_MOST_KINDS = 5  # of which every pair is compared


@dataclass(frozen=True, slots=True)
class _Wholes:
    """The points of a whole in order of time, and what the parts are set against."""

    points: Sequence[Point]
    lasts: list[int]
    greatest: list[Point]  # up to each place
    firsts: list[int]  # in order of first days
    least: list[Point]  # from each place on, in order of first days
    on: Times
    only_grows: bool


def _wholes(points: Sequence[Point], *, only_grows: bool) -> _Wholes:
    by_first = sorted(points, key=lambda one: (one.first, one.order))
    return _Wholes(
        points,
        [one.last for one in points],
        highest_so_far(points),
        [one.first for one in by_first],
        lowest_to_come(by_first),
        times(points),
        only_grows,
    )


def parts_and_wholes(record: Record) -> Iterator[Conflict]:
    """part_read_as_whole and scope_difference, for every part, actor or unit that has a whole to be set against."""
    for pairs in record.misread.values():
        yield from (_read_as_whole(*star) for star in stars(pairs))
    parts_of: dict[Strand, list[Strand]] = defaultdict(list)
    for strand in record.sound:
        if whole_metric := metric_of_whole(strand):
            parts_of[strand._replace(metric=whole_metric, actor="", part="", since="")].append(strand)
    for whole, strands in parts_of.items():
        if points := record.sound.get(whole):
            wholes = _wholes(points, only_grows=only_grows(whole))
            for strand in strands:
                parts = record.sound[strand] if strand != whole else []
                yield from (_exceeds(*star) for star in stars(_beyond(parts, wholes)))
                if strand.metric == whole.metric:
                    yield from _explained(parts, wholes)


def _beyond(parts: Sequence[Point], wholes: _Wholes) -> Iterator[tuple[Point, Point]]:
    """(part, whole) where a part is greater than the least whole of its time or, of totals, of a later time."""
    for part in parts:
        if wholes.only_grows:
            at = bisect_left(wholes.firsts, part.last)
            least = wholes.least[at] if at < len(wholes.least) else None
        else:
            least = min(wholes.on.get((part.first, part.last), ()), key=_top, default=None)
        if least is not None and part.range.loose_low > least.range.loose_high:
            yield part, least


def _top(one: Point) -> tuple[object, ...]:
    return one.range.loose_high, one.order


def _exceeds(part: Point, whole: Point, others: list[Point]) -> Conflict:
    return clash(
        "part_read_as_whole",
        (part, whole),
        f"A part is greater than the whole: {thing(part)} is {says(part)}, {thing(whole)} only {says(whole)}."
        + and_others(others),
        assumptions=[_belongs(part, whole)],
        reconciled_by=["the part reaches beyond that whole, or the whole is one part's figure"],
        also=others,
    )


def _read_as_whole(part: Point, whole: Point, others: list[Point]) -> Conflict:
    return clash(
        "part_read_as_whole",
        (part, whole),
        f"{amount(part)} is the figure of {part.scope} ({part.id}, {part.told.who()}), and is given for "
        f"{whole.scope} by {whole.id} ({whole.told.who()}, {day(whole)}): one part's figure read as the whole?"
        + and_others(others),
        assumptions=[f"{amount(part)} is too exact to be both by chance", _belongs(part, whole)],
        reconciled_by=["nobody else worked there, so that the part is the whole"],
        also=others,
    )


def _belongs(part: Point, whole: Point) -> str:
    return f"what {part.scope} counts is part of what {whole.scope} counts"


def _explained(parts: Sequence[Point], wholes: _Wholes) -> Iterator[Conflict]:
    """One scope_difference for all figures of a part: the newest that could not hold were it a figure of the whole."""
    apart = []
    for part in parts:
        before = bisect_right(wholes.lasts, part.first) if wholes.only_grows else 0
        same = wholes.on.get((part.first, part.last), ())
        whole = wholes.greatest[before - 1] if before else max(same, key=_top, default=None)
        if whole is not None and whole.range.loose_low > part.range.loose_high:
            apart.append((part, whole, before))
    if apart:
        part, whole, before = apart[-1]
        near = reversed(wholes.points[max(0, before - _NEAR) : before])
        whole = next((one for one in near if one.range.loose_low > part.range.loose_high), whole)
        yield _differs(part, whole, [one for one, _, _ in apart[:-1]])


def kinds_of_things(record: Record) -> Iterator[Conflict]:
    """scope_difference between two kinds of things counted at one place: one for each pair, the newest."""
    kinds: dict[tuple[str, ...], list[Strand]] = defaultdict(list)
    for strand in record.sound:
        if strand.what:
            kinds[strand._replace(what="")].append(strand)
    for alike in kinds.values():
        if len(alike) > 1:
            yield from _of_kinds(record, alike)


def _of_kinds(record: Record, alike: Sequence[Strand]) -> Iterator[Conflict]:
    """Times at which two kinds have figures that do not meet; kinds without a common time are never compared."""
    by_time: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for strand in alike:
        for (first, last), one in {(one.first, one.last): one for one in record.sound[strand]}.items():
            by_time[first, last].append(one)
    newest: dict[frozenset[str], list[tuple[Point, Point]]] = defaultdict(list)
    for time in sorted(by_time):
        few = sorted(by_time[time], key=_top)
        for one, other in combinations(few, 2) if len(few) <= _MOST_KINDS else [(few[0], few[-1])]:
            if not one.range.nearly_meets(other.range):
                newest[frozenset((one.scope.what, other.scope.what))].append((one, other))
    for pairs in newest.values():
        yield _differs(*pairs[-1], [one for pair in pairs[:-1] for one in pair])


def _differs(part: Point, whole: Point, others: Sequence[Point]) -> Conflict:
    return clash(
        "scope_difference",
        (part, whole),
        f"{says(part)} and {says(whole)} are figures of one metric, {whole.told.metric.replace('_', ' ')}, that count "
        f"different things: {part.scope}, and {whole.scope}. They are never compared as equal." + and_others(others),
        also=others,
    )
