"""Regular expressions of the calendar's words, from `terms/date_words.csv`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from tilth.figures.date_atom import Atom
from tilth.figures.words import any_of, words_of

YEAR = r"(?:1[89]|20|21)\d\d(?!\d|[.,]\d|\s?%)"
ORDINAL = r"(?:st|nd|rd|th)?"
Reader = Callable[[str, re.Match[str]], Atom | None]
Forms = dict[str, tuple[str, Reader]]  # of a form: its regular expression and what reads a match of it in a text


@cache
def month_pattern() -> str:
    """A month with a capital, or all in capitals: "may" and "march" are other words."""
    full, short = words_of("date_words", "month"), words_of("date_words", "short month")
    names = any_of([*(word.capitalize() for word in full), *(word.upper() for word in full)])
    return rf"(?:{names}\b|{any_of(word.capitalize() for word in short)}\b\.?)"


def month_number(word: str) -> int:
    """1 to 12."""
    plain = word.lower().rstrip(".")
    return int(words_of("date_words", "month").get(plain) or words_of("date_words", "short month")[plain])


@cache
def pattern_of(role: str) -> str:
    """The words of a role in small letters, with a capital, or all in capitals."""
    words = words_of("date_words", role)
    return any_of({*words, *(word.capitalize() for word in words), *(word.upper() for word in words)})


@cache
def _cues() -> re.Pattern[str]:
    words = any_of(
        word for role in ("cue", "bound", "part", "month", "season") for word in words_of("date_words", role)
    )
    return re.compile(rf"(?:(?<!\w){words}\.?,?\s+(?:the\s+year\s+)?|\d{{4}}\s?[-–/]\s?|\(|\d,\s)$", re.IGNORECASE)


def has_cue_before(text: str, position: int) -> bool:
    """Whether the word before makes a date likely: "in", "since", "early", a month."""
    return bool(_cues().search(text, max(0, position - 28), position))
