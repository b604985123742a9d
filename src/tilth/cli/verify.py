"""`tilth verify`: walk the chain and the balances."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, print_json, square_metres
from tilth.desk.checking import verify

NAME = "verify"


def command(
    file: File,
    head: Annotated[
        str | None, typer.Option("--head", metavar="N:DIGEST", help="An earlier head that was kept outside the file.")
    ] = None,
    geometry: Annotated[bool, typer.Option("--geometry", help="Also measure all land again.")] = False,
    as_json: Json = False,
) -> None:
    """Check that no entry was changed and that every account balances. Exit code 3 if not.

    Also told: persons whom the journal names by key and whom the vault does not hold.
    Without --head the loss of the last entries cannot be seen: keep a head outside the file.

    Example: tilth verify b.gpkg --head 17:5f3a9c0d1e2b --geometry
    """
    with opened(file, any_format=True) as programme:
        found = verify(programme, head=head, geometry=geometry)
    if as_json:
        print_json(found)
    else:
        for problem in found["problems"]:
            typer.echo(problem)
        for status, m2 in found.get("geometry", {}).items():
            typer.echo(
                f"{status:>10}: posted {square_metres(m2['posted_m2'])}, measured {square_metres(m2['measured_m2'])}"
            )
        for one in found["findings"]:
            typer.echo(f"  {one['severity']} {one['code']} {one['sentence']}")
        whole = "The chain holds and the books balance" if found["ok"] else "Verification failed"
        typer.echo(f"{whole}: {found['entries']} entries, head {found['entries']}:{found['head']}")
        if head is None:
            typer.echo("No outside head was given, so a lost end of the journal would not be seen.")
    if not found["ok"]:
        raise typer.Exit(3)
