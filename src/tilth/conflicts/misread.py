"""A part's figure that is given for the whole, to the last digit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tilth.conflicts.figure import significant_digits
from tilth.conflicts.links import links
from tilth.conflicts.point import Point, Strand

_ROUND = 2  # figures of so few digits are equal by chance


def metric_of_whole(strand: Strand) -> str | None:
    """The metric of the whole: the same one for a limited scope, another one for a unit's own figure."""
    for link in links("unit"):
        if strand.metric in link.parts:
            return link.whole
    return strand.metric if strand.is_limited else None


def misread(strands: Mapping[Strand, Sequence[Point]]) -> dict[Strand, list[tuple[Point, Point]]]:
    """Pairs (part, whole) of one figure, the whole not the earlier one, by the strand of the whole."""
    found: dict[Strand, list[tuple[Point, Point]]] = defaultdict(list)
    for strand, parts in strands.items():
        metric = metric_of_whole(strand)
        whole = strand._replace(metric=metric, actor="", part="", since="") if metric else strand
        if whole != strand and whole in strands:
            found[whole] += _equal(parts, strands[whole])
    return dict(found)


def _equal(parts: Sequence[Point], wholes: Sequence[Point]) -> list[tuple[Point, Point]]:
    exact = [part for part in parts if part.is_dated and significant_digits(part.told.value) > _ROUND]
    first = {part.value: part for part in reversed(exact)}
    return [
        (first[one.value], one)
        for one in wholes
        if one.is_dated and one.value in first and first[one.value].first <= one.last
    ]
