"""What a person sees who asked for something that cannot be done: what is so, and what to do next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tilth.web.rendering import page

_KNOWN = (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 423, 429, 500, 507)


async def problem_page(
    request: Request, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """The page for a status; `detail` is the sentence that says what to do next."""
    values = {
        "status": status,
        "title_key": f"wrong.{status if status in _KNOWN else 'other'}",
        "phrase": HTTPStatus(status).phrase,
        "detail": detail,
        "number": more.get("number", ""),
        "log_in": status == 401,
    }
    answer = page(request, "wrong.html", status=status, values=values)
    answer.headers.update(headers or {})
    return answer
