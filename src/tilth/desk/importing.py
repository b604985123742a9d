"""Importing: every row of a source is booked or set aside, each with a reason; the same rows are never booked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tilth.desk.booking import Booked, write
from tilth.desk.days_in import DaysSoFar, days_that_stand
from tilth.desk.draft import Draft
from tilth.desk.finds_in import finds_outside
from tilth.desk.ports import JournalWriter
from tilth.desk.programme import Programme
from tilth.desk.reading import NOT_STATED, RECORDS, ROW_KINDS, Read, Source, kind_of, read_drafts
from tilth.desk.refusal import Refusal
from tilth.desk.remarks import remarks
from tilth.desk.rostering import roster_of
from tilth.desk.sheet import Sheet
from tilth.desk.vaulting import Keeper, person_of
from tilth.evidence.statement import read_statement
from tilth.journal.entry import LAND_KINDS, REGISTER_KINDS, WORK_KINDS
from tilth.land.arrange import Runner
from tilth.land.books import Books
from tilth.places.outline import Outline
from tilth.terms.finding import Finding, finding


@dataclass(slots=True)
class ImportReport:
    """What became of the rows: read = booked + set_aside."""

    read: int = 0
    booked: int = 0
    repaired: int = 0
    set_aside: int = 0
    findings: list[Finding] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)  # entries of its statements, those booked before too

    def as_json(self) -> dict[str, Any]:
        """The contract's answer to `tilth import`."""
        return {
            "read": self.read,
            "booked": self.booked,
            "repaired": self.repaired,
            "set_aside": self.set_aside,
            "findings": [found.as_json() for found in self.findings],
        }


# kinds of entry that name another by its number, and the field they name it in
_NAMES_ENTRY = {"citation": "of_entry", "suspension": "of_entry", "approval": "approves", "correction": "of"}
_NAMES_ENTRY |= dict.fromkeys(LAND_KINDS[:2], "by_reopening") | dict.fromkeys(LAND_KINDS[2:], "by_handover")


class _NotKept(Exception):
    """Ends a transaction that was only a try."""


def import_sheets(
    programme: Programme,
    sheets: Iterable[Sheet],
    *,
    kind: str | None,
    said_by: str | None,
    author: str,
    now: datetime,
    outline: Outline | None = None,
    dry_run: bool = False,
    runner: Runner = map,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Import sheets of one or more sources, one transaction per sheet; with `dry_run` nothing is kept.

    A cut-off import is taken up by running it again: rows that are in the journal are set aside as booked before.
    """
    stated = kind_of(kind) if kind else None
    if stated is not None and stated not in ROW_KINDS:
        raise Refusal("422.1", what="The kind of rows", text=kind, hint=f"Known are: {', '.join(ROW_KINDS)}.")
    report = ImportReport()
    sources: dict[str, Source] = {}
    for sheet in sheets:
        source = sources.setdefault(
            f"{sheet.sha256} {sheet.layer}",
            Source(stated, said_by or NOT_STATED, now.date(), outline, keeper=Keeper(programme)),
        )
        read = read_drafts(sheet, source)
        if not report.read and any(draft.said_by == NOT_STATED for draft in read.drafts):
            report.findings.append(finding("said_by_missing"))
        _import_sheet(programme, sheet, read, source, report, author=author, now=now, dry_run=dry_run, runner=runner)
        progress(report.read)
    report.findings += _vanished(programme, sources)
    return report


def _import_sheet(
    programme: Programme,
    sheet: Sheet,
    read: Read,
    source: Source,
    report: ImportReport,
    *,
    author: str,
    now: datetime,
    dry_run: bool,
    runner: Runner,
) -> None:
    try:
        with programme.writing() as writer:
            fresh, findings = _new_rows(programme, read, sheet, writer, source)
            findings = [*read.findings, *findings, *(source.keeper.take_findings() if source.keeper else ())]

            def heading(booked: list[Booked], books: Books) -> Draft:
                findings.extend(remarks(booked, books, writer, layer=sheet.layer))
                sha256 = source.keeper.keyed_digest(sheet.sha256) if read.about_persons and source.keeper else None
                return _import_entry(sheet, len(booked), read, findings, sha256_keyed=sha256)

            if fresh:
                write(programme, fresh, author=author, now=now, heading=heading, runner=runner, writer=writer)
                if source.keeper is not None and not dry_run:
                    source.keeper.keep(fresh)  # before the journal's commit: an entry never names a person not held
            report.read += len(sheet)
            report.booked += len(fresh)
            report.set_aside += len(sheet) - len(fresh)
            report.repaired += read.repaired
            report.claims += _entries_of_statements(read, writer)
            report.findings += sorted(findings, key=lambda found: found.row or 0)
            if dry_run or not fresh:
                raise _NotKept
    except _NotKept:
        pass


def _new_rows(
    programme: Programme, read: Read, sheet: Sheet, writer: JournalWriter, source: Source
) -> tuple[list[Draft], list[Finding]]:
    """Drafts that are not in the journal yet; those whose id is there with other content amend it."""
    before = writer.booked([draft.identity for draft in read.drafts if draft.identity])
    findings = [
        finding("booked_before", row=draft.row, layer=sheet.layer, of=before[draft.identity])
        for draft in read.drafts
        if draft.identity in before
    ]
    fresh = [draft for draft in read.drafts if draft.identity not in before]
    fresh, lost = _renumber(read.drafts, fresh, before, source, first=writer.head().entries + 2)
    findings += [finding("no_target", row=draft.row, layer=sheet.layer, of=target) for draft, target in lost]
    findings += _amend([draft for draft in fresh if draft.entry_there is None], sheet, writer, source)
    if any(draft.kind in (*WORK_KINDS, "approval") for draft in fresh):
        source.days = source.days or DaysSoFar.of(writer, roster_of(programme).allowed)
        fresh, told = days_that_stand(fresh, writer, source.days, layer=sheet.layer)
        findings += told
    source.met_again |= {
        RECORDS.get(draft.kind, draft.kind)
        for draft in read.drafts
        if draft.source_id and (draft.identity in before or (draft.amends and draft.entry_there is None))
    }
    findings += finds_outside(fresh, writer, layer=sheet.layer)
    findings += [found for draft in fresh if draft.kind == "statement" for found in _statement_findings(draft)]
    findings += _about_nothing_here(fresh, writer, sheet.layer)
    return fresh, findings


def _entries_of_statements(read: Read, writer: JournalWriter) -> list[int]:
    identities = [draft.identity for draft in read.drafts if draft.kind == "statement" and draft.identity]
    return sorted(writer.booked(identities).values())


def _about_nothing_here(drafts: list[Draft], writer: JournalWriter, layer: str | None) -> list[Finding]:
    """Entries of the register that name a claim nobody has imported. They stand, and wait for it."""
    named = [
        (draft, claim)
        for draft in drafts
        if draft.kind in REGISTER_KINDS
        for field in ("claim_id", "other_claim")
        if (claim := str(draft.body.get(field) or ""))
    ]
    here = {draft.source_id for draft in drafts if draft.kind == "statement"}
    wanted = {claim for _, claim in named} - here
    known = here | (writer.live_ids(None, wanted, "statement").keys() if wanted else set())
    return [
        finding("claim_not_here", row=draft.row, layer=layer, kind=draft.kind, claim=claim)
        for draft, claim in named
        if claim not in known
    ]


def _statement_findings(draft: Draft) -> list[Finding]:
    return read_statement(draft.body | {"claim_id": draft.source_id or ""}, number_of_row=draft.row)[1]


def _renumber(
    drafts: list[Draft], fresh: list[Draft], before: dict[bytes, int], source: Source, *, first: int
) -> tuple[list[Draft], list[tuple[Draft, int | None]]]:
    """Rows of a programme's own export name entries by their numbers there; give them the numbers they get here.

    Answers the rows to book and those that name an entry which is not here.
    """
    for draft in drafts:
        if draft.entry_there is not None and draft.identity in before:
            source.renumbered[draft.entry_there] = before[draft.identity]
    kept: list[Draft] = []
    lost: list[tuple[Draft, int | None]] = []
    for draft in fresh:
        if draft.amends_there is not None:
            draft.amends = source.renumbered.get(draft.amends_there)
        if draft.kind == "withdrawal" and draft.amends is None:
            lost.append((draft, draft.amends_there))
            continue
        field = _NAMES_ENTRY.get(draft.kind, "")
        named = str(draft.body.get(field, ""))
        if draft.entry_there is not None and named.isdecimal():
            cited = int(named)
            if cited not in source.renumbered:
                lost.append((draft, cited))
                continue
            draft.body[field] = source.renumbered[cited]
        if draft.entry_there is not None:
            source.renumbered[draft.entry_there] = first + len(kept)
        kept.append(draft)
    return kept, lost


def _amend(fresh: list[Draft], sheet: Sheet, writer: JournalWriter, source: Source) -> list[Finding]:
    """Same source id and speaker with new content: the row amends the entry. Ids repeated here amend nothing."""
    findings = []
    groups: dict[tuple[str, str], dict[str, list[Draft]]] = {}
    for draft in fresh:
        record = RECORDS.get(draft.kind, draft.kind)
        if draft.source_id and source.seen_ids.get((record, draft.source_id), sheet.first_row) >= sheet.first_row:
            groups.setdefault((draft.said_by, record), {}).setdefault(draft.source_id, []).append(draft)
    for (speaker, _), by_id in groups.items():
        kind = next(iter(by_id.values()))[0].kind  # any kind of the record finds the entries of all
        live = writer.live_ids(speaker, by_id.keys(), kind)
        for source_id, numbers in live.items():
            first, *rest = by_id[source_id]
            if len(numbers) > 1 or rest:
                count = len(numbers)
                findings.append(finding("ambiguous_id", row=first.row, layer=sheet.layer, id=source_id, count=count))
                continue
            first.amends = numbers[0]
            if first.kind not in LAND_KINDS or first.person is not None:
                findings += _same_person(first, writer, source, sheet)
            findings.append(finding("amended", row=first.row, layer=sheet.layer, id=source_id, of=numbers[0]))
    return findings


def _same_person(draft: Draft, writer: JournalWriter, source: Source, sheet: Sheet) -> list[Finding]:
    """The row speaks of the person of the entry that it amends."""
    entry = writer.entry(draft.amends or 0)
    earlier = person_of(entry.body) if entry is not None else None
    if earlier is None or source.keeper is None:
        return []
    return source.keeper.take_over(draft, earlier, layer=sheet.layer)


def _import_entry(sheet: Sheet, booked: int, read: Read, findings: list[Finding], *, sha256_keyed: str | None) -> Draft:
    """The entry that heads a batch: where it came from, what became of it, and every finding.

    The digest of a file that names persons would let a name be guessed, so it stands there keyed or not at all.
    """
    body = {
        "source": sheet.source,
        "sha256": None if read.about_persons else sheet.sha256,
        "sha256_keyed": sha256_keyed,
        "layer": sheet.layer,
        "crs": sheet.crs,
        "first_row": sheet.first_row,
        "read": len(sheet),
        "booked": booked,
        "repaired": read.repaired,
        "set_aside": len(sheet) - booked,
        "findings": [found.as_json() for found in findings],
    }
    return Draft("import", sheet.source, body={key: value for key, value in body.items() if value is not None})


def _vanished(programme: Programme, sources: dict[str, Source]) -> list[Finding]:
    """Ids of an earlier import of the same speaker and kind that the sources no longer hold."""
    findings = []
    for source in sources.values():
        for record_kind in {kind for kind, _ in source.seen_ids}:
            kind = {"hazard": "suspected", "release": "cleared"}.get(record_kind, record_kind)
            seen = {source_id for of_kind, source_id in source.seen_ids if of_kind == record_kind}
            live = programme.store.live_ids(source.said_by, None, kind)
            if record_kind not in source.met_again:
                continue  # nothing of this source was here before: it is another part of the programme
            seen |= {source_id for of_kind, source_id in source.ids_set_aside if of_kind == record_kind}
            findings += [
                finding("id_vanished", id=source_id, of=numbers[-1], source=source.said_by)
                for source_id, numbers in live.items()
                if source_id not in seen
            ]
    return findings
