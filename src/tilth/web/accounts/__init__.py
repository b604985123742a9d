"""Who sits at the desk: local accounts, sessions, roles, and what each role may do."""

from __future__ import annotations

from starlette.applications import Starlette

from tilth.store.accounts import Accounts, accounts_path, has_accounts
from tilth.web.accounts import login, people
from tilth.web.accounts.door import door

__all__ = ["ROUTES", "furnish", "has_accounts"]

ROUTES = (*login.ROUTES, *people.ROUTES)


def furnish(app: Starlette) -> None:
    """Put the door in: who comes in is asked of the accounts beside the programme, from the first account on."""
    app.state.accounts = Accounts(accounts_path(app.state.room.path))
    app.state.door = door
