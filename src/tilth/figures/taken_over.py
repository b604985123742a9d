"""The noun of a bare figure from the words before it: a title, a count told of, or the figure before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from tilth.evidence.metrics import dimension
from tilth.figures.calendar_words import month_pattern, pattern_of
from tilth.figures.nouns import Noun, noun_after
from tilth.figures.numbers import Figure
from tilth.figures.words import any_of, words_of

_SEVERAL = Decimal(2)  # nouns in the plural are looked for
_FARTHEST = 240  # characters back to the figure whose noun is taken over
_LEAST_IN_LIST = 100  # smaller figures between commas are ages
_TITLE = re.compile(r"(?:^|[\n;•*|]|\.\s)[ \t]*(?:[-–—]\s*)?([^\W\d_][^\n;:.|]{2,70}?)(?::|\s[-–—=])\s*$")
_COUNT = re.compile(r"\b(?:number|total|count|tally)\s+of(?=\s)([^.;:\d]{2,90})$", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:(?:death|casualty)\s+toll\b[^.;:\d]{0,60}|toll\b[^.;:]{0,50}\b(?:at|to|of|is|was|reached)\s+(?:[a-z]+\s+)?)$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\b(?:figure|number|total|tally|count)\b[^.;:]{0,40}\b(?:was|is|at|reached|to|of)\s+$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?][\"”’»)]*\s+(?=[\"“‘«(]?[A-Z])|\n\s*\n")
_REACH = 110  # characters back to the noun of a count or change
_TO_OR_FROM = re.compile(r"\b(?:from|to|by|at)\s(?:[a-z]+\s){0,2}$")
_LONGEST_TITLE = 90  # characters
_BRACKETS = re.compile(r"\b((?:[\w-]+[ \t]+){1,3})\($")
_AND_ANOTHER = re.compile(r"[^.;:\d]{3,60}\band\s+")
_THERE_ARE = re.compile(
    r"\bthere\s+(?:are|were|will\s+be|should\s+be|would\s+be)\s+(?:now\s+|only\s+)?$", re.IGNORECASE
)
_ANSWER = 30  # characters from a question to its answer
_HOW_MANY = re.compile(r"\bhow\s+many(?=\s)([^.?!]{3,70})\?\s+[^.?!]{0,28}$", re.IGNORECASE)
_BLANK = re.compile(r"\s")
_CLAUSE_END = re.compile(r"\s*(?:[.;,:)]|$)")
_NEXT_PLURAL = re.compile(r"\s+(?!was\b|has\b|is\b|does\b|this\b)[a-z][\w-]*(?<![us])s\b")
_LIST_BEFORE = re.compile(r"(?:[(,;]|\band)\s*$")
_LIST_AFTER = re.compile(r"\s+(?:(?:\w+ly\s+)?\w+ed|by|through|via)\b")
_OTHERS = re.compile(r"\s+others?\b")
_NAME_BEFORE = re.compile(r"[A-Z]\w+,\s*$")


def noun_of_title(text: str, figure: Figure) -> Noun | None:
    """The noun of a line's title: "Mines destroyed: 300", "Area cleared (ha): 12"."""
    line = text[max(0, figure.start - _LONGEST_TITLE) : figure.start]
    found = _TITLE.search(line) if line.rstrip().endswith((":", "-", "–", "—", "=")) else None
    if not found:
        return None
    _, bracket, unit = found[1].partition("(")
    return _first_noun(unit if bracket else found[1], figure)


def noun_of_count(text: str, figure: Figure) -> Noun | None:
    """The noun of a count told of before: "the number of victims rose to 450", "the death toll stands at 12"."""
    near = text.rfind(" of ", max(0, figure.start - _REACH), figure.start)
    if near >= 0 and (found := _COUNT.search(text, max(0, figure.start - _REACH), figure.start)):
        noun = noun_after(text, found.start(1), value=_SEVERAL)
        return Noun(noun.unit, figure.end, noun.of) if noun and noun.end <= figure.start else None
    return Noun("persons", figure.end) if _TOLL.search(text, max(0, figure.start - _REACH), figure.start) else None


def noun_of_question(text: str, figure: Figure) -> Noun | None:
    """The noun asked for right before: "How many deminers? There are 318"."""
    if "?" not in text[max(0, figure.start - _ANSWER) : figure.start]:
        return None
    found = _HOW_MANY.search(text, max(0, figure.start - _REACH), figure.start)
    return noun_after(text, found.start(1), value=_SEVERAL) if found and not has_own_noun(text, figure) else None


def noun_of_change(text: str, figure: Figure) -> Noun | None:
    """The noun of what rose or fell to the figure: "casualties fell from 50 to 45"."""
    if not _TO_OR_FROM.search(text, max(0, figure.start - 24), figure.start):
        return None
    found = _changed().search(text, max(0, figure.start - _REACH), figure.start)
    if not found:
        return None
    return _first_noun(found[1].strip(), figure)


@cache
def _changed() -> re.Pattern[str]:
    """A phrase and what is told of its change, up to the figure."""
    changes = any_of(words_of("number_words", "change"))
    return re.compile(
        rf"\b((?:[\w-]+\s+){{1,4}})(?:(?:has|have|had|was|were)\s+)?{changes}\b[^.;:]{{0,40}}\b(?:from|to|by|at)\s(?:[a-z]+\s){{0,2}}$"
    )


def noun_of_brackets(text: str, figure: Figure) -> Noun | None:
    """The noun a figure in brackets follows: "grenades (17) and mines (8)"."""
    if not (text.startswith("(", figure.start - 1) and text.startswith(")", figure.end)):
        return None
    found = _BRACKETS.search(text, max(0, figure.start - 50), figure.start)
    return _first_noun(found[1].strip(), figure) if found else None


def _first_noun(words: str, figure: Figure) -> Noun | None:
    """The first unit or counted noun among words."""
    spaced = f" {words} "
    for blank in _BLANK.finditer(spaced):
        if noun := noun_after(spaced, blank.start(), value=_SEVERAL):
            return Noun(noun.unit, figure.end, noun.of)
    return None


def taken_over(text: str, figure: Figure, before: Sequence[tuple[Figure, Noun]]) -> Noun | None:
    """The noun of a figure before, where this one stands as its like in the same sentence or the next.

    What is a part ("19 of them") takes the noun of the nearest figure that is large enough to have it as a part.
    """
    if not before or figure.may_be_year or (figure.value < _LEAST_IN_LIST and _is_age(text, figure)):
        return None
    if has_own_noun(text, figure):
        return None
    is_part = bool(
        _part_before().search(text, max(0, figure.start - 40), figure.start) or _part_after().match(text, figure.end)
    )
    is_part = is_part or _goes_on(text, figure, before[0][0])
    if not is_part and not _is_like(text, figure):
        return None
    is_of_these = is_part and not _part_after().match(text, figure.end)
    counted = [one for one in before if dimension(one[1].unit) == "count"] if is_of_these else []
    before = [*counted, *before]
    for other, noun in before:
        if figure.start - other.end > _FARTHEST or len(_SENTENCE_END.findall(text, other.end, figure.start)) > 1:
            return None
        is_counted = dimension(noun.unit) == "count" or not _OTHERS.match(text, figure.end)
        if is_counted and (not is_part or other.value >= figure.value):
            return Noun(noun.unit, figure.end, noun.of)
    return None


def _goes_on(text: str, figure: Figure, other: Figure) -> bool:
    """Whether another part of the same whole comes before: "of these, 12 lie in the hills and 30 in the plain"."""
    between = _AND_ANOTHER.fullmatch(text, other.end, figure.start)
    return bool(between) and bool(_part_before().search(text, max(0, other.start - 40), other.start))


def has_own_noun(text: str, figure: Figure) -> bool:
    """Whether a noun follows that no table knows: the wells of "640 wells" are not the villages counted before."""
    if not _NEXT_PLURAL.match(text, figure.end):
        return False
    return not (_like_after().match(text, figure.end) or _part_after().match(text, figure.end))


def _is_age(text: str, figure: Figure) -> bool:
    """Whether it is an age, as in "Ahmad, 12, was hurt"; "in June, 12" tells none."""
    named = _NAME_BEFORE.search(text, max(0, figure.start - 20), figure.start)
    return bool(named) and not _month_or_year_before().search(text, max(0, figure.start - 24), figure.start)


def _is_like(text: str, figure: Figure) -> bool:
    if _like_before().search(text, max(0, figure.start - 40), figure.start) or _like_after().match(text, figure.end):
        return True
    if _LIST_BEFORE.search(text, max(0, figure.start - 8), figure.start) and _LIST_AFTER.match(text, figure.end):
        return True
    is_told_of = figure.scale > 1 or _FIGURE.search(text, max(0, figure.start - 70), figure.start)
    is_told_of = is_told_of or _THERE_ARE.search(text, max(0, figure.start - 30), figure.start)
    return bool(is_told_of) and bool(_CLAUSE_END.match(text, figure.end))


@cache
def _part_before() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(words_of('number_words', 'part of before'))}\s*(?:{_beside()}\s+)?$", re.IGNORECASE)


@cache
def _part_after() -> re.Pattern[str]:
    return re.compile(rf"\s+{any_of(words_of('number_words', 'part of'))}\b")


@cache
def _month_or_year_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{month_pattern()}|\b(?:19|20)\d\d|\b(?i:year|month|week)),\s*$")


@cache
def _beside() -> str:
    return any_of(words_of("number_words", "beside"))


@cache
def _like_before() -> re.Pattern[str]:
    """Words before a figure that make it the like of another."""
    likes = any_of(words_of("number_words", "like before"))
    return re.compile(rf"(?:\b{likes}|{_month_or_year_before().pattern[:-1]})\s*(?:{_beside()}\s+)?$", re.IGNORECASE)


@cache
def _like_after() -> re.Pattern[str]:
    likes = any_of(words_of("number_words", "like after"))
    when = rf"(?:in|during|since)\s+(?:{pattern_of('part')}\s+)?(?:{month_pattern()}|(?:19|20)\d\d|the\s+same)\b"
    return re.compile(rf"\s+(?:{likes}\b|{when})")
