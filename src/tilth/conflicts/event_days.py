"""The days a statement leaves open for an event of a mission, and how long it says that something took.

Days are day numbers of the calendar (`date.toordinal`). What a word such as "since" or "before" makes of a date is a
row of `terms/time_bounds.csv`; which metric dates which event is a row of `terms/time_events.csv`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from tilth.conflicts.figure import range_of
from tilth.evidence.statement import Statement
from tilth.terms import table
from tilth.units.dates import When

_HOURS = 24  # of a day: the base unit of time is the hour
_LEAST_AROUND = 3  # days: what "about" a single day may mean


@dataclass(frozen=True, slots=True)
class Event:
    """What can be dated: an event of a mission, or any other date a metric asks for."""

    name: str
    kind: str  # once in a unit's life, once in a tour, span (it takes days), repeated
    here: bool  # whether the place of a statement about it is the place of the tour
    since_then: str  # the event that had not come yet when somebody says "since": empty where there is none
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One dated statement of one event: the first and the last day it leaves open, `None` where it is open."""

    claim: str
    event: Event
    first: int | None
    last: int | None
    still: int | None  # a day on which it was still going on, if "since" means that
    same: str  # the assumption by which its subject is this actor; empty where it is so named
    statement: Statement

    @property
    def text(self) -> str:
        """What it says, for a sentence: "began work since 2031-11"."""
        return " ".join(part for part in (self.event.words, self.statement.qualifier, str(self.statement.when)) if part)


@dataclass(frozen=True, slots=True)
class Lasted:
    """One statement of how long a mission took, in days; `None` where it is open."""

    claim: str
    least: int | None
    most: int | None
    same: str
    statement: Statement

    @property
    def text(self) -> str:
        """What it says, for a sentence: "just 3 months"."""
        stated = (self.statement.qualifier, f"{self.statement.value:f}", self.statement.unit)
        return " ".join(part for part in stated if part)


@cache
def events() -> dict[str, Event]:
    """The event of each metric that `terms/time_events.csv` names."""
    return {
        row["metric"]: Event(row["event"], row["kind"], row["here"] == "yes", row["since_then"], row["words"])
        for row in table("time_events")
    }


@cache
def event_of(metric: str) -> Event:
    """The event a metric dates; one of its own where the table names none."""
    words = metric.removeprefix("unit_").replace("_", " ")
    return events().get(metric) or Event(metric, "tour", True, "", words)


def told(statement: Statement, *, same: str = "") -> Told | None:
    """The days it leaves open, `None` where it dates no event. A plan, an opinion and a forecast date none."""
    known, when = statement.about, statement.when
    if known is None or known.family != "date" or not statement.is_fact or when is None:
        return None
    if statement.published and statement.published.last < when.first:
        return None
    word = _word(statement.qualifier)
    first, last = _limits(when, word)
    still = _still(statement, when) if word and word["still_going_on"] else None
    return Told(statement.claim_id, event_of(statement.metric), first, last, still, same, statement)


def lasted(statement: Statement, *, same: str = "") -> Lasted | None:
    """The days it says a mission took, `None` where it states no duration."""
    known = statement.about
    if known is None or known.family != "duration" or not statement.is_fact:
        return None
    span = range_of(statement)
    if span is None:
        return None
    least = math.floor(span.low / _HOURS) if span.low.is_finite() else None
    most = math.ceil(span.high / _HOURS) if span.high.is_finite() else None
    return Lasted(statement.claim_id, least, most, same, statement)


@cache
def _word(qualifier: str) -> dict[str, str] | None:
    """The row of the longest word of the table that stands in a qualifier."""
    found = [row for row in table("time_bounds") if re.search(rf"\b{row['word']}\b", qualifier.casefold())]
    return max(found, key=lambda row: len(row["word"]), default=None)


def _limits(when: When, word: dict[str, str] | None) -> tuple[int | None, int | None]:
    first, last = when.first.toordinal(), when.last.toordinal()
    around = max(last - first + 1, _LEAST_AROUND)
    meant = {"first": (first, first), "last": (last, last), "around": (first - around, last + around)}
    if word is None:
        return first, last
    earliest, latest = meant.get(word["earliest"]), meant.get(word["latest"])
    return earliest and earliest[0], latest and latest[1]


def _still(statement: Statement, when: When) -> int:
    """Who says "since November" says so when November is over, or on the day of the text where that is earlier."""
    told_by = statement.published.last if statement.published else date.max
    return max(when.first, min(when.last, told_by)).toordinal()
