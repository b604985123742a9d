"""Columns understood without a mapping: those named like a field of tilth's tables, in any capitals and blanks."""

from __future__ import annotations

from functools import cache

from tilth.exchange.rows import Rows
from tilth.terms import table
from tilth.terms.columns_words import underscored

_RECORDS = ("hazard", "release", "accident", "victim", "find", "task")
# The first of these that a sheet has names its rows.
_IDS = ("id", "victim_id", "accident_id", "find_id", "release_id", "task_id", "hazard_id")
_DAYS = ("happened_on", "date")


@cache
def fields() -> frozenset[str]:
    """Names of all fields of all records. What is about persons keeps the heading it has, by which it is known."""
    rows = (row for record in _RECORDS for row in table(record))
    return frozenset(row["field"] for row in rows if row["type"] != "personal")


def name_obvious_columns(rows: Rows) -> None:
    """Give columns tilth's names where theirs are the same but for writing. Every other column keeps its name."""
    plain = {name: underscored(name) for name in rows.columns}
    chosen: dict[str, str] = {}
    for name, field in plain.items():
        if field in fields() and field != "geometry" and field not in rows.columns and field not in chosen.values():
            chosen[name] = field
    for target, candidates in (("id", _IDS), ("happened_on", _DAYS)):
        _choose(chosen, rows, plain, target, candidates)
    accidents = next((values for name, values in rows.columns.items() if plain[name] == "accident_id"), None)
    rows.columns = {chosen.get(name, name): values for name, values in rows.columns.items()}
    if accidents is not None:
        rows.columns.setdefault("accident_id", accidents)  # it names an accident, or the accident of a victim


def _choose(
    chosen: dict[str, str], rows: Rows, plain: dict[str, str], target: str, candidates: tuple[str, ...]
) -> None:
    if target in rows.columns or target in chosen.values():
        return
    for candidate in candidates:
        for name, field in plain.items():
            if field == candidate:
                chosen[name] = target
                return
