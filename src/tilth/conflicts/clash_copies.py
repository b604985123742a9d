"""Weak copies: figures without a day, figures known only through rewrites, words that leave open what was counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from tilth.conflicts.clash import clash, says, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.point import Point, Strand
from tilth.conflicts.record import Record, only_grows
from tilth.evidence.statement import Statement
from tilth.terms import table

_FEWEST = 2  # dated figures that make a series


# --- undated --------------------------------------------------------------------------------------------------------


def undated_copies(record: Record) -> Iterator[Conflict]:
    """undated_copy: where a total without a day fits inside the dated series."""
    for strand, points in record.strands.items():
        copies = [one for one in points if is_undated_copy(one)] if only_grows(strand) else []
        dated = record.sound[strand]
        if not copies or len(dated) < _FEWEST:
            continue
        # a whole that is less than a part of it is of an earlier day than that part
        series = sorted([*dated, *record.parts_of(strand, strand.metric)], key=lambda one: one.order)
        by_low = sorted(enumerate(series), key=lambda pair: pair[1].range.low)
        lows = [one.range.low for _, one in by_low]
        earliest = list(accumulate((at for at, _ in reversed(by_low)), min))[::-1]
        for one in copies:
            if len(dated) > _FEWEST or one not in dated:
                above = bisect_left(lows, one.range.high)
                yield _undated(one, series, earliest[above] if above < len(earliest) else len(series))


def is_undated_copy(point: Point) -> bool:
    """Whether nothing says which day it describes: no day at all, or only that of an outlet that names nobody."""
    return point.day == "none" or (point.day == "assumed" and all(_names_nobody(one) for one in point.all()))


def _names_nobody(statement: Statement) -> bool:
    return not statement.speaker or bool(_has("nobody", statement.speaker))


def _undated(point: Point, series: Sequence[Point], above: int) -> Conflict:
    """`above` is the place of the first in the series that is greater, its length where none is."""
    latest = series[above] if above < len(series) else None
    before = (series[at] for at in range(above - 1, -1, -1))
    earliest = next((one for one in before if one.range.high <= point.range.low and not one.scope.is_limited), None)
    if earliest and latest:
        where = f"it fits between {says(earliest)} and {says(latest)}"
    elif latest:
        where = f"it is lower than {says(latest)}, the first of the series"
    elif earliest:
        where = f"it is higher than {says(earliest)}, the newest of the series"
    else:
        where = "it fits nowhere in the dated series"
    return clash(
        "undated_copy",
        (point,),
        f"{thing(point)}: {says(point)} has no day of its own; by its size {where}.",
        assumptions=["the total only grew, and counts the same as the series"],
        reconciled_by=["the day and the speaker of the figure it was copied from"],
        dated=(),
    )


# --- rewrites -------------------------------------------------------------------------------------------------------


def rewrites(record: Record) -> Iterator[Conflict]:
    """garbled_rewrite: for each figure that nobody's original backs. Told apart, so that backing one moves no other."""
    for points in record.strands.values():
        for one in points:
            if is_rewrite(one) and not is_undated_copy(one):
                yield clash(
                    "garbled_rewrite",
                    (one,),
                    f"{thing(one)}: {says(one)} is known only through a rewrite; no original on record states it.",
                    assumptions=["a rewrite may change figures, units and meaning"],
                    reconciled_by=["the original text of the one who is quoted"],
                    dated=(),
                )


def is_rewrite(point: Point) -> bool:
    """Whether all that state it say themselves that they rewrite, translate or copy."""
    return all(bool(_has("rewrite", one.outlet)) for one in point.all())


# --- meaning --------------------------------------------------------------------------------------------------------


def meanings(record: Record) -> Iterator[Conflict]:
    """ambiguous_meaning: cleared area in words that leave open what was done, or without a day through a rewrite."""
    for strand, points in record.strands.items():
        if not _is_area_done(strand, points):
            continue
        for one in points:
            if why := _why_open(one):
                yield clash(
                    "ambiguous_meaning",
                    (one,),
                    f"{thing(one)}: {says(one)}: {why}.",
                    assumptions=["the figure was taken as cleared area"],
                    reconciled_by=["the words of the original, and what was done on that area"],
                    dated=(),
                )


def _is_area_done(strand: Strand, points: Sequence[Point]) -> bool:
    known = points[0].told.about
    return strand.base == "area" and known is not None and known.family in ("cumulative", "flow")


def _why_open(point: Point) -> str:
    told = (text for one in point.all() for text in (one.words, one.qualifier, one.note))
    if found := next((words for text in told if (words := _has("ambiguous", text))), ""):
        return f"“{found}” leaves open what was counted"
    if point.day == "assumed" and is_rewrite(point) and not is_undated_copy(point):
        return (
            "no day is given and only a rewrite is known, so that the word of the original (cleared, searched, "
            "found to be mined) cannot be told"
        )
    return ""


def _has(role: str, text: str) -> str:
    """The first words of that role that stand in a text; empty where none does."""
    found = _pattern(role).search(text.casefold()) if text else None
    return found[0] if found else ""


@cache
def _pattern(role: str) -> re.Pattern[str]:
    words = sorted((row["words"] for row in table("weak_words") if row["role"] == role), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
