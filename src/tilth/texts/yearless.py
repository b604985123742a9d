"""Days of a text that names no year, compared as days of one year that nobody knows.

For the comparison they are put into the year 4, a leap year no report is of; the words of a conflict leave it out.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tilth.conflicts.conflict import Conflict
from tilth.figures.dates import find_dates
from tilth.texts.claim import Claim

_YEAR = 4
_DAY = re.compile(r"\b0004-(\d\d)-(\d\d)\b")
_MONTH = re.compile(r"\b0004-(\d\d)\b")
_ASSUMED = "the text names no year: its days are taken to be days of one year"


def in_one_year(claims: Iterable[Claim], seen: str) -> tuple[Claim, ...]:
    """The claims of a text with its days put into the one year."""
    dated = {one.span: one for one in find_dates(seen, year=_YEAR)}
    return tuple(
        replace(claim, dates=tuple(one if one.start else dated.get(one.span, one) for one in claim.dates))
        for claim in claims
    )


def spelled(day: date) -> str:
    """A day for a sentence: as ISO text, and without its year where nobody knows it."""
    return _told(f"{day.isoformat()}")


def without_year(conflict: Conflict) -> Conflict:
    """The conflict told without the year, and with the assumption that it rests on."""
    return replace(
        conflict,
        sentence=_told(conflict.sentence),
        assumptions=(*map(_told, conflict.assumptions), _ASSUMED),
        reconciled_by=tuple(map(_told, conflict.reconciled_by)),
    )


def _told(sentence: str) -> str:
    days = _DAY.sub(lambda found: f"{int(found[2])} {month_name[int(found[1])]}", sentence)
    return _MONTH.sub(lambda found: month_name[int(found[1])], days).replace("..", " to ")
