"""Conflicts on record: which statements cannot all hold, if something is so, and what people remarked on them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from tilth.conflicts.conflict import SEVERITIES, Conflict
from tilth.conflicts.conflicts import conflicts
from tilth.desk.knowing import known_statements
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.evidence.citation import Noted
from tilth.evidence.register_rules import known_words


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The conflicts asked for, each with the remarks that note the same; and the remarks that none of them answers."""

    conflicts: list[tuple[Conflict, list[Noted]]]
    only_noted: list[Noted]
    claims: int  # how many statements were compared
    note: str

    def as_json(self) -> list[dict[str, Any]]:
        """The contract's list; `noted` holds the remarks of people, where there are any."""
        return [
            one.as_json() | ({"noted": [noted.as_json() for noted in remarks]} if remarks else {})
            for one, remarks in self.conflicts
        ]


def conflicting(
    programme: Programme, *, kind: str | None = None, severity: str | None = None, known_at: str | None = None
) -> Conflicting:
    """The conflicts among the statements known at a moment, the gravest first, of one kind or severity or of all."""
    _known("The kind", kind, known_words("conflicts", "kind"))
    _known("The severity", severity, SEVERITIES)
    known = known_statements(programme, known_at)
    every = conflicts(known.statements)
    here = {one.claim_id for one in known.statements}
    remarks = [one for one in known.register.remarks if one.claim_id in here and kind in (None, one.kind)]
    by_claim: dict[tuple[str, str], list[Noted]] = defaultdict(list)
    for noted in remarks:
        by_claim[noted.kind, noted.claim_id].append(noted)
    beside = [(one, _of(one, by_claim)) for one in every]
    answered = {noted for _, of_one in beside for noted in of_one}
    return Conflicting(
        [(one, of_one) for one, of_one in beside if kind in (None, one.kind) and severity in (None, one.severity)],
        [noted for noted in remarks if noted not in answered],
        len(known.statements),
        known.note,
    )


def _of(conflict: Conflict, by_claim: dict[tuple[str, str], list[Noted]]) -> list[Noted]:
    """The remarks of the conflict's kind on any of its claims."""
    return [noted for claim in (*conflict.claims, *conflict.also) for noted in by_claim.get((conflict.kind, claim), [])]


def _known(what: str, text: str | None, known: tuple[str, ...]) -> None:
    if text is not None and text not in known:
        raise Refusal("422.1", what=what, text=text, hint=f"Known are: {', '.join(known)}.")
