"""What the commands on tasks share: who states it, outlines from a file, and the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilth.cli.shared import now, print_json, square_metres, tell
from tilth.desk.ground import drawn
from tilth.desk.programme import Programme
from tilth.desk.starting import about
from tilth.desk.working import Done, Hand
from tilth.terms.finding import Finding

if TYPE_CHECKING:
    import shapely

TaskId = Annotated[str, typer.Argument(metavar="TASK", help="Id of the task, as `tilth task FILE list` prints it.")]
On = Annotated[str, typer.Option("--on", metavar="D", help="The day it happened, as 2024-05-31.")]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who states it.")]
WorkAuthor = Annotated[
    str | None,
    typer.Option("--author", envvar="TILTH_AUTHOR", help="The account that writes the entry; --by if left out."),
]
Polygon = Annotated[Path | None, typer.Option("--polygon", metavar="F", help="A file with the outline.")]


def hand(by: str, author: str | None) -> Hand:
    """Who states something and who writes it, now. Raises BadParameter for an empty name."""
    if not by.strip():
        raise typer.BadParameter("--by names who states it, for example --by QA-1")
    return Hand(by.strip(), author or by.strip(), now())


def outline_in(programme: Programme, file: Path | None) -> tuple[shapely.Geometry | None, list[Finding]]:
    """The polygons of a file as one outline, and what was found about them; None where no file is named."""
    if file is None:
        return None, []
    from tilth.exchange.read import read_sheets

    return drawn(read_sheets(file), outline=about(programme).outline())


def answer(done: Done, *, as_json: bool, said: str, findings: list[Finding] | None = None) -> None:
    """The answer to what was said of a task: one JSON document, or a line and its findings."""
    done.findings[:0] = findings or []
    if as_json:
        print_json(done.as_json())
        return
    tell(done.findings)
    state = done.task.state.replace("_", " ")
    typer.echo(f"Task {done.task.id} is {state}: {said} (entry {done.entry}).")


def land_line(done: Done) -> str:
    """Released and remaining land of a task, in words."""
    remaining = done.task.remaining_m2
    left = f", {square_metres(remaining)} remain" if remaining is not None else ""
    return f"{square_metres(done.task.released_m2)} released{left}"
