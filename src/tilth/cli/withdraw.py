"""`tilth withdraw`: take an entry back."""

from __future__ import annotations

import typer

from tilth.cli.shared import OWNER, Author, EntryNumber, File, Json, Why, now, opened, print_json
from tilth.desk.mending import withdraw

NAME = "withdraw"


def command(file: File, entry: EntryNumber, why: Why, author: Author = OWNER, as_json: Json = False) -> None:
    """Withdraw an entry: it stays in the journal, and its land returns to what the other entries say.

    Example: tilth withdraw b.gpkg 17 --why "drawn in the wrong district"
    """
    with opened(file) as programme:
        booked = withdraw(programme, entry, why=why, author=author, now=now())
    if as_json:
        print_json({"entry": booked.number, "amends": entry})
        return
    typer.echo(f"Entry {booked.number} withdraws entry {entry}.")
