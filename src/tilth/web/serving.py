"""Serving: the app behind a socket, in the foreground, until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from tilth.desk.refusal import Refusal
from tilth.store.accounts import has_accounts
from tilth.web.app import create_app

_WAITING = 2048  # connections that may wait to be taken
_KEPT_S = 75  # an idle connection is kept so long: a browser on a weak line need not make it anew for each page


class _Server(uvicorn.Server):
    """Says where it listens once it does, so that whoever reads it can ask at once."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told()


def serve(file: Path, *, host: str, port: int, wide: bool, tell: Callable[[str], None]) -> None:
    """Open the room over `file`; `tell` gets its address. Raises Refusal where it cannot be opened there."""
    app = create_app(file, wide=wide)
    if wide and not has_accounts(file):
        raise Refusal("403.11", host=host)
    with _listening(host, port) as listening:
        at = listening.getsockname()
        shown = f"[{at[0]}]" if ":" in at[0] else at[0]
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=_KEPT_S
        )
        _Server(config, lambda: tell(f"http://{shown}:{at[1]}/")).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises Refusal 409.42 where the system gives none."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(_WAITING)
    except OSError as error:
        raise Refusal("409.42", host=host, port=port, reason=error.strerror or error) from error
    found.set_inheritable(True)
    return found
