"""Months, seasons, halves, quarters, years and decades in running text, and parts of them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from tilth.figures.calendar_words import YEAR, Forms, has_cue_before, month_number, month_pattern, pattern_of
from tilth.figures.date_atom import END_OF_MONTH, Atom
from tilth.figures.date_parts import Ends, months, part_of_decade, part_of_month, part_of_season, part_of_year
from tilth.figures.labels import names_something
from tilth.figures.nouns import noun_after
from tilth.figures.word_numbers import read_words
from tilth.figures.words import any_of, words_of

_THIS_YEAR = r"(?:the|this)\s+(?:current\s+|calendar\s+)?year\b"
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_IN_SEASON = re.compile(
    r"\b(?:in|over|during|since|until|till|by|before|after|through|throughout|from)\s+(?:the\s+)?$", re.I
)


def period_forms() -> Forms:
    """Each form with its reader, in the order in which they are tried."""
    month, season, ordinal = month_pattern(), pattern_of("season"), rf"(?P<ordinal>{pattern_of('ordinal')})"
    behind = rf"(?:(?:,?\s+|-|\s+of\s+)(?P<year>{YEAR}))?"
    part = rf"(?:(?P<part>{pattern_of('part')})[\s-]+(?:the\s+)?)"
    count = any_of([*words_of("number_words", "number"), *map(str, range(2, 12))])
    in_year = rf"(?:(?:the\s+year\s+)?(?P<in_year>{YEAR})|{_THIS_YEAR})"
    return {
        "months_of": (rf"[Ff]irst\s+(?P<count>{count})\s+months\s+of\s+{in_year}", _first_months),
        "days_of": (
            rf"(?P<ordinal>[Ff]irst|[Ll]ast)\s+(?P<count>{count})\s+(?P<unit>days|weeks)\s+of\s+(?P<month>{month}){behind}",
            _days_of,
        ),
        "week_of": (rf"{ordinal}\s+week\s+of\s+(?P<month>{month}){behind}", _days_of),
        "half": (rf"{ordinal}\s+half\s+of\s+(?:(?P<month>{month}){behind}|{in_year})", _half),
        "quarter": (rf"{ordinal}\s+quarter\b(?:(?:,?\s+|\s+of\s+){in_year})?", _quarter),
        "letter": (rf"(?P<letter>[QH])(?P<number>[1-4])(?:(?:,?\s+|\s+of\s+|[/-])(?P<year>{YEAR}))?(?!\w)", _letter),
        "season": (rf"{part}?(?P<season>{season})\b{behind}", _season),
        "years": (rf"(?P<year>{YEAR})\s?[-–—/]\s?(?P<last>{YEAR}|\d\d)(?![\w%]|[-.,/]\d)", _years),
        "decade": (rf"{part}?(?P<decade>(?:18|19|20)\d)0s\b", _decade),
        "month": (rf"{part}?(?P<month>{month}){behind}", _month),
        "part_of_year": (rf"{part}(?:year\b(?:\s+(?P<year>{YEAR}))?)", _part_of_year),
        "year_end": (rf"(?:year[- ]end|year[’']s\s+end|end[- ]year)\b(?:\s+(?P<year>{YEAR}))?", _year_end),
        "numeric_month": (r"(?P<number>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/])", _numeric_month),
        "bare_year": (rf"{part}?(?P<year>{YEAR})(?!\w)", _bare_year),
    }


def _year(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    stated = groups.get("year") or groups.get("in_year")
    return int(stated) if stated else None


def _atom(found: re.Match[str], ends: Ends, *, precision: str = "interval") -> Atom:
    first, last = ends
    return Atom(start=found.start(), end=found.end(), precision=precision, year=_year(found), first=first, last=last)


def _first_months(text: str, found: re.Match[str]) -> Atom | None:
    count = _count(found["count"])
    return _atom(found, months(1, count)) if 1 <= count <= 12 else None


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else int(read_words(words.lower()) or 0)


def _days_of(text: str, found: re.Match[str]) -> Atom | None:
    """The first or last so many days or weeks of a month, or one of its weeks, the first of which begins on its 1st."""
    month, groups = month_number(found["month"]), found.groupdict()
    days = _count(groups.get("count") or "one") * (1 if groups.get("unit") == "days" else 7)
    ordinal = int(words_of("date_words", "ordinal")[found["ordinal"].lower()])
    first = _LAST_DAYS[month - 1] - days + 1 if ordinal < 0 else (ordinal - 1) * 7 + 1
    if not 1 <= first <= first + days - 1 <= _LAST_DAYS[month - 1]:
        return None
    return _atom(found, ((month, first), (month, END_OF_MONTH if ordinal < 0 else first + days - 1)))


def _half(text: str, found: re.Match[str]) -> Atom | None:
    number = int(words_of("date_words", "ordinal")[found["ordinal"].lower()])
    if number not in (1, 2, -1):
        return None
    if not found["month"]:
        return _atom(found, months(1, 6) if number == 1 else months(7, 12))
    month = month_number(found["month"])
    return _atom(found, ((month, 1), (month, 15)) if number == 1 else ((month, 16), (month, END_OF_MONTH)))


def _quarter(text: str, found: re.Match[str]) -> Atom:
    number = int(words_of("date_words", "ordinal")[found["ordinal"].lower()]) % 5  # the last one is the fourth
    return _atom(found, months(3 * number - 2, 3 * number))


def _letter(text: str, found: re.Match[str]) -> Atom | None:
    number, length = int(found["number"]), 3 if found["letter"] == "Q" else 6
    return _atom(found, months((number - 1) * length + 1, number * length)) if number * length <= 12 else None


def _season(text: str, found: re.Match[str]) -> Atom | None:
    """A season, where something shows that it is one: "fall" and "spring" are other words too."""
    if not (found["part"] or found["year"] or _IN_SEASON.search(text, max(0, found.start() - 16), found.start())):
        return None
    ends = part_of_season(found["season"], found["part"])
    return _atom(found, ends, precision="interval" if found["part"] else "season")


def _years(text: str, found: re.Match[str]) -> Atom | None:
    first = int(found["year"])
    last = int(found["last"]) if len(found["last"]) == 4 else first // 100 * 100 + int(found["last"])
    if not first < last <= first + 99:
        is_month = len(found["last"]) == 2 and 1 <= int(found["last"]) <= 12  # 2025-06
        return _atom(found, part_of_month(int(found["last"]), None), precision="month") if is_month else None
    return Atom(start=found.start(), end=found.end(), precision="interval", year=first, last_year=last, is_range=True)


def _decade(text: str, found: re.Match[str]) -> Atom:
    begin, (first, last) = int(found["decade"]) * 10, part_of_decade(found["part"])
    return Atom(start=found.start(), end=found.end(), precision="interval", year=begin + first, last_year=begin + last)


def _month(text: str, found: re.Match[str]) -> Atom | None:
    if not (found["part"] or found["year"] or _is_month(text, found)):
        return None
    ends = part_of_month(month_number(found["month"]), found["part"])
    return _atom(found, ends, precision="interval" if found["part"] else "month")


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Whether a name without day and year is one of a month: "Jan", "May" and "April" are also other words."""
    word = found["month"].lower()
    if _another_month().match(text, found.end()):
        return True
    if word not in words_of("date_words", "month"):
        return False
    return word not in words_of("date_words", "also a word") or has_cue_before(text, found.start())


@cache
def _another_month() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[-–—/]|to\b|and\b|or\b|until\b|till\b|through\b)\s*{month_pattern()}\b")


def _part_of_year(text: str, found: re.Match[str]) -> Atom:
    return _atom(found, part_of_year(found["part"]))


def _year_end(text: str, found: re.Match[str]) -> Atom:
    return _atom(found, months(12, 12))


def _numeric_month(text: str, found: re.Match[str]) -> Atom:
    return _atom(found, part_of_month(int(found["number"]), None), precision="month")


def _bare_year(text: str, found: re.Match[str]) -> Atom | None:
    """A year, unless it counts or names something: "1950 mines", "Resolution 2024"."""
    if found["part"]:
        return _part_of_year(text, found)
    if has_cue_before(text, found.start()):
        return _atom(found, part_of_year(None), precision="year")
    if names_something(text, found.start()) or noun_after(text, found.end(), value=Decimal(found["year"])):
        return None
    return _atom(found, part_of_year(None), precision="year")
