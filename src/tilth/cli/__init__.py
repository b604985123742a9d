"""The command line: one file per command, each a sentence of DESIGN §6."""

from __future__ import annotations


def main() -> None:
    """Run the command line. `serve` loads no other command: a room that fell over is back the sooner."""
    import sys

    if sys.argv[1:2] == ["serve"]:
        from tilth.cli.serve import alone

        alone()
        return
    from tilth.cli.app import run

    run()
