"""What every answer carries and every request must: security headers, a known host, and no writing from other sites."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tilth.web.problem import problem
from tilth.web.room import NEWEST, least_head
from tilth.web.viewer import Viewer

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "content-security-policy": "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SEEN = "tilth_seen"  # cookie: the entries of the journal at this client's last writing
_READING = ("GET", "HEAD", "OPTIONS")


def _least(scope: Scope) -> int:
    """The entries that an answer must know of: those of the last writing of this client, or all there are."""
    headers = Headers(scope=scope)
    if "no-cache" in headers.get("cache-control", ""):
        return NEWEST
    seen = cookie_parser(headers.get("cookie", "")).get(SEEN, "0")
    return int(seen) if seen.isdecimal() and len(seen) < 16 else 0


def _sees_journal(scope: Scope) -> bool:
    """Whether the number of entries may be told to whom this answer goes; not to the public."""
    viewer: Viewer | None = scope.get("state", {}).get("viewer")
    return viewer is not None and viewer.sees_restricted


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None) -> None:
        """`hosts` may be asked for (without port); None: any, where the room is bound wider and has accounts."""
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what comes from elsewhere, and set the headers of what is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_writing = scope["method"] not in _READING
        # Whoever writes is shown what others wrote just before, or a clash with them could not be told.
        least_head.set(NEWEST if is_writing else _least(scope))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if is_writing and message["status"] < 400 and _sees_journal(scope):
                    seen = scope["app"].state.room.head().entries
                    headers.append("set-cookie", f"{SEEN}={seen}; Path=/; HttpOnly; SameSite=Lax")
            await send(message)

        why = self._why_not(scope)
        if why:
            await problem(*why)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)

    def _why_not(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if self.hosts is not None and name.lower() not in self.hosts:
            # A page elsewhere could point a name of its own at this machine (DNS rebinding) and read along.
            return 421, f"This room answers to {', '.join(self.hosts)}. Open it by one of these names."
        if scope["method"] in _READING:
            return None
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return 403, "Writing from another site is refused. Use the pages of this room, or send no Origin."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "Writing from another site is refused. Use the pages of this room."
        return None
