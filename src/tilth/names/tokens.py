"""A text as words: one pass of one pattern, so that names and roles are sought in lists, not in characters.

A word carries no possessive ending ("Tavria's" is the word "Tavria" that owns something); titles and initials keep
their full stop ("Col.", "A.").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tilth.terms import table

_LETTER = r"[^\W_]"
_MARKS = "\u0300-\u036f"
_ENDS = frozenset(".!?…")
_QUOTES = frozenset("\"“”„«»‘’'")
_OPENING = frozenset("“„«‘")
_LONGEST_HEADLINE = 200  # characters
_WRAPPED = range(50, 121)  # characters of a line that a program may have broken to fit a page


@dataclass(slots=True)
class Words:
    """The words and signs of a text as lists of equal length; `sentence` counts from 0 over the whole text."""

    text: str
    word: list[str] = field(default_factory=list)  # as printed, without a possessive ending
    low: list[str] = field(default_factory=list)  # without capitals and accents
    capital: list[bool] = field(default_factory=list)  # begins with a capital, also behind a particle ("al-Masri")
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    owns: list[bool] = field(default_factory=list)  # has a possessive ending
    opens: list[bool] = field(default_factory=list)  # first word of a sentence, line or quotation
    sentence: list[int] = field(default_factory=list)
    shouted: list[bool] = field(default_factory=list)  # in a line whose every word is capitalised

    def __len__(self) -> int:
        return len(self.word)

    def is_capital(self, at: int) -> bool:
        """Whether a word begins with a capital letter."""
        return 0 <= at < len(self.word) and self.capital[at]

    def together(self, at: int) -> bool:
        """Whether the word at `at` and the one before it stand in one sentence."""
        return 0 < at < len(self.word) and self.sentence[at] == self.sentence[at - 1]

    def low_at(self, at: int) -> str:
        """The word at a position without capitals; empty beyond the text."""
        return self.low[at] if 0 <= at < len(self.low) else ""

    def printed(self, first: int, last: int) -> str:
        """The characters from the first to the last word, both included."""
        return self.text[self.start[first] : self.end[last]]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without capitals and accents, with plain apostrophes."""
    low = word.lower()
    if low.isascii():
        return low
    plain = low.replace("’", "'").replace("‑", "-").replace("đ", "d").replace("ø", "o").replace("ł", "l")
    bare = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)) or low


@cache
def _pattern() -> re.Pattern[str]:
    """Line breaks, initials, titles with a full stop, words, single signs."""
    titles = [row["word"][:-1] for row in table("role_words") if row["word"].endswith(".")]
    short = "|".join(re.escape(title) for title in sorted([*titles, "st", "mt"], key=len, reverse=True))
    return re.compile(
        rf"(?P<line>\s*\n\s*)"
        rf"|(?<!\w)[A-ZÀ-ÖØ-ÞА-Я]\.(?:[- ]?[A-ZÀ-ÖØ-ÞА-Я]\.)*(?![^\W\d_])"
        rf"|(?<!\w)(?i:{short})\.(?=\s+[^\W\d_])"
        rf"|(?P<word>{_LETTER}[{_MARKS}]?(?:[\w{_MARKS}]|[-‑'’.](?=[^\W_]))*)"
        rf"|\S"
    )


def split(text: str) -> Words:
    """The words of a text, with sentences and headlines marked. Linear in the length of the text."""
    words = Words(text)
    wrapped = _is_wrapped(text)
    sentence, fresh, line = 0, True, 0
    for found in _pattern().finditer(text):
        if found.lastgroup == "line":
            if wrapped and _goes_on(text, found.start(), found[0]):
                continue
            _mark_headline(words, line)
            sentence, fresh, line = sentence + 1, True, len(words)
            continue
        word = found[0]
        is_word = found.lastgroup == "word" or len(word) > 1
        if is_word and fresh and words.word and words.sentence[-1] == sentence:
            sentence += _begins_anew(words, word)
        _append(words, found, sentence, opens=is_word and fresh)
        fresh = not is_word and _stays_fresh(text, found.start(), word, fresh)
    _mark_headline(words, line)
    return words


@cache
def _attached() -> re.Pattern[str]:
    """A particle written together with a capitalised name: "al-Masri", "d'Ivoire"."""
    particles = "|".join(row["word"] for row in table("name_cues") if row["kind"] == "attached")
    return re.compile(rf"(?:{particles})[-'’][^\W\d_a-z]")


def _append(words: Words, found: re.Match[str], sentence: int, *, opens: bool) -> None:
    word, start, end = found[0], found.start(), found.end()
    owns = len(word) > 2 and word[-1] in "sS" and word[-2] in "'’"
    if owns:
        word, end = word[:-2], end - 2
    elif word[-1] == "s" and _at(words.text, end) in "'’" and not _at(words.text, end + 1).isalnum():
        owns = True
    words.word.append(word)
    words.low.append(fold(word))
    is_attached = ("-" in word or "'" in word or "’" in word) and _attached().match(word) is not None
    words.capital.append(word[0].isupper() or is_attached)
    words.start.append(start)
    words.end.append(end)
    words.owns.append(owns)
    words.opens.append(opens)
    words.sentence.append(sentence)
    words.shouted.append(False)


def _at(text: str, at: int) -> str:
    return text[at] if at < len(text) else " "


def _begins_anew(words: Words, word: str) -> bool:
    """Whether a full stop before this word ended a sentence (a quotation inside a sentence does not)."""
    at = len(words) - 1
    while at >= 0 and words.word[at] in _QUOTES:
        at -= 1
    return at >= 0 and words.word[at][0] in _ENDS and not word[0].islower()


def _stays_fresh(text: str, at: int, sign: str, fresh: bool) -> bool:
    """Whether the next word will be the first of something, after this sign."""
    if sign in _ENDS or sign in ":•" or sign in _OPENING:
        return True
    if sign in _QUOTES:
        return fresh or at == 0 or text[at - 1].isspace() or text[at - 1] == "("
    return fresh and sign in "-–—*·)("


def _is_wrapped(text: str) -> bool:
    """Whether lines look broken to fit a page: several long ones, none longer than the page."""
    longest = [len(line) for line in text.split("\n") if len(line) >= _WRAPPED.start]
    return len(longest) >= 2 and max(longest) < _WRAPPED.stop


def _goes_on(text: str, at: int, gap: str) -> bool:
    """Whether the line that ends at `at` is continued by the next."""
    length = at - (text.rfind("\n", 0, at) + 1)
    return gap.count("\n") == 1 and length >= _WRAPPED.start and text[at - 1] not in '.!?…:"”'


def _mark_headline(words: Words, first: int) -> None:
    """Mark a line as shouted: all in capitals, or no sentence and nearly all its longer words capitalised."""
    last = len(words) - 1
    if first > last or words.end[last] - words.start[first] > _LONGEST_HEADLINE:
        return
    line = words.word[first : last + 1]
    is_sentence = line[-1] in ".;," or any(word[0] in _ENDS for word in line[:-1])
    long = [word for word in line if len(word) > 3 and word.isalpha()]
    capital = sum(word[0].isupper() for word in long)
    is_title = not is_sentence and len(long) >= 4 and capital * 5 >= len(long) * 4
    if is_title or (long and all(word.isupper() for word in line if word.isalpha())):
        words.shouted[first : last + 1] = [True] * len(line)
