"""An invented province: a landscape with people, borders, and a truth about ordnance that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from tilth.synth import borders, lives, ordnance
from tilth.synth.draft import Incident, invented
from tilth.synth.entries import METHODS, OPERATOR_NAMES
from tilth.synth.hazards import Hazards, place_hazards
from tilth.synth.landscape import Landscape, landscape
from tilth.synth.names import invent_names
from tilth.synth.wander import Floats

_BLOCK_HAZARDS = 5_000  # villages are worked through together up to this many hazards
_COUNTRY, _PEOPLE, _HAZARDS, _LIVES, _ORDNANCE, _EDGES = range(6)  # streams of random numbers


@dataclass(frozen=True, slots=True)
class Village:
    """A village, its place in the frame, who lives there and how far its houses reach."""

    name: str
    point: Point
    population: int
    radius_m: float
    district: str


@dataclass(frozen=True, slots=True)
class Road:
    """A road from one village to the next."""

    name: str
    line: LineString


@dataclass(frozen=True, slots=True)
class District:
    """A district; together the districts are the province."""

    name: str
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of used land: field, orchard, pasture or forest."""

    use: str
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Team:
    """A team of one operator, its method and its strength."""

    name: str
    operator: str
    method: str
    people: int


@dataclass(frozen=True, slots=True)
class Province:
    """Everything about the invented province but its history, which `histories` tells. Geometry is in the frame."""

    name: str
    hazards: int
    seed: int
    outline: Polygon
    districts: tuple[District, ...]
    villages: tuple[Village, ...]
    roads: tuple[Road, ...]
    river: LineString
    front_lines: tuple[LineString, ...]  # former ones
    land_use: tuple[Patch, ...]
    teams: tuple[Team, ...]
    ordnance: Floats  # (k, 2) where it truly lay at the beginning
    ordnance_types: NDArray[np.int8]  # (k,) index into ordnance.TYPES
    accidents: tuple[Incident, ...]
    finds: tuple[Incident, ...]
    landscape: Landscape

    def blocks(self) -> Iterator[tuple[Hazards, NDArray[np.void], np.random.Generator]]:
        """Village by village: some hazards, the events of their lives, random numbers for drawing them."""
        return _blocks(self.landscape, seed=self.seed)


def province(*, hazards: int, teams: int = 8, seed: int) -> Province:
    """An invented province with that many hazards; the same seed gives the same province.

    Raises ValueError for fewer than one hazard or no team.
    """
    if hazards < 1 or teams < 1:
        raise ValueError(f"a province needs at least one hazard and one team, not {hazards} and {teams}")
    country = landscape(hazards=hazards, rng=_stream(seed, _COUNTRY))
    rng = _stream(seed, _PEOPLE)
    names = invent_names(len(country.villages) + 12, rng=rng)
    districts = _districts(country, names[-12:], rng=rng)
    outlines = [district.outline for district in districts]
    homes = borders.which(outlines, country.villages)
    villages = _villages(country, names, [districts[home].name for home in homes], rng=rng)
    outline = borders.around(outlines)
    truth = ordnance.gather(
        _blocks(country, seed=seed),
        villages=[(village.name, village.district) for village in villages],
        rng=_stream(seed, _ORDNANCE),
    )
    return Province(
        name=f"Invented province of {names[-1]}",
        hazards=hazards,
        seed=seed,
        outline=outline,
        districts=districts,
        villages=villages,
        roads=_roads(country, names),
        river=borders.flowing(country.river, outline, upwards=True),
        front_lines=tuple(borders.flowing(line, outline) for line in country.fronts),
        land_use=tuple(Patch(use, outline) for use, outline in borders.patches(country, rng=rng)),
        teams=_teams(teams, rng=rng),
        ordnance=truth.points,
        ordnance_types=truth.types,
        accidents=truth.accidents,
        finds=truth.finds,
        landscape=country,
    )


def _stream(seed: int, *which: int) -> np.random.Generator:
    return np.random.default_rng([seed, *which])


def _blocks(country: Landscape, *, seed: int) -> Iterator[tuple[Hazards, NDArray[np.void], np.random.Generator]]:
    total = np.cumsum(country.hazards)
    start, block = 0, 0
    while start < len(total):
        before = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + _BLOCK_HAZARDS, side="right")))
        hazards = place_hazards(country, villages=range(start, stop), rng=_stream(seed, _HAZARDS, block))
        yield hazards, lives.live(hazards, rng=_stream(seed, _LIVES, block)), _stream(seed, _EDGES, block)
        start, block = stop, block + 1


def _districts(country: Landscape, names: list[str], *, rng: np.random.Generator) -> tuple[District, ...]:
    outlines = borders.divide(country, rng=rng)
    return tuple(
        District(invented(f"District of {name}"), outline) for name, outline in zip(names, outlines, strict=False)
    )


def _villages(
    country: Landscape, names: list[str], districts: list[str], *, rng: np.random.Generator
) -> tuple[Village, ...]:
    people = np.clip(rng.lognormal(6.4, 0.7, len(districts)), 40, 9_000)
    return tuple(
        Village(invented(name), Point(*np.round(place, 2)), int(count), float(radius), district)
        for name, place, count, radius, district in zip(
            names, country.villages, people, country.radius, districts, strict=False
        )
    )


def _roads(country: Landscape, names: list[str]) -> tuple[Road, ...]:
    lines = borders.road_lines(country)
    return tuple(
        Road(invented(f"{names[start]} – {names[end]}"), line)
        for (start, end), line in zip(country.roads.tolist(), lines, strict=True)
    )


def _teams(count: int, *, rng: np.random.Generator) -> tuple[Team, ...]:
    people = rng.integers(6, 15, count)
    return tuple(
        Team(
            name=invented(f"Team {number + 1}"),
            operator=OPERATOR_NAMES[number % len(OPERATOR_NAMES)],
            method=METHODS[number % len(METHODS)],
            people=int(people[number]),
        )
        for number in range(count)
    )
