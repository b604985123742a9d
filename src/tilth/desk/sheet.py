"""A sheet: rows as some file holds them, after mapping its columns to tilth's names and before any judgement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.terms.finding import Finding


@dataclass(slots=True)
class Sheet:
    """Up to some thousand rows of one layer of one source file. All columns and `geometry` have equal length."""

    source: str  # the file's name, without its folder
    sha256: str  # hex digest of the file's bytes
    layer: str | None
    first_row: int  # number of the first row here; 1 is the first data row of the layer
    columns: dict[str, list[Any]]  # column name -> values as read (str, int, float, None)
    geometry: NDArray[np.object_] | None  # shapely geometries or None, in `crs`, vertices as read
    crs: str | None  # authority code or WKT as the file states it; None if it states none
    findings: list[Finding] = field(default_factory=list)  # what the reader itself noticed

    def __len__(self) -> int:
        if self.geometry is not None:
            return len(self.geometry)
        return len(next(iter(self.columns.values()), []))
