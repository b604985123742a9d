"""`tilth conflicts`: which statements cannot all hold, and if what."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Annotated

import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.conflicts.conflict import Conflict
from tilth.desk.conflicting import Conflicting, conflicting
from tilth.evidence.citation import Noted

NAME = "conflicts"
MOST = 40  # conflicts told in full on a screen
_WIDTH = 100


def command(
    file: File,
    kind: Annotated[str | None, typer.Option("--kind", help="Only of this kind, for example two_values.")] = None,
    severity: Annotated[str | None, typer.Option("--severity", help="Only error, warning or info.")] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="D", help="As known then (moment or day).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell which statements cannot all hold: the smallest set, what is assumed, and what would reconcile it.

    Nobody is called wrong. What is only explained, such as a rounding, has the severity info.

    Example: tilth conflicts b.gpkg --severity error
    """
    with opened(file) as programme:
        found = conflicting(programme, kind=kind, severity=severity, known_at=known_at)
    if found.note:
        typer.echo(found.note, err=True)
    if as_json:
        _count_notes(found)
        print_json(found.as_json())
        return
    for line in _lines(found):
        typer.echo(line)


def _count_notes(found: Conflicting) -> None:
    if found.only_noted:
        count = len(found.only_noted)
        typer.echo(f"{count} remarks of people match no computed conflict: see tilth claims FILE --json", err=True)


def _lines(found: Conflicting) -> list[str]:
    counts = Counter(one.severity for one, _ in found.conflicts)
    counted = ", ".join(f"{counts[severity]} {severity}" for severity in counts) or "none"
    lines = [f"{len(found.conflicts)} conflicts among {found.claims} claims ({counted})."]
    for one, remarks in found.conflicts[:MOST]:
        lines += ["", *_conflict(one, remarks)]
    rest = len(found.conflicts) - MOST
    if rest > 0:
        lines += ["", f"{rest} more: see them all with --json, or fewer with --kind and --severity."]
    if found.only_noted:
        lines += ["", "Noted by people, and not computed:"]
        lines += [line for one in found.only_noted[:MOST] for line in _wrapped(_noted(one), "  ")]
    more = len(found.only_noted) - MOST
    return [*lines, *([f"  and {more} more: tilth claims FILE --json"] if more > 0 else [])]


def _conflict(one: Conflict, remarks: list[Noted]) -> list[str]:
    also = f"; the same: {', '.join(one.also[:5])}{' …' if len(one.also) > 5 else ''}" if one.also else ""
    lines = [f"{one.severity}  {one.kind.replace('_', ' ')}  {', '.join(one.claims)}{also}  [{one.id}]"]
    lines += _wrapped(one.sentence, "  ")
    for title, sentences in (("if", one.assumptions), ("reconciled if", one.reconciled_by)):
        lines += [line for sentence in sentences for line in _wrapped(f"{title}: {sentence}", "    ")]
    return lines + [line for noted in remarks for line in _wrapped(_noted(noted), "    ")]


def _noted(one: Noted) -> str:
    return f"noted by {one.stated.user}: {one.claim_id}, {(one.kind or 'remark').replace('_', ' ')}: {one.note}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
