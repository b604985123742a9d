"""Rows as a format's reader hands them on, before columns get tilth's names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.terms.finding import Finding


@dataclass(slots=True)
class Rows:
    """Consecutive rows of one layer. All columns and `geometry` have equal length."""

    layer: str | None
    first_row: int  # 1 is the first data row of the layer
    count: int
    columns: dict[str, list[Any]]
    geometry: NDArray[np.object_] | None = None  # shapely, None, or what could not be read; None: no geometry column
    crs: str | None = None
    findings: list[Finding] = field(default_factory=list)
    keeps_types: bool = True  # whether a number and the same digits as text differ in this format
    quotes: bool = True  # whether our own files of this format put quotes around some texts


def objects(values: Iterable[Any]) -> NDArray[np.object_]:
    """The values as a one-dimensional array of objects, whatever they are."""
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array
