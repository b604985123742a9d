"""`tilth log`: the journal, entry by entry."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.programme import known_entries
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast

NAME = "log"


def command(
    file: File,
    known_at: Annotated[str | None, typer.Option("--known-at", help="Only what was recorded by then.")] = None,
    as_json: Json = False,
) -> None:
    """List the entries of a programme in the order in which they were recorded.

    Example: tilth log b.gpkg --known-at 2026-05-31
    """
    with opened(file) as programme:
        last = known_entries(programme.store, known_at) if known_at else programme.store.head().entries
        entries = [upcast(sealed.entry) for sealed in programme.store.read() if sealed.entry.number <= last]
    if as_json:
        print_json([_as_json(entry) for entry in entries])
        return
    for entry in entries:
        amends = f" (amends {entry.amends})" if entry.amends else ""
        name = f" {entry.source_id}" if entry.source_id else ""
        day = entry.happened_on or ("" if entry.kind in ("programme", "import", "approval") else "undated")
        typer.echo(f"{entry.number:>7}  {day:<10}  {entry.kind:<10}{name}  said by {entry.said_by}{amends}")


def _as_json(entry: Entry) -> dict[str, Any]:
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
