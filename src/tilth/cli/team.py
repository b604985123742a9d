"""`tilth team`: who may do what on which day: teams, people by key, dogs and machines, courses, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import File, Json, now, opened, print_json
from tilth.cli.team_words import WORDS
from tilth.desk.roster_view import team, teams
from tilth.desk.rostering import day_asked

NAME = "team"
_MOST = 20  # endings named on a screen
_On = Annotated[str | None, typer.Option("--on", metavar="D", help="The day that is asked about; today if left out.")]
_KnownAt = Annotated[
    str | None, typer.Option("--known-at", metavar="D", help="As known then (moment or day), not as known now.")
]


class _TeamGroup(GroupWithDefault):
    """`tilth team FILE` lists, `tilth team FILE NAME` shows one team."""

    before = 1
    named = "show"


app = typer.Typer(no_args_is_help=True, cls=_TeamGroup)


@app.callback()
def _group(context: typer.Context, file: File) -> None:
    """List the teams of a programme, show one, or say something about them.

    Everything said is one entry, undone by `tilth withdraw`. People are named by a key, never by their name.

    Example: tilth team b.gpkg

    Example: tilth team b.gpkg "Team 1" --on 2026-05-04

    Example: tilth team b.gpkg add "Team 1" --operator "Demining Co" --kind manual
    """
    context.obj = file


@app.command("list")
def listing(context: typer.Context, on: _On = None, known_at: _KnownAt = None, as_json: Json = False) -> None:
    """List every team with how much it has, and what ends next. The word may be left out.

    Example: tilth team b.gpkg list --on 2026-05-04 --json
    """
    _list(context, on=on, known_at=known_at, as_json=as_json)


@app.command("show")
def show(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A team; all if left out.")] = None,
    on: _On = None,
    known_at: _KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show one team on a day: people, assets, courses, certificates, what ends next and what is missing.

    Without NAME all are listed, with what ends next in any of them. The word may be left out.

    Example: tilth team b.gpkg show "Team 1" --on 2026-05-04
    """
    if name is None:
        _list(context, on=on, known_at=known_at, as_json=as_json)
        return
    day = day_asked(on, today=now().date())
    with opened(context.obj) as programme:
        found = team(programme, name, on=day, known_at=known_at)
    if as_json:
        print_json(found)
        return
    for line in _told(found):
        typer.echo(line)
    for one in found["findings"]:
        typer.echo(f"  {one['severity']} {one['code']} {one['sentence']}", err=True)


def _list(context: typer.Context, *, on: str | None, known_at: str | None, as_json: bool) -> None:
    day = day_asked(on, today=now().date())
    with opened(context.obj) as programme:
        found = teams(programme, on=day, known_at=known_at)
    if as_json:
        print_json(found)
        return
    for one in found["teams"]:
        counts = ", ".join(f"{what.replace('_', ' ')} {count}" for what, count in one["counts"].items())
        typer.echo(f"{_title(one)}: {counts}")
    for line in _endings(found["ends_next"]):
        typer.echo(line)
    typer.echo(f"{len(found['teams'])} teams, as of {found['on']}.", err=True)


def _title(one: dict[str, Any]) -> str:
    gone = "" if one["on_record"] else ", not on record for this day"
    return f"{one['name']} ({one['operator'] or 'operator not stated'}, {one['team_kind']}{gone})"


def _told(found: dict[str, Any]) -> Iterator[str]:
    """One team for a person to read."""
    yield f"{_title(found)} on {found['on']}"
    for one in found["members"]:
        skills = f" ({', '.join(one['skills'])})" if one["skills"] else ""
        yield f"  member       {one['key']}  {one['role']}{skills}"
    for one in found["assets"]:
        yield f"  {one['asset_kind']:<11}  {one['id']}"
    for one in found["courses"]:
        place, trainer, on = (one[name] or "not stated" for name in ("place", "trainer", "on"))
        yield f"  course       {one['topic']}; place: {place}; trainer: {trainer}; date: {on}"
    for one in found["certificates"]:
        yield f"  {one['state']:<11}  {_certificate(one)}"
    for one in found["mission"]:
        yield f"  mission      {one['phase']} {one['start'] or '?'} to {one['end'] or '?'}"
    yield from (f"  {line}" for line in _endings(found["ends_next"]))
    if not found["certificates"]:
        yield "  no certificate on record"


def _certificate(one: dict[str, Any]) -> str:
    number = f" no. {one['number']}" if "number" in one else ""
    who = one.get("member") or one.get("asset") or one["holder"]
    return (
        f"{one['name']} of {who}, {one['from']} to {one['until'] or 'no stated end'}, by {one['issued_by']}{number} "
        f"(entry {one['entry']})"
    )


def _endings(endings: list[dict[str, Any]]) -> Iterator[str]:
    """What ends next, the nearest first."""
    for one in endings[:_MOST]:
        yield f"ends {one['until']} (in {one['days']} days): {one['name']} of {one['who']}, {one['team']}"
    if len(endings) > _MOST:
        yield f"and {len(endings) - _MOST} more end later: see --json"


for _word, _function in WORDS.items():
    app.command(_word)(_function)
