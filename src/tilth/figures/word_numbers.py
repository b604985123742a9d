"""Numbers in words: "twenty-five", "a hundred and twenty thousand", "half a million", "two and a half thousand".

Whole numbers are read by text2num (MIT licence); halves, quarters and dozens are put to them here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from itertools import dropwhile, takewhile

from tilth.figures.words import any_of, words_of

_AND_A_PART = re.compile(r"\s*and (?:a|one) (half|quarter)\b\s*")
_POINT = re.compile(r"(.+?) point (.+)")
_MOST_SCALES = 6  # of one number: "two hundred and ten thousand three hundred"
_UNKNOWN_TO_TEXT2NUM = ("dozen", "lakh", "crore")


@cache
def number_word_pattern() -> str:
    """A regular expression of one number in words."""
    numbers, scales = words_of("number_words", "number"), any_of(words_of("number_words", "scale"))
    tens = any_of(word for word, value in numbers.items() if int(value) >= 20)
    whole = rf"(?:{tens}[\s-]{any_of(numbers)}|{any_of(numbers)})\b"
    one = rf"{whole}(?:[\s-]point(?:[\s-]{any_of(numbers)}\b){{1,4}})?"
    more = rf"(?:[\s-]{scales}\b(?:[\s-]and(?=[\s-]{one}))?(?:[\s-]{one})?){{0,{_MOST_SCALES}}}"
    part = rf"(?:[\s-]and[\s-](?:a|one)[\s-](?:half|quarter)\b(?:[\s-]{scales}\b)?)?"
    halves = rf"half[\s-]an?[\s-]{scales}\b|(?:a\s+)?half[\s-]{scales}\b|half\s+an?\b"
    return rf"(?:{halves}|(?:an?(?=\s+{scales}\b)|{one}){more}{part})"


@lru_cache(maxsize=4096)
def read_words(words: str) -> Decimal | None:
    """The value of a number in words, in lower case; `None` where the words make no number."""
    plain = re.sub(r"[\s-]+", " ", words)
    if plain.startswith(("half", "a half")):
        return _scale(plain.rpartition(" ")[2]) / 2
    if found := _AND_A_PART.search(plain):
        whole = _whole(plain[: found.start()])
        part = Decimal("0.5" if found[1] == "half" else "0.25")
        return None if whole is None else (whole + part) * _scale(plain[found.end() :])
    if found := _POINT.fullmatch(plain):
        return _with_point(*found.groups())
    return _whole(plain)


def _with_point(whole: str, behind: str) -> Decimal | None:
    """The value of "two point three billion": the digits behind the point one by one, then the scale."""
    numbers, scales = words_of("number_words", "number"), behind.split()
    digits = "".join(numbers[word] for word in takewhile(numbers.__contains__, scales))
    before = _whole(whole)
    if before is None or not digits:
        return None
    value = Decimal(f"{before}.{digits}")
    for word in dropwhile(numbers.__contains__, scales):
        value *= _scale(word)
    return value


def _scale(word: str) -> Decimal:
    """What "million" and the like multiply with, 1 for any other word."""
    return Decimal(words_of("number_words", "scale").get(word, "1"))


def _whole(plain: str) -> Decimal | None:
    from text_to_num import text2num

    plain = re.sub(r"^an? ", "one ", plain)
    counted, _, last = plain.rpartition(" ")
    if last in _UNKNOWN_TO_TEXT2NUM:
        inner = _whole(counted)
        return None if inner is None else inner * _scale(last)
    try:
        return Decimal(text2num(plain, "en"))
    except ValueError:
        return None
