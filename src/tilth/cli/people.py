"""`tilth people`: whom the journal names by key, and what the vault holds of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.people import people

NAME = "people"
_NOTE = "This is personal data. Show it to nobody who does not need it, and keep no copy."


def command(
    file: File,
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="One person only.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the personal data itself. Needs a KEY.")] = False,
    as_json: Json = False,
) -> None:
    """List the keys of persons, the entries that name them, and which kinds of data the vault holds.

    Example: tilth people b.gpkg
    """
    if show and key is None:
        raise typer.BadParameter("--show needs the KEY of one person")
    with opened(file) as programme:
        told = people(programme, key=key, show=show)
    if show:
        typer.echo(_NOTE, err=True)
    if as_json:
        print_json(told)
        return
    for one in told:
        typer.echo(_line(one))
        for name, value in one.get("fields", {}).items():
            typer.echo(f"    {name}: {value}")
    if not told:
        typer.echo("No entry names a person, and the vault holds nobody.")


def _line(one: dict[str, Any]) -> str:
    entries = ", ".join(map(str, one["entries"])) or "none"
    if one["held"] is not None:
        held = f"held: {', '.join(one['held']) or 'nothing'}"
    else:
        held = f"erased by entry {one['erased_by']}" if "erased_by" in one else "not in the vault"
    return f"{one['key']}  entries {entries}; {held}"
