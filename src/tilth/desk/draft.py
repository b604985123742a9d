"""A draft: an entry before it has a number, a time of recording and a seal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import shapely

from tilth.desk.ports import SourceRow
from tilth.units.dates import When


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What a row said of a person, on its way to the vault."""

    fields: dict[str, Any] = field(repr=False)  # empty if it said nothing, or nothing is to be kept
    row: SourceRow


@dataclass(slots=True)
class Draft:
    """What somebody wants written down. Geometry is valid, in the frame, with vertices in whole centimetres."""

    kind: str
    said_by: str
    when: When | None = None  # None: undated
    source_id: str | None = None
    geometry: shapely.Geometry | None = None
    body: dict[str, Any] = field(default_factory=dict)
    amends: int | None = None
    row: int | None = None
    identity: bytes | None = None
    redates: bool = False  # an amendment that changes only the date
    entry_there: int | None = None  # its number in the programme that exported it
    amends_there: int | None = None  # the entry it amends, by its number there
    person: OfPerson | None = None
