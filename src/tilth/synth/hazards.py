"""The hazards of a few villages: shapes that follow front line, road or village edge, and what truly lies in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.synth.landscape import Landscape
from tilth.synth.ribbon import Ribbons, grow
from tilth.synth.rings import Ints
from tilth.synth.wander import Floats

MEDIAN_M2, SPREAD = 20_000.0, 1.5  # sizes are log-normal
SMALLEST_M2, LARGEST_M2 = 100.0, 5_000_000.0
REACH_M = 1_500.0  # hazards of a village lie within this of it, east-west and north-south
FRONT, ROAD, EDGE, OPEN = range(4)
_ASPECTS = np.array([3.6, 4.5, 2.2, 1.5])  # how elongated a hazard at each feature is, median


@dataclass(frozen=True, slots=True)
class Hazards:
    """n hazards in the order of their villages; fractions are those of `ribbon`."""

    number: Ints  # (n,) in the whole province, from 1
    village: Ints  # (n,)
    feature: Ints  # (n,) FRONT, ROAD, EDGE or OPEN
    ribbons: Ribbons
    contaminated: NDArray[np.bool_]  # (n,)
    laid_from: Floats  # (n,) ordnance, if any, lies from here
    laid_to: Floats  # (n,) to here along the axis


def place_hazards(country: Landscape, *, villages: range, rng: np.random.Generator) -> Hazards:
    """The hazards of those villages."""
    counts = country.hazards[villages.start : villages.stop]
    village = np.repeat(np.arange(villages.start, villages.stop), counts)
    n = len(village)
    feature, centre, heading, curvature = _sites(country, village, rng=rng)
    area = np.clip(rng.lognormal(np.log(MEDIAN_M2), SPREAD, n), SMALLEST_M2, LARGEST_M2)
    aspect = np.clip(_ASPECTS[feature] * rng.lognormal(0.0, 0.35, n), 1.1, 12.0)
    ribbons = grow(centre=centre, heading=heading, area_m2=area, aspect=aspect, curvature=curvature, rng=rng)
    _, gap = country.front_gap(centre[:, 0], centre[:, 1])
    contaminated = rng.random(n) < 0.34 * np.exp(-np.abs(gap) / 1_500.0) + 0.03
    laid_from = rng.uniform(0.16, 0.58, n)
    return Hazards(
        number=country.hazards[: villages.start].sum() + np.arange(1, n + 1),
        village=village,
        feature=feature,
        ribbons=ribbons,
        contaminated=contaminated,
        laid_from=laid_from,
        laid_to=laid_from + rng.uniform(0.1, 0.28, n),
    )


def _sites(country: Landscape, village: Ints, *, rng: np.random.Generator) -> tuple[Ints, Floats, Floats, Floats]:
    """Feature (n,), centre (n, 2), heading (n,) and curvature (n,) of a hazard for each entry of `village`."""
    n = len(village)
    home = country.villages[village]
    x = home[:, 0] + rng.uniform(-REACH_M, REACH_M, n)
    front, gap = country.front_gap(x, home[:, 1])
    draw = rng.random(n)
    at_front = (np.abs(gap) < REACH_M) & (draw < 0.6)
    feature = np.select([at_front, draw < 0.75, draw < 0.93], [FRONT, ROAD, EDGE], OPEN)
    sites = [
        _front_sites(country, x, front, rng=rng),
        _road_sites(country, village, rng=rng),
        _round_sites(country, village, 1.15, 1.7, rng=rng),
        _round_sites(country, village, 1.8, 4.0, rng=rng),
    ]
    pick = feature, np.arange(n)
    centre, heading, curvature = (np.stack(parts)[pick] for parts in zip(*sites, strict=True))
    centre = home + np.clip(centre - home, -REACH_M, REACH_M)
    return feature, centre, heading, curvature


def _front_sites(
    country: Landscape, x: Floats, front: Ints, *, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Beside the former front line, most within 200 m."""
    pick = front, np.arange(len(x))
    height, slope, bend = (
        np.stack(values)[pick]
        for values in zip(*((line.height(x), line.slope(x), line.bend(x)) for line in country.fronts), strict=True)
    )
    heading = np.arctan(slope)
    aside = rng.normal(0.0, 170.0, len(x))
    centre = np.stack([x - np.sin(heading) * aside, height + np.cos(heading) * aside], axis=-1)
    return centre, heading, bend / (1.0 + slope**2) ** 1.5


def _road_sites(country: Landscape, village: Ints, *, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Beside a road of the village, outside its houses."""
    ends = country.roads.ravel()
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], village, side="left")
    last = np.searchsorted(ends[order], village, side="right")
    picked = order[rng.integers(first, last)]
    share = rng.uniform(0.11, 0.38, len(village))
    share = np.where(picked % 2 == 0, share, 1.0 - share)
    place, heading, curvature = country.along_road(picked // 2, share)
    aside = rng.normal(0.0, 45.0, len(village))
    return place + aside[:, None] * np.stack([-np.sin(heading), np.cos(heading)], axis=-1), heading, curvature


def _round_sites(
    country: Landscape, village: Ints, nearest: float, farthest: float, *, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Around the village, between two multiples of its radius, the long side towards it."""
    angle = rng.uniform(0.0, 2.0 * np.pi, len(village))
    distance = country.radius[village] * rng.uniform(nearest, farthest, len(village))
    out = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return country.villages[village] + distance[:, None] * out, angle + np.pi / 2.0, 1.0 / distance
