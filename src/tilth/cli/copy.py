"""`tilth copy`: a backup in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import File, Json, print_json
from tilth.desk.refusal import Refusal
from tilth.store.geopackage import open_file
from tilth.store.vault import FileVault, vault_path

NAME = "copy"


def command(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The copy; it must not exist yet.")],
    with_vault: Annotated[
        bool, typer.Option("--with-vault", help="Copy personal data too, into OUT.vault for you alone.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Copy a programme into one new file, also while others work in it. Personal data stays behind.

    Example: tilth copy b.gpkg b-2026-05-31.gpkg
    """
    vault, vault_out = FileVault(vault_path(file)), vault_path(out)
    copies_vault = with_vault and vault.exists()
    if copies_vault and vault_out.exists():
        raise Refusal("409.1", path=vault_out)
    with open_file(file) as store:
        store.copy_to(out)
    if copies_vault:
        vault.copy_to(vault_out)
    with open_file(out) as copied:
        head = copied.head()
    if as_json:
        told = {"file": str(out), "entries": head.entries, "head": head.digest.hex()}
        print_json(told | {"vault": str(vault_out) if copies_vault else None})
        return
    typer.echo(f"{out}: a complete copy with {head.entries} entries. Its head is {head}")
    if copies_vault:
        typer.echo(f"{vault_out}: a copy of the personal data. A person erased later must be erased there too.")
    elif vault.exists():
        typer.echo("Personal data was not copied. To copy it too: tilth copy --with-vault")
    elif with_vault:
        typer.echo("There is no vault to copy: nothing is held about persons.")
