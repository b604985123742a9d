"""Layers: the small registry of what the API and the map show. A new layer is one row here.

Uncleared land, finds and tasks (where teams are) are restricted: only who may see restricted data gets them. The
public view is `cells`, which is coarse and delayed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tilth.journal.entry import LAND_KINDS
from tilth.reports.map_style import LOOKS


class Layer(NamedTuple):
    """One layer: the collection of the API, the tiles and the entry of the map's list carry its name."""

    name: str  # a plural noun
    title: str
    description: str
    kinds: tuple[str, ...]  # kinds of entry that it shows
    geometry: str  # polygon or point
    restricted: bool
    style: dict[str, Any]  # hints for the map: colour by status or one colour, stacking order


# The looks of the printed map, so that paper and screen agree: told apart by colour, by grey and by hatch.
STATUS_LOOKS = {status: look._asdict() for status, look in LOOKS.items()}
LAYERS = (
    Layer(
        "hazards",
        "Hazardous areas",
        "Suspected and confirmed hazardous areas, each as its last word draws it. Released land is in `releases`.",
        LAND_KINDS[:2],
        "polygon",
        restricted=True,
        style={"looks": STATUS_LOOKS, "order": 20},
    ),
    Layer(
        "releases",
        "Released land",
        "Land that was cancelled, reduced or cleared, with method and day. This is not permission to enter.",
        LAND_KINDS[2:],
        "polygon",
        restricted=True,
        style={"looks": STATUS_LOOKS, "order": 30},
    ),
    Layer(
        "tasks",
        "Tasks",
        "Orders of work and their outlines.",
        ("task",),
        "polygon",
        restricted=True,
        style={"colour": "#4b3b8f", "order": 40},
    ),
    Layer(
        "accidents",
        "Accidents",
        "Places of accidents. Persons are never part of it.",
        ("accident",),
        "point",
        restricted=True,
        style={"colour": "#000000", "order": 60},
    ),
    Layer(
        "finds",
        "Finds",
        "Places where explosive ordnance was found.",
        ("find",),
        "point",
        restricted=True,
        style={"colour": "#7a1f5c", "order": 50},
    ),
)
PUBLIC = Layer(
    "cells",
    "Land on record, generalised",
    "Squares of ten kilometres: how many records by status, three months and more ago. No record means unknown.",
    ("cell",),
    "polygon",
    restricted=False,
    style={"colour": "#6b7278", "order": 10},
)
BY_NAME = {layer.name: layer for layer in (*LAYERS, PUBLIC)}
OF_KIND = {kind: layer.name for layer in LAYERS for kind in layer.kinds}
