"""Dates told from the day of publication: yesterday, on Monday, last month, three months ago, the past two weeks.

"Two weeks ago" is the week, "three months ago" the month, "two years ago" the year in which it was. "On Monday" is the
last Monday up to the day of publication. Units of time before that day are counted by dateparser (BSD licence).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from tilth.figures.calendar_words import Forms, month_number
from tilth.figures.date_atom import Atom
from tilth.figures.date_parts import Ends, part_of_month, part_of_season, part_of_year
from tilth.figures.word_numbers import number_word_pattern, read_words
from tilth.figures.words import any_of, words_of

Days = tuple[date, date, str]  # first day, last day, precision
_FORWARD = ("next", "coming")
_YEARS_KNOWN = range(1000, 9000)  # so that 999 years before or after are in the calendar
_YEARS_LOOKED_AT = 2  # before and after the year of publication
_UNIT = r"(?P<unit>day|week|month|year)"
_WHICH = r"(?P<which>last|past|previous|this|current|next|coming)"


def relative_forms() -> Forms:
    """Each form with its reader, in the order in which they are tried."""
    return {name: (rf"(?i:{pattern})", _read) for name, (pattern, _) in _patterns().items()}


def _read(text: str, found: re.Match[str]) -> Atom:
    words = re.sub(r"[\s-]+", " ", found[0].lower())
    return Atom(start=found.start(), end=found.end(), precision="day", words=words)


@cache
def _patterns() -> dict[str, tuple[str, Callable[[re.Match[str], date], Days]]]:
    weekday, season, part = (any_of(words_of("date_words", role)) for role in ("weekday", "season", "part"))
    named = rf"(?P<named>{season}|{any_of(words_of('date_words', 'month'))})"
    count = rf"\d{{1,3}}|{number_word_pattern()}"
    return {
        "ago": (rf"(?P<count>an?|{count})\s+{_UNIT}s?\s+ago", _ago),
        "near_day": (r"yesterday|last\s+night|today|tonight|this\s+(?:morning|afternoon|evening)|tomorrow", _near_day),
        "past_units": (rf"(?:the\s+)?{_WHICH}\s+(?P<count>{count})\s+{_UNIT}s", _past_units),
        "over_the_past": (
            rf"(?:over|in|during|within)\s+the\s+(?P<which>last|past|next|coming)\s+{_UNIT}(?!\s+of\b)",
            _past_units,
        ),
        "near_unit": (
            rf"(?:(?P<part>{part}|earlier|later)\s+)?(?:the\s+)?{_WHICH}\s+(?:calendar\s+)?(?P<unit>week|month|year)(?!\s+of\b)",
            _near_unit,
        ),
        "near_named": (rf"(?:(?P<part>{part})\s+)?{_WHICH}\s+{named}", _near_named),
        "weekday": (rf"(?:{_WHICH}\s+)?(?P<weekday>{weekday})", _weekday),
    }


@lru_cache(maxsize=1024)
def relative_days(words: str, *, published: date) -> Days | None:
    """What words of relative time, in lower case, mean seen from the day of publication; `None` for other words."""
    if published.year not in _YEARS_KNOWN:
        return None
    for pattern, reader in _patterns().values():
        if found := re.fullmatch(pattern, words, re.IGNORECASE):
            return reader(found, published)
    return None


def _ago(found: re.Match[str], published: date) -> Days:
    return _around(_moved(published, f"{_count(found['count'])} {found['unit']}s ago"), found["unit"])


def _near_day(found: re.Match[str], published: date) -> Days:
    words = {"yesterday": "yesterday", "last night": "yesterday", "tomorrow": "tomorrow"}.get(found[0], "today")
    return _around(_moved(published, words), "day")


def _moved(published: date, words: str) -> date:
    """The day that words which dateparser knows mean, seen from another day."""
    from dateparser.date import DateDataParser

    seen_from = datetime.combine(published, datetime.min.time())
    settings = {"RELATIVE_BASE": seen_from, "PARSERS": ["relative-time"], "TIMEZONE": "UTC"}
    moved = DateDataParser(languages=["en"], settings=settings).get_date_data(words).date_obj
    return moved.date() if moved else published


def _count(words: str | None) -> int:
    if not words or words in ("a", "an"):
        return 1
    return int(words) if words.isdecimal() else int(read_words(words) or 1)


def _around(day: date, unit: str) -> Days:
    """The day, or the week from Monday, month or year around it."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6), "interval"
    if unit == "month":
        return *_in_year(day.year, part_of_month(day.month, None)), "month"
    if unit == "year":
        return *_in_year(day.year, part_of_year(None)), "year"
    return day, day, "day"


def _in_year(year: int, ends: Ends) -> tuple[date, date]:
    first, last = Atom(start=0, end=0, precision="", first=ends[0], last=ends[1]).days(year) or (date(year, 1, 1),) * 2
    return first, last


def _past_units(found: re.Match[str], published: date) -> Days:
    """So many units up to the day of publication, or from it on."""
    count = _count(found.groupdict().get("count"))
    forward = found["which"].lower() in _FORWARD
    other = _moved(published, f"in {count} {found['unit']}s" if forward else f"{count} {found['unit']}s ago")
    return min(published, other), max(published, other), "interval"


def _near_unit(found: re.Match[str], published: date) -> Days:
    which, unit, part = found["which"].lower(), found["unit"].lower(), found["part"]
    moved = f"in 1 {unit}" if which in _FORWARD else "" if which in ("this", "current") else f"1 {unit} ago"
    day = _moved(published, moved) if moved else published
    if part in (None, "earlier", "later") or unit == "week":
        return _around(day, unit)
    return *_in_year(day.year, part_of_month(day.month, part) if unit == "month" else part_of_year(part)), "interval"


def _near_named(found: re.Match[str], published: date) -> Days:
    """The last, this year's or the next month or season of a name."""
    name, part, which = found["named"], found["part"], found["which"].lower()
    is_season = name in words_of("date_words", "season")
    ends = part_of_season(name, part) if is_season else part_of_month(month_number(name), part)
    precision = "interval" if part else "season" if is_season else "month"
    near = [_in_year(published.year + more, ends) for more in range(-_YEARS_LOOKED_AT, _YEARS_LOOKED_AT + 1)]
    if which in ("this", "current"):
        return *near[_YEARS_LOOKED_AT], precision
    if which in _FORWARD:
        return *next(days for days in near if days[0] > published), precision
    return *[days for days in near if days[1] < published][-1], precision


def _weekday(found: re.Match[str], published: date) -> Days:
    number, which = int(words_of("date_words", "weekday")[found["weekday"]]), found["which"] or ""
    back = (published.weekday() - number) % 7
    if which in _FORWARD:
        day = published + timedelta(days=7 - back)
    else:
        day = published - timedelta(days=back or (7 if which in ("last", "past", "previous") else 0))
    return day, day, "day"
