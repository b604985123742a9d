"""Which of several statements of the same thing is used, and why the others are set aside.

The rule, the same everywhere: a plain report goes before a qualified amount ("nearly"), that before a figure derived
or estimated, that before one marked as conflicting or disputed; among equals the one published last (a revision);
then the first by name. What is set aside stays in the register and is listed beside the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from tilth.evidence.statement import Statement
from tilth.terms import table

RULE = "plain reports before qualified, derived and conflicting ones; then the one published last; then by name"


@dataclass(frozen=True, slots=True, order=True)
class SetAside:
    """A statement that was not used, and why."""

    claim_id: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The contract's object."""
        return {"id": self.claim_id, "why": self.why}


@cache
def _standings() -> tuple[tuple[re.Pattern[str], int], ...]:
    words = ((re.escape(row["words"]), int(row["standing"])) for row in table("qualifiers"))
    return tuple((re.compile(rf"(?<!\w){word}(?!\w)"), level) for word, level in words)


def standing(statement: Statement) -> int:
    """0 for a plain report, 1 qualified, 2 derived or estimated, 3 conflicting or disputed."""
    return _standing(statement.qualifier.lower())


@lru_cache(maxsize=4_096)
def _standing(qualifier: str) -> int:
    return max((level for words, level in _standings() if words.search(qualifier)), default=0)


def is_qualified(statement: Statement) -> bool:
    """Whether its source adds something to the bare figure."""
    return statement.qualifier.lower() not in ("", "reported")


def preference(statement: Statement) -> tuple[int, int, str, str]:
    """Sort key of the rule above: the first in this order is used."""
    published = -statement.published.last.toordinal() if statement.published else 0
    return standing(statement), published, statement.claim_id, repr(statement)


def why_not(other: Statement, chosen: Statement) -> str:
    """Why `other` stands aside for `chosen`, a statement of the same thing."""
    if other.area_m2 == chosen.area_m2:
        return f"says the same as {chosen.claim_id}"
    return f"{chosen.claim_id} is used instead ({RULE})"


def is_foretold(statement: Statement) -> bool:
    """Whether it was published before the day, or the end of the period, it describes: a forecast, not a report."""
    described = statement.period.last if statement.period else statement.as_of and statement.as_of.first
    return bool(described and statement.published and statement.published.last < described)


def set_aside(statements: Iterable[Statement], why: str) -> list[SetAside]:
    """All of them set aside for one reason."""
    return [SetAside(statement.claim_id, why) for statement in statements]
