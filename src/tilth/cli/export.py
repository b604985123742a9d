"""`tilth export`: everything that was booked, in a format of your choice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import shapely
import typer

from tilth.cli.shared import File, Json, opened, print_json
from tilth.desk.ports import JournalReader
from tilth.desk.standing import WORDED_KINDS
from tilth.desk.starting import about
from tilth.exchange.record import ExportRecord
from tilth.exchange.write import write_entries
from tilth.journal.entry import LAND_KINDS, PLACED_KINDS, WORK_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.land.record import decode
from tilth.places.frame import to_lonlat

NAME = "export"
_EXPORTED = (*LAND_KINDS, *PLACED_KINDS, "statement", *WORK_KINDS, "approval", *WORDED_KINDS, "withdrawal")
_BATCH = 5_000


def command(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The suffix says the format.")],
    as_json: Json = False,
) -> None:
    """Export all entries: .geojson, .gpkg, .fgb, .csv or .xlsx. What is exported can be imported again.

    Personal data is never exported. The polygons are not for the public: uncleared land is restricted by default.

    Example: tilth export b.gpkg bosnia.geojson
    """
    with opened(file) as programme:
        losses = write_entries(out, records(programme.store), name=about(programme).name)
        has_vault = programme.vault is not None and programme.vault.exists()
    if as_json:
        print_json({"file": str(out), "losses": losses, "personal_data": False})
        return
    typer.echo(f"{out} written. Restricted by default: it may hold land that is not released.")
    if has_vault:
        typer.echo("  Personal data is never exported: persons stand there by key, and the vault stays where it is.")
    for loss in losses:
        typer.echo(f"  {loss}")


def records(reader: JournalReader) -> Iterator[ExportRecord]:
    """The entries in booking order, in longitude and latitude."""
    batch: list[Entry] = []
    for sealed in reader.read(kinds=_EXPORTED):
        batch.append(upcast(sealed.entry))
        if len(batch) == _BATCH:
            yield from _in_lonlat(batch)
            batch = []
    yield from _in_lonlat(batch)


def _in_lonlat(entries: list[Entry]) -> Iterator[ExportRecord]:
    shapes = to_lonlat(shapely.from_wkb(np.array([entry.geometry for entry in entries], dtype=object)))
    for entry, shape in zip(entries, shapes, strict=True):
        yield ExportRecord(
            entry=entry.number,
            kind=entry.kind,
            source_id=entry.source_id,
            said_by=entry.said_by,
            happened_on=entry.happened_on,
            recorded_at=entry.recorded_at,
            amends=entry.amends,
            status=entry.kind if entry.kind in LAND_KINDS else None,
            attributes=json.loads(entry.body) | ({"redates": True} if _redates(entry) else {}),
            geometry=shape,
        )


def _redates(entry: Entry) -> bool:
    return entry.land is not None and decode(entry.land).redates
