"""One stated date before its year is settled: the days of a year it can mean."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

END_OF_MONTH = 0  # as a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """From day `first` of its year to day `last`, of the next year where `last` comes earlier."""

    start: int
    end: int
    precision: str
    first: tuple[int, int] = (1, 1)  # month, day
    last: tuple[int, int] = (12, 31)
    year: int | None = None
    last_year: int | None = None  # where the years of both ends are stated
    words: str = ""  # of relative time: only the day of publication can settle them
    years_away: int | None = None  # from the year of publication, where "last year" follows
    year_lent: bool = False  # the year is stated elsewhere in the sentence
    is_range: bool = False  # its own words give both ends: "3 to 9 May", "2022-2024"
    impossible: bool = False

    def days(self, year: int) -> tuple[date, date] | None:
        """The first and last day it can mean in a year, `None` where the calendar has no such day."""
        last_year = self.last_year or year + (self.last[0] < self.first[0])
        try:
            return _day(year, *self.first), _day(last_year, *self.last)
        except ValueError:
            return None


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, day or monthrange(year, month)[1])
