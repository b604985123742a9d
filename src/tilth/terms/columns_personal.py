"""Which columns are about persons: judged by their headings, by what stands in them, and by what other cells repeat.

A heading with the word for "name" is about a person unless it says whose name it is: a village, a team, a device.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tilth.terms import table
from tilth.terms.columns_words import fold, matches, topics, underscored
from tilth.units.person_key import is_key

PERSON_RECORDS = ("accident", "victim", "staff")  # one row is about one or several persons
_SET_ASIDE_NAMES = re.compile(r"_(as_(read|stated)|\d+)$")  # behind a name that another column has already
_HOLDS = 0.5  # of the texts that could be names, so many must hold a given name
_SHORTEST = 4  # letters of a name that is looked for in other cells
_FREE_TEXT = 4  # words; a shorter cell is a word of a list and not a remark
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Apart:
    """What was taken out of a table. Every list is as long as the table; None where nothing was taken."""

    values: dict[str, list[Any]] = field(default_factory=dict)  # column -> values as read
    mentioned: list[tuple[str, int]] = field(default_factory=list)  # cells that name a person of their row

    def of_row(self, at: int) -> dict[str, Any]:
        """What was taken out of one row, by column."""
        return {name: column[at] for name, column in self.values.items() if column[at] not in (None, "")}


@cache
def personal_topic(name: str, *, record: str) -> str:
    """What a column of this name says about persons: name, birth, contact, address, document; empty for nothing."""
    plain = _SET_ASIDE_NAMES.sub("", underscored(name))
    rows = (row for row in table("personal_columns") if not row["records"] or record in row["records"].split())
    return next((row["topic"] for row in rows if _is_named(plain, row["match"], row["name"])), "")


def _is_named(plain: str, how: str, pattern: str) -> bool:
    if how != "word":
        return matches(plain, how, pattern)
    return fold(pattern) in plain.split("_") and not names_a_thing(plain)


@cache
def names_a_thing(name: str) -> bool:
    """Whether a heading says that it is about a place, an organisation, a device or a document."""
    things = tuple(fold(row["word"]) for row in table("impersonal_words"))
    return any(word.startswith(things) for word in underscored(name).split("_"))


def take_persons_apart(columns: dict[str, list[Any]], *, records: Sequence[str | None]) -> Apart:
    """Take what is about persons out of `columns`, in place; `records` says what each row is a record of.

    A column of which nothing is left goes. Rows of no record (None) are left alone.
    """
    apart = Apart()
    for name in list(columns):
        if taken := _rows_about_persons(name, columns[name], records):
            _take(columns, name, taken, apart)
    for name, at in _mentions(columns, apart, records):
        _take(columns, name, [at], apart)
        apart.mentioned.append((name, at))
    return apart


def _take(columns: dict[str, list[Any]], name: str, rows: Sequence[int], apart: Apart) -> None:
    values = columns[name]
    kept = apart.values.setdefault(name, [None] * len(values))
    left = list(values)
    for at in rows:
        kept[at], left[at] = values[at], None
    if len(rows) == len(values) or all(value in (None, "") for value in left):
        del columns[name]
    else:
        columns[name] = left


def _rows_about_persons(name: str, values: Sequence[Any], records: Sequence[str | None]) -> list[int]:
    if underscored(name) == "person" and all(value in (None, "") or is_key(value) for value in values):
        return []  # keys of persons, as tilth itself writes them
    named = {record for record in set(records) if record and personal_topic(name, record=record)}
    rows = [at for at, record in enumerate(records) if record in named]
    if rows:
        return rows
    about = [at for at, record in enumerate(records) if record in PERSON_RECORDS]
    if "age_group" in topics(name):
        return [at for at in about if is_exact_age(values[at])]
    if not about or names_a_thing(name) or name in _known_fields():
        return []
    return about if _holds_names([values[at] for at in about]) else []


@cache
def _known_fields() -> frozenset[str]:
    """Fields that are not about persons whatever stands in them: those of the records, and who states the row."""
    return frozenset(row["field"] for record in ("accident", "victim") for row in table(record)) | {"said_by"}


def is_exact_age(value: object) -> bool:
    """Whether a cell states an age in years. Groups such as `18-59` and words are no exact age."""
    if isinstance(value, bool) or value is None:
        return False
    try:
        return 0 <= float(str(value).strip().replace(",", ".")) < 130
    except ValueError:
        return False


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in table("given_names"))


def _holds_names(values: Sequence[Any]) -> bool:
    """Whether most texts look like names of persons: two to five words, one of them a given name."""
    texts = {fold(value) for value in values if isinstance(value, str) and 2 <= len(value.split()) <= 5}
    names = {text for text in texts if text.replace(" ", "").replace("-", "").replace(".", "").isalpha()}
    known = sum(not _given_names().isdisjoint(text.split()) for text in names)
    stated = sum(value not in (None, "") for value in values)
    alike = sum(isinstance(value, str) and fold(value) in names for value in values)
    return known > 0 and known >= _HOLDS * len(texts) and alike >= _HOLDS * stated


def _mentions(columns: Mapping[str, list[Any]], apart: Apart, records: Sequence[str | None]) -> list[tuple[str, int]]:
    """Cells that repeat what a person's own columns say in the same row: the whole of it, or a name in a remark."""
    topic = {
        name: next((said for record in PERSON_RECORDS if (said := personal_topic(name, record=record))), "name")
        for name in apart.values
    }
    found: list[tuple[str, int]] = []
    texts = {name: values for name, values in columns.items() if any(isinstance(value, str) for value in values)}
    for at, record in enumerate(records):
        if record not in PERSON_RECORDS or not (own := apart.of_row(at)):
            continue
        whole = {fold(str(value)) for value in own.values() if _counts(str(value))}
        words = {word for name, value in own.items() if topic[name] == "name" for word in _words(str(value))}
        found += [
            (name, at)
            for name, values in texts.items()
            if isinstance(cell := values[at], str) and _names(fold(cell), whole, words, free=not names_a_thing(name))
        ]
    return found


def _counts(value: str) -> bool:
    return len("".join(_WORDS.findall(value))) >= _SHORTEST


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(fold(text)) if len(word) >= _SHORTEST]


def _names(cell: str, whole: set[str], words: set[str], *, free: bool) -> bool:
    if any(text in cell for text in whole):
        return True
    return free and len(cell.split()) >= _FREE_TEXT and not words.isdisjoint(_WORDS.findall(cell))
