"""Relations between claims: repeats, rewrites, corrects, supports, contradicts. Stated by a person, or computed.

What is computed is a proposal from the words and figures on record, always labelled so; a person's word stands beside
it, and neither replaces the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tilth.evidence.source import Stated
from tilth.terms import table


@dataclass(frozen=True, slots=True)
class Relation:
    """One claim's relation to another, or to a text of which only the outlet is known: `other` is empty then."""

    claim_id: str
    relation: str  # a row of terms/relations.csv
    other: str
    why: str
    source: str = ""  # that outlet, empty where it is not said
    stated: Stated | None = None  # None: computed

    def as_json(self) -> dict[str, object]:
        """The relation as its own claim tells it."""
        told: dict[str, object] = {"relation": self.relation, "claim_id": self.other or None}
        told |= {"source": self.source} if self.source else {}
        told |= {"why": self.why, "computed": self.stated is None}
        return told | ({**self.stated.as_json()} if self.stated else {})

    def seen_from_other(self) -> dict[str, object]:
        """The relation as the other claim tells it: "repeated by" for "repeats"."""
        return self.as_json() | {"relation": inverses()[self.relation], "claim_id": self.claim_id}


@cache
def inverses() -> dict[str, str]:
    """Every relation with the words for its other direction."""
    return {row["relation"]: row["inverse"] for row in table("relations")}


@cache
def _rewriting() -> re.Pattern[str]:
    words = "|".join(row["outlet_words"] for row in table("relations") if row["outlet_words"])
    return re.compile(rf"\b(?:{words})\b(?:\s+(?:of|from)\b)?\s*([^()]*)", re.IGNORECASE)


def rewritten_from(outlet: str) -> str | None:
    """The outlet whose text this one says it rewrites, empty if it does not say whose; `None` if it does not say so."""
    found = _rewriting().search(outlet)
    return found[1].strip() if found else None
