"""`tilth resume`: the work of a suspended task goes on."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened
from tilth.cli.work_shared import On, TaskId, WorkAuthor, answer, hand
from tilth.desk.working import resume

NAME = "resume"


def command(
    file: File,
    task: TaskId,
    on: On,
    why: Annotated[str, typer.Option("--why", help="Why it goes on, in words.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who states it.")] = "owner",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Resume a suspended task; it stands as it did before.

    Example: tilth resume b.gpkg T-0001 --on 2025-03-19 --why "the ground is dry" --by chief
    """
    with opened(file) as programme:
        done = resume(programme, task, on=on, why=why, hand=hand(by, author))
    answer(done, as_json=as_json, said=f"work may go on from {on}")
