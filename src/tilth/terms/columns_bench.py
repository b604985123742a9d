"""The bench on which a table is cleaned: its columns now, its values as they were, and what was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tilth.terms.finding import Finding, finding

LISTED_ROWS = 1000  # findings of one kind listed for one column; the rest are counted in one finding


@dataclass(slots=True)
class Bench:
    """Columns under repair. `original` keeps, for each changed cell, the value as read (field -> position -> value)."""

    columns: dict[str, list[Any]]
    first_row: int
    layer: str | None
    original: dict[str, dict[int, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _listed: Counter[tuple[str, str]] = field(default_factory=Counter)
    _where: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def note(self, kind: str, column: str, position: int | None = None, /, **values: Any) -> None:
        """Find `kind` in a column (or columns, joined by commas; "" for the row), at a position or as a whole."""
        self._listed[kind, column] += 1
        if self._listed[kind, column] <= LISTED_ROWS:
            row = None if position is None else self.first_row + position
            self.findings.append(finding(kind, row=row, field=column or None, layer=self.layer, **values))

    def replace(self, column: str, position: int, value: object) -> None:
        """Put the proposed value into a cell; the value as first read stays in `original`."""
        self.original.setdefault(column, {}).setdefault(position, self.columns[column][position])
        self.columns[column][position] = value
        self._where.pop(column, None)

    def positions(self, column: str) -> dict[str, list[int]]:
        """Where each distinct text of a column stands. Tables repeat themselves, so each text is judged once."""
        if column not in self._where:
            where: defaultdict[str, list[int]] = defaultdict(list)
            for position, value in enumerate(self.columns[column]):
                if isinstance(value, str):
                    where[value].append(position)
            self._where[column] = dict(where)
        return self._where[column]

    def close(self) -> None:
        """Say how many findings were counted without being listed."""
        for (kind, column), count in self._listed.items():
            if count > LISTED_ROWS:
                more = finding("more_rows", field=column or None, layer=self.layer, count=count - LISTED_ROWS, of=kind)
                self.findings.append(more)
