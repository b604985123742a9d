"""The register and the statements as the register takes them: one reading of the journal, the same for everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tilth.desk.programme import Programme
from tilth.evidence.register import Register, fold_register
from tilth.evidence.statement import Statement, statement_of
from tilth.journal.entry import REGISTER_KINDS, Entry
from tilth.journal.upcast import upcast

# What the register and the statements rest on, and with them claims, conflicts and missions.
STATED_KINDS = ("statement", "withdrawal", *REGISTER_KINDS)


def register_of(programme: Programme, known: int | None = None) -> tuple[Register, list[Statement]]:
    """The register of the first `known` entries (None: of all) and every live statement in booking order.

    Names that the register takes as others are taken so in every statement; `printed` keeps them as they were.
    """
    limit = programme.store.head().entries if known is None else known
    read = programme.store.read(kinds=STATED_KINDS, drawn=False)
    entries = [upcast(sealed.entry) for sealed in read if sealed.entry.number <= limit]
    register = fold_register(entry for entry in entries if entry.kind != "statement")
    return register, list(register.applied(_live_statements(entries)))


def _live_statements(entries: list[Entry]) -> Iterator[Statement]:
    amended = {entry.amends for entry in entries if entry.amends}
    for entry in entries:
        if entry.kind == "statement" and entry.number not in amended:
            row = json.loads(entry.body) | {"claim_id": entry.source_id or ""}
            statement = statement_of(row, entry=entry.number)
            if statement is not None:
                yield statement
