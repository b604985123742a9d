"""`tilth serve`: the operations room in a browser."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from typing import Annotated

import typer

from tilth.cli.ending import run_to_its_end
from tilth.cli.shared import File
from tilth.desk.refusal import Refusal

NAME = "serve"


def command(
    file: File,
    port: Annotated[
        int, typer.Option("--port", metavar="P", help="Port; 0 for any free one.", min=0, max=65535)
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help="Address to listen at; wider than loopback needs accounts.")
    ] = "127.0.0.1",
) -> None:
    """Open the operations room: pages, map and HTTP API over one programme file, until Ctrl-C.

    At this machine, without accounts, it is the owner's desk: everything is visible.

    Example: tilth serve b.gpkg --port 8000
    """
    try:
        from tilth.web.serving import serve
    except ModuleNotFoundError as missing:
        raise Refusal("501.1", what="The operations room", package=missing.name) from missing
    serve(file, host=host, port=port, wide=not is_loopback(host), tell=_tell)


def alone() -> None:
    """Run this command without loading the others."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback()(lambda: None)  # so that its name stays a word of the command line
    app.command(NAME, context_settings={"help_option_names": ["-h", "--help"]})(command)
    run_to_its_end(app)


def _tell(address: str) -> None:
    print(f"tilth: the room is open at {address} (Ctrl-C closes it)", file=sys.stderr, flush=True)


def is_loopback(host: str) -> bool:
    """Whether an address or name is that of this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
