"""Writing entries as an XLSX workbook, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange.cells import text_cell
from tilth.exchange.record import FIXED, OVERFLOW
from tilth.exchange.spool import Spool
from tilth.exchange.workbook_parts import CONTINUED, LONG_TEXTS, LONGEST, SHAPE, VERTICES, shape_name, vertices_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_ROWS = 1_048_576  # of a sheet, by the format, its heading included


def write_xlsx(path: Path, spool: Spool) -> list[str]:
    """Write entries, their vertices and their long texts. Texts are written as texts, never as formulas."""
    from openpyxl import Workbook

    names = [name for name in spool.columns(any_values=False) if name != SHAPE]
    book = Workbook(write_only=True)
    columns = (*FIXED, *names, OVERFLOW, SHAPE)
    entries = _Pages(book, "entries", columns)
    vertices = _Pages(book, VERTICES, ("entry", "part", "ring", "vertex", "lon", "lat"))
    entries.open()
    vertices.open()
    texts = _Pages(book, LONG_TEXTS, ("entry", "column", "piece", "text"))
    for record in spool:
        stated = record.stated()
        values = [*record.fixed(), *(stated.pop(name, None) for name in names)]
        values += [json.dumps(stated) if stated else None, shape_name(record.geometry)]
        for number, value in enumerate(values):
            if isinstance(value, str) and len(text_cell(value)) > LONGEST:
                _cut(record.entry, columns[number], value, texts.add)
                values[number] = CONTINUED
        entries.add(values)
        if record.geometry is not None:
            for vertex in vertices_of(record.geometry):
                vertices.add([record.entry, *vertex])
    book.save(path)
    whole = [name for name in names if spool.types[name] >= {"float"}]
    loss = f"XLSX does not tell 1.0 from 1: whole numbers in {', '.join(whole)} come back without “.0”."
    return [loss] if whole else []


def _cut(entry: int, column: str, text: str, add: Callable[[list[Any]], None]) -> None:
    """A quoted character takes up to twelve, so pieces are a twelfth of what fits."""
    step = LONGEST // 12
    for piece, start in enumerate(range(0, len(text), step), start=1):
        add([entry, column, piece, text[start : start + step]])


class _Pages:
    """A sheet that goes on on another one when it is full."""

    def __init__(self, book: Workbook, name: str, columns: tuple[str, ...]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._pages, self._rows = 0, MOST_ROWS

    def open(self) -> None:
        """Begin the first or the next sheet."""
        self._pages += 1
        self._sheet = self._book.create_sheet(self._name if self._pages == 1 else f"{self._name} ({self._pages})")
        self._sheet.append([self._cell(name) for name in self._columns])
        self._rows = 1

    def add(self, values: list[Any]) -> None:
        """Append one row."""
        if self._rows == MOST_ROWS:
            self.open()
        self._sheet.append([self._cell(value) for value in values])
        self._rows += 1

    def _cell(self, value: object) -> object:
        """Set past the setters, which make formulas and errors of some texts and round the last digit of numbers."""
        from openpyxl.cell import WriteOnlyCell

        if not isinstance(value, str | float):
            return value
        cell = WriteOnlyCell(self._sheet, value=None)
        cell._value = text_cell(value) if isinstance(value, str) else repr(value)
        cell.data_type = "s" if isinstance(value, str) else "n"
        return cell
