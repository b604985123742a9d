"""`tilth suspend`: the work of a task stops for a while."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened
from tilth.cli.work_shared import On, TaskId, WorkAuthor, answer, hand
from tilth.desk.working import suspend

NAME = "suspend"


def command(
    file: File,
    task: TaskId,
    on: On,
    why: Annotated[
        str,
        typer.Option(
            "--why",
            help="access, weather, season, security, conflict, equipment, medical, quality, funding, or other words.",
        ),
    ],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who states it.")] = "owner",
    note: Annotated[str, typer.Option("--note", metavar="T", help="More, in words.")] = "",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Suspend a task. It keeps its place and goes on with `tilth resume`.

    Example: tilth suspend b.gpkg T-0001 --on 2024-11-20 --why season --by chief
    """
    with opened(file) as programme:
        done = suspend(programme, task, on=on, why=why, note=note, hand=hand(by, author))
    answer(done, as_json=as_json, said=f"{why} since {on}")
