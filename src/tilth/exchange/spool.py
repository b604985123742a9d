"""Records on their way into a format that must know its columns before the first row."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

from tilth.exchange.cells import text_cell
from tilth.exchange.record import FIXED, OVERFLOW, WKT, ExportRecord

_TAKEN = frozenset({*FIXED, OVERFLOW, WKT, "geometry", "geom", "fid", "ogc_fid"})
_MOST_COLUMNS = 1000  # below the limits of SQLite and of spreadsheets
_LONGEST_NAME = 60
_EXACT = 2**53  # whole numbers up to here are exact in every format


class Spool(AbstractContextManager["Spool"]):
    """Records kept in a temporary file, and which simple types each attribute has."""

    def __init__(self, records: Iterable[ExportRecord]) -> None:
        """Keep `records`; they are read once."""
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed on leaving the spool
        self.types: dict[str, set[str]] = {}
        for record in records:
            pickle.dump(record, self._file, protocol=5)
            for name, value in record.stated().items():
                self.types.setdefault(name, set()).add(_type(value))
        self._end = self._file.tell()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[ExportRecord]:
        self._file.seek(0)
        while self._file.tell() < self._end:
            record: ExportRecord = pickle.load(self._file)  # written above, in a file without a name
            yield record

    def columns(self, *, any_values: bool) -> list[str]:
        """Attributes that can be columns: names that differ in more than capitals, values of one simple type or any."""
        taken, names = set(_TAKEN), list[str]()
        for name, types in self.types.items():
            plain = name.casefold()
            fits = plain not in taken and name == text_cell(name) and len(name) <= _LONGEST_NAME
            if fits and len(names) < _MOST_COLUMNS and (any_values or column_type(types) is not None):
                names.append(name)
                taken.add(plain)
        return names


def column_type(types: set[str]) -> str | None:
    """The one type a column of these needs: text, bool, int or float; None where no column holds them all."""
    if types <= {"int", "float"}:
        return "float" if "float" in types else "int"
    return next(iter(types)) if len(types) == 1 and types <= {"text", "bool"} else None


def _type(value: object) -> str:
    match value:
        case bool():
            return "bool"
        case int() if -_EXACT <= value <= _EXACT:
            return "int"
        case float():
            return "float"
        case str():
            return "text"
        case _:
            return "other"
