"""One connected field: every outline overlaps its neighbours, the hardest case for a land account."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.synth.days import DAYS, say, state
from tilth.synth.draft import Draft, invented
from tilth.synth.entries import METHODS, OPERATOR_NAMES
from tilth.synth.landscape import CENTRE_M
from tilth.synth.ribbon import cut, grow
from tilth.synth.rings import Ints
from tilth.synth.wander import Floats

_APART_M = 200.0  # between neighbours
_AREA_M2 = 44_000.0  # so large that an outline overlaps about six others
_KINDS = (
    ("suspected", "SHA", 0),
    ("confirmed", "CHA", 0),
    ("cancelled", "CAN", 0),
    ("reduced", "RED", 1),
    ("cleared", "CLR", 2),
)
_EARLY, _LATE = np.array([0.75, 0.15, 0.06, 0.02, 0.02]), np.array([0.1, 0.1, 0.35, 0.15, 0.3])  # shares of kinds


def connected_field(*, polygons: int, seed: int) -> list[Draft]:
    """That many drafts, day by day, whose outlines form one connected field; each overlaps about six others.

    Early ones mostly suspect, late ones mostly release. Raises ValueError for fewer than two polygons.
    """
    if polygons < 2:
        raise ValueError(f"a field needs at least two polygons, not {polygons}")
    rng = np.random.default_rng([seed, polygons])
    centre = _centres(polygons, rng=rng)[rng.permutation(polygons)]
    outlines = _outlines(centre, rng=rng)
    day, precision = state(np.sort(rng.integers(0, DAYS, polygons)).astype(np.int32), rng=rng)
    order = np.argsort(day, kind="stable")
    centre, outlines, day, precision = centre[order], outlines[order], day[order], precision[order]
    late = (day / DAYS)[:, None]
    shares = np.cumsum(_EARLY * (1.0 - late) + _LATE * late, axis=1)
    kind = np.minimum((rng.random((polygons, 1)) > shares).sum(axis=1), len(_KINDS) - 1)
    kind[0] = 0
    hazard = _nearest_hazard(centre, kind)
    operator = rng.integers(0, len(OPERATOR_NAMES), polygons)
    rows = zip(*(values.tolist() for values in (kind, day, precision, operator, hazard, outlines)), strict=True)
    return [_draft(number, *row, kinds=kind) for number, row in enumerate(rows)]


def _centres(count: int, *, rng: np.random.Generator) -> Floats:
    """A jittered lattice of triangles, (count, 2)."""
    columns = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(count), columns)
    lattice = np.stack([column + 0.5 * (row % 2), row * np.sqrt(0.75)], axis=-1) * _APART_M
    jitter = rng.normal(0.0, 0.06 * _APART_M, lattice.shape)
    return np.asarray(np.array(CENTRE_M) + lattice - lattice.mean(axis=0) + jitter)


def _outlines(centre: Floats, *, rng: np.random.Generator) -> NDArray[np.object_]:
    n = len(centre)
    ribbons = grow(
        centre=centre,
        heading=rng.uniform(0.0, 2.0 * np.pi, n),
        area_m2=_AREA_M2 * rng.uniform(0.9, 1.1, n),
        aspect=rng.uniform(1.0, 1.25, n),
        curvature=np.zeros(n),
        rng=rng,
    )
    one = np.ones(n)
    rings = cut(ribbons, np.arange(n), along=(0.0 * one, one), side=(-one, one))
    return rings.polygons(np.ones(n, dtype=np.int64))


def _nearest_hazard(centre: Floats, kind: Ints) -> Ints:
    """For every draft the number of the suspected or confirmed one whose centre lies nearest."""
    hazards = np.flatnonzero(kind < 2)
    tree = shapely.STRtree(shapely.points(centre[hazards]))
    return np.asarray(hazards[tree.nearest(shapely.points(centre))], dtype=np.int64)


def _draft(
    number: int,
    kind: int,
    day: int,
    precision: int,
    operator: int,
    hazard: int,
    outline: shapely.Polygon,
    *,
    kinds: Ints,
) -> Draft:
    name, prefix, method = _KINDS[kind]
    attributes: dict[str, object] = {
        "district": invented("District of the field"),
        "operator": OPERATOR_NAMES[operator],
        "method": METHODS[method],
        "hazard": f"{_KINDS[kinds[hazard]][1]}-{hazard + 1:06d}" if kind > 1 else "",
        "name": invented(f"{prefix} {number + 1}"),
    }
    if name == "cleared":
        attributes["depth_cm"] = 13
    return Draft(name, f"{prefix}-{number + 1:06d}", say(day, precision), OPERATOR_NAMES[operator], outline, attributes)
