"""`tilth import`: read rows from files and book them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, File, Json, now, opened, print_json, rows_read, tell
from tilth.desk.importing import ImportReport, import_sheets
from tilth.desk.outside import book_outside_edits
from tilth.desk.reading import NOT_STATED
from tilth.desk.sheet import Sheet
from tilth.desk.starting import about
from tilth.scale.threads import on_threads

NAME = "import"


def command(
    file: File,
    sources: Annotated[list[Path] | None, typer.Argument(metavar="SOURCE…", help="Files to read.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help="suspected, confirmed, cancelled, reduced, cleared, accidents, victims, finds, tasks, progress "
            "or statements.",
        ),
    ] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="A mapping file (TOML).")] = None,
    said_by: Annotated[str | None, typer.Option("--said-by", help="Who states these rows.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen and keep nothing.")] = False,
    outside_edits: Annotated[
        bool, typer.Option("--outside-edits", help="Book what another program changed in the layers.")
    ] = False,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Import rows: each is booked or set aside with a reason, and the same rows are never booked twice.

    Any vector file GDAL reads; CSV and XLSX with WKT, lat/lon, or bearing-and-distance legs.

    Example: tilth import b.gpkg suspect.geojson --as suspected --said-by EUFOR
    """
    if bool(sources) == outside_edits:
        raise typer.BadParameter("name the files to read, or give --outside-edits")
    with opened(file) as programme, on_threads() as runner:
        outline = about(programme).outline()
        if outside_edits:
            report = book_outside_edits(
                programme, author=author, said_by=said_by or NOT_STATED, now=now(), outline=outline
            )
        else:
            with rows_read() as advance:
                report = import_sheets(
                    programme,
                    _sheets(sources or [], mapping),
                    kind=kind,
                    said_by=said_by,
                    author=author,
                    now=now(),
                    outline=outline,
                    dry_run=dry_run,
                    runner=runner,
                    progress=advance,
                )
    _print(report, as_json=as_json, dry_run=dry_run)


def _sheets(sources: Iterable[Path], mapping: Path | None) -> Iterator[Sheet]:
    from tilth.exchange.mapping import read_mapping
    from tilth.exchange.read import read_sheets

    how = read_mapping(mapping) if mapping else None
    for source in sources:
        yield from read_sheets(source, mapping=how)


def _print(report: ImportReport, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json(report.as_json())
        return
    tell(report.findings)
    kept = "would be booked (nothing was kept)" if dry_run else "booked"
    typer.echo(
        f"{report.read} rows read: {report.booked} {kept}, {report.repaired} of them repaired, "
        f"{report.set_aside} set aside; {len(report.findings)} findings."
    )
