"""The command line: one file per command, each a sentence of DESIGN §6."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from tilth.cli.app import run

    run()
