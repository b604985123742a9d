"""The cookies of the room: their names, and how they are set."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "tilth_session"
VISIT = "tilth_visit"  # before a login, and at the owner's desk: only forms use it


def keep(response: Response, name: str, value: str, *, request: HTTPConnection, seconds: int | None = None) -> None:
    """Set a cookie that no script can read and that no other site's form sends along; over HTTPS it stays on HTTPS."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )


def drop(response: Response, name: str, *, request: HTTPConnection) -> None:
    """Take a cookie away."""
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=request.url.scheme == "https")
