"""How metrics hang together (`terms/metric_links.csv`): flows of a total, a unit's share of it, parts of a sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tilth.terms import table


@dataclass(frozen=True, slots=True)
class Link:
    """One row: `parts` add to, are of, or make the `whole`; a flow is counted over `days` days."""

    whole: str
    parts: tuple[str, ...]
    days: int


@cache
def links(kind: str) -> tuple[Link, ...]:
    """All of one kind: flow, unit, share, sum or limit."""
    rows = [row for row in table("metric_links") if row["link"] == kind]
    return tuple(Link(row["whole"], tuple(row["parts"].split("|")), int(row["days"] or 0)) for row in rows)
