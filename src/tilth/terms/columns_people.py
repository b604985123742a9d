"""Sex, age group and outcome of persons as codes, whatever the columns and the words of a table are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tilth.terms import table
from tilth.terms.columns_personal import is_exact_age
from tilth.terms.columns_words import codes_of, fold, topics

FIELDS = ("sex", "age_group", "outcome")  # each is a field of a record, a topic of headings, and a list of words
_HOLDS = 0.5  # so many of the texts must be words of the topic
_OLDEST = 130  # years
_RANGE = re.compile(r"\D*(\d{1,3})\s*(?:-|–|to|a|y|до)\s*(\d{1,3})\D*")
_FROM = re.compile(r"(?:>=?|over|from|mas de|от)\s*(\d{1,3})\D*|(\d{1,3})\s*\+")
_BELOW = re.compile(r"(?:<|under|below|menos de|до)\s*(\d{1,3})\D*")


def people_codes(columns: Mapping[str, Sequence[Any]]) -> dict[str, list[str | None]]:
    """For each of `FIELDS` that some column states: its code in every row, None where the row does not say.

    The column is found by what stands in it; a heading counts only between columns that fit alike, because tables
    exist whose headings are exchanged.
    """
    found = {}
    for topic in FIELDS:
        named = {name for name in columns if topic in topics(name) or name == topic}
        read = {name: [_code(topic, value, name in named) for value in values] for name, values in columns.items()}
        best = max(read, key=lambda name: (*_fit(columns[name], read[name]), name in named), default=None)
        if best is not None and _fit(columns[best], read[best])[0] >= _HOLDS:
            found[topic] = read[best]
    return found


def _fit(values: Sequence[Any], codes: Sequence[str | None]) -> tuple[float, bool]:
    """The share of stated values that have a code, and whether there are any."""
    stated = sum(value not in (None, "") for value in values)
    known = sum(code is not None for code in codes)
    return (known / stated if stated else 0.0, known > 0)


def _code(topic: str, value: object, is_named: bool) -> str | None:
    """The code of one cell, None if it is no word of the topic. Ranges are ages only where the heading says so."""
    if not isinstance(value, str):
        return None
    code = codes_of(topic).get(fold(value))
    return code or (_group_of_range(fold(value)) if topic == "age_group" and is_named else None)


@lru_cache(maxsize=1_000)
def _group_of_range(text: str) -> str | None:
    if found := _RANGE.fullmatch(text):
        return group_of(int(found[1]), int(found[2]))
    if found := _BELOW.fullmatch(text):
        return group_of(0, int(found[1]) - 1)
    if found := _FROM.fullmatch(text):
        return group_of(int(found[1] or found[2]), _OLDEST)
    return None


def age_group(value: object) -> str | None:
    """The group of an age in years; None if the cell states none."""
    if not is_exact_age(value):
        return None
    years = int(float(str(value).strip().replace(",", ".")))
    return group_of(years, years)


def group_of(youngest: int, oldest: int) -> str | None:
    """The age group that holds every age from `youngest` to `oldest` in years; None if there is none."""
    if not 0 <= youngest <= oldest <= _OLDEST:
        return None
    for row in table("age_groups"):
        if int(row["from_years"]) <= youngest and (not row["to_years"] or oldest <= int(row["to_years"])):
            return row["code"]
    return None
