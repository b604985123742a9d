"""One page from a template: what every template may use, in the reader's language."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tilth.reports.page import days, grouped, km2, signed_km2, stated, web_address, words
from tilth.web.accounts.cookies import VISIT, keep
from tilth.web.accounts.forms import token_of
from tilth.web.menu import menu
from tilth.web.viewer import OWNER, viewer_of
from tilth.web.wording import FALLBACK, LANGUAGES, speaks, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

_LEAST_PACKED, _PACKING = 1400, 5  # letters: what fits one packet gains nothing; quick rather than small
LANGUAGE_COOKIE = "tilth_language"


def page(request: Request, template: str, *, status: int = 200, values: Mapping[str, Any] | None = None) -> Response:
    """The page of `templates/TEMPLATE` with `values`; all text is escaped.

    Beside `values` a template has: `t` and `c` (words of the content and of the frame), `lang`, `dir`, `viewer`,
    `menu`, `csrf` (the token of a form), `asset` and `static` (addresses of built and plain files), `here` (this path).
    """
    language = language_of(request)
    part = template.removesuffix(".html")
    inner = language if speaks(language, part) else FALLBACK
    viewer = viewer_of(request)
    frame = {
        "lang": language,
        "dir": LANGUAGES[language],
        "inner": inner,
        "inner_dir": LANGUAGES[inner],
        "t": words_of(inner),
        "c": words_of(language),
        "viewer": viewer,
        "is_owner": viewer == OWNER,
        "menu": menu(viewer, request),
        "languages": [(one, with_query(request, lang=one)) for one in LANGUAGES],
        "csrf": token_of(request),
        "here": request.url.path,
        "static": static_address,
        "asset": built_address,
        "programme": getattr(request.app.state, "title", ""),
    }
    text = environment().get_template(template).render(frame | dict(values or {}))
    response = _unless_known(request, text) if status == 200 else HTMLResponse(text, status_code=status)
    if visit := getattr(request.state, "new_visit", None):
        keep(response, VISIT, visit, request=request)
    response.headers["Content-Language"] = language
    if request.query_params.get("lang") == language:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _unless_known(request: Request, text: str) -> Response:
    """The page, or 304 where the reader has it already: on a weak connection a second look costs a few bytes."""
    mark = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
    if request.method in ("GET", "HEAD") and mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if len(text) > _LEAST_PACKED and "gzip" in request.headers.get("accept-encoding", ""):
        packed = gzip.compress(text.encode(), _PACKING, mtime=0)
        return HTMLResponse(packed, headers=headers | {"Content-Encoding": "gzip"})
    return HTMLResponse(text, headers=headers)


def language_of(request: Request) -> str:
    """The language asked for in the address, else that of the cookie, else English."""
    for asked in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in LANGUAGES:
            return asked
    return FALLBACK


def with_query(request: Request, **changes: str) -> str:
    """This address with other values in its query."""
    path = "/" + request.url.path.lstrip("/\\")  # with two slashes a browser would take it for another site
    return f"{path}?{urlencode(dict(request.query_params) | changes)}"


@cache
def environment() -> Environment:
    """Jinja with the folder `templates`, autoescape on; what a record does not state is written as nothing."""
    from jinja2 import Environment, PackageLoader

    made = Environment(
        loader=PackageLoader("tilth.web", "templates"),
        autoescape=True,
        auto_reload=False,  # a page of one release is never made with the template of another
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {one.__name__: one for one in (grouped, km2, signed_km2, stated, words, days, web_address)}
    made.filters["segment"] = lambda text: quote(str(text), safe="")
    return made


@cache
def static_address(name: str) -> str:
    """The address of a file of `static/`, which changes when the file does, so that it may be kept for ever."""
    content = files("tilth.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def built_address(name: str) -> str | None:
    """The address of an island of the build; None where nothing was built."""
    from tilth.web.assets import asset

    return asset(name)
