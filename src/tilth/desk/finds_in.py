"""Finds that name a task: an item that lies far outside it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely

from tilth.desk.draft import Draft
from tilth.desk.ports import JournalReader
from tilth.terms.finding import Finding, finding

_FAR_METRES = 20  # farther than a hand-held receiver errs


def finds_outside(drafts: Sequence[Draft], reader: JournalReader, *, layer: str | None) -> Iterator[Finding]:
    """A finding for each find outside the outline of the task it names. Finds without a place or a task pass by."""
    placed = [(draft, name) for draft in drafts if draft.geometry is not None and (name := _task_named(draft))]
    if not placed:
        return
    orders = reader.live_ids(None, {name for _, name in placed}, "task")
    grounds: dict[str, shapely.Geometry] = {}
    for name, numbers in orders.items():
        entry = reader.entry(numbers[-1])
        if entry is not None and entry.geometry:
            grounds[name] = shapely.from_wkb(entry.geometry)
    for draft, name in placed:
        metres = round(float(shapely.distance(draft.geometry, grounds[name]))) if name in grounds else 0
        if metres > _FAR_METRES:
            yield finding("find_outside_task", row=draft.row, layer=layer, metres=metres, task=name)


def _task_named(draft: Draft) -> str:
    return str(draft.body.get("task_id") or draft.body.get("task") or "") if draft.kind == "find" else ""
