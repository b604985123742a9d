"""`tilth progress`: a day of work on a task."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import OWNER, File, Json, opened, square_metres
from tilth.cli.work_shared import On, Polygon, TaskId, WorkAuthor, answer, hand, outline_in
from tilth.desk.refusal import Refusal
from tilth.desk.working import Form, progress
from tilth.work.day import UNSIGNED
from tilth.work.items import read_items

NAME = "progress"


def command(
    file: File,
    task: TaskId,
    on: On,
    team: Annotated[str, typer.Option("--team", metavar="T", help="The team that worked.")],
    m2: Annotated[int, typer.Option("--m2", metavar="N", help="Square metres finished; 0 for a day without.")],
    polygon: Polygon = None,
    lanes: Annotated[str, typer.Option("--lanes", metavar="L", help="Lanes or boxes finished.")] = "",
    items: Annotated[str, typer.Option("--items", help="What was found, as 'AP mine=3,UXO=1'.")] = "",
    destroyed: Annotated[str, typer.Option("--destroyed", help="What was destroyed, written like --items.")] = "",
    lost_minutes: Annotated[int, typer.Option("--lost-minutes", metavar="N", help="Working time lost.", min=0)] = 0,
    lost_why: Annotated[str, typer.Option("--lost-why", metavar="T", help="Why it was lost.")] = "",
    form: Annotated[
        str | None, typer.Option("--id", help="Number of the form; tells two forms of a day apart.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who signed the form.")] = UNSIGNED,
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Book a day of work on a task. What the rules notice is told; the day is booked all the same.

    Not booked are a closed task, a day before the task or still to come, an absurd figure, and the same form again.

    Example: tilth progress b.gpkg T-0001 --on 2024-05-02 --team "Team 4" --m2 350 --items "AP mine=1" --by team-4
    """
    with opened(file) as programme:
        outline, noticed = outline_in(programme, polygon)
        day = Form(
            *(on, team, m2, form, _items(items), _items(destroyed)),
            lost_minutes=lost_minutes,
            lost_why=lost_why,
            lanes=lanes,
            polygon=outline,
        )
        account = author or (OWNER if by == UNSIGNED else None)  # nobody signed, and somebody typed it in
        done = progress(programme, task, day, hand=hand(by, account))
    said = f"{square_metres(m2)} on {on}, {square_metres(done.task.done_m2)} so far"
    answer(done, as_json=as_json, said=said, findings=noticed)


def _items(text: str) -> dict[str, int]:
    found = read_items(text)
    if found is None:
        raise Refusal("422.1", what="The list of items", text=text, hint="Write it as AP mine=3,UXO=1.")
    return found
