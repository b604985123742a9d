"""The days of a task as rows of a report: day by day while a page can hold them, else by month, else by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tilth.work.day import UNSIGNED, Day
from tilth.work.items import written

MOST_ROWS = 62
_LETTERS = {"day": 10, "month": 7, "year": 4}  # of an ISO date


def periods(days: Sequence[Day]) -> dict[str, Any]:
    """The days in order: `by` is day, month or year, `called` its heading; `rows` sum up what each holds."""
    by = next((one for one in _LETTERS if len(_names(days, one)) <= MOST_ROWS), "year")
    groups: dict[str, list[Day]] = {name: [] for name in sorted(_names(days, by))}
    for day in days:
        groups[day.on.isoformat()[: _LETTERS[by]]].append(day)
    return {"by": by, "called": by.capitalize(), "rows": [_row(name, group) for name, group in groups.items()]}


def _names(days: Sequence[Day], by: str) -> set[str]:
    return {day.on.isoformat()[: _LETTERS[by]] for day in days}


def _row(name: str, days: Sequence[Day]) -> dict[str, Any]:
    items, destroyed, lost = Counter[str](), Counter[str](), Counter[str]()
    for day in days:
        items.update(day.items)
        destroyed.update(day.destroyed)
        if day.lost_minutes:
            lost[day.lost_why or "not stated"] += day.lost_minutes
    signed = sorted({day.said_by for day in days if day.said_by != UNSIGNED})
    return {
        "when": name,
        "team": ", ".join(sorted({day.team for day in days})),
        "forms": len(days),
        "m2": sum(day.m2 for day in days),
        "items": written(items) or "none",
        "destroyed": written(destroyed) or "none",
        "lost": "; ".join(f"{minutes} min {why}" for why, minutes in sorted(lost.items())) or "none",
        "signed_by": ", ".join(signed[:3]) + (f" and {len(signed) - 3} more" if len(signed) > 3 else ""),
        "unsigned": sum(day.said_by == UNSIGNED for day in days),
    }
