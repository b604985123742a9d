"""`tilth correct`: what was done about a non-conformity."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened
from tilth.cli.work_shared import By, On, TaskId, WorkAuthor, answer, hand
from tilth.desk.working import correct

NAME = "correct"


def command(
    file: File,
    task: TaskId,
    on: On,
    by: By,
    what: Annotated[str, typer.Option("--what", metavar="T", help="What was done.")],
    of: Annotated[
        int | None, typer.Option("--of", metavar="ENTRY", help="The inspection it answers; all open ones if left out.")
    ] = None,
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Book the correction of what an inspection found wrong. It is inspected again before land is handed over.

    Example: tilth correct b.gpkg T-0001 --on 2024-06-05 --by team-4 --what "lane 3 searched again"
    """
    with opened(file) as programme:
        done = correct(programme, task, on=on, what=what, of=of, hand=hand(by, author))
    left = len(done.task.open_nonconformities)
    answer(done, as_json=as_json, said=f"corrected on {on}, {left} non-conformities open")
