"""A noun that a bare figure shares with the figure after it, or takes over from what was said before it.

Tried in this order: the harm done to people ("killed 12", "seven were injured"); what the figure is said to be
("45 were mines"); the line's own title ("Mines destroyed: 300"); the count told of ("the number of victims rose to
450"); the noun of the next figure ("12,400 anti-personnel and 3,100 anti-tank mines", "45 of 122 settlements"); and
the figure before it, in the same sentence or the one before ("in May 300 mines; in June, 450").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tilth.evidence.metrics import dimension
from tilth.figures.labels import is_year
from tilth.figures.nouns import Noun, noun_after
from tilth.figures.numbers import Figure
from tilth.figures.qualifiers import qualifier_before
from tilth.figures.taken_over import (
    has_own_noun,
    noun_of_brackets,
    noun_of_change,
    noun_of_count,
    noun_of_question,
    noun_of_title,
    taken_over,
)
from tilth.figures.words import any_of, words_of

_TAKEN_OVER = ("count", "area", "length", "mass", "money", "rate", "money_per_area")
_MOST_FIGURES = 8  # looked back at
_AHEAD = re.compile(
    r"(?P<adjectives>(?:\s+[A-Za-z][\w-]*){0,3}?)(?:\s*,\s*|\s*/\s*|\s+(?:and|or|to|of|out\s+of|from|plus|against)\s+)"
    r"(?:(?:the|its|their|a\s+total\s+of|all|these|those|and|or|planned|total)\s+)*(?:[a-z]+\s+){0,2}$"
)
_NEXT_LINE = re.compile(r"\n\s*(?:\n|[A-Z•*-])")
_OTHER_PLURAL = re.compile(r"(?<![su])s$")  # "45 poles and 12 houses" count two things, "hazardous" one
_IS = re.compile(
    r"\s+(?:of\s+(?:them|these|those|which|whom|all\s+these)\s+)?(?:(?:were|was|are|is|being)\s+)?(?=[^\W\d_])",
    re.IGNORECASE,
)

Stated = Sequence[tuple[Figure, Noun | None]]


def lent_nouns(text: str, stated: Stated) -> list[Noun | None]:
    """The noun of every figure: its own or a lent one; `None` if it has none."""
    nouns = [noun for _, noun in stated]
    places = [place for place, (figure, noun) in enumerate(stated) if noun is None and not is_year(text, figure)]
    for place in reversed(places):
        figure, _ = stated[place]
        told = (tell(text, figure) for tell in _TOLD_BESIDE)
        nouns[place] = next((noun for noun in told if noun is not None), None)
        if nouns[place] is None and place + 1 < len(stated):
            nouns[place] = _shared(text, figure, stated[place + 1][0], nouns[place + 1])
    for place in places:
        figure, _ = stated[place]
        if nouns[place] is None:
            nouns[place] = taken_over(text, figure, _before(text, stated, nouns, place))
    return nouns


def _before(text: str, stated: Stated, nouns: list[Noun | None], place: int) -> list[tuple[Figure, Noun]]:
    """The figures before `place` whose noun can be taken over, the nearest first, back to one of other things."""
    told = []
    for at in range(place - 1, max(-1, place - _MOST_FIGURES), -1):
        figure, noun = stated[at][0], nouns[at]
        if noun is None and has_own_noun(text, figure):
            break
        if noun is not None and dimension(noun.unit) in _TAKEN_OVER:
            told.append((figure, noun))
    return told


def _harmed(text: str, figure: Figure) -> Noun | None:
    """Persons, by the verb beside the figure."""
    start = _start(text, figure)
    if _harm_before().search(text, max(0, start - 20), start) or _harm_after().match(text, figure.end):
        return Noun("persons", figure.end)
    return None


def _start(text: str, figure: Figure) -> int:
    """Where the figure starts with its qualifier."""
    qualifier = qualifier_before(text, figure.start, is_time=False)
    return qualifier[1] if qualifier else figure.start


@cache
def _harm_before() -> re.Pattern[str]:
    verbs = any_of(words_of("counted_words", "before"))
    return re.compile(rf"\b{verbs}(?:\s+(?:another|a\s+further|a\s+total\s+of))?\s+$", re.IGNORECASE)


@cache
def _harm_after() -> re.Pattern[str]:
    harmed = any_of(words_of("counted_words", "after be"))
    return re.compile(
        rf"\s+(?:(?:of\s+(?:them|these|those|whom)|more|others?)\s+)*(?:(?:were|was|are|is|have\s+been|has\s+been|had\s+been)\s+"
        rf"(?:\w+ly\s+|also\s+|either\s+|later\s+)?{harmed}|(?:suffered|sustained)\s+(?:\w+\s+)?(?:injur|wound)\w+|died)\b",
        re.IGNORECASE,
    )


def _said_to_be(text: str, figure: Figure) -> Noun | None:
    """The noun behind "were" or "of them": "45 were mines", "45 of them anti-tank mines"."""
    found = _IS.match(text, figure.end)
    if not found or figure.may_be_year:
        return None
    noun = noun_after(text, found.end() - 1, value=figure.value)
    return Noun(noun.unit, figure.end, noun.of) if noun and dimension(noun.unit) == "count" else None


_TOLD_BESIDE = (_harmed, _said_to_be, noun_of_title, noun_of_brackets, noun_of_count, noun_of_question, noun_of_change)


def _shared(text: str, bare: Figure, following: Figure, noun: Noun | None) -> Noun | None:
    """The noun of the next figure, where the words between put both beside each other."""
    if noun is None or following.start - bare.end > 60 or bare.may_be_year:
        return None
    found = _AHEAD.fullmatch(text, bare.end, following.start)
    if not found or _NEXT_LINE.search(text, bare.end, following.start):
        return None
    adjectives = found["adjectives"].strip()
    if _OTHER_PLURAL.search(adjectives):
        return None
    head = noun.of.split()[-1] if adjectives and noun.of else noun.of
    return Noun(noun.unit, found.end("adjectives"), f"{adjectives} {head}".strip())
