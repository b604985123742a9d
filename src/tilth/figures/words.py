"""Alternations for regular expressions, made from the word tables of the vocabulary.

Each table has columns `words`, `role` and one for what the words stand for. Roles of `counted_words.csv`: *many*,
*one* and *mass* are nouns that are counted, in the plural, the singular or without either; *of* holds what follows
("pieces of"); *ends* ends a phrase; *filler* may stand before a unit; *before* and *after be* tell of people without
naming them ("killed 12", "12 were hurt"); *label* and *Label*, the latter with its capital, make a number a name. Roles
of `unit_words.csv`: *unit* and *before* stand behind and before a figure, *per* and *rate* make a rate of it. Roles of
`number_words.csv` and `date_words.csv` are explained where they are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tilth.terms import table


@cache
def words_of(name: str, role: str) -> dict[str, str]:
    """The words of one role in `terms/NAME.csv`, each with its unit, value or meaning (the table's other column)."""
    (other,) = set(table(name)[0]) - {"words", "role"}
    return {row["words"]: row[other] for row in table(name) if row["role"] == role}


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; a blank in a word stands for any blanks."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"
