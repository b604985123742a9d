"""Logging in and out, and the password of one's own."""

from __future__ import annotations

import time

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tilth.desk.refusal import Refusal
from tilth.store.accounts import LEAST_LETTERS, SESSION_S
from tilth.web.accounts.cookies import SESSION, drop, keep
from tilth.web.accounts.door import accounts_of, address_of
from tilth.web.accounts.forms import posted, text
from tilth.web.rendering import page
from tilth.web.viewer import viewer_of


def form(request: Request) -> Response:
    """`/login`: name and password."""
    values = {"then": _here(request.query_params.get("then", "")), "failed": False, "name": ""}
    return page(request, "login.html", values=values)


def log_in(request: Request, form: FormData) -> Response:
    """Open a session, or say that name and password do not fit, without saying which."""
    name, then = text(form, "name"), _here(text(form, "then"))
    password = form.get("password")
    token = accounts_of(request).log_in(
        name, password if isinstance(password, str) else "", address=address_of(request), now=time.time()
    )
    if token is None:
        return page(request, "login.html", status=401, values={"then": then, "failed": True, "name": name})
    answer = RedirectResponse(then or "/", status_code=303)
    keep(answer, SESSION, token, request=request, seconds=int(SESSION_S))
    return answer


def log_out(request: Request, form: FormData) -> Response:
    """End the session here and in the accounts."""
    del form
    if token := request.cookies.get(SESSION):
        accounts_of(request).log_out(token)
    answer = RedirectResponse("/", status_code=303)
    drop(answer, SESSION, request=request)
    answer.headers["Clear-Site-Data"] = '"cache"'  # pages that were kept must not be there for who comes next
    return answer


def own_password(request: Request) -> Response:
    """`/password`: a form for another password of one's own."""
    _known(request)
    return page(request, "password.html", values={"least": LEAST_LETTERS, "failed": False})


def change_password(request: Request, form: FormData) -> Response:
    """Another password for whoever knows the old one; every session of theirs ends."""
    name, accounts = _known(request), accounts_of(request)
    old, new = form.get("old"), form.get("new")
    fits = accounts.log_in(name, str(old or ""), address=address_of(request), now=time.time())
    if fits is None:
        return page(request, "password.html", status=401, values={"least": LEAST_LETTERS, "failed": True})
    accounts.set_password(name, str(new or ""))
    return RedirectResponse("/login", status_code=303)


def _known(request: Request) -> str:
    name = viewer_of(request).name
    if not name or not accounts_of(request).in_use():
        raise Refusal("401.1", what="change a password")
    return name


def _here(address: str) -> str:
    """An address of this room, never of another; empty for anything else."""
    is_here = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_here else ""


ROUTES = (
    Route("/login", form, methods=["GET"], name="login"),
    Route("/login", posted(log_in), methods=["POST"]),
    Route("/logout", posted(log_out), methods=["POST"]),
    Route("/password", own_password, methods=["GET"]),
    Route("/password", posted(change_password), methods=["POST"]),
)
