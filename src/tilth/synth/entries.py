"""Land entries as columns: compact enough for a million, turned into drafts when somebody wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places.frame import round_cm
from tilth.synth import rates
from tilth.synth.days import say
from tilth.synth.draft import Draft, invented
from tilth.synth.hazards import Hazards
from tilth.synth.ribbon import STATIONS, Ribbons, cut
from tilth.synth.rings import Ints, Rings, join, ranges, starts_of

OPERATOR_NAMES = tuple(invented(f"Operator {letter}") for letter in "ABCD")
METHODS = (
    "non-technical survey",
    "technical survey",
    "manual clearance",
    "mine detection dogs",
    "machine",
    "battle-area clearance",
)
# In the order of the series in `lives`: prefix of the source id, kind of the entry.
_SERIES = (
    ("SHA", "suspected"),
    ("CHA", "confirmed"),
    ("CAN", "cancelled"),
    ("RED", "reduced"),
    ("CLR", "cleared"),
    ("REO", "suspected"),
    ("ALT", "suspected"),
    ("UNR", "cleared"),
)
ENTRY = np.dtype(
    [
        ("number", "i4"),  # of the hazard, in the whole province
        ("village", "i4"),
        ("day", "i2"),
        ("depth_cm", "i2"),
        ("series", "i1"),
        ("part", "i1"),
        ("precision", "i1"),
        ("releases", "i1"),
        ("operator", "i1"),
        ("method", "i1"),
        ("rings", "i1"),  # of the polygon: 1, or 2 where it has a hole
    ]
)


@dataclass(frozen=True, slots=True)
class Entries:
    """n entries: `columns` (n,) of dtype ENTRY, and all their rings one after the other."""

    columns: NDArray[np.void]
    rings: Rings

    def __len__(self) -> int:
        return len(self.columns)

    def take(self, rows: Ints) -> Entries:
        """The entries at `rows`, in that order."""
        rings_each = self.columns["rings"].astype(np.int64)
        wanted = ranges(starts_of(rings_each)[:-1][rows], rings_each[rows])
        return Entries(self.columns[rows], self.rings.take(wanted))

    def polygons(self) -> NDArray[np.object_]:
        """The outlines (n,) as shapely polygons in the frame."""
        return self.rings.polygons(self.columns["rings"].astype(np.int64))

    def drafts(self, *, villages: Sequence[str], districts: Sequence[str]) -> list[Draft]:
        """The entries in words; `villages` and `districts` give the names by number of the village."""
        texts = (self.columns[name].tolist() for name in ENTRY.names or ())
        return [
            _draft(columns, polygon, villages=villages, districts=districts)
            for columns, polygon in zip(zip(*texts, strict=True), self.polygons().tolist(), strict=True)
        ]


def _draft(
    columns: tuple[int, ...], polygon: shapely.Polygon, *, villages: Sequence[str], districts: Sequence[str]
) -> Draft:
    number, village, day, depth_cm, series, part, precision, releases, operator, method, _ = columns
    prefix, kind = _SERIES[series]
    said_by = OPERATOR_NAMES[operator]
    attributes: dict[str, object] = {
        "district": districts[village],
        "operator": said_by,
        "method": METHODS[method],
        "hazard": f"{_SERIES[releases][0]}-{number:06d}" if releases >= 0 else "",
        "name": f"{prefix} {number} near {villages[village]}",
    }
    if kind == "cleared":
        attributes["depth_cm"] = depth_cm
    source_id = f"{prefix}-{number:06d}-{part + 1}" if releases >= 0 else f"{prefix}-{number:06d}"
    return Draft(kind, source_id, say(day, precision), said_by, polygon, attributes)


def draw_entries(hazards: Hazards, events: NDArray[np.void], *, rng: np.random.Generator) -> Entries:
    """Cuts the part of each event (k,) out of its hazard's ribbon; here and there a row is said twice."""
    rings = _outer_rings(hazards.ribbons, events, rng=rng)
    holed = np.flatnonzero(events["ring"])
    if len(holed):
        part = events[holed]
        along, side = (part["start"], part["stop"]), (part["low"], part["high"])
        holes = cut(hazards.ribbons, part["row"], along=along, side=side)
        rings = join([rings, holes]).take(_holes_behind(len(events), holed))
    columns = np.zeros(len(events), dtype=ENTRY)
    columns["number"] = hazards.number[events["row"]]
    columns["village"] = hazards.village[events["row"]]
    columns["rings"] = 1 + events["ring"]
    for name in ("day", "depth_cm", "series", "part", "precision", "releases", "operator", "method"):
        columns[name] = events[name]
    repeated = rng.random(len(events)) < rates.REPEATED_ROW
    return Entries(columns, rings).take(np.repeat(np.arange(len(events)), 1 + repeated))


def _outer_rings(ribbons: Ribbons, events: NDArray[np.void], *, rng: np.random.Generator) -> Rings:
    ring, rows = events["ring"], events["row"]
    off = 0.03 * events["own_survey"][:, None]
    low_wobble, high_wobble = (
        1.0 + np.clip(off * rng.standard_normal((len(events), STATIONS + 2)), -0.07, 0.07) for _ in range(2)
    )
    rings = cut(
        ribbons,
        rows,
        along=(np.where(ring, 0.0, events["start"]), np.where(ring, events["whole"], events["stop"])),
        side=(np.where(ring, -1.0, events["low"]), np.where(ring, 1.0, events["high"])),
        wobble=(low_wobble, high_wobble),
    )
    return _shift(rings, ribbons, rows, aside=events["aside"])


def _shift(rings: Rings, ribbons: Ribbons, rows: Ints, *, aside: NDArray[np.bool_]) -> Rings:
    """Parts drawn beside their hazard are moved away from it, by its length."""
    heading, distance = ribbons.heading[rows], np.where(aside, np.round(ribbons.length[rows]), 0.0)
    move = np.stack([-np.sin(heading), np.cos(heading)], axis=-1) * distance[:, None]
    return Rings(round_cm(rings.vertices + np.repeat(round_cm(move), rings.sizes, axis=0)), rings.sizes)


def _holes_behind(count: int, holed: Ints) -> Ints:
    """The order that puts each hole right behind its outer ring, when all holes stand behind all outer rings."""
    return np.argsort(np.concatenate([np.arange(count) * 2, holed * 2 + 1]), kind="stable")
