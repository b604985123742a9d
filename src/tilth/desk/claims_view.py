"""The claims on record as people ask for them: each with who said it, its grade, its relations and its findings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tilth.conflicts.conflicts import conflicts
from tilth.conflicts.proposed import proposed
from tilth.desk.knowing import known_statements
from tilth.desk.programme import Programme
from tilth.evidence.register import Register, names_of
from tilth.evidence.source import plain
from tilth.evidence.statement import Statement, read_statement
from tilth.journal.upcast import upcast


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are asked for; `None` where it does not matter. Names may be parts of names."""

    metric: str | None = None
    subject: str | None = None
    speaker: str | None = None
    entries: frozenset[int] | None = None

    def takes(self, one: Statement) -> bool:
        """Whether a claim is among them."""
        return (
            (self.entries is None or one.entry in self.entries)
            and self.metric in (None, one.metric)
            and _has(self.subject, (one.subject, one.group))
            and _has(self.speaker, (one.speaker, *one.printed))
        )


def _has(part: str | None, names: Iterable[str]) -> bool:
    return part is None or any(plain(part) in plain(name) for name in names)


def claims(programme: Programme, wanted: Wanted, *, known_at: str | None = None) -> tuple[list[dict[str, Any]], str]:
    """The contract's list of claims in booking order, and how `known_at` was understood, empty where it is plain.

    Relations are sought among all claims known then, whichever of them are asked for.
    """
    known = known_statements(programme, known_at)
    chosen = [one for one in known.statements if wanted.takes(one)]
    relations = _relations(known.statements, known.register)
    findings = _findings(programme, {one.entry for one in chosen if one.entry})
    beside = _beside(known.register)
    return [
        _told(one, known.register)
        | {"relations": relations.get(one.claim_id, [])}
        | beside.get(one.claim_id, {})
        | ({"findings": found} if (found := findings.get(one.entry or 0)) else {})
        for one in chosen
    ], known.note


def _told(one: Statement, register: Register) -> dict[str, Any]:
    grading = register.grading(one)
    names = names_of(one)
    return {"claim_id": one.claim_id} | one.as_json() | {
        "who": one.who(),
        "source": names[0] if names else one.url,
        "grade": str(grading),
        "reliability": grading.reliability,
        "credibility": grading.credibility,
        "graded_by": [grade.as_json() for grade in grading.because],
    }  # fmt: skip


def _relations(told: list[Statement], register: Register) -> dict[str, list[dict[str, Any]]]:
    """What is stated, then what is computed, by claim, told from both ends."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in (*register.relations, *proposed(told, conflicts(told))):
        found[one.claim_id].append(one.as_json())
        if one.other:
            found[one.other].append(one.seen_from_other())
    return found


def _findings(programme: Programme, entries: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What is imperfect about the claims of some entries."""
    found = {}
    for sealed in programme.store.read(kinds=("statement",), drawn=False):
        if sealed.entry.number in entries:
            entry = upcast(sealed.entry)
            row = json.loads(entry.body) | {"claim_id": entry.source_id or ""}
            said = read_statement(row, number_of_row=entry.source_row, entry=entry.number)[1]
            found[entry.number] = [one.as_json() for one in said]
    return found


def _beside(register: Register) -> dict[str, dict[str, Any]]:
    """What people remarked on a claim, and which entries cite it as evidence."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for remark in register.remarks:
        found[remark.claim_id].setdefault("remarks", []).append(remark.as_json())
    for citation in register.citations:
        cited = citation.as_json() | {"cited_by": citation.of_entry}
        found[citation.claim_id].setdefault("evidence_for", []).append(cited)
    return found
