"""What land rests on: every live hazard and release with the claims it cites, and those that cite none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tilth.desk.programme import Programme
from tilth.desk.register import register_of
from tilth.evidence.citation import Citation
from tilth.journal.entry import LAND_KINDS
from tilth.terms.finding import Finding, finding


def cited(programme: Programme) -> Iterator[dict[str, Any]]:
    """Every live hazard and release in booking order with its evidence, and a finding where there is none.

    What an entry cited, the entry that amends it cites too.
    """
    land: dict[int, tuple[str, str | None]] = {}
    successor: dict[int, int] = {}
    for sealed in programme.store.read(kinds=(*LAND_KINDS, "withdrawal")):
        entry = sealed.entry
        if entry.amends is not None:
            successor[entry.amends] = entry.number
            land.pop(entry.amends, None)
        if entry.kind in LAND_KINDS:
            land[entry.number] = (entry.kind, entry.source_id)
    register, told = register_of(programme)
    claims = {one.claim_id for one in told}
    evidence: dict[int, list[Citation]] = defaultdict(list)
    for one in register.citations:
        evidence[_now(one.of_entry, successor)].append(one)
    for number, what in land.items():
        yield _row(number, *what, evidence.get(number, []), claims)


def _now(number: int, successor: dict[int, int]) -> int:
    while number in successor:
        number = successor[number]
    return number


def _row(number: int, kind: str, name: str | None, evidence: list[Citation], claims: set[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": number, "kind": kind, "id": name}
    found = _findings(number, kind, name, evidence, claims)
    told["evidence"] = [one.as_json() | {"cited_in": one.stated.entry} for one in evidence]
    return told | ({"findings": [one.as_json() for one in found]} if found else {})


def _findings(number: int, kind: str, name: str | None, evidence: list[Citation], claims: set[str]) -> list[Finding]:
    name = name or "without an id"
    if not evidence:
        return [finding("no_evidence_cited", entry=number, kind=kind, id=name)]
    return [
        finding("cites_withdrawn", entry=number, kind=kind, id=name, claim=one.claim_id, of=one.stated.entry)
        for one in evidence
        if one.claim_id not in claims
    ]
