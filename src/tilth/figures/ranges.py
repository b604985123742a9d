"""Two figures that are the ends of one range: "5-8", "between 5 and 8", "from 20 to 25", "two or three"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from tilth.figures.numbers import Figure
from tilth.figures.words import any_of, words_of

_GAP = re.compile(
    r"(?:\s?[-–—−]\s?|\s+(to|or|and|in(?:\s+every)?)\s+(?:about\s+|some\s+)?)(?:US\$|[$€£₴])?", re.IGNORECASE
)
_OPENING = re.compile(r"\b(between|from)\s+(?:[a-z]+\s+){0,2}(?:[A-Z]{0,3}[$€£₴]?\s?)$", re.IGNORECASE)
_UNIT_OF_TIME = re.compile(r"[\s-]+(?:minute|hour|day|week|month|year)", re.IGNORECASE)
_LONGEST_GAP = 16  # characters
_WHOLES = (10, 100)  # "nine in ten"


def join_ranges(text: str, figures: Iterable[Figure]) -> list[Figure]:
    """The figures with the two ends of each range joined into one, and "one in five" as a share."""
    joined: list[Figure] = []
    for figure in figures:
        one = _joined(text, joined[-1], figure) if joined else None
        if one is None:
            joined.append(figure)
        else:
            joined[-1] = one
    return joined


def _joined(text: str, low: Figure, high: Figure) -> Figure | None:
    """One figure of two, `None` where the words between them do not join them."""
    if low.high is not None or high.start - low.end > _LONGEST_GAP or low.is_share or high.is_share:
        return None
    gap = _GAP.fullmatch(text, low.end, high.start)
    if not gap or low.may_be_year or high.may_be_year:
        return None
    word = (gap[1] or "").lower()
    return _share(text, low, high) if word.startswith("in") else _range(text, word, low, high)


def _share(text: str, part: Figure, whole: Figure) -> Figure | None:
    """The share of "one in five" or "nine in ten", in percent."""
    in_words = not part.digits and not whole.digits  # "three in four"
    is_share = part.value < whole.value <= 100 and (in_words or part.value == 1 or whole.value in _WHOLES)
    if not is_share or _UNIT_OF_TIME.match(text, whole.end):
        return None
    return Figure(value=part.value * 100 / whole.value, start=part.start, end=whole.end, is_share=True)


def _range(text: str, word: str, low: Figure, high: Figure) -> Figure | None:
    bottom = low.value * high.scale if low.scale == 1 and low.value < high.value / high.scale else low.value
    opening = _OPENING.search(text, max(0, low.start - 30), low.start)
    opened = opening[1].lower() if opening else ""
    if bottom >= high.value or not _is_range(text, word, opened, low, high):
        return None
    begin = opening.start() if opening and opened in _OPENERS.get(word, ()) else None
    return replace(high, value=bottom, high=high.value, start=low.start, begin=begin, other=None)


_OPENERS = {"and": ("between",), "to": ("from",)}


def _is_range(text: str, word: str, opened: str, low: Figure, high: Figure) -> bool:
    if word == "and":
        return opened == "between"
    if word == "to":
        return not _changes().search(text, max(0, low.start - 40), low.start)
    if word == "or":
        return high.value <= 2 * low.value * (high.scale / low.scale)
    return bool(low.digits or high.digits)


@cache
def _changes() -> re.Pattern[str]:
    """A change told from one value to another: "rose from 20 to 25" is no range."""
    return re.compile(
        rf"\b{any_of(words_of('number_words', 'change'))}\b[^.;]{{0,25}}\bfrom\s+(?:[a-z]+\s+){{0,2}}$", re.IGNORECASE
    )
