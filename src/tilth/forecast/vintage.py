"""When a value could first be read: as stated, as told by the name or address of its source, or by assumption."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tilth.units.dates import parse_when

# Yearly international reports carry the values of a year's end and appear in the autumn that follows or, cited by
# their year alone, count on its last day. National reports under Article 7 are due on 30 April but are rarely cited.
ASSUMED_LAG = timedelta(days=365)

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")


def publication(stated: str, *, source: str, url: str, at: date, lag: timedelta = ASSUMED_LAG) -> tuple[date, str]:
    """The last day on which a value describing `at` can have been published, and how that is known.

    A date of lower precision counts on its last possible day. A year in the source's name counts if it is not before
    the year described; a full date in the address likewise. A bare year in an address counts as a year in the name
    does: addresses of documents carry the year of the document.
    """
    when = parse_when(stated) if stated.strip() else None
    if when is not None:
        return when.last, "stated"
    for text in (source, url):
        told = _told(text, at)
        if told is not None:
            return told, "told by source"
    return at + lag, "assumed"


def _told(text: str, at: date) -> date | None:
    days = [day for found in _DAY.finditer(text) if (day := _as_day(*map(int, found.groups()))) and day >= at]
    if days:
        return min(days)
    years = [int(year) for year in _YEAR.findall(text) if int(year) >= at.year]
    return date(min(years), 12, 31) if years else None


def _as_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
