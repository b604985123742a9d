"""The unit or the counted thing behind a figure: "hectares", "unexploded artillery shells", "of the 120 villages"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tilth.evidence.metrics import dimension
from tilth.figures.word_numbers import number_word_pattern
from tilth.figures.words import any_of, words_of
from tilth.terms import table

MOST_WORDS = 7  # of a noun phrase
_WORD = re.compile(r"(?:\s+|(?<=\d)-|(?<=[a-z])-)((?:[^\W\d_]|\d+(?:[.,]\d+)?[\s-]?mm\b)[\w’'\u2011-]*)")
_AGE = re.compile(
    r"[\s-]*(?:years?|months?)(?:[\s-]+old|\s+of\s+age|’s\s+old)\b|[\s-]*(?:years?|months?|weeks?|days?)\s+ago\b"
)
_CLOSING_QUOTES = ("”", "’", '"', "'", "»")
_OF = re.compile(r"\s+of\s+(?:the\s+|these\s+|those\s+|its\s+|their\s+|our\s+|his\s+|her\s+)?")
_OF_THEIR = re.compile(r"\s+(?:of\s+(?:the|these|those|its|their|our|his|her|my|your)|such)(?=\s)")
_TIMES = re.compile(r"\s?[x×]\s?(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Noun:
    """What a figure is a figure of."""

    unit: str
    end: int
    of: str = ""


def bracketed(text: str, start: int, end: int) -> int:
    """Where the brackets around a figure alone end, before a unit: "(12) hectares"; `end` where there are none."""
    is_alone = text.startswith("(", start - 1) and text.startswith(")", end)
    return end + 1 if is_alone and _measure(text, end + 1) else end


def noun_after(text: str, position: int, *, value: Decimal) -> Noun | None:
    """The unit or counted noun that follows a figure ending at `position`, `None` where none does."""
    if restated := _restated().match(text, position):
        position = restated.end()
    if _AGE.match(text, position):
        return None
    if text.startswith(_CLOSING_QUOTES, position):
        position += 1
    if times := _TIMES.match(text, position):
        return _counted(text, times.end() - 1, value) or Noun("items", times.end())
    if measured := _measure(text, position):
        return measured
    if of_their := _OF_THEIR.match(text, position):
        position = of_their.end()
    return _counted(text, position, value)


@cache
def _restated() -> re.Pattern[str]:
    """The figure once more: "12 (twelve) mines", "twelve (12) mines"."""
    return re.compile(rf"\s*\(\s*(?:{number_word_pattern()}|\d[\d,.]*)\s*\)", re.IGNORECASE)


def _measure(text: str, position: int) -> Noun | None:
    found = _measures().match(text, position)
    if not found:
        return None
    unit = _unit_of(found[1])
    return with_rate(text, Noun(unit, found.end(), part_of(text, found.end())))


def currency_of_millions(text: str, position: int) -> Noun | None:
    """A code that is a currency behind millions only: "15 million KM" are convertible marks, "15 KM" is a distance."""
    found = re.compile(rf"\s({any_of(words_of('unit_words', 'of millions'))})\b").match(text, position)
    return Noun(words_of("unit_words", "of millions")[found[1]], found.end()) if found else None


@cache
def _measures() -> re.Pattern[str]:
    units = words_of("unit_words", "unit")
    long, short = any_of(word for word in units if len(word) > 2), any_of(word for word in units if len(word) <= 2)
    fillers = any_of(words_of("counted_words", "filler"))
    return re.compile(rf"[\s-]*(?:\s{fillers}\s+)?((?i:{long})|{short})(?!\w)")


def _unit_of(words: str) -> str:
    units = words_of("unit_words", "unit")
    plain = re.sub(r"\s+", " ", words)
    return units.get(plain) or _lower_units()[plain.lower()]


@cache
def _lower_units() -> dict[str, str]:
    return {words.lower(): unit for words, unit in words_of("unit_words", "unit").items()}


def with_rate(text: str, noun: Noun) -> Noun:
    """The noun with "a day", "/week" or "annually" behind it, where that is a unit too."""
    found = _rates().match(text, noun.end)
    if not found:
        return noun
    per = (found["per"] or found["adverb"]).lower()
    named = (
        words_of("unit_words", "per").get(per) or words_of("unit_words", "rate").get(per) or _lower_units().get(per, "")
    )
    unit = f"{noun.unit}/{named}"
    return Noun(unit, found.end(), noun.of) if dimension(unit) else noun


@cache
def _rates() -> re.Pattern[str]:
    per = any_of([*words_of("unit_words", "per"), *words_of("unit_words", "unit")])
    adverbs = any_of(words_of("unit_words", "rate"))
    return re.compile(
        rf"(?:\s*/\s*|\s+(?:per|an?|each|every)\s+)(?P<per>{per})\b|\s+(?P<adverb>{adverbs})\b", re.IGNORECASE
    )


def part_of(text: str, position: int) -> str:
    """What a measure is a measure of: "agricultural land" in "20 ha of agricultural land contaminated by mines"."""
    found = _OF.match(text, position)
    if not found:
        return ""
    words = list(_words(text, found.end() - 1))
    plurals = [place for place, word in enumerate(words) if word[1].lower() in _nouns("many")]
    words = words[: plurals[0] + 1] if plurals else words
    while words and words[-1][1].endswith("ed"):
        words.pop()
    return text[found.end() : words[-1].end()] if words else ""


def _words(text: str, position: int) -> Iterator[re.Match[str]]:
    """The words of a noun phrase, up to a word that ends it, a figure or a mark."""
    ends, numbers = words_of("counted_words", "ends"), words_of("number_words", "number")
    for _ in range(MOST_WORDS):
        found = _WORD.match(text, position)
        if not found or (word := found[1].lower()) in ends or word in numbers:
            return
        yield found
        position = found.end()


def _counted(text: str, position: int, value: Decimal) -> Noun | None:
    """The last counted noun of the phrase behind the figure: not the mines of "five mine clearance teams"."""
    best: tuple[int, str] | None = None
    begin = None
    joined = text.startswith("-", position)  # "a 12-person team" counts persons, in the singular
    words: list[str] = []
    for found in _words(text, position):
        begin = found.start(1) if begin is None else begin
        words.append(found[1].lower())
        unit = _head(words, value=Decimal(1) if joined else value)
        if joined and unit is None:
            return None
        if best is not None and (unit is None or words[-1] in words_of("counted_words", "after be")):
            if words[-2] in _peoples() and words[-2] in _adjectives() and unit is None:
                best = None  # "three Japanese winches" are no people
            break  # "two soldiers killed"
        if unit is not None:
            best = (found.end(), unit)
        elif best is None and words[-1] in _peoples():
            best = (found.end(), "persons")
        if joined:
            break
    if best is None or begin is None:
        return None
    end, unit = best
    noun = Noun(unit, end, text[begin:end])
    return with_rate(text, _contained(text, noun, words[-1]))


def _head(words: list[str], *, value: Decimal) -> str | None:
    """The unit of the counted noun that the words end with: the longest known, plural unless one is counted."""
    roles = ("many", "mass", "one") if value <= 1 else ("many", "mass")
    for length in (3, 2, 1):
        ending = " ".join(words[-length:])
        for role in roles:
            if len(words) >= length and ending in _nouns(role):
                return _nouns(role)[ending]
    return None


@cache
def _nouns(role: str) -> dict[str, str]:
    return {words.lower(): unit for words, unit in words_of("counted_words", role).items()}


@cache
def _peoples() -> frozenset[str]:
    return frozenset(
        one.lower() for row in table("nationality_words") for one in (row["people"] or row["adjective"]).split("|")
    )


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(row["adjective"].lower() for row in table("nationality_words"))


def _contained(text: str, noun: Noun, head: str) -> Noun:
    """Pieces, units and items of something are what they are of: "12 units of ammunition", "3 units of equipment"."""
    found = _OF.match(text, noun.end) if head in words_of("counted_words", "of") else None
    inner = _counted(text, found.end() - 1, Decimal(1)) if found else None
    return Noun(inner.unit, inner.end, inner.of) if inner else noun
