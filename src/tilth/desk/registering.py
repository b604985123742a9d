"""Registering: what a person says about sources and claims, each one entry that can be amended and withdrawn.

Every function checks that what it names is on record, writes one entry, and answers what was booked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.register import register_of
from tilth.evidence.register import Register, names_of
from tilth.evidence.register_rules import fault_of
from tilth.evidence.source import plain
from tilth.evidence.statement import Statement
from tilth.journal.entry import LAND_KINDS, POINT_KINDS
from tilth.units.dates import When, parse_when

_COMPARED = 5_000  # names compared with one that is not on record
CITING_KINDS = (*LAND_KINDS, *POINT_KINDS, "task")


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who writes an entry, and when."""

    author: str
    now: datetime


def add_source(programme: Programme, name: str, *, kind: str, aliases: list[str], clerk: Clerk) -> list[Booked]:
    """Say who a source is; each other name of it becomes an entry of its own. An earlier word on it is amended."""
    register, _ = register_of(programme)
    earlier = next((one for one in register.sources if plain(one.name) == plain(name)), None)
    drafts = [_draft("source", {"name": name, "source_kind": kind}, clerk, source_id=name)]
    drafts[0].amends = earlier.stated.entry if earlier else None
    drafts += [_alias(register, name, other, why="stated with the source", clerk=clerk) for other in aliases]
    return write(programme, drafts, author=clerk.author, now=clerk.now)


def add_alias(programme: Programme, name: str, other: str, *, why: str, clerk: Clerk) -> Booked:
    """Say that `other` is another name of the source `name`. Withdraw the entry to take them apart again."""
    register, _ = register_of(programme)
    return _write(programme, _alias(register, name, other, why=why, clerk=clerk), clerk)


def add_report(programme: Programme, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Keep a document: `sha256` of its bytes, and published, title, outlet, url as far as they are known.

    A later word on the same document amends the earlier one.
    """
    published = fields.get("published", "")
    when = parse_when(published) if published else None
    if published and when is None:
        raise Refusal("422.1", what="The date", text=published, hint="Write 2025-12-12, 2025-12 or 2025.")
    known = {name: text for name, text in fields.items() if text}
    draft = _draft("report", known, clerk, source_id=fields.get("sha256"), when=when)
    register, _ = register_of(programme)
    same = [one.stated.entry for one in register.reports if one.sha256 == fields.get("sha256")]
    draft.amends = same[-1] if same else None
    return _write(programme, draft, clerk)


def grade(programme: Programme, target: str, text: str, *, why: str, clerk: Clerk) -> Booked:
    """Grade a source (A to F) or a claim (1 to 6, or both halves). The later grade holds; the earlier ones stay."""
    register, told = register_of(programme)
    if any(one.claim_id == target for one in told):
        about = "claim"
    elif known := _known_source(target, register, told):
        about, target = "source", known
    else:
        raise _nobody(target, register, told)
    body = {"target": target, "about": about, "grade": text.strip().upper(), "why": why}
    return _write(programme, _draft("grade", body, clerk), clerk)


def relate(programme: Programme, claim: str, relation: str, other: str, *, why: str, clerk: Clerk) -> Booked:
    """State a relation between two claims."""
    _, told = register_of(programme)
    for one in (claim, other):
        _must_be_a_claim(one, told)
    body = {"claim_id": claim, "relation": relation, "other_claim": other, "why": why}
    return _write(programme, _draft("relation", body, clerk), clerk)


def cite(programme: Programme, number: int, *, claim: str, role: str, why: str, clerk: Clerk) -> Booked:
    """Name a claim as the evidence of an entry about land, an accident, a find or a task."""
    entry = programme.store.entry(number)
    if entry is None:
        path = getattr(programme.store, "path", "FILE")
        raise Refusal("404.3", entry=number, last=programme.store.head().entries, path=path)
    if entry.kind not in CITING_KINDS:
        raise Refusal("409.8", entry=number, kind=entry.kind)
    successor = programme.store.replacement(number)
    if successor is not None:
        raise Refusal("409.3", entry=number, by=successor)
    _, told = register_of(programme)
    _must_be_a_claim(claim, told)
    body = {"of_entry": number, "claim_id": claim, "role": role, "why": why}
    return _write(programme, _draft("citation", body, clerk), clerk)


def same(programme: Programme, subject: str, taken_as: str, *, why: str, clerk: Clerk) -> Booked:
    """Assume that a printed name of a subject means another; it holds for every claim on it until withdrawn."""
    register, told = register_of(programme)
    subjects = {plain(name) for one in told for name in (one.subject, one.group) if name}
    if plain(subject) not in subjects:
        names = sorted({one.subject for one in told if one.subject})
        raise Refusal("404.4", what="claim on the subject", name=subject, hint=near(subject, names))
    if any(plain(one.of) == plain(subject) for one in register.identities_from(taken_as)):
        raise Refusal("409.9", name=subject, other=taken_as)
    body = {"name": subject, "taken_as": taken_as, "why": why}
    return _write(programme, _draft("identity", body, clerk), clerk)


# --- drafts ---------------------------------------------------------------------------------------------------------


def _draft(
    kind: str, body: dict[str, Any], clerk: Clerk, *, source_id: str | None = None, when: When | None = None
) -> Draft:
    """A checked draft, said by its author today. Raises Refusal for what is not known or not said."""
    fault = fault_of(kind, body)
    if fault:
        raise Refusal("422.2", kind=kind, fault=fault)
    today = parse_when(clerk.now.date().isoformat())
    return Draft(kind, clerk.author, when or today, source_id, body=body)


def _alias(register: Register, name: str, other: str, *, why: str, clerk: Clerk) -> Draft:
    if any(plain(one.of) == plain(other) for one in register.aliases_from(name)):
        raise Refusal("409.9", name=other, other=name)
    return _draft("alias", {"name": other, "of_source": name, "why": why}, clerk)


def _write(programme: Programme, draft: Draft, clerk: Clerk) -> Booked:
    return write(programme, [draft], author=clerk.author, now=clerk.now)[0]


# --- what is on record ----------------------------------------------------------------------------------------------


def _must_be_a_claim(claim: str, told: list[Statement]) -> None:
    ids = [one.claim_id for one in told]
    if claim not in ids:
        raise Refusal("404.4", what="claim", name=claim, hint=near(claim, ids))


def known_names(register: Register, told: list[Statement]) -> list[str]:
    """Everybody who is a source here: stated, or named in a claim."""
    names = dict.fromkeys(one.name for one in register.sources)
    names |= dict.fromkeys(name for one in told for name in names_of(one))
    return sorted(names | dict.fromkeys(name for one in register.aliases for name in (one.name, one.of)))


def _known_source(name: str, register: Register, told: list[Statement]) -> str:
    """The source's name as it is on record, empty where there is none."""
    return next((one for one in known_names(register, told) if plain(one) == plain(name)), "")


def _nobody(name: str, register: Register, told: list[Statement]) -> Refusal:
    names = [*known_names(register, told), *(one.claim_id for one in told)]
    return Refusal("404.4", what="source or claim", name=name, hint=near(name, names))


def near(name: str, names: Iterable[str], *, otherwise: str = "List them with: tilth claims FILE") -> str:
    """What was perhaps meant, or where to look."""
    known = {plain(one): one for one in sorted(set(names))[:_COMPARED]}
    found = [known[one] for one in get_close_matches(plain(name), known, n=3, cutoff=0.5)]
    return f"Near are: {', '.join(found)}." if found else otherwise
