"""Rows about persons on their way into the journal: what must not come with them, and the age group they state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tilth.terms.columns_people import age_group, group_of
from tilth.terms.columns_personal import PERSON_RECORDS, Apart, personal_topic
from tilth.terms.columns_words import topics
from tilth.terms.finding import Finding
from tilth.units.dates import When, parse_when

_EXTRA = re.compile(r"extra_\d+")
_WITHHELD = "The finding quotes a value about a person, which is left out here. See the row at its source."


def unquoted(found: Finding, persons: Apart) -> Finding:
    """The finding without its words where it is about cells that were taken out before it could be judged."""
    own = found.kind in ("personal_column", "person_in_text")
    return replace(found, sentence=_WITHHELD) if found.field in persons.values and not own else found


def shifted_rows(columns: Mapping[str, list[Any]], persons: Apart) -> list[int]:
    """Rows of a table about persons with cells beyond its heading: a name may stand in any column of theirs."""
    if not persons.values:
        return []
    extra = [values for name, values in columns.items() if _EXTRA.fullmatch(name)]
    extra += [values for name, values in persons.values.items() if _EXTRA.fullmatch(name)]
    return sorted({at for values in extra for at, value in enumerate(values) if value not in (None, "")})


def age_group_of(fields: Mapping[str, Any], when: When | None) -> str | None:
    """The age group from what a row says of a person: an age in years, else the day of birth and the day it happened.

    None where the age could be in two groups.
    """
    for name, value in fields.items():
        if "age_group" in topics(name) and (group := age_group(value)):
            return group
    for name, value in fields.items():
        if any(personal_topic(name, record=record) == "birth" for record in PERSON_RECORDS):
            born = parse_when(str(value).removesuffix(".0"))
            if born is not None and when is not None and born.last <= when.first:
                return group_of(_years(born.last, when.first), _years(born.first, when.last))
    return None


def _years(start: date, end: date) -> int:
    """Whole years from a birthday to a day."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
