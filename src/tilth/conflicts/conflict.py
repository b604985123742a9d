"""A conflict: statements that cannot all hold, under which assumptions, and in one plain sentence.

Nobody is called wrong: a conflict names the smallest set of statements that clash, what must be assumed for them to
clash, and what would reconcile them. What is only explained (a rounding, another scope) has the severity "info".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tilth.terms import table

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One smallest set of statements that clash. Without any one of `claims` the others can all hold."""

    kind: str  # a row of terms/conflicts.csv
    severity: str  # error, warning or info
    claims: tuple[str, ...]  # claim ids: one stands for all that say the same
    assumptions: tuple[str, ...]  # sentences that must hold for the clash
    sentence: str
    reconciled_by: tuple[str, ...] = ()  # sentences: what would make them agree
    also: tuple[str, ...] = ()  # claim ids that say the same as a member, or clash with it in the same way

    @property
    def id(self) -> str:
        """The same for the same kind and set, whatever else is on record."""
        content = "\x1f".join((self.kind, *sorted(self.claims)))
        return "C" + hashlib.sha256(content.encode()).hexdigest()[:10]

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        return {
            "id": self.id,
            "kind": self.kind,
            "severity": self.severity,
            "claims": list(self.claims),
            "assumptions": list(self.assumptions),
            "sentence": self.sentence,
            "reconciled_by": list(self.reconciled_by),
            "also": list(self.also),
        }


@cache
def usual_severity(kind: str) -> str:
    """The severity of a kind where nothing is assumed beyond the words. Raises KeyError for an unknown kind."""
    return {row["kind"]: row["severity"] for row in table("conflicts")}[kind]


def in_order(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Each once, the gravest first, then by kind and claims: the same order for the same conflicts."""
    order = {name: at for at, name in enumerate(SEVERITIES)}
    unique = {one.id: one for one in conflicts}
    return tuple(sorted(unique.values(), key=lambda one: (order[one.severity], one.kind, one.claims)))
