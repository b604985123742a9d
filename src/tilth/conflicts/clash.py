"""Making a conflict of points: what is assumed, how grave it is, and the words for figures, days and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from tilth.conflicts.conflict import Conflict, usual_severity
from tilth.conflicts.figure import grain_of, words_of_range
from tilth.conflicts.point import TIMELESS, Point
from tilth.evidence.choice import standing
from tilth.evidence.flows import spell

_NOT_MEASURED = 2  # the standing from which on a figure is derived, estimated, conflicting or disputed
MOST_PAIRS = 5  # of one point, that are told one by one
Star = tuple[Point, Point, list[Point]]  # two that clash, and the others that clash with one of them in the same way


def clash(
    kind: str,
    members: Sequence[Point],
    sentence: str,
    *,
    assumptions: Iterable[str] = (),
    reconciled_by: Iterable[str] = (),
    also: Iterable[Point] = (),
    severity: str | None = None,
    dated: Sequence[Point] | None = None,
) -> Conflict:
    """A conflict of these points, with what their words of place and their missing days make it assume.

    `dated` are those whose day matters, all of them where it is not given.
    """
    assumed = [*_same_place(members), *_assumed_days(members if dated is None else dated)]
    grave = severity or usual_severity(kind)
    doubted = assumed or any(standing(one.told) >= _NOT_MEASURED for one in members)
    ids = tuple(one.id for one in members)
    others = [one.claim_id for point in members for one in point.also] + [one.claim_id for p in also for one in p.all()]
    return Conflict(
        kind,
        "warning" if grave == "error" and doubted else grave,
        ids,
        (*assumptions, *assumed),
        sentence,
        tuple(reconciled_by),
        tuple(sorted(set(others) - set(ids))),
    )


def _same_place(members: Sequence[Point]) -> list[str]:
    """The sentence for words of place that are taken to mean one area."""
    named: dict[str, str] = {}
    for one in members:
        named.setdefault(one.scope.key[0], one.scope.place)
    if len(named) < 2:
        return []
    silent = [one.id for one in members if not one.scope.place]
    words = " and ".join(f"“{place}”" for place in named.values() if place)
    if not silent:
        return [f"the same area is meant by {words}"]
    return [f"{_names(silent)} no area: that of {words} is meant"]


def _assumed_days(members: Sequence[Point]) -> list[str]:
    silent = [one.id for one in members if one.day == "assumed"]
    return [f"{_names(silent)} no day: the day of publication is taken"] if silent else []


def _names(claims: Sequence[str]) -> str:
    return f"{claims[0]} names" if len(claims) == 1 else f"{' and '.join(claims)} name"


def stars(pairs: Iterable[tuple[Point, Point]]) -> Iterator[Star]:
    """The pairs one by one; but one pair, the nearest in time, where a point clashes with more than five others."""
    unique = {(id(a), id(b)): (a, b) for a, b in pairs}
    left = sorted(unique.values(), key=lambda pair: (pair[0].order, pair[1].order))
    partners: dict[int, int] = defaultdict(int)
    for pair in left:
        for one in pair:
            partners[id(one)] += 1
    centred: dict[int, list[tuple[Point, Point]]] = defaultdict(list)
    for a, b in left:
        centre = max(a, b, key=lambda one: (partners[id(one)], one is b))
        if partners[id(centre)] > MOST_PAIRS:
            centred[id(centre)].append((a, b))
        else:
            yield a, b, []
    for centre_id, found in centred.items():
        a, b = min(found, key=lambda pair: (abs(pair[1].first - pair[0].first), pair[0].order, pair[1].order))
        others = [one for pair in found for one in pair if id(one) != centre_id and one is not a and one is not b]
        yield a, b, others


# --- words ----------------------------------------------------------------------------------------------------------


def amount(point: Point) -> str:
    """The figure as it was stated: "over 185,000 items"."""
    told = point.told
    return " ".join(part for part in (words_of_range(told.qualifier), number(told.value), told.unit) if part)


def number(value: object) -> str:
    """A number with separators of thousands and no zeros behind the point."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit_of(value: Decimal, point: Point) -> str:
    """A value in base units, said in the unit of a point, to four significant digits or a whole number."""
    scale = point.range.grain / point_grain(point)
    stated = value / scale
    digits = max(0, 3 - stated.adjusted()) if stated else 0
    return f"{number(round(stated, digits))} {point.told.unit}"


def point_grain(point: Point) -> Decimal:
    """The grain of its figure in the unit it was stated in."""
    return grain_of(point.told.value) if isinstance(point.told.value, Decimal) else Decimal(1)


def day(point: Point) -> str:
    """The days it describes: "2025-08-25", "2016", "published 2025-04-23", or "undated"."""
    if not point.is_dated:
        return "undated"
    days = spell(date.fromordinal(point.first), date.fromordinal(point.last)) if point.first else ""
    return f"published {days}" if point.day == "assumed" else days


def says(point: Point) -> str:
    """Figure, day, claim and speaker: "45 settlements (2025-07-07, K029, A. Khinshtein (TASS))"."""
    timeless = point.told.about is not None and point.told.about.family in TIMELESS
    days = [] if timeless else [day(point)]
    return f"{amount(point)} ({', '.join([*days, point.id, point.told.who()])})"


def thing(point: Point) -> str:
    """What it is a figure of: "settlements cleared (border districts)"."""
    return f"{point.told.metric.replace('_', ' ')} ({point.scope})"


def and_others(others: Sequence[Point]) -> str:
    """A sentence for those that clash in the same way and are only counted."""
    return f" {more(len(others))} in the same way." if others else ""


def more(count: int) -> str:
    """So many more figures, in words."""
    return "1 more figure" if count == 1 else f"{count} more figures"
