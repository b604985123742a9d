"""How a command ends: a refusal is one line on stderr and exit code 1; a wrong call is 2, a failed check 3."""

from __future__ import annotations

import sys

import typer

from tilth.desk.refusal import Refusal


def run_to_its_end(app: typer.Typer) -> None:
    """Run a command of `app` and leave with its exit code."""
    try:
        app()
    except Refusal as refusal:
        print(f"tilth: {refusal} [{refusal.number}]", file=sys.stderr)
        raise SystemExit(1) from refusal
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
