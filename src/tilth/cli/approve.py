"""`tilth approve`: a second person agrees with an entry, or with the completion of a task."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import OWNER, File, Json, opened, print_json
from tilth.cli.work_shared import WorkAuthor, answer, hand
from tilth.desk.approving import approve, approve_completion

NAME = "approve"


def command(
    file: File,
    what: Annotated[str, typer.Argument(metavar="TASK_OR_ENTRY", help="Id of a task, or number of an entry.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who approves.")] = "",
    on: Annotated[str | None, typer.Option("--on", metavar="D", help="The day of the approval.")] = None,
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Approve an entry that somebody else wrote, or the completion of a task that somebody else stated.

    Example: tilth approve b.gpkg 17 --by supervisor

    Example: tilth approve b.gpkg T-0001 --on 2024-06-20 --by authority
    """
    who = hand(by or author or OWNER, author)
    with opened(file) as programme:
        if not what.isdecimal():
            done = approve_completion(programme, what, on=on, hand=who)
            answer(done, as_json=as_json, said=f"approved by {who.by}")
            return
        entry = int(what)
        done_of_task, booked = approve(programme, entry, on=on, hand=who)
    if done_of_task is not None:
        answer(done_of_task, as_json=as_json, said=f"approved by {who.by}")
    elif as_json:
        print_json({"entry": booked, "approves": entry})
    else:
        typer.echo(f"Entry {booked} approves entry {entry}.")
