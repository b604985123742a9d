"""`tilth account`: the land account."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tilth.cli.shared import File, Json, now, opened, print_json, square_metres
from tilth.desk.accounting import Question, answer

NAME = "account"


def command(
    file: File,
    start: Annotated[
        str | None, typer.Option("--from", metavar="D", help="Opening: as at the end of this day.")
    ] = None,
    as_at: Annotated[
        str | None, typer.Option("--as-at", metavar="D", help="Closing: as at the end of this day.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="D", help="As known then (moment or day).")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="district, operator, year or method.")] = None,
    as_json: Json = False,
) -> None:
    """Account for every square metre: opening + flows = closing.

    The year 2024 is --from 2023-12-31 --as-at 2024-12-31.

    Example: tilth account b.gpkg --from 2023-12-31 --as-at 2024-12-31 --by district
    """
    with opened(file) as programme:
        found = answer(programme, Question(start, as_at, known_at, by), today=now().date())
    if as_json:
        print_json(found)
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"Land account as at {found['as_at']}" + (f", from {found['from']}" if found["from"] else "")]
    if found["known_at"]:
        lines.append(f"as known at {found['known_at']}")
    lines.append(f"{'status':<12}{'opening':>22}{'closing':>22}")
    for status, closing in found["accounts"].items():
        lines.append(f"{status:<12}{square_metres(found['opening'][status]):>22}{square_metres(closing):>22}")
    lines.append("flows:")
    lines += [_flow(flow) for flow in found["flows"]] or ["  none"]
    for name, flows in found.get("by", {}).items():
        lines.append(f"{name}:")
        lines += [_flow(flow) for flow in flows]
    if any(found["undrawn"].values()):
        lines.append("undrawn records (never added to the above):")
        lines += [f"  {status}: {square_metres(m2)}" for status, m2 in found["undrawn"].items() if m2]
    if found["published"]:
        lines.append(f"published statements: {len(found['published'])} lines; see them with --json or tilth brief.")
    balance = "opening + flows = closing" if found["balanced"] else "THE ACCOUNT DOES NOT BALANCE: run tilth verify"
    return [*lines, f"{balance}; {found['entries']} entries, head {found['entries']}:{found['head']}"]


def _flow(flow: dict[str, Any]) -> str:
    return f"  {flow['flow']:<20}{flow['from_status']:>11} → {flow['to_status']:<11}{square_metres(flow['m2']):>20}"
