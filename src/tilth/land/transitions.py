"""What an entry does to land of each status: `transitions.csv`, read once into small integer tables.

Statuses and kinds share their numbers: 0 is unrecorded (no entry speaks of the land), 1 to 5 are the statuses of
DESIGN §5, and the entry kind that states a status carries the same number. 6 is a withdrawal.
"""

from __future__ import annotations

import csv
from importlib.resources import files

STATUSES = ("unrecorded", "suspected", "confirmed", "cancelled", "reduced", "cleared")
LAND_KINDS = STATUSES[1:]
NUMBER = {name: number for number, name in enumerate(STATUSES)}
UNRECORDED, SUSPECTED, CONFIRMED, CANCELLED, REDUCED, CLEARED = range(6)
WITHDRAWAL = 6

# Flows of the transition table, then those that only an entry naming an earlier one can cause.
FLOWS = (
    "",
    "found",
    "reclassified",
    "cancelled",
    "reduced",
    "cleared",
    "released_unrecorded",
    "re-opened",
    "resized",
    "corrected",
)
FLOW_NUMBER = {name: number for number, name in enumerate(FLOWS)}


def rows() -> list[dict[str, str]]:
    """The transition table as written in `transitions.csv`."""
    text = files("tilth.land").joinpath("transitions.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read() -> tuple[list[list[int]], list[list[int]]]:
    becomes = [[0] * 6 for _ in range(6)]
    flow = [[0] * 6 for _ in range(6)]
    for row in rows():
        kind, on = NUMBER[row["entry"]], NUMBER[row["on"]]
        becomes[kind][on] = NUMBER[row["becomes"]]
        flow[kind][on] = FLOW_NUMBER[row["flow"]]
    return becomes, flow


# BECOMES[kind][status before] is the status after; FLOW[kind][status before] the flow, 0 where nothing is posted.
BECOMES, FLOW = _read()
