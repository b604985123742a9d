"""Lines and areas a map shows besides hazards: districts, roads, river, fields; all with wandering edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Polygon

from tilth.places.frame import round_cm
from tilth.synth.landscape import CELL_M, MARGIN_M, Landscape
from tilth.synth.ribbon import cut, grow
from tilth.synth.rings import Ints
from tilth.synth.wander import Floats, Wander

USES = ("field", "field", "field", "orchard", "pasture", "forest")
_PATCHES_PER_VILLAGE, _MOST_PATCHES = 14, 20_000
_CORNER_M = 4_000.0
_STEP_M = 250.0  # between vertices of wandering lines


def divide(country: Landscape, *, rng: np.random.Generator) -> list[Polygon]:
    """Between 4 and 12 districts that share their borders and together are the province."""
    count = int(np.clip(round(np.sqrt(len(country.villages))), 4, 12))
    low, high = country.corner - MARGIN_M, country.corner + country.size + MARGIN_M
    seats = _spread(country.villages, count, rng=rng)
    frame = shapely.box(*low, *high).buffer(-_CORNER_M).buffer(_CORNER_M)
    cells = shapely.voronoi_polygons(MultiPoint(seats), extend_to=frame)
    pieces = shapely.intersection(shapely.get_parts(cells), frame)
    pieces = sorted(pieces, key=lambda piece: (piece.centroid.y, piece.centroid.x))
    step = max(_STEP_M, float((high - low).max()) / 400.0)
    phases = rng.uniform(0.0, 2.0 * np.pi, 4)
    return [shapely.transform(shapely.segmentize(piece, step), lambda xy: _warp(xy, phases)) for piece in pieces]


def around(districts: Sequence[Polygon]) -> Polygon:
    """The outline of all districts together."""
    return Polygon(shapely.union_all(districts).exterior)


def which(districts: Sequence[Polygon], places: Floats) -> Ints:
    """The district (n,) each place lies in, the nearest one where a place lies on no district's ground."""
    tree = shapely.STRtree(districts)
    return np.asarray(tree.nearest(shapely.points(places)), dtype=np.int64)


def flowing(line: Wander, outline: Polygon, *, upwards: bool = False) -> LineString:
    """A wandering line from border to border; `upwards` for one that runs south to north."""
    west, south, east, north = outline.bounds
    start, stop = (south, north) if upwards else (west, east)
    run = np.linspace(start, stop, max(2, round((stop - start) / 120.0)))
    points = np.stack([run, line.height(run)], axis=-1)
    inside = shapely.intersection(LineString(points[:, ::-1] if upwards else points), outline)
    longest = max(shapely.get_parts(inside), key=shapely.length)
    return shapely.transform(longest, round_cm)


def road_lines(country: Landscape) -> list[LineString]:
    """Every road as a gentle arc."""
    share = np.linspace(0.0, 1.0, 17)
    roads = np.arange(len(country.roads))
    points, _, _ = country.along_road(np.repeat(roads, len(share)), np.tile(share, len(roads)))
    return list(shapely.linestrings(round_cm(points).reshape(len(roads), len(share), 2)))


def patches(country: Landscape, *, rng: np.random.Generator) -> list[tuple[str, Polygon]]:
    """Fields, orchards, pastures and forests around the villages; they may overlap."""
    each = min(_PATCHES_PER_VILLAGE, _MOST_PATCHES // len(country.villages))
    village = np.repeat(np.arange(len(country.villages)), each)
    n = len(village)
    centre = country.villages[village] + rng.uniform(-0.7, 0.7, (n, 2)) * CELL_M
    ribbons = grow(
        centre=centre,
        heading=rng.uniform(0.0, np.pi, n),
        area_m2=np.clip(rng.lognormal(np.log(180_000.0), 0.9, n), 10_000.0, 1_500_000.0),
        aspect=rng.uniform(1.0, 2.5, n),
        curvature=np.zeros(n),
        rng=rng,
    )
    one = np.ones(n)
    rings = cut(ribbons, np.arange(n), along=(0.0 * one, one), side=(-one, one))
    outlines = rings.polygons(np.ones(n, dtype=np.int64))
    uses = rng.integers(0, len(USES), n)
    return [(USES[use], outline) for use, outline in zip(uses, outlines, strict=True)]


def _spread(places: Floats, count: int, *, rng: np.random.Generator) -> Floats:
    """`count` of the places, each far from those before."""
    picked = [int(rng.integers(len(places)))]
    distance = np.hypot(*(places - places[picked[0]]).T)
    while len(picked) < count:
        picked.append(int((distance * rng.uniform(0.6, 1.0, len(places))).argmax()))
        distance = np.minimum(distance, np.hypot(*(places - places[picked[-1]]).T))
    return places[picked]


def _warp(points: Floats, phases: Floats) -> Floats:
    """Bends straight borders: the same everywhere, so what two districts share stays shared."""
    x, y = points[:, 0], points[:, 1]
    east = 520.0 * np.sin(y / 1_900.0 + phases[0]) + 170.0 * np.sin(y / 560.0 + x / 900.0 + phases[1])
    north = 520.0 * np.sin(x / 2_100.0 + phases[2]) + 170.0 * np.sin(x / 640.0 - y / 800.0 + phases[3])
    return round_cm(points + np.stack([east, north], axis=-1))
