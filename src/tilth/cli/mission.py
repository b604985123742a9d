"""`tilth mission`: a unit's tour, who said so, what cannot all hold, and what is not stated."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.touring import tour
from tilth.teams.tell import tell

NAME = "mission"


def command(
    file: File,
    unit: Annotated[str | None, typer.Option("--unit", help="The unit, or a part of its name.")] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="D", help="As known then (moment or day).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a unit's mission: formed, trained, deployed, working, returned; each with who said so.

    Without --unit it is the unit most is stated about; the others are named at the end.

    Example: tilth mission m.gpkg --unit 528
    """
    with opened(file) as programme:
        found = tour(programme, unit=unit, known_at=known_at)
    if found.known.note:
        typer.echo(found.known.note, err=True)
    if as_json:
        print_json(found.mission.as_json())
        return
    for line in tell(found.mission):
        typer.echo(line)
