"""`tilth inspect`: a visit of quality control on a task."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened
from tilth.cli.work_shared import By, On, TaskId, WorkAuthor, answer, hand
from tilth.desk.working import inspect

NAME = "inspect"


def command(
    file: File,
    task: TaskId,
    on: On,
    by: By,
    result: Annotated[str, typer.Option("--result", help="pass or fail.")],
    sampled: Annotated[int | None, typer.Option("--sampled-m2", metavar="N", help="Square metres checked.")] = None,
    found: Annotated[int | None, typer.Option("--found", metavar="N", help="Items found in them.")] = None,
    nonconformity: Annotated[str, typer.Option("--nonconformity", metavar="T", help="What was found wrong.")] = "",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Book an inspection. Land can be handed over once one has passed after the last day of work.

    A failed inspection, or one that names a non-conformity, holds the task until `tilth correct` and a passed one.

    Example: tilth inspect b.gpkg T-0001 --on 2024-06-03 --by QA-1 --result pass --sampled-m2 500 --found 0
    """
    with opened(file) as programme:
        done = inspect(
            programme,
            task,
            on=on,
            result=result.strip().lower(),
            sampled_m2=sampled,
            found=found,
            nonconformity=nonconformity,
            hand=hand(by, author),
        )
    visit = done.task.visits[-1]
    answer(done, as_json=as_json, said=f"inspected by {by} on {on}, {visit.result}")
    if not as_json and "sample" in done.more:
        typer.echo(f"  {done.more['sample']}")
