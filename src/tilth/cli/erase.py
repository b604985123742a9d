"""`tilth erase`: remove what is held of a person."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, File, Json, now, opened, print_json
from tilth.desk.erasing import erase

NAME = "erase"
Key = Annotated[str, typer.Argument(metavar="KEY", help="The key of the person, as `tilth people` lists it.")]


def command(
    file: File,
    key: Key,
    why: Annotated[str, typer.Option("--why", help="The reason, kept with the entry. Name nobody in it.")] = "",
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Erase a person: the vault lets go of every byte, and the journal keeps the key and that it was erased.

    Accidents, counts and land stay as they are. Copies of the vault made before still hold the person.

    Example: tilth erase b.gpkg P-0123456789abcdef0123 --why "asked to"
    """
    with opened(file) as programme:
        booked = erase(programme, key, why=why, author=author, now=now())
    held = bool(booked.draft.body["held"])
    if as_json:
        print_json({"entry": booked.number, "person": key, "held": held})
        return
    done = "and the vault holds nothing of this person any more" if held else "though the vault held nothing here"
    typer.echo(f"Entry {booked.number} erases {key}, {done}. Copies of the vault made before are not changed.")
