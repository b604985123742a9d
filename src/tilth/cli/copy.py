"""`tilth copy`: a backup in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import File, Json, print_json
from tilth.store.geopackage import open_file

NAME = "copy"


def command(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The copy; it must not exist yet.")],
    as_json: Json = False,
) -> None:
    """Copy a programme into one new file, also while others work in it.

    Example: tilth copy b.gpkg b-2026-05-31.gpkg
    """
    with open_file(file) as store:
        store.copy_to(out)
    with open_file(out) as copied:
        head = copied.head()
    if as_json:
        print_json({"file": str(out), "entries": head.entries, "head": head.digest.hex()})
        return
    typer.echo(f"{out}: a complete copy with {head.entries} entries. Its head is {head}")
