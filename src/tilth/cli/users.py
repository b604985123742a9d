"""`tilth users`: who may log in to the operations room of a programme."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getpass
from typing import Annotated

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import File, Json, print_json
from tilth.desk.refusal import Refusal
from tilth.store.accounts import Account, Accounts, accounts_path
from tilth.store.files import refuse_what_is_no_programme

NAME = "users"
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with; it stands as author of entries.")]
Role = Annotated[str, typer.Option("--role", metavar="R", help="viewer, data_entry, approver or administrator.")]


class _UsersGroup(GroupWithDefault):
    """`tilth users FILE` lists."""

    before = 1


app = typer.Typer(no_args_is_help=True, cls=_UsersGroup)


@app.callback()
def _group(context: typer.Context, file: File) -> None:
    """List, add and remove the accounts of people who log in, kept beside FILE in FILE.accounts (mode 0600).

    A password is asked for, or read as one line from stdin; it is never given as an argument.

    Example: tilth users b.gpkg add mira --role approver
    """
    refuse_what_is_no_programme(file)
    context.obj = file


@app.command("list")
def listing(context: typer.Context, as_json: Json = False) -> None:
    """List the accounts with their roles.

    Example: tilth users b.gpkg list
    """
    with _accounts(context) as accounts:
        every = accounts.every() if accounts.in_use() else []
    if as_json:
        print_json([{"name": one.name, "role": one.role, "since": _since(one)} for one in every])
        return
    for one in every:
        typer.echo(f"{one.name:<32}{one.role:<16}since {_since(one)}")
    if not every:
        typer.echo(
            "Nobody needs to log in. Begin with an administrator: tilth users FILE add NAME --role administrator"
        )


@app.command("add")
def adding(context: typer.Context, name: Name, role: Role = "viewer") -> None:
    """Add somebody; the password is asked for.

    Example: tilth users b.gpkg add mira --role approver
    """
    with _accounts(context) as accounts:
        accounts.add(name, role=role, password=_password(), now=time.time())
    typer.echo(f"{name} may log in as {role}.")


@app.command("remove")
def removing(context: typer.Context, name: Name) -> None:
    """Remove an account and end its sessions. What it wrote stays in the journal.

    Example: tilth users b.gpkg remove mira
    """
    with _accounts(context) as accounts:
        accounts.remove(name)
    typer.echo(f"{name} can no longer log in.")


@app.command("role")
def changing_role(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(metavar="R", help="viewer, data_entry, approver or administrator.")],
) -> None:
    """Give an account another role; its sessions end.

    Example: tilth users b.gpkg role mira administrator
    """
    with _accounts(context) as accounts:
        accounts.set_role(name, role)
    typer.echo(f"{name} is {role} now.")


@app.command("password")
def changing_password(context: typer.Context, name: Name) -> None:
    """Give an account another password, which is asked for; its sessions end.

    Example: tilth users b.gpkg password mira
    """
    with _accounts(context) as accounts:
        accounts.set_password(name, _password())
    typer.echo(f"{name} has another password now.")


@app.command("readings")
def reading(
    context: typer.Context,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Only of this account.")] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="At most so many, the last first.")] = 100,
    as_json: Json = False,
) -> None:
    """List who read restricted data: when, which page, from where, and how often in that minute.

    Example: tilth users b.gpkg readings --name mira
    """
    with _accounts(context) as accounts:
        found = accounts.readings(most=most, name=name) if accounts.in_use() else []
    rows = [
        {"at": _moment(60.0 * one.minute), "name": one.name, "what": one.what, "from": one.address, "times": one.times}
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['at']}  {row['name']:<24}{row['what']}  from {row['from']}  {row['times']} times")
    if not rows:
        typer.echo("Nobody who logged in has read restricted data.")


@contextmanager
def _accounts(context: typer.Context) -> Iterator[Accounts]:
    accounts = Accounts(accounts_path(context.obj))
    try:
        yield accounts
    finally:
        accounts.close()


def _password() -> str:
    """Asked for twice at a terminal, else the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("The same once more: ") != password:
        raise Refusal("422.1", what="The password", text="two different ones", hint="Nothing was kept; try once more.")
    return password


def _since(one: Account) -> str:
    return _moment(one.since)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")
