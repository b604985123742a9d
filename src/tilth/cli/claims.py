"""`tilth claims`: who said what, with grades, relations and findings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import OWNER, Author, File, Json, now, opened, print_json, rows_read, tell
from tilth.desk.claims_view import Wanted, claims
from tilth.desk.importing import ImportReport, import_sheets
from tilth.desk.sheet import Sheet

NAME = "claims"
app = typer.Typer(
    help="List the claims on record, or import some.\n\nExample: tilth claims b.gpkg --metric area_cleared",
    no_args_is_help=True,
    cls=GroupWithDefault,
)
_ID, _SAYS = "claim_id", ("metric", "series", "value", "words")


@app.callback()
def _group() -> None:
    """List the claims on record, with who said each; `import` adds some from a table.

    `tilth claims FILE` is short for `tilth claims list FILE`.

    Example: tilth claims b.gpkg --metric area_cleared
    """


@app.command("list")
def listing(
    file: File,
    metric: Annotated[str | None, typer.Option("--metric", help="Only of this metric.")] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="Only on this subject; part of a name.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Only by this speaker; part of a name.")] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="D", help="As known then (moment or day).")
    ] = None,
    as_json: Json = False,
) -> None:
    """List claims: what was said, by whom, its grade (F6: cannot be judged), and how it stands to other claims.

    Example: tilth claims b.gpkg --speaker ministry --known-at 2026-05-31
    """
    with opened(file) as programme:
        found, note = claims(programme, Wanted(metric, subject, speaker), known_at=known_at)
    if note:
        typer.echo(note, err=True)
    _print(found, as_json=as_json)


@app.command("import")
def importing(
    file: File,
    sources: Annotated[list[Path], typer.Argument(metavar="CSV…", help="Tables of claims, or of remarks on claims.")],
    mapping: Annotated[Path | None, typer.Option("--mapping", help="A mapping file (TOML).")] = None,
    said_by: Annotated[str | None, typer.Option("--said-by", help="Who states the rows that name nobody.")] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Import claims from a table, one a row; or remarks on claims: a table of claim_id, kind and note.

    Ids are kept. Every row is booked or set aside, each imperfection is a finding, and nothing is booked twice.

    Example: tilth claims import b.gpkg claims.csv --said-by "press review of May"
    """
    with opened(file) as programme, rows_read() as advance:
        report = ImportReport()
        for sheet in _sheets(sources, mapping):
            kind = "remarks" if _is_of_remarks(sheet) else "statements"
            speaker = said_by or (author if kind == "remarks" else None)
            one = import_sheets(
                programme, [sheet], kind=kind, said_by=speaker, author=author, now=now(), progress=advance
            )
            _add(report, one)
        tell(report.findings)
        counts = f"{report.read} rows read: {report.booked} booked, {report.set_aside} set aside"
        typer.echo(f"{counts}; {len(report.findings)} findings. List the claims with: tilth claims {file}", err=as_json)
        if as_json:
            print_json(claims(programme, Wanted(entries=frozenset(report.claims)))[0])


def _sheets(sources: Iterable[Path], mapping: Path | None) -> list[Sheet]:
    from tilth.exchange.mapping import read_mapping
    from tilth.exchange.read import read_sheets

    how = read_mapping(mapping) if mapping else None
    return [sheet for source in sources for sheet in read_sheets(source, mapping=how)]


def _is_of_remarks(sheet: Sheet) -> bool:
    columns = {name.strip().lower() for name in sheet.columns}
    return {_ID, "note"} <= columns and not columns & set(_SAYS)


def _add(report: ImportReport, one: ImportReport) -> None:
    report.read += one.read
    report.booked += one.booked
    report.set_aside += one.set_aside
    report.findings += one.findings
    report.claims += one.claims


# --- one claim, one line --------------------------------------------------------------------------------------------


def _print(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for one in found:
        typer.echo(_line(one))
        for remark in one.get("remarks", ()):
            typer.echo(f"         noted by {remark['user']}: {remark['kind'] or 'remark'}: {remark['note']}")
    typer.echo(f"{len(found)} claims. Every word of one: --json. What cannot all hold: tilth conflicts FILE", err=True)


def _line(one: dict[str, Any]) -> str:
    stated = " ".join(str(one[name]) for name in ("qualifier", "value", "unit") if name in one)
    day = one.get("period") or one.get("as_of") or "undated"
    words = f": {one['words']}" if "words" in one else ""
    label = f" [{one['modality']}]" if one["modality"] in ("opinion", "planned") else ""
    return (
        f"{one['claim_id']:<8} {one['grade']}  {day:<10}  {one.get('metric', '')} {stated}{words}{label}"
        f"  {one['who']}{_related(one['relations'])}"
    )


def _related(relations: list[dict[str, Any]], *, most: int = 3) -> str:
    told = [
        f"{one['relation']} {one['claim_id'] or one.get('source') or 'an unnamed text'}" for one in relations[:most]
    ]
    rest = len(relations) - len(told)
    return f"  ({'; '.join(told)}{f'; {rest} more' if rest > 0 else ''})" if told else ""
