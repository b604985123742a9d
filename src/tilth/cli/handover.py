"""`tilth handover`: the land of a task is released and given to somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened
from tilth.cli.work_shared import By, On, Polygon, TaskId, WorkAuthor, answer, hand, land_line, outline_in
from tilth.desk.handing import RESIDUAL_RISK, Receipt, hand_over

NAME = "handover"


def command(
    file: File,
    task: TaskId,
    on: On,
    by: By,
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help="Who takes the land over.")],
    polygon: Polygon = None,
    residual_risk: Annotated[
        str, typer.Option("--residual-risk", metavar="T", help="The statement on residual risk.")
    ] = RESIDUAL_RISK,
    use: Annotated[str, typer.Option("--use", metavar="T", help="Use of the land after handover.")] = "",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Hand the land of an approved task over: only now it is released in the books.

    Released is the polygon of --polygon, else the outlines of the days of work, else the outline of the task. Every
    difference to the task is told. This is no permission to enter; that is for the mine action authority.

    Example: tilth handover b.gpkg T-0001 --on 2024-07-01 --by authority --to "Municipality of X" --use farming
    """
    with opened(file) as programme:
        outline, noticed = outline_in(programme, polygon)
        receipt = Receipt(to, residual_risk, use)
        done = hand_over(programme, task, on=on, receipt=receipt, polygon=outline, hand=hand(by, author))
    answer(done, as_json=as_json, said=f"{land_line(done)}, to {to}", findings=noticed)
    if not as_json:
        for one in done.more["differences"]:
            typer.echo(f"  {one['sentence']}")
