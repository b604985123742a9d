"""The year of a date that states none, and the days of an interval from its two ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tilth.figures.date_atom import Atom
from tilth.figures.relative_dates import relative_days

_MOST_YEARS = 8  # between two leap years
_LEAP_YEAR = 2000
Interval = tuple[int | None, int | None]  # the years of its two ends, `None` where nothing states them


@dataclass(frozen=True, slots=True)
class Settled:
    """The days a date means; `None` where they cannot be known."""

    start: date | None
    end: date | None
    precision: str
    year_inferred: bool = False
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the years of a text."""

    published: date | None
    year: int | None


def settle(atom: Atom, *, known: Known, ahead: bool) -> Settled:
    """The days of one date. `ahead` says that the words before it speak of what is to come."""
    if atom.impossible:
        return Settled(None, None, atom.precision, impossible=True)
    if atom.words:
        found = relative_days(atom.words, published=known.published) if known.published else None
        return Settled(*found, year_inferred=True) if found else Settled(None, None, atom.precision)
    year = atom.year if atom.year is not None else missing_year(atom, known=known, ahead=ahead)
    if year is None:
        return Settled(None, None, atom.precision)
    days = atom.days(year)
    inferred = atom.year is None or atom.year_lent
    if days is None:
        return Settled(None, None, atom.precision, year_inferred=inferred, impossible=True)
    return Settled(*days, atom.precision, year_inferred=inferred)


def missing_year(atom: Atom, *, known: Known, ahead: bool) -> int | None:
    """The year given; else the latest in which the date begins by the day of publication, or the next one ahead."""
    published = known.published
    if atom.years_away is not None:
        return None if published is None else published.year + atom.years_away
    if known.year is not None or published is None:
        return known.year
    if ahead:
        years = range(published.year, published.year + _MOST_YEARS + 1)
        return next((year for year in years if (days := atom.days(year)) and days[1] >= published), None)
    years = range(published.year, published.year - _MOST_YEARS - 1, -1)
    return next((year for year in years if (days := atom.days(year)) and days[0] <= published), None)


def make_interval(first: Atom, last: Atom) -> Interval | None:
    """The interval between two dates, each lending the other its year; `None` where it would end before it begins."""
    falls = first.first > last.first  # from November to March
    begin, end = first.year, last.year
    if begin is None and end is not None:
        begin = end - falls
    if end is None and begin is not None:
        end = begin + falls
    both = (begin, end) if begin is not None and end is not None else (_LEAP_YEAR, _LEAP_YEAR + falls)
    days = first.days(both[0]), last.days(both[1])
    if days[0] and days[1] and days[0][0] > days[1][1]:
        return None
    return begin, end


def settle_interval(first: Atom, last: Atom, *, known: Known, ahead: bool) -> Settled:
    """The days between two dates that make an interval."""
    years = make_interval(first, last)
    if years is None or first.impossible or last.impossible:
        return Settled(None, None, "interval", impossible=True)
    begin, end = years
    if begin is None or end is None:
        begin = missing_year(first, known=known, ahead=ahead)
        if begin is None:
            return Settled(None, None, "interval")
        end = begin + (first.first > last.first)
    start, stop = first.days(begin), last.days(end)
    if start is None or stop is None:
        return Settled(None, None, "interval", impossible=True)
    inferred = first.year_lent or (first.year is None and last.year is None)
    return Settled(start[0], stop[1], "interval", year_inferred=inferred)
