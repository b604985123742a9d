"""Words of tables in several languages: how nothing is said, months, what a column's name promises, who is a person."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tilth.terms import table

_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """`text` for comparison: no accents, no capitals, single blanks. `Sin Información` becomes `sin informacion`."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def underscored(name: str) -> str:
    """A column's name with one underscore for everything between words: `Date of Birth` becomes `date_of_birth`."""
    return _NOT_WORD.sub("_", fold(name)).strip("_")


@cache
def text_nulls() -> frozenset[str]:
    """Folded words that say that nothing is known."""
    return frozenset(fold(row["word"]) for row in table("text_nulls"))


@cache
def months() -> dict[str, int]:
    """Folded name of a month in any known language -> 1 to 12."""
    return {fold(row[str(number)]): number for row in table("months") for number in range(1, 13)}


@cache
def words_of(topic: str) -> frozenset[str]:
    """Folded words that stand in columns of `topic`, e.g. those for the sex of a person."""
    return frozenset(fold(row["word"]) for row in table("column_values") if row["topic"] == topic)


@cache
def topics_with_words() -> tuple[str, ...]:
    """Every topic that has a list of words, in the order of the table."""
    return tuple(dict.fromkeys(row["topic"] for row in table("column_values")))


@cache
def topics(name: str) -> frozenset[str]:
    """What a column of this name is expected to hold; a name can promise several things (`estado`) or nothing."""
    return frozenset(row["topic"] for row in table("column_names") if matches(name, row["match"], row["name"]))


@cache
def codes_of(topic: str) -> dict[str, str]:
    """Folded word -> code, for the topics whose words have codes: sex, outcome, age_group."""
    return {fold(row["word"]): row["code"] for row in table("column_values") if row["topic"] == topic and row["code"]}


def matches(name: str, how: str, pattern: str) -> bool:
    """Patterns that begin or end with an underscore match whole words only."""
    bounded = pattern.startswith("_") or pattern.endswith("_")
    have = underscored(name) if bounded else underscored(name).replace("_", "")
    want = fold(pattern) if bounded else underscored(pattern).replace("_", "")
    match how:
        case "exact":
            return have == want
        case "start":
            return have.startswith(want)
        case "end":
            return have.endswith(want)
        case _:
            return want in have
