"""`tilth amend`: mend an entry by a second one."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, EntryNumber, File, Json, Why, now, opened, print_json
from tilth.desk.mending import amend

NAME = "amend"


def command(
    file: File,
    entry: EntryNumber,
    why: Why,
    changes: Annotated[list[str], typer.Option("--set", metavar="FIELD=VALUE", help="A field and its new value.")],
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Amend an entry: a new entry takes its place, and both stay.

    Fields: kind, happened_on, said_by, id, geometry (WKT, longitude first), or any other field of the entry.

    Example: tilth amend b.gpkg 17 --set happened_on=2024-05-31 --why "date of the survey form"
    """
    parts = [change.partition("=") for change in changes]
    if any(not sign for _, sign, _ in parts):
        raise typer.BadParameter("--set takes FIELD=VALUE, for example --set happened_on=2024-05-31")
    with opened(file) as programme:
        booked = amend(
            programme, entry, {name.strip(): value for name, _, value in parts}, why=why, author=author, now=now()
        )
    if as_json:
        print_json({"entry": booked.number, "amends": entry})
        return
    typer.echo(f"Entry {booked.number} takes the place of entry {entry}.")
