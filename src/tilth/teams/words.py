"""The words of teams in the vocabulary: whatever way a kind or skill is written, it means one row of its table."""

from __future__ import annotations

import re
from functools import cache

from tilth.terms import table


def plain_word(text: str) -> str:
    """A word without what two ways of writing it differ in: capitals, blanks, hyphens and underscores."""
    return " ".join(re.split(r"[\s_-]+", text.casefold().strip()))


@cache
def _rows(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their code, which is the first column."""
    return {next(iter(row.values())): row for row in table(name)}


@cache
def _codes(name: str) -> dict[str, str]:
    """Every way to write a code of a table."""
    return {
        plain_word(word): code
        for code, row in _rows(name).items()
        for word in (*row["written_as"].split("|"), row["name"], code)
    }


def code_of(name: str, text: str) -> str:
    """The code that `text` means in the table `name`; empty if none is known by it."""
    return _codes(name).get(plain_word(text), "")


def row_of(name: str, code: str) -> dict[str, str]:
    """The row of a code. Raises KeyError for a code that is not in the table."""
    return _rows(name)[code]


def known_words(name: str) -> str:
    """The codes of a table in order, for a sentence."""
    return ", ".join(_rows(name))


def skills_in(text: str) -> tuple[str, ...]:
    """The parts of a list of skills, as written."""
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())


def rank_of(text: str) -> int:
    """How high an EOD level is, 1 to 4 (3+ is 4); 0 if the text is none."""
    code = code_of("skills", text)
    return int(row_of("skills", code)["eod_rank"] or 0) if code else 0
