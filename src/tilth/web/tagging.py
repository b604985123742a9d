"""ETags: an answer is as old as the head of the journal, the day, and what its viewer may see."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.ports import Head
from tilth.web.operation import Operation, Values
from tilth.web.room import room_of
from tilth.web.viewer import viewer_of


def tagged(request: Request, one: Operation, values: Values) -> Response:
    """The answer to an operation that reads, with the tag of its head; 304 where the client has it already."""
    if one.is_fixed:
        return _with_tag(request, one, values, tag_of(request, None))
    with room_of(request).read() as reading:
        answer = _with_tag(request, one, values, tag_of(request, reading.head))
        if viewer_of(request).sees_restricted:  # how fast the journal grows is nobody else's business
            answer.headers["tilth-head"] = str(reading.head)
        return answer


def _with_tag(request: Request, one: Operation, values: Values, tag: str) -> Response:
    answer = Response(status_code=304) if is_known(request, tag) else one.endpoint(request, values)
    answer.headers["etag"] = tag
    answer.headers["cache-control"] = "private, no-cache"  # kept, and asked for again each time
    answer.headers["vary"] = "accept, accept-language, cookie"
    return answer


def tag_of(request: Request, head: Head | None) -> str:
    """The weak tag of an answer: another head, day, address, language or viewer is another answer."""
    viewer = viewer_of(request)
    today = datetime.now(UTC).date().isoformat()
    language = request.headers.get("accept-language", "") + request.cookies.get("language", "")
    parts = [version("tilth"), str(head), today, str(request.url), viewer.name, viewer.role, language]
    return f'W/"{blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client holds this answer (If-None-Match)."""
    stated = request.headers.get("if-none-match", "")
    held = {one.strip().removeprefix("W/") for one in stated.split(",")}
    return stated.strip() == "*" or tag.removeprefix("W/") in held
