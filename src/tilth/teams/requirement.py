"""What an action asks for, as an authority states it: one row of `terms/required_certificates.csv` each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tilth.teams.words import plain_word, rank_of
from tilth.terms import table


@dataclass(frozen=True, slots=True)
class Requirement:
    """A kind of certificate that an action needs, and who must hold it."""

    action: str  # its first name
    actions: frozenset[str]  # every name of it
    needs: str  # a kind of certificate
    rank: int  # the lowest EOD level that will do, 0 for none
    held_by: frozenset[str]  # team (and its operator), member, or a kind of asset
    every: bool  # each of them must hold it, not one
    finding: str  # the kind of finding where it is missing

    def is_for(self, action: str) -> bool:
        """Whether an action asks for it, in any of the ways the table writes it."""
        return plain_word(action) in self.actions


def requirements(rows: Iterable[Mapping[str, str]] | None = None) -> tuple[Requirement, ...]:
    """The rows of a table of requirements; those of the package if none are given."""
    given = table("required_certificates") if rows is None else rows
    return tuple(
        Requirement(
            row["action"].split("|")[0],
            frozenset(map(plain_word, row["action"].split("|"))),
            row["needs"],
            rank_of(row["level"]),
            frozenset("team" if part == "operator" else part for part in row["held_by"].split("|")),
            row["how_many"] == "every",
            row["finding"],
        )
        for row in given
    )
