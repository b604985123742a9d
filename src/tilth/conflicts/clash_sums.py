"""Arithmetic that does not close: totals and the flows between them, sums and their parts, parts beyond the whole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tilth.conflicts.clash import clash, day, in_unit_of, says, thing
from tilth.conflicts.clash_rates import chain
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.links import Link, links
from tilth.conflicts.point import Point, Strand
from tilth.conflicts.record import Record, only_grows, times

_CLOSES = "the parts do not overlap and belong to that whole"


def flows_and_totals(record: Record) -> Iterator[Conflict]:
    """arithmetic: total on the later day = total on the earlier day + the stated flows of the days between."""
    for strand, points in record.sound.items():
        for link in links("flow") if only_grows(strand) else ():
            if link.whole != strand.metric:
                continue
            flows = _on_days(one for part in link.parts for one in record.like(strand, part))
            flows.sort(key=lambda one: one.order)
            fallen = (one for pair in record.falls[strand] for one in pair)
            yield from _of_chain(chain(points, fallen), flows, link.days)


def _on_days(points: Iterable[Point]) -> list[Point]:
    return [one for one in points if one.first == one.last and (one.range.high - one.range.low).is_finite()]


def _of_chain(points: list[Point], flows: list[Point], days: int) -> Iterator[Conflict]:
    ends = [one.last for one in flows]
    on_day = {one.first: one for one in _on_days(points)}
    for flow in flows:
        before, after = on_day.get(flow.last - days), on_day.get(flow.last)
        if after and flow.range.loose_low > after.range.loose_high:
            yield _more_than_the_total(after, flow)
        elif before and after:
            yield from _closing(before, after, [flow], days)
    for a, b in pairwise(_on_days(points)):
        between = flows[bisect_left(ends, a.last + days) : bisect_right(ends, b.last)]
        apart = _apart(between, days)
        if len(apart) > 1 or (apart and (apart[0].last, a.last) != (b.last, b.last - days)):
            yield from _closing(a, b, apart, days)


def _apart(flows: Sequence[Point], days: int) -> list[Point]:
    """As many as do not overlap, from the last one back."""
    kept: list[Point] = []
    for one in reversed(flows):
        if not kept or one.last <= kept[-1].last - days:
            kept.append(one)
    return kept[::-1]


def _closing(a: Point, b: Point, flows: list[Point], days: int) -> Iterator[Conflict]:
    """Too much always clashes; too little only where the flows leave no day of the time out."""
    low, high = _sum(flows, "loose_low"), _sum(flows, "loose_high")
    least, most = b.range.loose_low - a.range.loose_high, b.range.loose_high - a.range.loose_low
    whole = len(flows) * days == b.last - a.last
    if low > most:
        yield _unequal(a, b, _fewest_above(flows, most), days)
    elif whole and high < least:
        yield _unequal(a, b, flows, days)


def _fewest_above(parts: Sequence[Point], most: Decimal) -> list[Point]:
    """The largest parts, as many as it takes to exceed `most`, in order of time."""
    kept: list[Point] = []
    for one in sorted(parts, key=lambda point: (-point.range.loose_low, point.order)):
        kept.append(one)
        if _sum(kept, "loose_low") > most:
            break
    return sorted(kept, key=lambda point: point.order)


def _sum(points: Iterable[Point], end: str) -> Decimal:
    return sum((getattr(one.range, end) for one in points), Decimal(0))


def _unequal(a: Point, b: Point, flows: Sequence[Point], days: int) -> Conflict:
    stated = in_unit_of(_sum(flows, "value"), b)
    grown = in_unit_of(b.value - a.value, b)
    listed = "; ".join(says(one) for one in flows)
    return clash(
        "arithmetic",
        (a, b, *flows),
        f"{thing(b)} went from {says(a)} to {says(b)}, by {grown}, but {stated} are stated for days between: {listed}.",
        assumptions=[f"each of these flows counts the {days} days up to its day, and the same things as the totals"],
        reconciled_by=["flows counted over other days, or totals that count more or less than the flows"],
    )


def _more_than_the_total(total: Point, flow: Point) -> Conflict:
    return clash(
        "arithmetic",
        (total, flow),
        f"{says(flow)} were added in a few days to a total of {says(total)}: more than all of it.",
        assumptions=[f"the flow is part of the total: {thing(total)}"],
    )


# --- sums and limits ------------------------------------------------------------------------------------------------


def sums(record: Record) -> Iterator[Conflict]:
    """arithmetic: the parts of a stated sum make it, and no part is beyond its whole."""
    for strand, wholes in record.sound.items():
        for link in links("sum"):
            if link.whole == strand.metric:
                yield from _sums_of(wholes, [record.like(strand, part) for part in link.parts])
        for link in links("limit"):
            if link.whole == strand.metric:
                yield from _beyond(record, strand, wholes, link)


def _sums_of(wholes: Sequence[Point], parts: Sequence[Iterable[Point]]) -> Iterator[Conflict]:
    best = [_best(points) for points in parts]
    for whole in wholes:
        time = whole.first, whole.last
        stated = [known.get((*time, whole.told.outlet)) or known.get((*time, None)) for known in best]
        found = [one for one in stated if one is not None]
        if len(found) < len(parts):
            continue
        if _sum(found, "loose_low") > whole.range.loose_high:
            yield _no_sum(whole, _fewest_above(found, whole.range.loose_high))
        elif _sum(found, "loose_high") < whole.range.loose_low:
            yield _no_sum(whole, found)


def _best(points: Iterable[Point]) -> dict[tuple[int, int, str | None], Point]:
    """The most exact figure of each time, from each outlet and from any (`None`)."""
    found: dict[tuple[int, int, str | None], Point] = {}
    for one in sorted(points, key=lambda one: (one.range.high - one.range.low, one.order)):
        for outlet in (one.told.outlet, None):
            found.setdefault((one.first, one.last, outlet), one)
    return found


def _no_sum(whole: Point, parts: Sequence[Point]) -> Conflict:
    listed = "; ".join(f"{one.told.metric.replace('_', ' ')} {says(one)}" for one in parts)
    same = {one.told.outlet for one in (whole, *parts)}
    total = in_unit_of(_sum(parts, "value"), whole)
    of_it = "one of its parts is" if len(parts) == 1 else "these of its parts make"
    return clash(
        "arithmetic",
        (whole, *parts),
        f"{thing(whole)}, {day(whole)}: the whole is {says(whole)}, but {of_it} {total}: {listed}.",
        assumptions=[_CLOSES],
        severity=None if len(same) == 1 else "warning",
        reconciled_by=["sources that count different things, or parts that were revised after the whole"],
    )


def _beyond(record: Record, strand: Strand, wholes: Sequence[Point], link: Link) -> Iterator[Conflict]:
    """Parts whose sum is beyond the greatest whole stated of that time, or of any time where the whole is a plan."""
    known = wholes[0].told.about if wholes else None
    stated = [times(record.like(strand, part)) for part in link.parts]
    if known is None or not all(stated):
        return
    stands = {} if known.family != "target" else {"any": max(wholes, key=lambda one: (one.range.loose_high, one.order))}
    on = times(wholes)
    for time in sorted(set.intersection(*(set(found) for found in stated))):
        parts = [max(found[time], key=lambda one: (one.range.loose_low, one.order)) for found in stated]
        whole = stands.get("any") or max(
            on.get(time, ()), key=lambda one: (one.range.loose_high, one.order), default=None
        )
        if whole is None or _sum(parts, "loose_low") <= whole.range.loose_high:
            continue
        if len(parts) == 1 or all(one.range.loose_low <= whole.range.loose_high for one in parts):
            yield _no_sum(whole, parts)


def sub_totals(record: Record) -> Iterator[Conflict]:
    """arithmetic: within one text, parts that are told beside their total make more than it."""
    counted = Counter(_text(one) for points in record.sound.values() for one in points)
    by_text: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for strand, points in record.sound.items():
        for one in points:
            if (text := _text(one)) and counted[text] > 2:
                by_text[text, strand.metric].append(one)
    told = [same for points in by_text.values() for same in times(points).values()]
    for points in told:
        wholes = [one for one in points if one.scope.is_relative and not (one.scope.is_limited or one.scope.what)]
        parts = [one for one in points if one.scope.is_limited or one.scope.what or not one.scope.is_relative]
        kinds = [[one for one in parts if one.scope.actor], [one for one in parts if one.scope.part]]
        kinds += [[one for one in parts if one.scope.what], [one for one in parts if not one.scope.is_relative]]
        for same_kind in kinds:
            once = list({one.scope.key: one for one in same_kind}.values())
            if len(wholes) == 1 and len(once) > 1 and _sum(once, "loose_low") > wholes[0].range.loose_high:
                yield _no_sum(wholes[0], _fewest_above(once, wholes[0].range.loose_high))


def _text(point: Point) -> str:
    return point.told.document_sha256 or point.told.url
