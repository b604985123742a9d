"""The door: who a request comes from, and a note of what restricted data they read."""

from __future__ import annotations

import time

from starlette.requests import Request

from tilth.store.accounts import Accounts
from tilth.web.accounts.cookies import SESSION
from tilth.web.viewer import ANONYMOUS, OWNER, Viewer

_NOT_NOTED = ("/static", "/login", "/logout", "/map/base", "/map/places")


def door(request: Request) -> Viewer:
    """The account of the session; without accounts, on this machine alone, the owner; else somebody unknown."""
    accounts = accounts_of(request)
    if not accounts.in_use():
        return ANONYMOUS if request.app.state.wide else OWNER
    token = request.cookies.get(SESSION)
    account = accounts.who(token, now=time.time()) if token else None
    if account is None:
        return ANONYMOUS
    if not request.url.path.startswith(_NOT_NOTED):
        accounts.note_reading(account.name, _what(request), address=address_of(request), now=time.time())
    return Viewer(account.name, account.role, sees_restricted=True)


def accounts_of(request: Request) -> Accounts:
    """The accounts of the app a request comes to."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def _what(request: Request) -> str:
    """What was asked for; of the tiles of a map only the layer, as one look at it asks for many."""
    path = request.url.path
    told = "/".join(path.split("/")[:3]) if path.startswith("/tiles/") else path
    return f"{request.method} {told}"
