"""Figures of a headline, read from the last part of an address: "…-in-112-populated-areas" says 112 settlements.

Only a number with a counted noun or a unit soon behind it is a figure; years, days and running numbers are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tilth.evidence.metrics import dimension
from tilth.terms import table

_WORD = re.compile(r"[^\W_]+")
_REACH = 3  # words between a number and what it counts
_LONGEST = 4  # words of a noun
_YEARS = range(1900, 2101)
_STOP = frozenset({"in", "of", "and", "from", "by", "at", "on", "to", "for", "after", "since", "with", "i", "v", "na"})


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """A number and its unit, with the words it was read from; `readings` are the numbers the words can mean."""

    words: str
    unit: str
    readings: tuple[Decimal, ...]


def headline_figures(url: str) -> list[HeadlineFigure]:
    """The figures in the words of an address; none where its last part is no headline."""
    path = url.partition("?")[0].partition("#")[0].rstrip("/")
    words = _WORD.findall(path.partition("://")[2].partition("/")[2].rpartition("/")[2].casefold())
    return list(_figures(words)) if len(words) > 2 else []


def _figures(words: Sequence[str]) -> Iterator[HeadlineFigure]:
    at = 0
    while at < len(words):
        end = _end_of_number(words, at)
        if end == at:
            at += 1
            continue
        scale, behind = _scale(words, end)
        unit = _unit(words, behind)
        if unit and not (end == at + 1 and _is_year(words, at)):
            text = " ".join(words[at:behind])
            yield HeadlineFigure(text, unit, tuple(_readings(words[at:end], scale)))
        at = behind


def _end_of_number(words: Sequence[str], at: int) -> int:
    end = at
    while end < len(words) and words[end].isdecimal() and words[end].isascii():
        end += 1
    return end


def _readings(digits: Sequence[str], scale: Decimal) -> Iterator[Decimal]:
    """All digits as one grouped number, as a decimal, and the last one alone."""
    if len(digits) > 1 and all(len(group) == 3 for group in digits[1:]) and len(digits[0]) <= 3:
        yield Decimal("".join(digits)) * scale
    if len(digits) == 2:
        yield Decimal(".".join(digits)) * scale
    yield Decimal(digits[-1]) * scale


def _scale(words: Sequence[str], at: int) -> tuple[Decimal, int]:
    if at < len(words) and (factor := _scales().get(words[at])):
        return factor, at + 1
    return Decimal(1), at


def _unit(words: Sequence[str], at: int) -> str:
    """The unit of the first noun behind a number, before any other number or small word."""
    for start in range(at, min(at + _REACH, len(words))):
        if words[start].isdecimal() or words[start] in _STOP:
            return ""
        for size in range(_LONGEST, 0, -1):
            if unit := _nouns().get(" ".join(words[start : start + size])):
                return unit
    return ""


def _is_year(words: Sequence[str], at: int) -> bool:
    return int(words[at]) in _YEARS and (at == 0 or words[at - 1] in _STOP)


@cache
def _nouns() -> dict[str, str]:
    """What is counted, in plain words: the nouns and units of texts, and transliterated ones."""
    rows = [*table("counted_words"), *table("unit_words"), *table("slug_words")]
    found = {" ".join(_WORD.findall(row["words"].casefold())): row["unit"] for row in rows}
    return {words: unit for words, unit in found.items() if words and dimension(unit) not in (None, "time")}


@cache
def _scales() -> dict[str, Decimal]:
    known = {row["words"]: Decimal(row["value"]) for row in table("number_words") if row["role"] in ("scale", "short")}
    plural = {f"{words}s": value for words, value in known.items()}
    return plural | known | {row["words"]: known[row["unit"]] for row in table("slug_words") if row["unit"] in known}
