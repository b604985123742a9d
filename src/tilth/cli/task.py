"""`tilth task`: orders of work, and where each stands."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import OWNER, File, Json, opened, print_json, square_metres
from tilth.cli.work_shared import Polygon, TaskId, WorkAuthor, answer, hand, outline_in
from tilth.desk.ordering import Wish, open_task
from tilth.desk.programme import known_entries
from tilth.desk.tasks_view import listed, shown

NAME = "task"
_MOST = 40  # lines of history on a screen


class _TaskGroup(GroupWithDefault):
    """`tilth task FILE` lists, `tilth task FILE TASK` shows one task."""

    before = 1
    named = "show"


app = typer.Typer(no_args_is_help=True, cls=_TaskGroup)


@app.callback()
def _group(context: typer.Context, file: File) -> None:
    """Open tasks, list them, and show one with its plan, its work and its whole history.

    Example: tilth task b.gpkg

    Example: tilth task b.gpkg T-0001

    Example: tilth task b.gpkg open --hazard H1 --action clear --team "Team 4" --from 2024-05-01 --to 2024-06-30
    """
    context.obj = file


@app.command("open")
def opening(
    context: typer.Context,
    hazard: Annotated[str, typer.Option("--hazard", metavar="H", help="Id of the hazard to work on.")],
    action: Annotated[str, typer.Option("--action", metavar="A", help="cancel, reduce or clear.")],
    team: Annotated[str, typer.Option("--team", metavar="T", help="The team that is to work.")],
    planned_from: Annotated[str, typer.Option("--from", metavar="D", help="First planned day.")],
    planned_to: Annotated[str, typer.Option("--to", metavar="D", help="Last planned day.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Key of who gives the order.")] = OWNER,
    name: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; T-0001 and so on if left out.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="D", help="Day of the order; the first planned day if left out.")
    ] = None,
    polygon: Polygon = None,
    method: Annotated[str, typer.Option("--method", metavar="M", help="manual, mechanical, dogs …")] = "",
    depth: Annotated[int | None, typer.Option("--depth", metavar="CM", help="Depth to work to, in cm.")] = None,
    criteria: Annotated[str, typer.Option("--criteria", metavar="V", help="Version of the criteria to meet.")] = "",
    season: Annotated[str, typer.Option("--season", metavar="S", help="Days of the year, as 03-15..11-30.")] = "",
    author: WorkAuthor = None,
    as_json: Json = False,
) -> None:
    """Give a task: its ground is the polygon of a file, or the whole outline of the hazard. No land moves.

    Example: tilth task b.gpkg open --hazard H1 --action clear --team "Team 4" --from 2024-05-01 --to 2024-06-30
    """
    with opened(context.obj) as programme:
        outline, noticed = outline_in(programme, polygon)
        wish = Wish(
            *(hazard, action, team, planned_from, planned_to, name, on),
            method=method,
            depth_cm=depth,
            criteria=criteria,
            season=season,
            polygon=outline,
        )
        done = open_task(programme, wish, hand=hand(by, author))
    said = f"{action} {square_metres(done.task.m2 or 0)} of hazard {hazard} with team {team}"
    answer(done, as_json=as_json, said=said, findings=noticed)


@app.command("list")
def listing(
    context: typer.Context,
    known_at: Annotated[str | None, typer.Option("--known-at", metavar="D", help="As known then.")] = None,
    as_json: Json = False,
) -> None:
    """List every task with its state. The word may be left out.

    Example: tilth task b.gpkg list --json
    """
    with opened(context.obj) as programme:
        known = known_entries(programme.store, known_at) if known_at else None
        found = listed(programme.store, known)
    if as_json:
        print_json(found)
        return
    for one in found:
        typer.echo(_line(one))
    typer.echo(f"{len(found)} task(s).", err=True)


def _line(one: dict[str, Any]) -> str:
    plan = f"{one['planned_from'] or '?'} to {one['planned_to'] or '?'}"
    open_ = f", {one['open_nonconformities']} non-conformities open" if one["open_nonconformities"] else ""
    state = one["state"].replace("_", " ")
    return f"{one['id']}  {state:<11}  {one['action']} {one['hazard']} by {one['team']}, {plan}: {_land(one)}{open_}"


def _land(one: dict[str, Any]) -> str:
    if one["m2"] is None:
        return f"{square_metres(one['done_m2'])} reported done"
    done = f"{square_metres(one['done_m2'])} of {square_metres(one['m2'])} reported done"
    return f"{done}, {square_metres(one['released_m2'])} released, {square_metres(one['remaining_m2'])} remain"


@app.command("show")
def show(context: typer.Context, task: TaskId, as_json: Json = False) -> None:
    """Show one task: plan against actual, quality, land, and who said what when. The word may be left out.

    Example: tilth task b.gpkg show T-0001
    """
    with opened(context.obj) as programme:
        found = shown(programme, task)
    if as_json:
        print_json(found)
        return
    typer.echo(_line(found))
    for line in _plan(found["plan"]):
        typer.echo(f"  {line}")
    for one in found["nonconformities"]:
        mended = f"corrected in entry {one['corrected_in']}: {one['correction']}" if one["corrected_in"] else "open"
        typer.echo(f"  non-conformity of {one['on']} (entry {one['entry']}): {one['what']}; {mended}")
    rest = len(found["history"]) - _MOST
    if rest > 0:
        typer.echo(f"  … {rest} earlier entries: see --json")
    for one in found["history"][-_MOST:]:
        refused = f"  counts no more [{one['refusal']}]" if "refusal" in one else ""
        said = f": {one['said']}" if one["said"] else ""
        typer.echo(
            f"  {one['on'] or 'undated':<10}  {one['kind']:<10} by {one['by']}{said} (entry {one['entry']}){refused}"
        )
    typer.echo("What is recorded is no permission to enter; that is for the mine action authority.")


def _plan(plan: dict[str, Any]) -> list[str]:
    """Plan against actual, in two lines or three."""
    planned, actual = plan["planned"], plan["actual"]
    lines = [
        f"planned {_span(planned)}, {planned['days'] or '?'} days",
        f"worked {_span(actual)}, {actual['days']} days",
    ]
    if planned["m2_per_day"]:
        lines[0] += f", {planned['m2_per_day']} m² a day"
    if actual["m2_per_team_day"]:
        lines[1] += f", {actual['m2_per_team_day']} m² a team and day"
    if plan["late_days"] and plan["late_days"] > 0:
        lines[1] += f", {plan['late_days']} days after the plan's end"
    if actual["items"]:
        lines.append("found " + ", ".join(f"{count} {kind}" for kind, count in actual["items"].items()))
    lost = actual["lost_minutes"]
    if lost:
        lines.append("lost " + ", ".join(f"{minutes} minutes ({why})" for why, minutes in lost.items()))
    return lines


def _span(one: dict[str, Any]) -> str:
    return f"{one['from'] or 'undated'} to {one['to'] or 'undated'}"
