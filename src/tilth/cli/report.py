"""`tilth report`: a document about one thing, written as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli.pages import refuse_what_is_not, write_file
from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.reporting import after_action

NAME = "report"
AFTER_ACTION = "after-action"
KINDS = (AFTER_ACTION, "task-dossier", "completion", "handover", "area-sheet")


def command(
    file: File,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"What to report: {', '.join(KINDS)}.")],
    unit: Annotated[str | None, typer.Option("--unit", help="after-action: the unit, or a part of its name.")] = None,
    task: Annotated[str | None, typer.Option("--task", metavar="T", help="The task that a document is about.")] = None,
    hazard: Annotated[str | None, typer.Option("--hazard", metavar="H", help="area-sheet: the hazard.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="OUT", help="OUT.html or OUT.pdf; if not given, FILE with .KIND.html."),
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="D", help="after-action: as known then (moment or day).")
    ] = None,
    templates: Annotated[
        Path | None, typer.Option("--templates", metavar="DIR", help="Changed templates, see `tilth templates`.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a report that can be mailed and printed: one HTML page, or a PDF.

    `after-action` tells a unit's mission: its phases with who said so, a timeline, results as declared, what cannot
    all hold, what nobody states as questions to put, and every source.

    `task-dossier`, `completion` and `handover` are about a task (--task), `area-sheet` about a hazard (--hazard, or
    that of --task). None of them is permission to enter land.

    Example: tilth report m.gpkg after-action --unit 528 --out 528.html

    Example: tilth report b.gpkg handover --task T-0001 --out certificate.pdf
    """
    if kind not in KINDS:
        raise Refusal("422.1", what="The report", text=kind, hint=f"Known are: {', '.join(KINDS)}.")
    page = out or file.with_suffix(f".{kind}.html")
    if kind != AFTER_ACTION and not task and not (kind == "area-sheet" and hazard):
        needs = "--hazard H or --task T" if kind == "area-sheet" else "--task T"
        raise typer.BadParameter(f"{kind} needs {needs}")
    with opened(file) as programme:
        if kind == AFTER_ACTION:
            view = written_after_action(programme, page, unit=unit, known_at=known_at)
            if view["note"]:
                typer.echo(view["note"], err=True)
            said = "It tells what was published; nothing in it is verified."
        else:
            from tilth.cli.papers import written_paper
            from tilth.reports.paper import KINDS as PAPERS

            view = written_paper(programme, PAPERS[kind], page, task=task, hazard=hazard, templates=templates)
            restricted = PAPERS[kind].shows_unreleased
            said = "Restricted: it shows land that is not released." if restricted else "It is not permission to enter."
    if as_json:
        print_json({"file": str(page)} | view)
        return
    typer.echo(f"{page} written. {said}")


def written_after_action(
    programme: Programme, page: Path, *, unit: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """Write the page; returns what it says."""
    from tilth.reports.after_action import GENERATOR, render

    refuse_what_is_not(page, generator=GENERATOR)
    view = after_action(programme, unit=unit, known_at=known_at)
    write_file(page, render(view).encode())
    return view
