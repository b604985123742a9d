"""`tilth brief`: one page with everything that is known."""

from __future__ import annotations
from tilth.cli.shared import File

NAME = "brief"


def command(file: File) -> None:
    """Write the brief."""
