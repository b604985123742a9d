"""The rows under examination: their shapes as they change from check to check, and what was noted on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.terms.finding import Finding, finding

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7  # numbers of geometry types
POINT, MULTIPOINT = 0, 4


@dataclass(slots=True)
class Batch:
    """Some rows of one layer. A row set aside has geometry None and at least one finding."""

    geometry: NDArray[np.object_]
    rows: NDArray[np.intp]  # their numbers in the source
    layer: str | None
    repaired: NDArray[np.bool_] = field(init=False)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is repaired yet."""
        self.repaired = np.zeros(len(self.geometry), dtype=bool)

    @property
    def kept(self) -> NDArray[np.intp]:
        """Positions of the rows not set aside."""
        return np.flatnonzero(~shapely.is_missing(self.geometry))

    def note(self, kind: str, at: int | np.integer | None, **values: object) -> None:
        """Add a finding on the row at position `at`, or on the whole layer if None."""
        row = None if at is None else int(self.rows[at])
        details = cast("dict[str, Any]", values)
        self.findings.append(finding(kind, row=row, layer=self.layer, **details))

    def repair(self, kind: str, at: int | np.integer, **values: object) -> None:
        """Add a finding on a row that was changed."""
        self.repaired[at] = True
        self.note(kind, at, **values)

    def set_aside(self, kind: str, at: int | np.integer, **values: object) -> None:
        """Add a finding on a row and take the row out."""
        self.geometry[at] = None
        self.repaired[at] = False
        self.note(kind, at, **values)

    def use(self, shapes: NDArray[np.object_]) -> None:
        """Take other shapes for the rows still in."""
        kept = self.kept
        self.geometry[kept] = shapes[kept]

    def set_all_aside(self, kind: str, **values: object) -> None:
        """Add one finding on the layer and take every row out that is still in. Nothing where none is."""
        if count := len(self.kept):
            self.geometry[:] = None
            self.repaired[:] = False
            self.note(kind, None, count=count, **values)
