"""`tilth reopen`: land that was handed over is suspected again."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, square_metres
from tilth.cli.work_shared import By, On, Polygon, TaskId, WorkAuthor, answer, hand, outline_in
from tilth.desk.handing import reopen

NAME = "reopen"


def command(
    file: File,
    task: TaskId,
    on: On,
    by: By,
    why: Annotated[str, typer.Option("--why", help="What happened: a find, an accident, a failed check.")],
    polygon: Polygon = None,
    status: Annotated[str, typer.Option("--as", help="suspected or confirmed.")] = "suspected",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Re-open a task: its released land, or the part in --polygon, is suspected or confirmed again.

    Example: tilth reopen b.gpkg T-0001 --on 2026-04-03 --by authority --why "a mine was found" --polygon around.geojson
    """
    with opened(file) as programme:
        outline, noticed = outline_in(programme, polygon)
        done = reopen(programme, task, on=on, why=why, polygon=outline, status=status, hand=hand(by, author))
    said = f"{square_metres(done.more['reopened_m2'])} {status} again, {square_metres(done.task.released_m2)} released"
    answer(done, as_json=as_json, said=said, findings=noticed)
