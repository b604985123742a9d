"""`tilth rebuild`: make everything but the journal anew."""

from __future__ import annotations

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.checking import rebuild

NAME = "rebuild"


def command(file: File, as_json: Json = False) -> None:
    """Make the fold state and all layers anew from the journal. Nothing is measured again.

    Example: tilth rebuild b.gpkg
    """
    with opened(file) as programme:
        rebuild(programme)
        head = programme.store.head()
    if as_json:
        print_json({"entries": head.entries, "head": head.digest.hex()})
        return
    typer.echo(f"Rebuilt from {head.entries} entries; head {head}")
