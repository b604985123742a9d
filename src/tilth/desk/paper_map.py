"""The ground that a document shows: a task, its hazard, and what was released, with the land around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from tilth.desk.dossiers import live_entries
from tilth.desk.ground import hazard_outline, m2_of, settled
from tilth.desk.picturing import LandPicture, land_picture
from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.work.task import Task

_AIR = 0.6  # of the longer side, around what is shown
_LEAST_M = 150.0  # of air


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines in the frame; what is not drawn is None. `restricted` is what must not be shown to everybody."""

    programme: Programme
    hazard: shapely.Geometry | None = None
    task: shapely.Geometry | None = None
    released: shapely.Geometry | None = None

    def picture(self, *, as_at: date) -> LandPicture:
        """The land around it by status, accidents and finds included: it shows land that is not released."""
        return land_picture(self.programme, as_at=as_at, within=self._box())

    def released_alone(self, status: str) -> LandPicture:
        """The released land and nothing else, so that a paper for the public tells of no other land."""
        shape = self.released if self.released is not None else shapely.Polygon()
        parts = shapely.get_parts(shape)
        return LandPicture({status: shapely.MultiPolygon(parts.tolist())}, np.empty(0, dtype=object), {})

    def status_m2(self) -> dict[str, int]:
        """Whole square metres of the hazard's outline by status at present, as they are drawn."""
        if self.hazard is None:
            return {}
        drawn = land_picture(self.programme, as_at=date.max, within=self.hazard.bounds).by_status
        return {status: round(shapely.intersection(land, self.hazard).area) for status, land in drawn.items()}

    def _box(self) -> tuple[float, float, float, float]:
        shapes = [one for one in (self.hazard, self.task, self.released) if one is not None]
        west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
        air = max(_AIR * max(east - west, north - south), _LEAST_M)
        return west - air, south - air, east + air, north + air


def ground_of_task(programme: Programme, task: Task) -> Ground:
    """A task, its hazard, and what its handovers released and its re-openings did not take back."""
    reader = programme.store
    return Ground(
        programme,
        hazard_outline(reader, task.hazard) if task.hazard else None,
        _drawn(reader, task.entry),
        _released(reader, task),
    )


def ground_of_hazard(programme: Programme, name: str) -> Ground:
    """A hazard, as its live entries draw it."""
    has_outline = any(entry.geometry for entry in live_entries(programme.store, name, "suspected"))
    return Ground(programme, hazard_outline(programme.store, name) if has_outline else None)


def _released(reader: JournalReader, task: Task) -> shapely.Geometry | None:
    """All that is released now, what lies outside the task included; None where nothing is."""
    released: shapely.Geometry = shapely.Polygon()
    handed = {one.entry for one in task.handovers}
    for number in sorted((*handed, *(one.entry for one in task.reopenings))):
        shape = _drawn(reader, number)
        if shape is not None:
            released = (shapely.union if number in handed else shapely.difference)(released, shape)
    whole = settled(released)
    return None if whole.is_empty or not m2_of(whole) else whole


def _drawn(reader: JournalReader, number: int) -> shapely.Geometry | None:
    entry = reader.entry(number)
    return shapely.from_wkb(entry.geometry) if entry is not None and entry.geometry else None
