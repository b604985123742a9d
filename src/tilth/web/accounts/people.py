"""People: who may log in with which role, and who read restricted data."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tilth.store.accounts import LEAST_LETTERS, ROLES
from tilth.web.accounts.door import accounts_of
from tilth.web.accounts.forms import posted, text
from tilth.web.accounts.rights import need
from tilth.web.rendering import page
from tilth.web.viewer import RIGHTS


def people(request: Request) -> Response:
    """`/people`: the accounts, the table of roles, and the latest readings."""
    need(request, "administer")
    accounts = accounts_of(request)
    in_use = accounts.in_use()
    name = request.query_params.get("name") or None
    read = [(_moment(60.0 * one.minute), one) for one in accounts.readings(name=name)] if in_use else []
    values = {
        "accounts": [(one, _moment(one.since)) for one in accounts.every()] if in_use else [],
        "roles": ROLES,
        "rights": [(right, [role for role in ROLES if right in RIGHTS[role]]) for right in _ALL_RIGHTS],
        "readings": read,
        "only": name,
        "least": LEAST_LETTERS,
    }
    return page(request, "people.html", values=values)


def change(request: Request, form: FormData) -> Response:
    """Add or remove somebody, or give another role or password."""
    need(request, "administer")
    accounts, name, act = accounts_of(request), text(form, "name"), text(form, "act")
    if act == "add":
        accounts.add(name, role=text(form, "role"), password=str(form.get("password") or ""), now=time.time())
    elif act == "role":
        accounts.set_role(name, text(form, "role"))
    elif act == "password":
        accounts.set_password(name, str(form.get("password") or ""))
    elif act == "remove":
        accounts.remove(name)
    return RedirectResponse("/people", status_code=303)


_ALL_RIGHTS = ("see", "write", "approve", "administer")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")


ROUTES = (
    Route("/people", people, methods=["GET"], name="people"),
    Route("/people", posted(change), methods=["POST"]),
)
