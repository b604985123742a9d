"""Days of the calendar in running text: 12 December 2025, December 12th, 2025-12-12, 12.12.2025, 3 to 9 May.

Days stand before months, as most of the world writes them: 03.05.2025 is 3 May, 05/25/2025 can only be 25 May, and
03/05/2025 is doubtful and becomes the interval between its two readings.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tilth.figures.calendar_words import ORDINAL, YEAR, Forms, month_number, month_pattern, pattern_of
from tilth.figures.date_atom import Atom
from tilth.figures.words import words_of

_MOST_DAYS = 31
_LEAP_YEAR = 2000
_TWO_DIGITS = 99
_FIRST_OF_1900S = 50  # 49 is 2049, 50 is 1950
_IN_BEFORE = re.compile(r"\b[Ii]n\s+$")
_DAY_CUE = re.compile(r"\b(?:on|by|since|until|from|to|of|before|after)\s+(?:the\s+)?$", re.IGNORECASE)


def day_forms() -> Forms:
    """Each form with its reader, in the order in which they are tried."""
    month, weekday = month_pattern(), rf"(?:{pattern_of('weekday')},?[^\S\n]+(?:the\s+)?)?"
    year = rf"(?:(?:,?\s+|-|\s+of\s+)(?P<year>{YEAR}))?"
    day, last = rf"(?P<day>\d{{1,2}}){ORDINAL}", rf"(?P<last>\d{{1,2}}){ORDINAL}"
    to = r"(?:\s?[-–—]\s?|\s+(?:to|and|or|until|till|through)\s+(?:the\s+)?)"
    ends = r"(?![\w%]|[.,:]\d|\s?[-–/]\s?\d)"
    return {
        "iso": (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])(?:T[\d:.]+Z?)?", _iso),
        "numeric": (r"(?P<one>\d{1,2})(?P<mark>[./]) ?(?P<two>\d{1,2})[./] ?(?P<year>\d{4})(?!\d|[./]\d)", _numeric),
        "short_year": (r"(?P<one>\d\d)(?P<mark>[./])(?P<two>\d\d)[./](?P<year>\d\d)(?![\d%]|[./]\d)", _numeric),
        "days": (rf"{day}{to}{last}(?:\s+of)?[\s-]+(?P<month>{month}){year}", _days),
        "month_days": (rf"(?P<month>{month})\.?\s+{day}{to}{last}{ends}(?!\s+[a-z]+s\b){year}", _days),
        "named_day": (rf"(?P<named>{pattern_of('day')})\s+(?:day\s+)?of\s+(?P<month>{month}){year}", _named_day),
        "day": (rf"{weekday}{day}(?:\s+of)?[\s-]+(?P<month>{month}){year}", _day_first),
        "month_day": (rf"{weekday}(?P<month>{month})\.?\s+(?:the\s+)?{day}{ends}{year}", _month_first),
    }


def _year(found: re.Match[str]) -> int | None:
    year = int(found["year"]) if found["year"] else None
    if year is None or year > _TWO_DIGITS:
        return year
    return year + (2000 if year < _FIRST_OF_1900S else 1900)


def _single(found: re.Match[str], *, month: int, day: int) -> Atom:
    """One day; impossible where no year has it."""
    place = (month, day)
    year = _year(found)
    atom = Atom(start=found.start(), end=found.end(), precision="day", first=place, last=place, year=year)
    exists = day > 0 and atom.days(_LEAP_YEAR if year is None else year) is not None
    return atom if exists else replace(atom, impossible=True)


def _iso(text: str, found: re.Match[str]) -> Atom:
    return _single(found, month=int(found["month"]), day=int(found["day"]))


def _numeric(text: str, found: re.Match[str]) -> Atom:
    one, two = int(found["one"]), int(found["two"])
    if two > 12 >= one:
        return _single(found, month=one, day=two)
    exact = _single(found, month=two, day=one)
    if found["mark"] == "." or one > 12 or one == two or exact.impossible:
        return exact
    ends = sorted([(two, one), (one, two)])
    return Atom(
        start=found.start(), end=found.end(), precision="interval", first=ends[0], last=ends[1], year=_year(found)
    )


def _days(text: str, found: re.Match[str]) -> Atom | None:
    month, first, last = month_number(found["month"]), int(found["day"]), int(found["last"])
    if not 1 <= first < last <= _MOST_DAYS:
        return None
    bare = Atom(start=found.start(), end=found.end(), precision="interval", year=_year(found), is_range=True)
    atom = replace(bare, first=(month, first), last=(month, last))
    return atom if atom.days(atom.year or _LEAP_YEAR) else replace(atom, impossible=True)


def _day_first(text: str, found: re.Match[str]) -> Atom | None:
    day = int(found["day"])
    if day > _MOST_DAYS and not found["year"] and not _DAY_CUE.search(text, max(0, found.start() - 12), found.start()):
        return None
    return _single(found, month=month_number(found["month"]), day=day)


def _named_day(text: str, found: re.Match[str]) -> Atom:
    return _single(
        found, month=month_number(found["month"]), day=int(words_of("date_words", "day")[found["named"].lower()])
    )


def _month_first(text: str, found: re.Match[str]) -> Atom | None:
    """No day where "In May 5 people were killed" counts people."""
    day, year = int(found["day"]), found["year"]
    if not year and (day > _MOST_DAYS or _IN_BEFORE.search(text, max(0, found.start() - 4), found.start())):
        return None
    return _single(found, month=month_number(found["month"]), day=day)
