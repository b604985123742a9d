"""`tilth new`: start a programme."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, File, Json, now, print_json
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.store.geopackage import create

NAME = "new"


def command(
    file: File,
    name: Annotated[str, typer.Option("--name", help="What the programme is called.")],
    country: Annotated[
        str | None, typer.Option("--country", help="ISO 3166 code or name, to notice far places.")
    ] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Start a programme in a new file.

    Example: tilth new b.gpkg --name Bosnia
    """
    store = create(file)
    try:
        about = start(Programme(store), name=name, country=country, author=author, now=now())
        head = store.head()
    except BaseException:
        store.close()
        file.unlink(missing_ok=True)
        raise
    store.close()
    if as_json:
        answer = {"file": str(file), "name": about.name, "country": about.country, "country_from": about.country_from}
        print_json(answer | {"entries": head.entries, "head": head.digest.hex()})
        return
    typer.echo(f"{file}: a new programme, {about.name}.")
    if about.country_from == "name":
        typer.echo(f"Its country was read from the name: {about.country}. State another with --country.")
    typer.echo(f"Keep this head outside the file: {head}")
