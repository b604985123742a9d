"""An area told as bearings and distances."""

import numpy as np
import pyproj
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tilth.places.area import area_m2
from tilth.places.frame import LONLAT, to_frame
from tilth.places.legs import parse_legs, point_at, ring_from_legs
from tilth.terms.finding import finding

GEOD = pyproj.Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("text", "legs"),
    [
        ("045/120; 135/80; 270/150", [(45, 120), (135, 80), (270, 150)]),
        ("45.5°/120.25m;135/80;", [(45.5, 120.25), (135, 80)]),
        (" 0 / 1 ;\n360 / 2 ", [(0, 1), (360, 2)]),
    ],
)
def test_legs_are_read_as_forms_write_them(text: str, legs: list[tuple[float, float]]) -> None:
    assert parse_legs(text) == legs


@pytest.mark.parametrize("text", ["", "045", "045/120", "045/120; x/80", "361/10; 20/10", "45/0; 20/10", "45/-3; 1/1"])
def test_what_is_no_walk_is_said_to_be_none(text: str) -> None:
    assert parse_legs(text) is None
    assert text in finding("bad_legs", row=1, text=text).sentence


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_legs_or_none(text: str) -> None:
    legs = parse_legs(text)
    assert legs is None or all(0 <= bearing <= 360 and distance > 0 for bearing, distance in legs)


@settings(deadline=None)
@given(st.floats(-170, 170), st.floats(-60, 70), st.lists(st.floats(20, 400), min_size=3, max_size=8))
def test_a_walk_round_a_known_field_gives_the_field_back(lon: float, lat: float, radii: list[float]) -> None:
    turns = np.linspace(0, 360, len(radii), endpoint=False)
    corners = [GEOD.fwd(lon, lat, turn, radius)[:2] for turn, radius in zip(turns, radii, strict=True)]
    measured = [GEOD.inv(*here, *there) for here, there in zip(corners, corners[1:] + corners[:1], strict=True)]
    walk = ring_from_legs(*corners[0], [(bearing % 360, distance) for bearing, _, distance in measured])
    assert walk.comes_back
    assert walk.closing_error_m < 0.001
    assert list(walk.polygon.exterior.coords)[:-1] == [pytest.approx(corner, abs=1e-8) for corner in corners]
    geodesic, _ = GEOD.geometry_area_perimeter(walk.polygon)
    assume(abs(geodesic) > 1000)
    assert area_m2(to_frame(np.array([walk.polygon]), crs=LONLAT))[0] == pytest.approx(abs(geodesic), rel=1e-4, abs=15)


def test_a_leg_read_wrong_shows_as_a_closing_error() -> None:
    square = [(0, 100), (90, 100), (180, 100), (270, 93)]
    walk = ring_from_legs(17.8, 44.0, square)
    assert walk.comes_back
    assert walk.closing_error_m == pytest.approx(7, abs=0.01)
    assert walk.way_m == 393
    assert len(walk.polygon.exterior.coords) == 5


def test_a_walk_that_does_not_come_back_keeps_its_last_corner() -> None:
    walk = ring_from_legs(17.8, 44.0, [(0, 100), (90, 100), (180, 100)])
    assert not walk.comes_back
    assert len(walk.polygon.exterior.coords) == 5
    assert abs(GEOD.geometry_area_perimeter(walk.polygon)[0]) == pytest.approx(10_000, rel=1e-3)


def test_a_corner_is_found_from_its_landmark() -> None:
    lon, lat = point_at(17.8, 44.0, bearing=45, distance_m=120)
    bearing, _, distance = GEOD.inv(17.8, 44.0, lon, lat)
    assert (bearing, distance) == pytest.approx((45, 120))


def test_one_leg_is_no_area() -> None:
    with pytest.raises(ValueError, match="two legs"):
        ring_from_legs(17.8, 44.0, [(0, 100)])
