"""This parcel: what is on record about a piece of ground that somebody asks about, and what to do next.

The answer is never a permission to enter, and ground that no record speaks of is unknown. Somebody who may not see
restricted data gets no more than what is on record in the whole square of the grid around the parcel.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely

from tilth.desk.ground import m2_of
from tilth.desk.picturing import land_picture
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.journal.entry import LAND_KINDS

MOST_M2 = 1_000_000_000  # of a parcel: beyond a thousand square kilometres it is no parcel
SQUARE_M = 10_000.0  # the side of a square of the public grid
UNKNOWN = "unknown"
_BASIS = ("method", "depth_cm", "quality_control", "approved_by", "approved_on", "operator", "residual_risk", "task")


@dataclass(frozen=True, slots=True)
class Record:
    """An entry that speaks of ground inside the parcel."""

    entry: int
    kind: str
    on: str
    said_by: str
    id: str
    m2: int  # of the parcel that its outline covers
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is on record: whole square metres by status, `unknown` for ground without a record, and the entries."""

    m2: int
    status_m2: dict[str, int]
    records: tuple[Record, ...]


def refuse_no_parcel(shape: shapely.Geometry) -> None:
    """Raises Refusal 422.1 for ground that is no parcel."""
    m2 = m2_of(shape)
    if not 0 < m2 <= MOST_M2:
        hint = f"Draw ground of 1 to {MOST_M2} m² with three corners or more."
        raise Refusal("422.1", what="The parcel", text=f"{m2} m²", hint=hint)


def parcel(programme: Programme, shape: shapely.Geometry, *, as_at: date) -> Parcel:
    """What is on record about a shape in the frame, at the end of a day."""
    refuse_no_parcel(shape)
    land = land_picture(programme, as_at=as_at, within=shape.bounds).by_status
    status_m2 = {status: round(shapely.intersection(part, shape).area) for status, part in land.items()}
    status_m2 = {status: m2 for status, m2 in status_m2.items() if m2}
    left = m2_of(shape) - sum(status_m2.values())
    if left > 0:
        status_m2[UNKNOWN] = left
    return Parcel(m2_of(shape), status_m2, tuple(_records(programme, shape, as_at)))


def near(programme: Programme, shape: shapely.Geometry, *, as_at: date) -> bool:
    """Whether land is on record as suspected or confirmed in any square of the public grid that a shape touches."""
    refuse_no_parcel(shape)
    west, south, east, north = (np.array(shape.bounds) / SQUARE_M).tolist()
    box = (np.floor(west), np.floor(south), np.floor(east) + 1, np.floor(north) + 1)
    around = tuple(float(side) * SQUARE_M for side in box)
    land = land_picture(programme, as_at=as_at, within=(around[0], around[1], around[2], around[3]))
    return bool({"suspected", "confirmed"} & set(land.by_status)) or bool(len(land.outlines))


def _records(programme: Programme, shape: shapely.Geometry, as_at: date) -> list[Record]:
    """The live entries whose outline covers some of the parcel, the latest day first."""
    numbers, wkb = programme.store.touching(np.array([shape.bounds]))
    outlines = shapely.from_wkb(np.array(wkb, dtype=object))
    covered = shapely.area(shapely.intersection(outlines, shape)) if len(outlines) else np.empty(0)
    found = []
    for number, m2 in zip(numbers.tolist(), covered.tolist(), strict=True):
        entry = programme.store.entry(number) if m2 >= 1 else None
        if entry is None or entry.kind not in LAND_KINDS or entry.counts_on > as_at.isoformat():
            continue
        if programme.store.replacement(number) is None:
            body = json.loads(entry.body)
            basis = {name: body[name] for name in _BASIS if body.get(name) not in (None, "")}
            on, name = entry.happened_on or "", entry.source_id or ""
            found.append(Record(number, entry.kind, on, entry.said_by, name, round(m2), basis))
    return sorted(found, key=lambda one: (one.on, one.entry), reverse=True)
