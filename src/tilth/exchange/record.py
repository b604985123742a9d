"""One entry on its way out, in words every format understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

# Columns of every file written here, in this order, before the attributes.
FIXED = ("entry", "kind", "id", "said_by", "happened_on", "recorded_at", "amends", "status")
MARKS = frozenset({"entry", "kind", "said_by", "recorded_at", "amends"})  # a sheet with all of them was written here
OVERFLOW = "attributes"  # one JSON object per row for the attributes that cannot be columns of their own
CLASH = "_as_stated"  # behind the name of an attribute that one of the columns above has already
WKT = "wkt"
CRS = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """An entry of the journal to be written. An attribute that is None is the same as one that is not stated."""

    entry: int  # number in the journal, unique in a file
    kind: str
    source_id: str | None
    said_by: str
    happened_on: str | None  # as stated, e.g. 2025-08
    recorded_at: str
    amends: int | None
    status: str | None
    attributes: dict[str, Any] = field(default_factory=dict)  # JSON values
    geometry: BaseGeometry | None = None  # 2-D, EPSG:4326, longitude first; at least 9 decimals bring centimetres back

    def fixed(self) -> tuple[Any, ...]:
        """The values of the columns `FIXED`."""
        said = (self.entry, self.kind, self.source_id, self.said_by, self.happened_on, self.recorded_at)
        return (*said, self.amends, self.status)

    def clashing(self) -> set[str]:
        """Attributes that have the name of a column `FIXED`."""
        return self.stated().keys() & set(FIXED)

    def stated(self) -> dict[str, Any]:
        """The attributes that say something."""
        return {name: value for name, value in self.attributes.items() if value is not None}
