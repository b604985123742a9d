"""Noding: the fast noder, and the sure one behind it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tilth.places import noding


def bundle(*polygons: shapely.Geometry) -> shapely.Geometry:
    return shapely.multilinestrings(shapely.get_parts(shapely.boundary(np.array(polygons, dtype=object))))


CROSSED = bundle(shapely.box(0, 0, 10, 10), shapely.box(5, 5, 15, 15))
APART = bundle(shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6))


def faces(lines: shapely.Geometry) -> list[float]:
    return sorted(round(face.area, 6) for face in shapely.get_parts(shapely.polygonize([lines])))


def test_crossing_outlines_make_faces():
    assert faces(noding.noded(np.array([CROSSED]))[0]) == [25, 75, 75]


def test_a_knot_that_the_fast_noder_gives_up_on_costs_only_its_own_bundle(monkeypatch):
    fast, asked = shapely.node, []

    def gives_up(lines):
        asked.append(lines)
        if isinstance(lines, np.ndarray) or lines.equals(CROSSED):
            raise shapely.errors.GEOSException("Iterated noding failed to converge")
        return fast(lines)

    monkeypatch.setattr(shapely, "node", gives_up)
    knot, plain = noding.noded(np.array([CROSSED, APART], dtype=object))

    assert faces(knot) == [25, 75, 75]
    assert faces(plain) == [1, 1]
    assert len(asked) == 3


@pytest.mark.filterwarnings("ignore")
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=8))
def test_both_noders_find_the_same_faces(corners):
    lines = bundle(*[shapely.box(x, y, x + 1 + dx, y + 1 + dy) for x, y, dx, dy in corners])
    assert faces(shapely.unary_union(lines)) == faces(noding.noded(np.array([lines], dtype=object))[0])
