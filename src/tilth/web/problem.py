"""What a request is answered that cannot be done: problem details (RFC 9457), one table from kind to status.

M. Nottingham, E. Wilde, S. Dalal: Problem Details for HTTP APIs, RFC 9457, 2023, doi:10.17487/RFC9457.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.refusal import Refusal

MEDIA_TYPE = "application/problem+json"
FOR_PROGRAMS = ("/api", "/ogc", "/tiles", "/openapi")  # paths that answer programs, never with a page


class Problem(HTTPException):
    """A request that is answered no. `detail` says what to do next."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        """`more` are further members of the answer, such as `number` of a refusal."""
        super().__init__(status, detail, headers=more.pop("headers", None))
        self.more = more


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """The answer as a problem document."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail} | more
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status, headers=headers, media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether a person looks at it in a browser."""
    path = request.url.path
    if any(path == start or path.startswith((start + "/", start + ".")) for start in FOR_PROGRAMS):
        return False
    return "text/html" in request.headers.get("accept", "")


async def refused(request: Request, error: Exception) -> Response:
    """A refusal of the desk as an answer: its status, its sentence, its number."""
    assert isinstance(error, Refusal)
    detail = _without_folder(request, str(error))
    return await _answer(request, error.status, detail, number=error.number)


async def denied(request: Request, error: Exception) -> Response:
    """Anything the web itself will not do: no such page, no such method, too large."""
    assert isinstance(error, HTTPException)
    more = error.more if isinstance(error, Problem) else {}
    headers = dict(error.headers or {})
    return await _answer(request, error.status_code, _said(error), headers=headers, **more)


async def failed(request: Request, error: Exception) -> Response:
    """The programmer's mistake: said without its inside, which goes to the log."""
    del error
    return await _answer(request, 500, "The program failed here. Nothing was booked by this request; see its log.")


def _said(error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == HTTPStatus.NOT_FOUND.phrase:
        return "There is no such page. Start at / or, for programs, at /ogc."
    return error.detail


def _without_folder(request: Request, said: str) -> str:
    """Where the programme lies on this machine is nobody's business: the name of its file is enough."""
    path = request.app.state.room.path
    said = re.sub(r"[^\s'\"]*/tilth-[^/\s]+/", "", said)
    return said.replace(str(path), path.name).replace(str(path.resolve()), path.name)


async def _answer(
    request: Request, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    page: Callable[..., Awaitable[Response]] | None = getattr(request.app.state, "problem_page", None)
    if page is not None and wants_page(request):
        return await page(request, status, detail, headers=headers, **more)
    return problem(status, detail, headers=headers, **more)


HANDLERS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    Refusal: refused,
    HTTPException: denied,
    Exception: failed,
}
