"""`tilth dossier`: what is missing before the papers of a task can be submitted, and who can close each gap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.rules_file import rules_in
from tilth.cli.shared import File, Json, opened, print_json
from tilth.cli.work_shared import TaskId
from tilth.desk.dossiers import dossier
from tilth.work.dossier import tell

NAME = "dossier"
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="R", help="An edited copy of dossier_rules.csv, see `tilth templates`."),
]


def command(file: File, task: TaskId, rules: Rules = None, as_json: Json = False) -> None:
    """Tell what is missing in the papers of a task: each gap, who can close it, and what to do next.

    It looks at records only. Nothing missing means that the papers are complete; it says nothing about the ground.

    Example: tilth dossier b.gpkg T-0001
    """
    asked = rules_in(rules)
    with opened(file) as programme:
        found = dossier(programme, task, asked=asked)
    if as_json:
        print_json(found.as_json())
        return
    typer.echo(f"Task {found.task} is {found.state.replace('_', ' ')}. {len(found.rules)} rules asked.")
    for line in tell(found):
        typer.echo(line)
