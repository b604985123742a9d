"""Reading entries of older formats: each function turns an entry of one format into one of the next.

A sealed entry is never rewritten; it is verified as it stands and read through these steps. Format 1 is the first
that was released, so there are no steps yet. A sample journal of every released format lies in `tests/journals/`.
"""

from __future__ import annotations

from collections.abc import Callable

from tilth.journal.entry import FORMAT, Entry

STEPS: dict[int, Callable[[Entry], Entry]] = {}


def upcast(entry: Entry) -> Entry:
    """The entry in the present format. Raises ValueError for a format this version does not know."""
    if not 1 <= entry.format <= FORMAT:
        raise ValueError(f"entry {entry.number} has format {entry.format}; this version reads formats 1 to {FORMAT}")
    while entry.format < FORMAT:
        entry = STEPS[entry.format](entry)
    return entry
