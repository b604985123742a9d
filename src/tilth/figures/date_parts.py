"""What "early", "mid", "late", "the start of" and "the end of" leave of a month, season, year or decade.

*Early* is the first ten days of a month or the first third of anything longer; *mid* the 11th to the 20th or the second
third; *late* the rest. The start and the end of a month are its first and last ten days; those of a season or year
are its first and last month.
"""

from __future__ import annotations

import re

from tilth.figures.date_atom import END_OF_MONTH
from tilth.figures.words import words_of

Ends = tuple[tuple[int, int], tuple[int, int]]  # month and day of both ends
_DAYS = {"early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, END_OF_MONTH), "end": (21, END_OF_MONTH)}
_MONTHS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "start": (1, 1), "end": (12, 12)}
_YEARS = {"early": (0, 3), "start": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (7, 9)}
_MONTH_OF_SEASON = {"early": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def months(first: int, last: int) -> Ends:
    """From the first day of month `first` to the end of month `last`."""
    return (first, 1), (last, END_OF_MONTH)


def part_of_month(month: int, words: str | None) -> Ends:
    """The days of a month that are left; all of them without a part."""
    first, last = _DAYS[_part(words)] if words else (1, END_OF_MONTH)
    return (month, first), (month, last)


def part_of_year(words: str | None) -> Ends:
    """The months of a year that are left."""
    return months(*_MONTHS[_part(words)]) if words else months(1, 12)


def part_of_season(season: str, words: str | None) -> Ends:
    """The months of a season of the northern half of the earth that are left; winter begins in December."""
    first, last = (int(month) for month in words_of("date_words", "season")[season.lower()].split("-"))
    if not words:
        return months(first, last)
    month = (first + _MONTH_OF_SEASON[_part(words)] - 1) % 12 + 1
    return months(month, month)


def part_of_decade(words: str | None) -> tuple[int, int]:
    """Which of the ten years of a decade are left, counted from 0."""
    return _YEARS[_part(words)] if words else (0, 9)


def _part(words: str) -> str:
    return words_of("date_words", "part")[re.sub(r"\s+", " ", words.lower())]
