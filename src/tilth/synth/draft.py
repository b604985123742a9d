"""What the invented province hands out: drafts of land entries, and points where something happened."""

from __future__ import annotations

from typing import NamedTuple

from shapely import Point, Polygon

INVENTED = "invented"


class Draft(NamedTuple):
    """One statement about a piece of land, before anybody has checked or booked it."""

    kind: str  # suspected, confirmed, cancelled, reduced or cleared
    source_id: str
    happened_on: str  # as stated: a day, a month or a year
    said_by: str
    geometry: Polygon  # in the frame (EPSG:6933), vertices on whole centimetres
    attributes: dict[str, object]  # district, operator, method, hazard, name; depth_cm where cleared


class Incident(NamedTuple):
    """An accident or a find: a point, a day, and what lay there."""

    kind: str  # accident or find
    source_id: str
    happened_on: str
    said_by: str
    point: Point  # in the frame (EPSG:6933)
    attributes: dict[str, object]  # district, type of ordnance, name


def invented(name: str) -> str:
    """The name with its label, so that nobody takes it for a real one wherever it is shown."""
    return f"{name} ({INVENTED})"
