"""`tilth read`: claims proposed from a report's text; nothing is booked until they are accepted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, Json, now, opened, print_json, tell
from tilth.conflicts.conflict import Conflict
from tilth.desk.reading_texts import Accepted, accept, clashes_with
from tilth.desk.refusal import Refusal
from tilth.desk.registering import Clerk
from tilth.texts.claim import Claim
from tilth.texts.reading import Reading, read_text

NAME = "read"
_WIDTH = 100


def command(
    first: Annotated[Path, typer.Argument(metavar="FILE", help="The programme; or TEXT alone, to read without one.")],
    second: Annotated[
        Path | None, typer.Argument(metavar="TEXT", help="The text of a report; - reads standard input.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="D", help="The day it was published (2025-12-13).")
    ] = None,
    outlet: Annotated[str, typer.Option("--outlet", help="Who published it.")] = "",
    url: Annotated[str, typer.Option("--url", help="Where it can be read.")] = "",
    take: Annotated[bool, typer.Option("--accept", help="Book the claims in the programme.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="With --accept: only this claim; can be repeated.")
    ] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Read a report's text: who says what, with figures, dates and places, and what cannot all hold.

    The claims are proposals; --accept books them in the programme. Opinions and plans are kept as such, never as
    facts. Reading the same text again gives the same claims.

    Example: tilth read report.txt --published 2025-12-13

    Example: tilth read b.gpkg report.txt --outlet "News agency X" --accept
    """
    file, text = (None, first) if second is None else (first, second)
    if file is None and (take or only):
        raise typer.BadParameter("--accept needs the programme: tilth read FILE TEXT --accept")
    if only and not take:
        raise typer.BadParameter("--only chooses among the claims to accept: add --accept")
    reading = _reading(text, published=published, outlet=outlet, url=url)
    clashes: tuple[Conflict, ...] = ()
    accepted = None
    if file is not None:
        with opened(file) as programme:
            clashes = clashes_with(programme, reading)
            if take:
                accepted = accept(programme, reading, only=only or (), clerk=Clerk(author, now()))
    _print(reading, clashes, accepted, as_json=as_json)


def _reading(path: Path, *, published: str | None, outlet: str, url: str) -> Reading:
    from tilth.exchange.report_text import read_report_text

    day = _day(published)
    source = read_report_text(path)
    reading = read_text(source.text, published=day, name=source.name, outlet=outlet, url=url, sha256=source.sha256)
    return reading.with_findings(source.findings)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("422.1", what="The day of publication", text=text, hint="Write 2025-12-13.") from None


def _print(reading: Reading, clashes: tuple[Conflict, ...], accepted: Accepted | None, *, as_json: bool) -> None:
    if as_json:
        answer = reading.as_json()
        answer["conflicts"] = [one.as_json() for one in (*reading.conflicts, *clashes)]
        print_json(answer | (accepted.as_json() if accepted else {}))
        return
    tell(reading.findings)
    for claim in reading.claims:
        for line in _lines(claim):
            typer.echo(line)
    for conflict in (*reading.conflicts, *clashes):
        for line in _conflict_lines(conflict):
            typer.echo(line)
    opinions = sum(one.modality == "opinion" for one in reading.claims)
    plans = sum(one.modality == "planned" for one in reading.claims)
    typer.echo(
        f"{len(reading.claims)} claims read: {len(reading.claims) - opinions - plans} told as facts, {plans} plans, "
        f"{opinions} opinions; {len(reading.conflicts) + len(clashes)} conflicts."
    )
    if accepted:
        typer.echo(f"{accepted.booked} statements booked, {accepted.booked_before} were booked before.")
    else:
        typer.echo("Nothing was booked. To keep claims: tilth read FILE TEXT --accept [--only ID]", err=True)


def _lines(claim: Claim) -> Iterator[str]:
    """One claim for a person: who, how, the words with their place, figures, dates, remarks."""
    who = claim.speaker + "".join(f", via {name}" for name in reversed(claim.via))
    yield f"{claim.id}  {claim.modality.upper():<8}  {who} ({claim.speaker_kind})"
    words = " ".join(claim.statement.split())
    yield from _wrapped(f"“{words}” [{claim.span[0]}, {claim.span[1]})")
    figures = [f"{one.qualifier} {one.value:f} {one.unit}".strip() for one in claim.quantities]
    days = [f"{one.text}: {one.start or 'no year'} to {one.end or 'no year'}" for one in claim.dates]
    for title, found in (("figures", figures), ("dates", days), ("places", list(claim.places))):
        if found:
            yield from _wrapped(f"{title}: {'; '.join(found)}")
    for remark in claim.remarks:
        yield from _wrapped(f"{remark.code}: {remark.sentence}")


def _conflict_lines(conflict: Conflict) -> Iterator[str]:
    yield f"{conflict.severity.upper()}  {conflict.kind}  {', '.join(conflict.claims)}"
    yield from _wrapped(conflict.sentence)
    for title, sentences in (("if", conflict.assumptions), ("reconciled by", conflict.reconciled_by)):
        for sentence in sentences:
            yield from _wrapped(f"{title}: {sentence}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
