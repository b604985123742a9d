"""Rows of a spreadsheet as days of work: columns by the names people give them, figures as numbers, items by kind."""

from __future__ import annotations

from functools import cache
from typing import Any

from tilth.terms import table
from tilth.terms.columns_words import underscored
from tilth.terms.finding import Finding, finding
from tilth.work.day import minutes, whole
from tilth.work.items import item_column, read_items


@cache
def _names() -> dict[str, str]:
    """Every known name of a column, and the field it holds."""
    rows = table("progress_columns")
    return {name: row["field"] for row in rows for name in (row["field"], *row["also"].split("|"))}


def day_columns(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns under the names of the fields they hold; the first that claims a name keeps it."""
    found: dict[str, list[Any]] = {}
    for name, values in columns.items():
        field = _names().get(underscored(name).replace("m²", "m2"), name)
        found[field if field not in found and (field == name or field not in columns) else name] = values
    if "task" not in found and "id" in found:  # the only id there is names the task
        found["task"] = found.pop("id")
    return found


def day_body(body: dict[str, Any]) -> tuple[dict[str, Any], list[Finding], Finding | None]:
    """The body of an entry of progress from the cells of a row, what was noticed, and why it cannot be booked."""
    told = dict(body)
    noticed: list[Finding] = []
    said = told.get("m2", told.get("area_m2"))
    m2 = whole(said)
    if m2 is None:
        return told, noticed, finding("no_area", text="" if said is None else str(said)[:40])
    told["m2"] = m2
    for name in ("task", "team"):
        told[name] = str(told.get(name) or "").strip()
    _count_items(told, noticed)
    if "lost_minutes" in told:
        lost = minutes(told["lost_minutes"])
        if lost is None:
            noticed.append(finding("unreadable_figure", text=str(told["lost_minutes"])[:40], name="lost_minutes"))
            told.setdefault("as_read", {})["lost_minutes"] = told.pop("lost_minutes")
        else:
            told["lost_minutes"] = lost
    return told, noticed, None


def _count_items(told: dict[str, Any], noticed: list[Finding]) -> None:
    """What was found and destroyed: from the columns of that name, and from a column for each kind."""
    counted: dict[str, dict[str, int]] = {"items": {}, "destroyed": {}}
    for name in [*told]:
        field, kind = (name, "") if name in counted else item_column(name) or ("", "")
        if not field:
            continue
        items = read_items(told[name] if not kind else {kind: told[name]})
        if items is None:
            noticed.append(finding("unreadable_figure", text=str(told[name])[:40], name=name))
            told.setdefault("as_read", {})[name] = told.pop(name)
            continue
        del told[name]
        for item, count in items.items():
            counted[field][item] = counted[field].get(item, 0) + count
    told |= {field: items for field, items in counted.items() if items}
