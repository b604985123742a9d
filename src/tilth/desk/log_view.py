"""The journal as people ask for it, entry by entry."""

from __future__ import annotations

import json
from typing import Any

from tilth.desk.ports import JournalReader
from tilth.desk.programme import known_entries
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast


def logged(reader: JournalReader, known_at: str | None = None) -> list[Entry]:
    """The entries in the order in which they were recorded, those of later than `known_at` left out."""
    last = known_entries(reader, known_at) if known_at else reader.head().entries
    return [upcast(sealed.entry) for sealed in reader.read() if sealed.entry.number <= last]


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """An entry as `tilth log --json` tells it."""
    fields = {
        "entry": entry.number,
        "kind": entry.kind,
        "happened_on": entry.happened_on,
        "counts_on": entry.counts_on,
        "recorded_at": entry.recorded_at,
        "said_by": entry.said_by,
        "author": entry.author,
        "id": entry.source_id,
        "amends": entry.amends,
        "batch": entry.batch,
        "row": entry.source_row,
    }
    return fields | {"body": json.loads(entry.body)}
