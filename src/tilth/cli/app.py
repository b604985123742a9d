"""The Typer application: every command registered, every refusal one line and an exit code."""

from __future__ import annotations

import typer

from tilth.cli import (
    account,
    amend,
    approve,
    brief,
    claims,
    complete,
    conflicts,
    copy,
    correct,
    demo,
    dossier,
    erase,
    export,
    forecast,
    handover,
    importing,
    inspecting,
    log,
    mission,
    new,
    people,
    progress,
    quality,
    read,
    rebuild,
    reopen,
    report,
    resume,
    serve,
    source,
    suspend,
    synth,
    task,
    team,
    templates,
    users,
    verify,
    withdraw,
)
from tilth.cli.ending import run_to_its_end

app = typer.Typer(
    name="tilth",
    help="Turns reports about explosive ordnance into released land. Nothing it prints is permission to enter land.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (
    new,
    copy,
    importing,
    amend,
    withdraw,
    approve,
    progress,
    inspecting,
    correct,
    suspend,
    resume,
    complete,
    handover,
    reopen,
    log,
    verify,
    rebuild,
    account,
    export,
    people,
    erase,
    conflicts,
    read,
    mission,
    brief,
    dossier,
    report,
    templates,
    serve,
    demo,
):
    app.command(_command.NAME)(_command.command)
for _group in (claims, source, task, quality, team, forecast, synth, users):
    app.add_typer(_group.app, name=_group.NAME)


def run() -> None:
    """Run a command. A refusal is one line on stderr and exit code 1; a wrong call is 2, a failed check 3."""
    run_to_its_end(app)
