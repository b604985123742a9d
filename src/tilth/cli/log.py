"""`tilth log`: the journal, entry by entry."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.log_view import entry_as_json, logged
from tilth.desk.standing import WORDED_KINDS
from tilth.journal.entry import WORK_KINDS, Entry

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
        entries = logged(programme.store, known_at)
    if as_json:
        print_json([entry_as_json(entry) for entry in entries])
        return
    for entry in entries:
        amends = f" (amends {entry.amends})" if entry.amends else ""
        name = f" {about}" if (about := _about(entry)) else ""
        day = entry.happened_on or ("" if entry.kind in ("programme", "import", "approval") else "undated")
        typer.echo(f"{entry.number:>7}  {day:<10}  {entry.kind:<10}{name}  said by {entry.said_by}{amends}")


def _about(entry: Entry) -> str:
    """The id of an entry; for a word on a task, a source, a claim or a team, which one."""
    of_task = entry.kind in WORK_KINDS[1:] or entry.kind == "approval"
    if (entry.kind not in WORDED_KINDS and not of_task) or (entry.source_id and not of_task):
        return entry.source_id or ""
    body = json.loads(entry.body)
    fields = ("task",) if of_task else ("name", "target", "claim_id", "team", "holder")
    return str(next((body[name] for name in fields if name in body), ""))
