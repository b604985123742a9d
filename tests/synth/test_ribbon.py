"""Shapes: irregular, of just the size asked for, and valid whatever part is cut."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.synth.ribbon import LONGEST_M, Ribbons, cut, grow, spots

SEEDS = st.integers(0, 2**32 - 1)


def some_ribbons(seed: int, *, count: int = 60, smallest_m2: float = 100.0) -> tuple[Ribbons, np.ndarray]:
    rng = np.random.default_rng(seed)
    area_m2 = np.exp(rng.uniform(np.log(smallest_m2), np.log(5e6), count))
    ribbons = grow(
        centre=rng.uniform(-2e6, 2e6, (count, 2)),
        heading=rng.uniform(0, 2 * np.pi, count),
        area_m2=area_m2,
        aspect=rng.uniform(1.1, 12, count),
        curvature=rng.normal(0, 0.01, count),
        rng=rng,
    )
    return ribbons, area_m2


def part(ribbons: Ribbons, *, along: tuple[float, float], side: tuple[float, float]) -> np.ndarray:
    n = len(ribbons.heading)
    rings = cut(
        ribbons,
        np.arange(n),
        along=tuple(np.full(n, value) for value in along),
        side=tuple(np.full(n, value) for value in side),
    )
    return rings.polygons(np.ones(n, dtype=np.int64))


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_ribbon_has_the_area_it_was_asked_for(seed):
    ribbons, area_m2 = some_ribbons(seed)
    whole = part(ribbons, along=(0, 1), side=(-1, 1))
    # Each of at most 20 vertices moves by up to 0.7 cm when rounded.
    assert (np.abs(shapely.area(whole) - area_m2) <= 0.008 * shapely.length(whole)).all()


@given(SEEDS, st.floats(0.05, 0.45), st.floats(0.55, 0.95), st.floats(0.1, 1.1), st.floats(0.1, 1.1))
@settings(max_examples=60, deadline=None)
def test_every_part_is_a_valid_polygon_on_whole_centimetres(seed, start, stop, right, left):
    ribbons, _ = some_ribbons(seed)
    parts = part(ribbons, along=(start, stop), side=(-right, left))
    assert shapely.is_valid(parts).all()
    vertices = shapely.get_coordinates(parts)
    assert (np.round(vertices * 100) / 100 == vertices).all()
    assert (shapely.get_num_coordinates(parts) - 1 <= 20).all()


@given(SEEDS, st.floats(0.1, 0.9))
@settings(max_examples=40, deadline=None)
def test_parts_side_by_side_fill_the_whole_and_share_no_land(seed, middle):
    ribbons, _ = some_ribbons(seed, smallest_m2=2_000)
    whole = part(ribbons, along=(0, 1), side=(-1, 1))
    first, second = (part(ribbons, along=along, side=(-1, 1)) for along in ((0, middle), (middle, 1)))
    slack_m2 = 0.02 * shapely.length(whole)
    assert (shapely.area(shapely.intersection(first, second)) <= slack_m2).all()
    assert (shapely.area(shapely.symmetric_difference(whole, shapely.union(first, second))) <= slack_m2).all()


@given(SEEDS, st.floats(0.05, 0.95), st.floats(-0.9, 0.9))
@settings(max_examples=40, deadline=None)
def test_a_spot_lies_in_its_ribbon(seed, along, side):
    ribbons, _ = some_ribbons(seed)
    n = len(ribbons.heading)
    points = spots(ribbons, np.arange(n), along=np.full(n, along), side=np.full(n, side))
    whole = part(ribbons, along=(0, 1), side=(-1, 1))
    assert (shapely.distance(whole, shapely.points(points)) <= 0.02).all()


def test_no_ribbon_is_longer_than_a_hazard_may_be():
    ribbons, _ = some_ribbons(1, count=2_000)
    assert ribbons.length.max() == LONGEST_M
