"""CSV and its relatives: any delimiter, any encoding, rows of unequal length; nothing stops at a bad row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import shapely

from tilth.exchange.cells import text_cell, value_cell
from tilth.exchange.heading import free_name, heading
from tilth.exchange.mapping import Mapping
from tilth.exchange.record import FIXED, OVERFLOW, WKT
from tilth.exchange.rows import Rows
from tilth.exchange.source import unreadable
from tilth.exchange.spool import Spool
from tilth.exchange.text import encoding_of
from tilth.terms.finding import Finding, finding

LARGEST_CELL = 64 * 2**20  # characters; a cell beyond that is a quote somebody forgot to close
MOST_COLUMNS = 10_000  # each costs memory in every row: a line of commas must not take all there is
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_csv(path: Path, *, layer: str, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    """The rows of a delimited text, all values as text, empty cells as None."""
    encoding, findings = encoding_of(path, layer=layer, stated=mapping.encoding)
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = mapping.delimiter or _delimiter(file)
        table = _lines(csv.reader(file, delimiter=delimiter), path)
        names, found = heading(next(table, []), layer=layer)
        findings += found
        first = 1
        while chunk := list(islice(table, chunk_rows)):
            yield _rows(chunk, names, first, layer, findings)
            first, findings = first + len(chunk), []
        if first == 1:
            yield _rows([], names, 1, layer, findings)


def _delimiter(file: IO[str]) -> str:
    """The candidate that most of the first lines hold equally often; a comma where nothing speaks for another."""
    sample = file.read(1 << 16)
    file.seek(0)
    lines = sample.splitlines()[:50]
    best, score = ",", 0.0
    for candidate in (",", ";", "\t", "|"):
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if row)
        columns, rows = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        here = (columns > 1) * (rows / max(1, sum(counts.values())) + columns / 1e6)
        if here > score:
            best, score = candidate, here
    return best


def _lines(reader: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    """Lines that hold anything. Empty lines are no rows."""
    try:
        for line in reader:
            if len(line) > MOST_COLUMNS:
                number = getattr(reader, "line_num", 0)
                raise unreadable(path, f"line {number} has {len(line)} columns, and {MOST_COLUMNS} are read at most")
            if line:
                yield line
    except csv.Error as error:
        number = getattr(reader, "line_num", 0)
        reason = f"line {number}: {error}; a quote is opened there or before and not closed"
        raise unreadable(path, reason) from error


def _rows(lines: list[list[str]], names: list[str], first: int, layer: str, findings: list[Finding]) -> Rows:
    found = list(findings)
    extra = max((len(line) for line in lines), default=0) - len(names)
    wide = list(names)
    taken = set(names)
    for number in range(1, extra + 1):
        wide.append(free_name(f"extra_{number}", taken))
        taken.add(wide[-1])
    columns: dict[str, list[Any]] = {name: [None] * len(lines) for name in wide}
    filled = [columns[name] for name in wide]
    for position, line in enumerate(lines):
        if len(line) != len(names):
            found.append(finding("ragged_row", row=first + position, layer=layer, has=len(line), expected=len(names)))
        for column, cell in zip(filled, line, strict=False):
            if cell:
                column[position] = cell
    for name, column in columns.items():
        _take_out_controls(name, column, first, layer, found)
    return Rows(layer, first, len(lines), columns, findings=found, keeps_types=False)


def _take_out_controls(name: str, column: list[Any], first: int, layer: str, found: list[Finding]) -> None:
    for position, cell in enumerate(column):
        if cell is not None and not cell.isprintable() and (control := _CONTROL.search(cell)):
            column[position] = _CONTROL.sub("", cell) or None
            where: dict[str, Any] = {"row": first + position, "field": name, "layer": layer}
            found.append(finding("control_character", code=ord(control[0]), **where))


def write_csv(path: Path, spool: Spool) -> list[str]:
    """Write UTF-8 with a byte order mark (spreadsheets need it), geometry as WKT. Nothing is lost."""
    names = spool.columns(any_values=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*FIXED, *names, OVERFLOW, WKT])
        for record in spool:
            stated = record.stated()
            fixed = [_fixed(value) for value in record.fixed()]
            cells = [value_cell(stated.pop(name)) if name in stated else "" for name in names]
            rest = value_cell(stated) if stated else ""
            shape = "" if record.geometry is None else shapely.to_wkt(record.geometry, rounding_precision=-1)
            writer.writerow(chain(fixed, cells, (rest, shape)))
    return []


def _fixed(value: str | int | None) -> str | int:
    return "" if value is None else text_cell(value) if isinstance(value, str) else value
