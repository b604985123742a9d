"""Dated acts of a unit in a claim: formed, trained, sent out, home again; and the day a country is to be free of mines.

The words are in `terms/event_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tilth.figures.stated import SAID, StatedDate
from tilth.terms import table
from tilth.texts.claim import Claim
from tilth.texts.counted import is_of_unit
from tilth.texts.told import Draft

_COMPLETION = "target_completion"


class Act(NamedTuple):
    """One act with its date, if it has one."""

    metric: str
    stated: StatedDate | None


class _Word(NamedTuple):
    metric: str
    start: int


def acts_of(claim: Claim, draft: Draft, seen: str) -> Iterator[Act]:
    """Each date of a claim with the act that stands nearest before it; without dates the first act of a unit."""
    words = seen[draft.content[0] : draft.content[1]]
    found = list(_words(words, draft.content[0], is_unit=is_of_unit(claim, draft)))
    if not found:
        return
    told = set()
    dates = [one for one in claim.dates if one.bound != SAID]
    for stated in dates:
        act = min(found, key=lambda word: _distance(word, stated))
        if act.metric not in told:
            told.add(act.metric)
            yield Act(act.metric, stated)
    if not dates and not claim.quantities and found[0].metric != _COMPLETION:
        yield Act(found[0].metric, None)


def _distance(word: _Word, stated: StatedDate) -> tuple[bool, int]:
    """Acts before the date go first, then the nearest."""
    return word.start > stated.span[0], abs(word.start - stated.span[0])


def _words(words: str, offset: int, *, is_unit: bool) -> Iterator[_Word]:
    """The words of acts, the first of each metric, in the order of the table."""
    for metric, wanted, unless in _patterns():
        is_asked = (is_unit or metric == _COMPLETION) and not (unless and unless.search(words))
        if is_asked and (found := wanted.search(words)):
            yield _Word(metric, offset + found.start())


@cache
def _patterns() -> Sequence[tuple[str, re.Pattern[str], re.Pattern[str] | None]]:
    return [
        (row["metric"], _pattern(row["words"]), _pattern(row["unless"]) if row["unless"] else None)
        for row in table("event_words")
    ]


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(one) for one in words.split('|'))})\b", re.IGNORECASE)
