"""Forms that only our own pages can send: each carries a token that belongs to the visitor's cookie.

A page of another site can make a browser send a form here, with its cookies, but can neither read nor guess the token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive

from tilth.desk.refusal import Refusal
from tilth.web.accounts.cookies import SESSION, VISIT
from tilth.web.accounts.rights import need

FIELD = "csrf"
HEAD = "head"  # the head that a page was made from
_SENT = b"forms"
MOST_BYTES = 1024 * 1024  # of a form without files
MOST_FIELDS, MOST_FILES = 200, 20
MOST_TEXT = 1_000_000  # bytes of a field that is no file

Handler = Callable[[Request, FormData], Response]


def token_of(request: Request) -> str:
    """The token of the forms of this visitor: a digest of the session's or, before a login, of the visit's cookie."""
    cookie = request.cookies.get(SESSION) or request.cookies.get(VISIT) or new_visit(request)
    return hashlib.sha256(b"form:" + cookie.encode()).hexdigest()


def new_visit(request: Request) -> str:
    """The value of the cookie that a first visitor gets with this answer; one for a request."""
    made: str | None = getattr(request.state, "new_visit", None)
    if made is None:
        made = request.state.new_visit = secrets.token_urlsafe(24)
    return made


def posted(
    handler: Handler, *, most_bytes: int = MOST_BYTES, right: str = ""
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a form of at most `most_bytes`, checks its token, and lets `handler` do the rest.

    With `right` whoever lacks it is refused before anything is taken in.
    Refusal 403.9 where the token is missing or another visitor's, 413.2 where the form is too large; of a larger one
    no more than that is read.
    """

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        if right:
            await run_in_threadpool(need, request, right)
        stated = request.headers.get("content-length", "0")
        if not stated.isdecimal() or int(stated) > most_bytes:
            raise Refusal("413.2", most=_megabytes(most_bytes))
        counted = Request(request.scope, _counting(request.receive, most_bytes))
        async with counted.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT) as form:
            sent = form.get(FIELD)
            if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), token_of(request).encode()):
                raise Refusal("403.9")
            return await run_in_threadpool(_once, handler, request, form)

    return endpoint


def _counting(receive: Receive, most: int) -> Receive:
    """The same stream, which stops where it grows too long."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise Refusal("413.2", most=_megabytes(most))
        return message

    return counted


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:g}"


def _once(handler: Handler, request: Request, form: FormData) -> Response:
    """The answer of `handler`; a form that is sent twice from one state of the journal is booked once.

    What tells two sendings apart is everything in the form, the head it was made from among it: whoever wants to say
    the same again opens the page again.
    """
    if HEAD not in form:
        return handler(request, form)
    told = sorted((name, value) for name, value in form.multi_items() if isinstance(value, str))
    answer: Response = request.app.state.sent.of(_SENT, (request.url.path, *told), lambda: handler(request, form))
    return answer


def text(form: FormData, name: str) -> str:
    """A field of a form as text without blanks around it; empty where it was not filled in."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
