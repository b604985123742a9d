"""`tilth complete`: the work of a task is done."""

from __future__ import annotations

from tilth.cli.shared import File, Json, opened, square_metres
from tilth.cli.work_shared import By, On, TaskId, WorkAuthor, answer, hand
from tilth.desk.working import complete

NAME = "complete"


def command(file: File, task: TaskId, on: On, by: By, author: WorkAuthor = None, as_json: Json = False) -> None:
    """Say that the work of a task is completed. No land moves; somebody else approves it.

    Example: tilth complete b.gpkg T-0001 --on 2024-06-06 --by team-4
    """
    with opened(file) as programme:
        done = complete(programme, task, on=on, hand=hand(by, author))
    answer(done, as_json=as_json, said=f"{square_metres(done.task.done_m2)} reported done")
