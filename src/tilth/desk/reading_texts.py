"""Claims of a text beside a programme: what they clash with there, and accepting them, each only once.

What is booked is a statement in our own words with the place of its sentence in the text; the sentence itself stays
where it was published. An opinion is booked as an opinion and a plan as a plan: neither is ever computed with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.conflicts import conflicts
from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.register import register_of
from tilth.desk.registering import Clerk, add_report
from tilth.evidence.register import Register
from tilth.evidence.statement import Statement
from tilth.terms import table
from tilth.texts.claim import Claim
from tilth.texts.reading import Reading
from tilth.units.dates import When


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the claims that were accepted."""

    claims: int
    booked: int  # statements; a claim with several figures makes several
    booked_before: int
    report: bool  # whether the document was new to the register

    def as_json(self) -> dict[str, Any]:
        """As `tilth read --accept --json` adds it."""
        return {
            "accepted": self.claims,
            "booked": self.booked,
            "booked_before": self.booked_before,
            "report": self.report,
        }


def clashes_with(programme: Programme, reading: Reading) -> tuple[Conflict, ...]:
    """Conflicts between claims of a text and those on record from other texts."""
    _, told = register_of(programme)
    others = [one for one in told if one.document_sha256 != reading.sha256]
    new = {one.claim_id for one in reading.statements}
    found = conflicts([*others, *reading.statements])
    known = {one.id for one in reading.conflicts}
    return tuple(one for one in found if new & {*one.claims} and not {*one.claims} <= new and one.id not in known)


def accept(programme: Programme, reading: Reading, *, only: Collection[str] = (), clerk: Clerk) -> Accepted:
    """Book the document and the statements of its claims, or of those named in `only`.

    Raises Refusal where `only` names a claim that the text does not hold.
    """
    claims = _chosen(reading, only)
    is_new = _book_report(programme, reading, clerk)
    wanted = {one.id for one in claims}
    statements = [one for one in reading.statements if one.claim_id.partition(".")[0] in wanted]
    remarks = {one.id: one for one in claims}
    drafts = [_draft(one, remarks[one.claim_id.partition(".")[0]], reading) for one in statements]
    with programme.writing() as writer:
        before = writer.booked([draft.identity for draft in drafts if draft.identity])
        fresh = [draft for draft in drafts if draft.identity not in before]
        if fresh:
            write(programme, fresh, author=clerk.author, now=clerk.now, writer=writer)
    return Accepted(len(claims), len(fresh), len(drafts) - len(fresh), is_new)


def _chosen(reading: Reading, only: Collection[str]) -> Sequence[Claim]:
    known = {one.id: one for one in reading.claims}
    for name in only:
        if name not in known:
            hint = (
                f"This text has {', '.join(list(known)[:12]) or 'no claims'}" + (" …" if len(known) > 12 else "") + "."
            )
            raise Refusal("404.4", what="claim", name=name, hint=hint)
    return [known[name] for name in dict.fromkeys(only)] if only else reading.claims


def _book_report(programme: Programme, reading: Reading, clerk: Clerk) -> bool:
    """Keep the document in the register, unless it is there as it is."""
    register, _ = register_of(programme)
    if _is_known(register, reading):
        return False
    fields = {
        "sha256": reading.sha256,
        "published": reading.published.isoformat() if reading.published else "",
        "title": reading.name,
        "outlet": reading.outlet,
        "url": reading.url,
    }
    add_report(programme, fields, clerk=clerk)
    return True


def _is_known(register: Register, reading: Reading) -> bool:
    """Whether the last word on this document says as much already."""
    same = [one for one in register.reports if one.sha256 == reading.sha256]
    if not same:
        return False
    last = same[-1]
    stated = reading.published is None or (last.published is not None and last.published.first == reading.published)
    return stated and reading.outlet in ("", last.outlet) and reading.url in ("", last.url)


def _draft(statement: Statement, claim: Claim, reading: Reading) -> Draft:
    """One statement as a draft. Its note names the remarks by what they mean, without words of the text."""
    meanings = {row["code"]: row["meaning"] for row in table("remarks")}
    note = "; ".join(f"{one.code}: {meanings[one.code]}" for one in claim.remarks)
    body = _body(replace(statement, note=note))
    speaker = statement.speaker if statement.speaker_kind != "narrator" else (reading.outlet or statement.speaker)
    identity = hashlib.sha256(f"read\x1f{reading.sha256}\x1f{statement.claim_id}".encode()).digest()
    return Draft("statement", speaker, None, statement.claim_id, body=body, identity=identity)


def _body(statement: Statement) -> dict[str, Any]:
    """The columns of a statement as `tilth.evidence.statement.read_statement` understands them."""
    told: dict[str, Any] = {}
    for name in statement.__dataclass_fields__:
        value = getattr(statement, name)
        if name in ("claim_id", "entry", "printed", "span") or value in (None, "", ()):
            continue
        told[name] = " > ".join(value) if name == "via" else _plain(value)
    if statement.span:
        told["span_start"], told["span_end"] = statement.span
    told["kind"] = "opinion" if statement.modality == "opinion" else "statement"
    return told


def _plain(value: object) -> object:
    if isinstance(value, int):
        return value
    return value.text if isinstance(value, When) else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
