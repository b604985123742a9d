"""`tilth approve`: a second person agrees with an entry."""

from __future__ import annotations

import typer

from tilth.cli.shared import OWNER, Author, EntryNumber, File, Json, now, opened, print_json
from tilth.desk.mending import approve

NAME = "approve"


def command(file: File, entry: EntryNumber, author: Author = OWNER, as_json: Json = False) -> None:
    """Approve an entry that somebody else wrote.

    Example: tilth approve b.gpkg 17 --author supervisor
    """
    with opened(file) as programme:
        booked = approve(programme, entry, author=author, now=now())
    if as_json:
        print_json({"entry": booked.number, "approves": entry})
        return
    typer.echo(f"Entry {booked.number} approves entry {entry}.")
