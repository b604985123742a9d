"""`tilth source`: who says things, under which names, how far they are trusted, and what cites what."""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import File, Json, print_json
from tilth.cli.source_words import WORDS, Name, programme_of
from tilth.desk.cited import cited
from tilth.desk.sources_view import source, sources

NAME = "source"
_MOST = 40  # entries without evidence named on a screen


class _SourceGroup(GroupWithDefault):
    """`tilth source FILE` lists, `tilth source FILE NAME` shows one source."""

    before = 1
    named = "show"


app = typer.Typer(no_args_is_help=True, cls=_SourceGroup)


@app.callback()
def _group(context: typer.Context, file: File) -> None:
    """List the sources of a programme, show one, or say something about sources and claims.

    Everything said is one entry with its user, reason and date, and is undone by `tilth withdraw`.

    Example: tilth source b.gpkg

    Example: tilth source b.gpkg "News agency X"

    Example: tilth source b.gpkg grade "News agency X" B --why "its figures were confirmed twice"
    """
    context.obj = file


@app.command("list")
def listing(context: typer.Context, as_json: Json = False) -> None:
    """List every source with its kind, grade and number of claims. The word may be left out.

    Example: tilth source b.gpkg list --json
    """
    with programme_of(context) as programme:
        found = sources(programme)
    if as_json:
        print_json(found)
        return
    for one in found["sources"]:
        typer.echo(_line(one))
    for one in found["reports"]:
        typer.echo(f"report   {one['sha256'][:12]}…  {one.get('published', 'undated')}  {one.get('title', '')}")
    for one in found["taken_as_the_same"]:
        typer.echo(f"assumed  “{one['name']}” is “{one['taken_as']}”: {one['why']} (entry {one['entry']})")
    typer.echo(f"{len(found['sources'])} sources. F means: cannot be judged, nobody has graded it.", err=True)


def _line(one: dict[str, Any]) -> str:
    also = f"  also printed: {', '.join(alias['name'] for alias in one['aliases'])}" if one["aliases"] else ""
    counts = f"speaks in {one['said']}, carried {one['carried']}"
    return f"{one['reliability']}  {one['kind']:<12}  {one['name']}  ({counts}){also}"


@app.command("show")
def show(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Show one source: its other names, every grade with its reason, its claims. The word may be left out.

    Example: tilth source b.gpkg "News agency X"
    """
    with programme_of(context) as programme:
        found = source(programme, name)
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found['name']}: {found['kind']}, reliability {found['reliability']}")
    for one in found["aliases"]:
        typer.echo(f"  also printed “{one['name']}”: {one['why']} (entry {one['entry']}, {one['user']}, {one['date']})")
    for one in found["grades"]:
        typer.echo(f"  graded {one['grade']} by {one['user']} on {one['date']}: {one['why']} (entry {one['entry']})")
    for title, claims in (("speaks in", found["said"]), ("carried", found["carried"])):
        shown = ", ".join(claims[:20]) + (f" and {len(claims) - 20} more" if len(claims) > 20 else "")
        typer.echo(f"  {title}: {shown or 'no claim'}")
    for one in found["reports"]:
        typer.echo(f"  report {one['sha256'][:12]}…: {one.get('title', 'without a title')}")


@app.command("evidence")
def evidence(context: typer.Context, as_json: Json = False) -> None:
    """List hazards and releases with the claims they cite, and those that cite none.

    Example: tilth source b.gpkg evidence
    """
    with programme_of(context) as programme:
        if as_json:
            print_json(list(cited(programme)))
            return
        count = Counter[bool]()  # entries that cite evidence, and those that do not
        for one in cited(programme):
            count[bool(one["evidence"])] += 1
            for cites in one["evidence"]:
                typer.echo(f"{_entry(one)}: {_cites(cites)}")
            if not one["evidence"] and count[False] <= _MOST:
                typer.echo(f"{_entry(one)}: cites no evidence")
    rest = f" ({count[False] - _MOST} of the others are not shown: see --json)" if count[False] > _MOST else ""
    typer.echo(f"{count[True]} of {count.total()} hazards and releases cite evidence{rest}.")


def _entry(one: dict[str, Any]) -> str:
    return " ".join(str(part) for part in ("entry", one["entry"], one["kind"], one["id"]) if part)


def _cites(one: dict[str, Any]) -> str:
    return f"{one['as']} evidence {one['claim_id']}, {one['why']} ({one['user']}, entry {one['cited_in']})"


for _word, _function in WORDS.items():
    app.command(_word)(_function)
