"""The land account the plain way: one cell of ground at a time, with its own reading of DESIGN §3.

It shares nothing with the room `land`: no table, no arrangement, no face. Cells are one metre square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OPEN, RELEASED = ("suspected", "confirmed"), ("cancelled", "reduced", "cleared")
Cell = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """An entry: what it says, of which cells, on which day; entries are numbered from 1 in booking order."""

    kind: str  # a status of land, or "withdrawal"
    day: int
    cells: frozenset[Cell]
    amends: int = 0
    redates: bool = False


def status_after(kind: str, before: str | None) -> str:
    """The one sentence of every row of the transition table."""
    if kind in RELEASED:
        return before if before in RELEASED else kind
    return "confirmed" if kind == "suspected" and before == "confirmed" else kind


def status_of(cell: Cell, entries: Sequence[Said], *, as_at: int) -> str | None:
    """What holds of a cell at the end of a day: each amendment stands in the place of the entry it names."""
    concerning = [
        (number, said)
        for number, said in enumerate(entries, 1)
        if cell in said.cells or (said.amends and cell in entries[said.amends - 1].cells)
    ]
    mended_before = {said.amends for _, said in concerning if said.redates}
    holding: list[tuple[int, str]] = []
    for number, said in sorted(concerning, key=lambda one: (one[1].day, one[0])):
        if said.day > as_at or number in mended_before:
            continue
        speaks = cell in said.cells and said.kind != "withdrawal"
        at = next((at for at, (held, _) in enumerate(holding) if held == said.amends), None)
        if at is not None:
            holding[at : at + 1] = [(number, said.kind)] if speaks else []
        elif speaks:
            holding.append((number, said.kind))
        mended_before.add(said.amends)
    status = None
    for _, kind in holding:
        status = status_after(kind, status)
    return status


def balances(entries: Sequence[Said], *, as_at: int, known: int | None = None) -> dict[str, int]:
    """Square metres by status, without the empty ones."""
    entries = entries[:known]
    cells = frozenset().union(*(said.cells for said in entries))
    counted = Counter(status_of(cell, entries, as_at=as_at) for cell in cells)
    return {status: m2 for status, m2 in counted.items() if status}
