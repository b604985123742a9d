"""`tilth mission`: a unit's tour, who said so, and what is not stated."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.accounting import statements
from tilth.desk.programme import known_entries
from tilth.desk.refusal import Refusal
from tilth.teams.mission import mission, units
from tilth.teams.tell import tell

NAME = "mission"


def command(
    file: File,
    unit: Annotated[str | None, typer.Option("--unit", help="The unit, or a part of its name.")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", help="As known then (moment or day).")] = None,
    as_json: Json = False,
) -> None:
    """Show a unit's mission: formed, trained, deployed, working, returned; each with who said so.

    Example: tilth mission m.gpkg --unit 528
    """
    with opened(file) as programme:
        known = known_entries(programme.store, known_at) if known_at else None
        told = statements(programme, known)
    known_units = units(told)
    if unit and not any(unit.casefold() in name.casefold() for name in known_units):
        hint = f"Known are: {', '.join(known_units) or 'none yet; import statements first'}."
        raise Refusal("422.1", what="The unit", text=unit, hint=hint)
    found = mission(told, unit=unit)
    if as_json:
        print_json(found.as_json())
        return
    for line in tell(found):
        typer.echo(line)
