"""What several commands need: the options they share, an open programme, and printing an answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.desk.outside import outside_findings
from tilth.desk.programme import Programme
from tilth.store.geopackage import GeoPackage, open_file
from tilth.store.vault import FileVault, vault_path
from tilth.terms.finding import Finding

File = Annotated[Path, typer.Argument(metavar="FILE", help="The programme, a GeoPackage made by `tilth new`.")]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document on stdout.")]
Author = Annotated[str, typer.Option("--author", envvar="TILTH_AUTHOR", help="The account that writes the entry.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept with the entry.")]
EntryNumber = Annotated[int, typer.Argument(metavar="ENTRY", help="Number of the entry, as `tilth log` prints it.")]
OWNER = "owner"


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(path: Path, *, any_format: bool = False) -> Iterator[Programme]:
    """An open programme; edits by other programs are told on stderr, never silently kept or lost."""
    store: GeoPackage = open_file(path, any_format=any_format)
    vault = FileVault(vault_path(path))
    try:
        programme = Programme(store, vault)
        tell(outside_findings(programme))
        yield programme
    finally:
        vault.close()
        store.close()


def tell(findings: Iterable[Finding], *, most: int = 20) -> None:
    """Findings for a person, on stderr: the first few in full, the rest counted."""
    many = list(findings)
    for found in many[:most]:
        row = f"row {found.row}: " if found.row is not None else ""
        typer.echo(f"  {found.severity} {found.code} {row}{found.sentence}", err=True)
    if len(many) > most:
        typer.echo(f"  … and {len(many) - most} more. See them all with --json.", err=True)


def print_json(answer: Any) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def square_metres(m2: int) -> str:
    """Whole square metres with thin grouping: 1 234 567 m²."""
    return f"{m2:,}".replace(",", " ") + " m²"


@contextmanager
def rows_read() -> Iterator[Callable[[int], None]]:
    """A running count of rows on stderr, where a person looks at it."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    yield lambda rows: typer.echo(f"\r{rows} rows read", err=True, nl=False)
    typer.echo("", err=True)
