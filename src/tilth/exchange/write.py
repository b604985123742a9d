"""Entries as a file, in the format its name asks for; any of them read again gives the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tilth.desk.refusal import Refusal
from tilth.exchange.delimited import write_csv
from tilth.exchange.geojson import write_geojson
from tilth.exchange.layers_out import write_fgb, write_gpkg
from tilth.exchange.record import CLASH, ExportRecord
from tilth.exchange.spool import Spool
from tilth.exchange.workbook_out import write_xlsx

FORMATS = (".geojson", ".gpkg", ".fgb", ".csv", ".xlsx")


def write_entries(path: Path, records: Iterable[ExportRecord], *, name: str) -> list[str]:
    """Write `records` in their order; `name` names the layer. Answers what this format lost, one sentence each.

    The file appears whole or not at all. Raises Refusal for an unknown suffix, a file that is there already, and a
    folder that cannot be written in.
    """
    suffix = path.suffix.lower()
    clashes: set[str] = set()
    records = _watched(records, clashes)
    if suffix not in FORMATS:
        raise Refusal("415.13", path=path.name, suffix=suffix or "without a suffix", known=", ".join(FORMATS))
    if path.exists():
        raise Refusal("409.1", path=path)
    try:
        with TemporaryDirectory(prefix=".tilth-", dir=path.parent) as folder:
            draft = Path(folder) / f"draft{suffix}"
            losses = _write(draft, records, name=name)
            draft.replace(path)
    except OSError as error:
        raise Refusal("403.1", path=path) from error
    if clashes:
        names = ", ".join(sorted(clashes))
        losses.append(
            f"Attributes named like a column of every export ({names}) come back with {CLASH} behind the name."
        )
    return losses


def _watched(records: Iterable[ExportRecord], clashes: set[str]) -> Iterator[ExportRecord]:
    for record in records:
        clashes |= record.clashing()
        yield record


def _write(draft: Path, records: Iterable[ExportRecord], *, name: str) -> list[str]:
    if draft.suffix == ".geojson":
        return write_geojson(draft, records, name=name)
    with Spool(records) as spool:
        match draft.suffix:
            case ".csv":
                return write_csv(draft, spool)
            case ".xlsx":
                return write_xlsx(draft, spool)
            case ".gpkg":
                return write_gpkg(draft, spool, name=name)
            case _:
                return write_fgb(draft, spool, name=name)
