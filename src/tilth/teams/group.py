"""Certificates that can stand in for each other: of one kind, about one person or asset, or a team and its operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tilth.teams.certificate import Certificate
from tilth.teams.spans import Span, around, union
from tilth.teams.words import rank_of, row_of


@dataclass(slots=True)
class Group:
    """Certificates of one kind about one person or asset, or about a team and its operator."""

    team: str
    part: str  # team, member, or a kind of asset
    kind: str
    certificates: list[Certificate]
    _days: dict[int, tuple[Span, ...]] = field(default_factory=dict)  # by EOD level, once asked for

    @property
    def name(self) -> str:
        """What they are called; with the level where all have the same."""
        names = {one.name for one in self.certificates}
        return names.pop() if len(names) == 1 else row_of("certificate_kinds", self.kind)["name"]

    @property
    def who(self) -> str:
        """Whom or what they are about."""
        return " and ".join(dict.fromkeys(one.who for one in self.certificates))

    def run(self, on: date, *, rank: int = 0) -> Span | None:
        """The days around `on` on each of which one is valid, of EOD level `rank` or higher."""
        if rank not in self._days:
            self._days[rank] = union(
                span for one in self.certificates if rank_of(one.level) >= rank for span in one.days
            )
        return around(self._days[rank], on)

    def begun(self, on: date) -> list[Certificate]:
        """Those that had begun by a day."""
        return [one for one in self.certificates if one.period.span[0] <= on.toordinal()]
