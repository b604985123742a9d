"""`tilth brief`: one page with everything that is on record, each figure traceable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli.pages import refuse_what_is_not, write_file
from tilth.cli.shared import File, Json, now, opened, print_json
from tilth.desk.accounting import Question
from tilth.desk.briefing import brief
from tilth.desk.programme import Programme
from tilth.desk.starting import about
from tilth.reports.brief import GENERATOR, pictures_of, render
from tilth.reports.brief_map import land_map
from tilth.reports.brief_paper import brief_pdf
from tilth.reports.map_layers import Layers, layers_of
from tilth.synth.province import province

NAME = "brief"
MOST_HAZARDS = 5_000  # a larger landscape would be a grey smear on one page


def command(
    file: File,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="OUT", help="OUT.html or OUT.pdf; else FILE with .brief.html."),
    ] = None,
    as_at: Annotated[str | None, typer.Option("--as-at", metavar="D", help="As at the end of this day.")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", metavar="D", help="As known then.")] = None,
    as_json: Json = False,
) -> None:
    """Write one HTML page that can be mailed and printed: the account, the map, who said what, and the findings.

    Every figure leads to the entries behind it. The page is restricted by default: it shows land that is not released.
    As a PDF it is shorter: each figure names its first entries.

    Example: tilth brief b.gpkg --out bosnia.html

    Example: tilth brief b.gpkg --out bosnia.pdf
    """
    page = out or file.with_suffix(".brief.html")
    with opened(file) as programme:
        question = Question(as_at=as_at, known_at=known_at)
        view = written_brief(programme, page, question, layers=_landscape(programme))
    if as_json:
        print_json({"file": str(page)} | view)
        return
    typer.echo(f"{page} written. Restricted by default: it tells of land that is not released.")


def _landscape(programme: Programme) -> Layers | None:
    """The landscape of an invented province, made again from its seed; a real programme has none yet."""
    made_from = about(programme).invented_from
    if made_from is None or made_from["hazards"] > MOST_HAZARDS:
        return None
    return layers_of(province(**made_from))


def written_brief(
    programme: Programme, page: Path, question: Question, *, layers: Layers | None = None, drawing: Path | None = None
) -> dict[str, Any]:
    """Write the page, and the map alone to `drawing` where asked; returns what the page says."""
    refuse_what_is_not(page, generator=GENERATOR)
    view = brief(programme, question, today=now().date())
    land = land_map(programme, view, layers=layers)
    if land is not None and drawing:
        write_file(drawing, land.png)
    if page.suffix.lower() == ".pdf":
        write_file(page, brief_pdf(view, land=land))
    else:
        write_file(page, render(view, pictures=pictures_of(view) | {"map": land and land.src}).encode())
    return view
