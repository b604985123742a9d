"""Figures that count nothing: years, days of a month, and numbers that are names ("Resolution 1325", "152-mm")."""

from __future__ import annotations

import re
from functools import cache

from tilth.figures.calendar_words import has_cue_before, month_pattern
from tilth.figures.numbers import Figure
from tilth.figures.words import any_of, words_of

_REACH = 24  # characters looked at before a figure
_YEARS = re.compile(r"\s+years\b(?!\s+(?:of|in|on|as|with|later|before|after|behind|ahead|ago)\b)", re.IGNORECASE)
_IN_MONTH = re.compile(r"\b[Ii]n\s+[A-Z][a-z]+\s+$")


def is_label(text: str, figure: Figure) -> bool:
    """Whether the figure names something or is part of a date."""
    before = max(0, figure.start - _REACH)
    if names_something(text, figure.start) or _calibre().match(text, figure.end) or _is_age(text, figure):
        return True
    if figure.value > 31 or figure.scale != 1:
        return False
    if _IN_MONTH.search(text, before, figure.start):
        return False  # "In May 5 people were killed"
    return bool(_month_before().search(text, before, figure.start) or _month_after().match(text, figure.end))


def _is_age(text: str, figure: Figure) -> bool:
    """Whether it tells how old somebody is: "a girl of nine years", "a boy, 12 years, ..."."""
    if not _YEARS.match(text, figure.end):
        return False
    return bool(_person_before().search(text, max(0, figure.start - _REACH), figure.start))


@cache
def _person_before() -> re.Pattern[str]:
    person = any_of(word for word, unit in words_of("counted_words", "one").items() if unit == "persons")
    return re.compile(rf"(?<!\w){person}(?:,|\s+of)\s+(?:(?:just|only|about|barely)\s+)?$", re.I)


def names_something(text: str, position: int) -> bool:
    """Whether the word before a number makes it a name: "Resolution 1325", "page 3", "TM 62"."""
    return bool(_labels().search(text, max(0, position - _REACH), position))


@cache
def _labels() -> re.Pattern[str]:
    any_case, capital = any_of(words_of("counted_words", "label")), any_of(words_of("counted_words", "Label"))
    return re.compile(rf"(?<![\w-])(?:(?i:{any_case})|{capital})[\s-]?[(“\"]?$")


@cache
def _calibre() -> re.Pattern[str]:
    """The millimetres of a weapon: "152-mm shells", "mortar rounds (82 mm)"."""
    weapons = any_of(word for word, unit in words_of("counted_words", "one").items() if unit == "items")
    return re.compile(rf"[\s-]?mm(?:\)|[\s-]+(?:[a-z-]+\s+)?(?:calib|gun|howitzer|artillery|ammunition|{weapons}))")


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){month_pattern()}\s+(?:the\s+)?$")


@cache
def _month_after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:of\s+)?{month_pattern()}(?!\w)")


def is_year(text: str, figure: Figure) -> bool:
    """Whether four bare digits are a year by the word before them: "in 2024 mines were found"."""
    return figure.may_be_year and has_cue_before(text, figure.start)
