"""Findings as a queue of work: every one that was kept, which entry it is about, and whether that was mended since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from tilth.desk.outside import outside_findings
from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast
from tilth.terms.finding import Finding

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Open:
    """A finding, where it came from, and the entry that mended what it is about."""

    found: Finding
    batch: int | None  # the import entry it was kept with; None for an edit by another program that waits
    source: str
    mended_by: int | None = None

    @property
    def is_outside(self) -> bool:
        """Whether it is about a row that another program edited, which waits to be booked."""
        return self.batch is None

    def as_json(self) -> dict[str, Any]:
        """The finding with its import, its source and what mended it, where there is any."""
        beside = {"import": self.batch, "source": self.source, "mended_by": self.mended_by}
        return self.found.as_json() | {name: value for name, value in beside.items() if value}


def queue(programme: Programme, kept: Kept | None = None) -> list[Open]:
    """Every finding, edits by other programs first, then errors, warnings and the rest, each newest import first.

    With `kept` only the entries that it has not read yet are read.
    """
    kept = Kept() if kept is None else kept
    waiting = [Open(found, None, found.layer or "") for found in outside_findings(programme)]
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    found = kept.found(programme.store)
    return waiting + sorted(found, key=lambda one: (order.get(one.found.severity, 3), -(one.batch or 0)))


class Kept:
    """The findings kept with imports, read as the journal grows. Threads may share it."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = Lock()
        self._last = 0
        self._of_row: dict[tuple[int, int], int] = {}  # import, row -> entry
        self._mended: dict[int, int] = {}  # entry -> the one that amends it
        self._imports: list[tuple[int, str, list[Finding]]] = []

    def found(self, reader: JournalReader) -> list[Open]:
        """The findings of all imports in the order in which they were kept."""
        if reader.head().entries < self._last:  # an older state of the journal than was read before
            return Kept().found(reader)
        with self._lock:
            for sealed in reader.read(self._last + 1):
                self._take(upcast(sealed.entry))
            return [self._open(number, source, one) for number, source, many in self._imports for one in many]

    def _take(self, entry: Entry) -> None:
        self._last = entry.number
        if entry.kind == "import":
            body = json.loads(entry.body)
            found = [Finding(**told) for told in body.get("findings", ())]
            self._imports.append((entry.number, str(body.get("source", "")), found))
        if entry.batch and entry.source_row is not None:
            self._of_row.setdefault((entry.batch, entry.source_row), entry.number)
        if entry.amends:
            self._mended[entry.amends] = entry.number

    def _open(self, number: int, source: str, one: Finding) -> Open:
        about = one.entry or self._of_row.get((number, one.row or 0))
        return Open(replace(one, entry=about), number, source, self._mended.get(about or 0))
