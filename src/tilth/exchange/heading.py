"""The heading of a table: every column gets a name of its own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from tilth.terms.finding import Finding, finding


def heading(cells: Iterable[object], *, layer: str | None) -> tuple[list[str], list[Finding]]:
    """Names for the columns under these cells, and what was wrong with them. Blanks at the ends are taken off."""
    given = ["" if cell is None else str(cell).replace("\0", "").strip() for cell in cells]
    names: list[str] = []
    findings: list[Finding] = []
    taken, used = set(given), set[str]()
    for number, name in enumerate(given, start=1):
        read = name
        if not name or name in used:
            read = free_name(name or f"column_{number}", taken)
            said: dict[str, Any] = {"name": name} if name else {}
            kind = "repeated_column" if name else "unnamed_column"
            findings.append(finding(kind, field=read, layer=layer, read=read, **said))
        used.add(read)
        taken.add(read)
        names.append(read)
    return names, findings


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or else the first of `name_2`, `name_3` … that nobody has."""
    if name not in taken:
        return name
    return next(numbered for serial in count(2) if (numbered := f"{name}_{serial}") not in taken)
