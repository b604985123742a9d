"""`tilth brief`: one page with everything that is known."""

from __future__ import annotations

NAME = "demo"


def command() -> None:
    """Write the brief."""
