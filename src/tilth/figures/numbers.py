"""Figures in running text: in digits, in words or mixed ("2.7 million", "two and a half thousand", "two-thirds").

What only looks like a figure (dates, times, ordinals, model numbers, addresses) is passed over; "dozens" and
"several hundred" have no value and give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tilth.figures.calendar_words import month_pattern
from tilth.figures.digits import RUN, NumberHabit, read_digits
from tilth.figures.word_numbers import number_word_pattern, read_words
from tilth.figures.words import any_of, words_of

_PASSED_OVER = (
    r"https?://\S+|\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"|\d+(?:st|nd|rd|th)\b|\d{1,3}0s\b|\d+(?:[.,]\d+)?\s?°|24/7|\d+/\d+|\+\d[\d ()-]{7,20}\d"
    r"|\d{1,2}\.\s\d{1,2}\.\s(?:19|20)\d\d(?!\d)"
)
_THOUSAND = 1000
_CALIBRE = re.compile(r"[\s-]?mm\b")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+$")
_REST_OF_THOUSAND = re.compile(r"\s+(\d{1,3})(?:\s+(thousand))?(?![\w-]|[.,:/]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as stated, without its unit."""

    value: Decimal
    start: int
    end: int
    other: Decimal | None = None  # the other reading of a doubtful separator
    high: Decimal | None = None  # the upper end of a range
    begin: int | None = None  # where the words of a range begin: "between"
    scale: Decimal = Decimal(1)  # of "million" and the like; `value` has it in already
    is_share: bool = False  # a part of a whole, in percent
    digits: str = ""  # the digits as printed, empty for words

    @property
    def may_be_year(self) -> bool:
        """Whether it looks like a year: four bare digits from 1900 to 2099."""
        return len(self.digits) == 4 and self.digits.isdecimal() and self.digits[:2] in ("19", "20") and self.scale == 1


def figures(text: str, *, habit: NumberHabit) -> Iterator[Figure]:
    """Every figure of a text in order, each with its scale; the ends of a range are two figures."""
    pattern, position = _pattern(), 0
    while found := pattern.search(text, position):
        read = _READERS.get(found.lastgroup or "")
        figure = read(text, found, habit) if read else None
        position = max(found.start() + 1, figure.end if figure else found.end())
        if figure is not None:
            yield figure


@cache
def _pattern() -> re.Pattern[str]:
    codes = "".join(rf"|(?<=\b{code})" for code in words_of("unit_words", "before") if code.isalpha())
    numbers = any_of(words_of("number_words", "number"))
    parts = any_of(words_of("number_words", "part"))
    of = r"(?=\s+(?:of|the|its|their|all)\b)"
    year = rf"(?:(?:the|this|last|next)\s+(?:\w+\s+)?year\b|(?:the\s+year\s+)?(?:19|20)\d\d\b|{month_pattern()})"
    period = rf"(?:first|second|last|final)\s+(?:half|(?:{numbers}|\d{{1,2}})\s+months)\s+of\s+{year}"
    share = rf"(?:(?:an?|{numbers})[\s-](?:{parts}\b{of}|{parts}s\b)|half{of}|[1-9]/[2-9](?=\s+of\b))"
    return re.compile(
        rf"(?:(?<![a-z])|(?=\d))(?:(?<![\w.,/-])(?P<share>{share})"  # nothing begins inside a word but digits
        rf"|(?<![\w.,])(?P<skip>{_PASSED_OVER}|\b{period})"
        rf"|(?:(?<![\w.]){codes})(?<![^\W\d_][-‑])(?<!\d[.,:/])(?P<run>{RUN})"
        rf"|(?<![\w-])(?P<words>{number_word_pattern()})(?!\w))",
        re.IGNORECASE,
    )


def _of_digits(text: str, found: re.Match[str], habit: NumberHabit) -> Figure | None:
    run, start = found["run"], found.start("run")
    if " " in run and _is_two_figures(text, start, found.end()):
        run = run.partition(" ")[0]
    read = read_digits(run, habit=habit)
    if read is None:
        return None
    end = start + len(run)
    bare = Figure(value=read[0], other=read[1], start=start, end=end, digits=run)
    return _scaled(text, bare) if end < len(text) else bare


def _is_two_figures(text: str, start: int, end: int) -> bool:
    """Whether a blank stands between two figures: "12 122-mm rockets", "On May 5 300 people"."""
    before = _WORD_BEFORE.search(text, max(0, start - 15), start)
    return bool(_CALIBRE.match(text, end)) or bool(before and before[1].lower() in words_of("date_words", "month"))


@cache
def _scale_pattern() -> re.Pattern[str]:
    scales, shorts = any_of(words_of("number_words", "scale")), words_of("number_words", "short")
    nouns = any_of(
        [*words_of("unit_words", "unit"), *words_of("counted_words", "many"), *words_of("counted_words", "mass")]
    )
    long_shorts = any_of(word for word in shorts if len(word) > 2)
    glued = any_of(word for word in shorts if word != "m")
    return re.compile(
        rf"[\s-]?(?P<scale>{scales}(?=s?\b)|{long_shorts}\b\.?|bn\b)s?|(?P<glued>{glued})\b"
        rf"|(?P<metres>m)\b(?=\s+(?:[a-z-]+\s+)?{nouns}\b)|\s?(?P<money>m)\b",
        re.IGNORECASE,
    )


def _scaled(text: str, bare: Figure) -> Figure | None:
    """The figure with the scale behind it: "2.7 million", "500k", "539 thousand 348"."""
    found = _scale_pattern().match(text, bare.end)
    if not found or (found["money"] and not currency(text, bare)):
        return bare
    word = (found["scale"] or found["glued"] or "m").lower().rstrip(".")
    scale = Decimal(words_of("number_words", "scale").get(word) or words_of("number_words", "short")[word])
    value, end = bare.value * scale, found.end()
    if rest := _REST_OF_THOUSAND.match(text, end):
        more = Decimal(rest[1]) * (1000 if rest[2] else 1)
        if scale in (1000, 1_000_000) and bare.value == bare.value.to_integral_value() and more < scale:
            value, end = value + more, rest.end()
    other = None if bare.other is None else bare.other * scale
    return Figure(value=value, other=other, start=bare.start, end=end, scale=scale, digits=bare.digits)


@cache
def _currency_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])({any_of(words_of('unit_words', 'before'))})\s?$")


def currency(text: str, figure: Figure) -> re.Match[str] | None:
    """The sign or code of a currency right before a figure, as group 1; "N7" is a road, "N7,000" an amount."""
    found = _currency_before().search(text, max(0, figure.start - 6), figure.start)
    return found if found and (len(found[1]) > 1 or not found[1].isalpha() or figure.value >= _THOUSAND) else None


def _of_words(text: str, found: re.Match[str], habit: NumberHabit) -> Figure | None:
    value = read_words(found["words"].lower())
    return None if value is None else Figure(value=value, start=found.start("words"), end=found.end("words"))


def _of_share(text: str, found: re.Match[str], habit: NumberHabit) -> Figure | None:
    if "/" in found["share"]:
        over, _, under = found["share"].partition("/")
        return Figure(value=Decimal(over) * 100 / Decimal(under), start=found.start(), end=found.end(), is_share=True)
    count, _, part = re.sub(r"[\s-]+", " ", found["share"].lower()).rpartition(" ")
    by = words_of("number_words", "part").get(part) or words_of("number_words", "part")[part[:-1]]
    of = Decimal(words_of("number_words", "number").get(count, "1"))
    return Figure(value=of * 100 / Decimal(by), start=found.start("share"), end=found.end("share"), is_share=True)


_READERS = {"run": _of_digits, "words": _of_words, "share": _of_share}
