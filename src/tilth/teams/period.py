"""A period with a stated beginning and end, each as precise as it was stated, each of them optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tilth.teams.spans import ALWAYS, Span
from tilth.units.dates import When, parse_when


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day its beginning can mean to the last day its end can mean: "2026" is the whole year."""

    starts: When | None = None
    ends: When | None = None

    @property
    def span(self) -> Span:
        """First and last day as numbers; without a beginning it always was, without an end it goes on."""
        first = self.starts.first.toordinal() if self.starts else ALWAYS[0]
        return first, self.ends.last.toordinal() if self.ends else ALWAYS[1]

    def holds(self, on: date) -> bool:
        """Whether the day lies in it."""
        first, last = self.span
        return first <= on.toordinal() <= last

    def as_json(self) -> dict[str, str | None]:
        """Both ends as they were stated."""
        return {"from": str(self.starts) if self.starts else None, "until": str(self.ends) if self.ends else None}


def period_of(body: Mapping[str, str]) -> Period:
    """The period that the fields `from` and `until` state."""
    return Period(parse_when(body.get("from", "")), parse_when(body.get("until", "")))
