"""Dates as a text states them, with the days they can mean.

A year that is not stated is taken from the caller or from the day of publication and marked as inferred. The day on
which the text is read plays no part.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from tilth.figures.calendar_words import pattern_of
from tilth.figures.date_years import Known, settle, settle_interval
from tilth.figures.stated import StatedDate
from tilth.figures.stated_dates import Stated, stated_dates

_IF = re.compile(r"[^.!?;\n]{0,30}?\s(?:if|unless|provided)\b")
_NOT_BEFORE = re.compile(r"(?:not|no)\s+(?:before|earlier|sooner)\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?;\n]")
_PAST = re.compile(r"\b(?:was|were|had|did|has|have|went|fell|rose|came|took|began|met|left|found|[a-z]{2,}ed)\b")
_FEW_WORDS = 3  # shorter clauses tell no tense
_LONGEST_CLAUSE = 80  # characters looked back at for a word of what is to come


def find_dates(
    text: str, *, offset: int = 0, published: date | None = None, year: int | None = None
) -> tuple[StatedDate, ...]:
    """Every date of a text in order; spans are positions in `text` plus `offset`.

    A missing year is the one the sentence begins with ("In 2023, ... in May"), else `year`, else that of the latest
    such day that begins by `published`, or the next one where the words before speak of what is to come. Without
    any of these start and end are `None`; so they are for "last week" without `published`, and for a day that is in
    no calendar ("31 February"), which is marked as impossible.
    """
    known = Known(published, year)
    return tuple(_told(text, one, offset, known) for one in stated_dates(text))


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern_of('ahead')}\b[^.!?]*$")


@cache
def _will() -> re.Pattern[str]:
    return re.compile(rf"[^.!?;]{{0,40}}?\b{pattern_of('will')}\b")


def _is_ahead(text: str, one: Stated) -> bool:
    """Whether the sentence speaks of what is to come: "will be done by March", "from May if ..."."""
    if _ahead().search(text, max(0, one.start - _LONGEST_CLAUSE), one.start) or _IF.match(text, one.end):
        return True
    if one.bound == "since" and _NOT_BEFORE.match(text, one.start):
        return True
    if one.bound not in ("by", "until"):
        return False
    if _will().match(text, one.end):
        return True
    before, after = text[max(0, one.start - _LONGEST_CLAUSE) : one.start], text[one.end : one.end + _LONGEST_CLAUSE]
    clause = _STOP.split(before)[-1] + " " + _STOP.split(after)[0]
    return one.bound == "by" and not _PAST.search(clause) and len(clause.split()) >= _FEW_WORDS


def _told(text: str, one: Stated, offset: int, known: Known) -> StatedDate:
    ahead = _is_ahead(text, one)
    if one.last is None:
        settled = settle(one.first, known=known, ahead=ahead)
    else:
        settled = settle_interval(one.first, one.last, known=known, ahead=ahead)
    return StatedDate(
        text=text[one.start : one.end],
        start=settled.start,
        end=settled.end,
        precision=settled.precision,
        year_inferred=settled.year_inferred,
        span=(one.start + offset, one.end + offset),
        bound=one.bound,
        impossible=settled.impossible,
    )
