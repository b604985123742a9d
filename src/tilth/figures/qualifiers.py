"""Words beside a figure that belong to it: "over", "at least", "or so"."""

from __future__ import annotations

import re
from functools import cache

from tilth.figures.words import any_of
from tilth.terms import table

_LONGEST = 45  # characters
_PREPOSITION_OF_TIME = re.compile(
    r"\b(?:for|of|just|well|lasted?|lasting|after|took|takes?|taken|at|spent|little|slightly|is|was|has|have|had)\s+over\s+$",
    re.IGNORECASE,
)


@cache
def _before() -> re.Pattern[str]:
    words = any_of(row["words"] for row in table("qualifiers") if row["stands"] in ("before", "both"))
    return re.compile(rf"(?<![\w-])({words}(?:\s+{words})?)\s*$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    words = any_of(row["words"] for row in table("qualifiers") if row["stands"] in ("after", "both"))
    return re.compile(rf"[\s-]*({words})(?!\w)", re.IGNORECASE)


def qualifier_before(text: str, position: int, *, is_time: bool) -> tuple[str, int] | None:
    """The qualifier that ends right before `position` and where it starts. "Over three months" is none of time."""
    found = _before().search(text, max(0, position - _LONGEST), position)
    if not found:
        return None
    words = re.sub(r"\s+", " ", found[1].lower())
    if is_time and words == "over" and not _PREPOSITION_OF_TIME.search(text, max(0, position - _LONGEST), position):
        return None
    return words, found.start(1)


def qualifier_after(text: str, position: int) -> tuple[str, int] | None:
    """The qualifier that starts right behind `position` and where it ends."""
    found = _after().match(text, position)
    return (re.sub(r"\s+", " ", found[1].lower()), found.end()) if found else None
