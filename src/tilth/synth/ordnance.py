"""What truly lies in the ground, and the accidents and finds it causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.synth import lives
from tilth.synth.days import DAY, DAYS, say
from tilth.synth.draft import Incident
from tilth.synth.entries import OPERATOR_NAMES
from tilth.synth.hazards import Hazards
from tilth.synth.ribbon import spots
from tilth.synth.rings import Ints
from tilth.synth.wander import Floats

TYPES = ("AP mine", "AV mine", "ERW", "cluster munition remnant")
CONTAMINATED_WITHIN_M = 10.0  # of an item: the ground called truly contaminated
ACCIDENTS = 0.05  # of contaminated hazards: an accident came before the first report
# Shares of TYPES at each feature: front line, road, village edge, open land.
_MIX = np.array([[0.70, 0.08, 0.17, 0.05], [0.28, 0.47, 0.20, 0.05], [0.35, 0.05, 0.45, 0.15], [0.1, 0.05, 0.45, 0.4]])


@dataclass(frozen=True, slots=True)
class Truth:
    """Items (k, 2) and (k,) index into TYPES, and what happened because of them."""

    points: Floats
    types: NDArray[np.int8]
    accidents: tuple[Incident, ...]
    finds: tuple[Incident, ...]


def gather(
    blocks: Iterable[tuple[Hazards, NDArray[np.void], object]],
    *,
    villages: Sequence[tuple[str, str]],
    rng: np.random.Generator,
) -> Truth:
    """The truth of the whole province; `villages` gives name and district of each."""
    points, types = [], []
    accidents: list[Incident] = []
    finds: list[Incident] = []
    for hazards, events, _ in blocks:
        laid, kinds, owner = _lay(hazards, rng=rng)
        missed, missed_kinds, reopenings = _missed(hazards, events, rng=rng)
        points += [laid, missed]
        types += [kinds, missed_kinds]
        first, days = _accidents(hazards, events, owner, rng=rng)
        homes = hazards.village[owner[first]]
        accidents += _tell("accident", len(accidents), laid[first], kinds[first], days, homes, villages)
        homes = hazards.village[reopenings["row"]]
        found_on = np.maximum(reopenings["day"] - rng.integers(1, 9, len(reopenings)), 0)
        finds += _tell("find", len(finds), missed, missed_kinds, found_on, homes, villages)
    return Truth(np.concatenate(points), np.concatenate(types), _by_day(accidents), _by_day(finds))


def _lay(hazards: Hazards, *, rng: np.random.Generator) -> tuple[Floats, NDArray[np.int8], Ints]:
    """Items in three loose rows along the axis of each contaminated hazard, with the hazard each lies in."""
    rows = np.flatnonzero(hazards.contaminated)
    length = hazards.ribbons.length[rows] * (hazards.laid_to - hazards.laid_from)[rows]
    owner = np.repeat(rows, 1 + rng.poisson(np.minimum(length / 5.0, 100.0)))
    share = rng.random(len(owner))
    along = hazards.laid_from[owner] * (1.0 - share) + hazards.laid_to[owner] * share
    side = rng.uniform(-0.25, 0.25, len(hazards.number))[owner]
    side += 0.15 * rng.integers(-1, 2, len(owner)) + rng.normal(0.0, 0.02, len(owner))
    return spots(hazards.ribbons, owner, along=along, side=side), _types(hazards.feature[owner], rng=rng), owner


def _missed(
    hazards: Hazards, events: NDArray[np.void], *, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int8], NDArray[np.void]]:
    """One item in the middle of each re-opened piece: it is why the land was suspected again."""
    reopenings = events[events["series"] == lives.REO]
    rows = reopenings["row"]
    along, side = (reopenings["start"] + reopenings["stop"]) / 2.0, (reopenings["low"] + reopenings["high"]) / 2.0
    points = spots(hazards.ribbons, rows, along=along, side=side)
    return points, _types(hazards.feature[rows], rng=rng), reopenings


def _accidents(
    hazards: Hazards, events: NDArray[np.void], owner: Ints, *, rng: np.random.Generator
) -> tuple[Ints, NDArray[np.int32]]:
    """Items that somebody met, at most one to a hazard, some days before its first report; and those days."""
    reported = np.full(len(hazards.number), DAYS, dtype=np.int32)
    np.minimum.at(reported, events["row"], events["day"])
    _, first = np.unique(owner, return_index=True)
    first = first[(rng.random(len(first)) < ACCIDENTS) & (reported[owner[first]] < DAYS)]
    return first, np.maximum(reported[owner[first]] - rng.integers(2, 60, len(first)), 0).astype(np.int32)


def _types(features: Ints, *, rng: np.random.Generator) -> NDArray[np.int8]:
    above = rng.random((len(features), 1)) > np.cumsum(_MIX, axis=1)[features, :-1]
    return np.asarray(above.sum(axis=1), dtype=np.int8)


def _tell(
    kind: str,
    before: int,
    points: Floats,
    types: NDArray[np.int8],
    days: Ints | NDArray[np.int32],
    homes: Ints,
    villages: Sequence[tuple[str, str]],
) -> list[Incident]:
    prefix = {"accident": "ACC", "find": "FND"}[kind]
    rows = zip(shapely.points(points).tolist(), types.tolist(), days.tolist(), homes.tolist(), strict=True)
    return [
        Incident(
            kind=kind,
            source_id=f"{prefix}-{before + count:05d}",
            happened_on=say(day, DAY),
            said_by=OPERATOR_NAMES[home % len(OPERATOR_NAMES)],
            point=point,
            attributes={
                "district": villages[home][1],
                "type": TYPES[item],
                "name": f"{kind.capitalize()} near {villages[home][0]}",
            },
        )
        for count, (point, item, day, home) in enumerate(rows, start=1)
    ]


def _by_day(incidents: list[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=lambda incident: incident.happened_on))
