"""Victims, counted: by sex, age group, outcome and year. Nobody is named here, for the journal names nobody.

The disaggregation is that of the field's minimum data (IMAS 05.10). What is not stated is `unknown` and counts too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tilth.journal.entry import Entry
from tilth.terms.columns_people import FIELDS
from tilth.terms.columns_words import topics
from tilth.units.dates import parse_when
from tilth.units.person_key import is_key

UNKNOWN = "unknown"
BY = (*FIELDS, "year")


@dataclass(frozen=True, slots=True)
class Victim:
    """One person who was hurt, killed or involved."""

    entry: int
    year: str  # four digits; unknown where none or several are stated
    sex: str
    age_group: str
    outcome: str
    accident: str | None  # source id of the accident
    person: str | None  # key of the person in the vault


def victims(entries: Iterable[Entry]) -> list[Victim]:
    """The victims in entries given in order: victim records, and accidents of which one row is one person.

    An entry that was amended counts as it stands now, one that was withdrawn not at all.
    """
    live: dict[int, Victim] = {}
    for entry in entries:
        if entry.amends is not None:
            live.pop(entry.amends, None)
        if entry.kind in ("victim", "accident"):
            body: dict[str, Any] = json.loads(entry.body)
            if entry.kind == "victim" or "outcome" in body or is_key(body.get("person")):
                live[entry.number] = _victim(entry, body)
    return list(live.values())


def counts(people: Iterable[Victim], *, by: Iterable[str] = BY) -> Counter[tuple[str, ...]]:
    """How many there are for each combination of the fields named in `by`: sex, age_group, outcome, year.

    Raises AttributeError for a field that no victim has.
    """
    fields = tuple(by)
    return Counter(tuple(getattr(one, name) for name in fields) for one in people)


def _victim(entry: Entry, body: dict[str, Any]) -> Victim:
    person, accident = body.get("person"), body.get("accident_id")
    if entry.kind == "accident":
        accident = entry.source_id
    return Victim(
        entry=entry.number,
        year=_year(entry, body),
        accident=str(accident) if accident else None,
        person=person if is_key(person) else None,
        **{name: str(body.get(name) or UNKNOWN) for name in FIELDS},
    )


def _year(entry: Entry, body: dict[str, Any]) -> str:
    """The year of the day it happened, else of a column that is named for the year; none that is still to come."""
    columns = [value for name, value in body.items() if "year" in topics(name)]
    for stated in (entry.happened_on, body.get("year"), *columns):
        when = parse_when(str(stated)) if stated else None
        if when is not None and when.first.year == when.last.year <= int(entry.recorded_at[:4]):
            return str(when.first.year)
    return UNKNOWN
