"""XLSX workbooks: every sheet is a layer. Our own keep vertices and long texts on sheets of rows, below all limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal
from tilth.exchange.heading import free_name, heading
from tilth.exchange.mapping import Mapping
from tilth.exchange.own import is_own
from tilth.exchange.rows import Rows
from tilth.exchange.sheet_cells import lines_of
from tilth.exchange.source import BROKEN_ARCHIVE, check_workbook_xml, unreadable
from tilth.exchange.workbook_parts import LONG_TEXTS, VERTICES, Parts
from tilth.terms.finding import Finding, finding

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# What openpyxl raises on damaged workbooks: there is no common class.
# A parser of XML, whichever is installed, calls its error a kind of SyntaxError.
_BROKEN = (*BROKEN_ARCHIVE, KeyError, TypeError, AttributeError, IndexError, SyntaxError)
_MOST_COLUMNS = 16_384  # of a sheet, by the format


def read_xlsx(path: Path, *, mapping: Mapping, chunk_rows: int) -> Iterator[Rows]:
    """The rows of every sheet, or of the one the mapping names; values keep their types, dates become ISO text."""
    check_workbook_xml(path)
    with path.open("rb") as file:  # opened here: the library leaves a file open that it cannot read
        book = _open(file, path)
        yield from _guarded(_read_sheets(book, mapping, path, chunk_rows), path)


def _read_sheets(book: Workbook, mapping: Mapping, path: Path, chunk_rows: int) -> Iterator[Rows]:
    for name in _chosen(book, mapping, path):
        yield from _read_sheet(book, name, chunk_rows)


def _open(file: IO[bytes], path: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (*_BROKEN, InvalidFileException) as error:
        raise unreadable(path, f"the workbook is damaged ({error})") from error


def _guarded(rows: Iterator[Rows], path: Path) -> Iterator[Rows]:
    try:
        yield from rows
    except _BROKEN as error:
        raise unreadable(path, f"the workbook is damaged ({error})") from error


def _chosen(book: Workbook, mapping: Mapping, path: Path) -> list[str]:
    """The names of the sheets to read; sheets that are parts of our own rows are not read as rows."""
    names = [sheet.title for sheet in book.worksheets]
    if mapping.layer is not None:
        if mapping.layer not in names:
            raise Refusal("415.14", path=path.name, layer=mapping.layer, layers=", ".join(names))
        return [mapping.layer]
    own = names and VERTICES in names and is_own(next(lines_of(book, names[0]), ()))
    return [name for name in names if not (own and name.split(" (")[0] in (VERTICES, LONG_TEXTS))]


def _read_sheet(book: Workbook, name: str, chunk_rows: int) -> Iterator[Rows]:
    table = (line for line in lines_of(book, name) if any(cell is not None for cell in line))
    names, findings = heading(_trimmed(next(table, ())), layer=name)
    parts = Parts.of(book) if is_own(names) else None
    first = 1
    while chunk := list(islice(table, chunk_rows)):
        yield _rows(chunk, names, first, name, findings, parts)
        first, findings = first + len(chunk), []
    if first == 1:
        yield _rows([], names, 1, name, findings, parts)


def _trimmed(line: tuple[Any, ...]) -> list[Any]:
    """Cells up to the last that holds something: formatted empty columns are none."""
    last = max((number for number, cell in enumerate(line, start=1) if cell not in (None, "")), default=0)
    return list(line[:last])


def _rows(
    lines: list[tuple[Any, ...]], names: list[str], first: int, layer: str, findings: list[Finding], parts: Parts | None
) -> Rows:
    found = list(findings)
    lines = [tuple(_trimmed(line)) for line in lines]
    wide, taken = list(names), set(names)
    for number in range(1, max(map(len, lines), default=0) - len(names) + 1):
        wide.append(free_name(f"extra_{number}", taken))
        taken.add(wide[-1])
    columns: dict[str, list[Any]] = {name: [None] * len(lines) for name in wide}
    filled = [columns[name] for name in wide]
    for position, line in enumerate(lines):
        if len(line) > len(names):  # a shorter row only has empty cells at its end
            found.append(finding("ragged_row", row=first + position, layer=layer, has=len(line), expected=len(names)))
        for column, cell in zip(filled, line, strict=False):
            column[position] = _value(cell)
    rows = Rows(layer, first, len(lines), columns, findings=found)
    if parts is not None:
        parts.put_back(rows)
    return rows


def _value(cell: object) -> object:
    """Dates as ISO text; midnight is how spreadsheets write a day. Empty texts are None."""
    match cell:
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case "":
            return None
        case _:
            return cell
