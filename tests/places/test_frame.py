"""The frame: out to lon/lat and back without moving a centimetre."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.places.area import area_m2
from tilth.places.frame import FRAME, LONLAT, ground_scale, move, read_crs, round_cm, to_frame, to_lonlat

lons = st.floats(-179, 179)
lats = st.floats(-60, 70)
GEOD = pyproj.Geod(ellps="WGS84")


@settings(deadline=None)
@given(lons, lats)
def test_nine_decimals_carry_a_corner_out_and_back(lon: float, lat: float) -> None:
    here = to_frame(np.array([shapely.Point(lon, lat)]), crs=LONLAT)
    out = shapely.transform(to_lonlat(here), lambda xy: np.round(xy, 9))
    back = to_frame(out, crs=LONLAT)
    assert shapely.get_coordinates(back).tolist() == shapely.get_coordinates(here).tolist()


@settings(deadline=None)
@given(lons, lats)
def test_vertices_are_whole_centimetres_and_stay_so(lon: float, lat: float) -> None:
    xy = shapely.get_coordinates(to_frame(np.array([shapely.Point(lon, lat)]), crs=LONLAT))
    assert (xy == np.round(xy * 100) / 100).all()
    assert (round_cm(xy) == xy).all()


@settings(deadline=None)
@given(lons, lats, st.floats(10, 1000), st.integers(3, 20))
def test_an_area_in_the_frame_is_the_area_on_the_ellipsoid(lon: float, lat: float, radius: float, corners: int) -> None:
    bearings = np.linspace(0, 360, corners, endpoint=False)
    ends = [GEOD.fwd(lon, lat, bearing, radius)[:2] for bearing in bearings]
    if max(abs(end[0] - lon) for end in ends) > 1:  # across the date line
        return
    geodesic, _ = GEOD.geometry_area_perimeter(shapely.Polygon(ends))
    (measured,) = area_m2(to_frame(np.array([shapely.Polygon(ends)]), crs=LONLAT))
    slack = 1e-4 * abs(geodesic) + 0.02 * radius  # 0.01 %, and what rounding corners to 1 cm may shift
    assert measured == pytest.approx(abs(geodesic), abs=slack)


@pytest.mark.parametrize("lat", [-60, -35, 0, 44, 51.2, 70])
def test_a_square_kilometre_is_true_within_a_hundredth_of_a_percent(lat: float) -> None:
    east = GEOD.fwd(30, lat, 90, 1000)[0]
    north = GEOD.fwd(30, lat, 0, 1000)[1]
    square = shapely.box(30, lat, east, north)
    geodesic, _ = GEOD.geometry_area_perimeter(square)
    (measured,) = area_m2(to_frame(np.array([square]), crs=LONLAT))
    assert measured == pytest.approx(abs(geodesic), rel=1e-4)


@settings(deadline=None)
@given(lats)
def test_lengths_on_the_ground_follow_from_the_latitude(lat: float) -> None:
    ends = move(np.array([[30, lat], [30.001, lat], [30, lat + 0.001]]), source=LONLAT, target=FRAME)
    eastward, northward = ground_scale(ends[:1, 1])[0]
    assert (ends[1, 0] - ends[0, 0]) * eastward == pytest.approx(GEOD.inv(30, lat, 30.001, lat)[2], rel=5e-3)
    assert (ends[2, 1] - ends[0, 1]) * northward == pytest.approx(GEOD.inv(30, lat, 30, lat + 0.001)[2], rel=5e-3)
    assert eastward * northward == pytest.approx(1)


@pytest.mark.parametrize("text", ["EPSG:4326", "CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:32634", FRAME, "WGS84"])
def test_a_known_crs_is_read(text: str) -> None:
    assert read_crs(text) is not None
    assert read_crs(pyproj.CRS(text if text != "CRS84" else "OGC:CRS84").to_wkt()) is not None


@pytest.mark.parametrize("text", ["", "nonsense", "EPSG:999999", "EPSG:4978", "EPSG:5773", "IAU_2015:30100"])
def test_what_is_no_crs_of_the_ground_is_not_known(text: str) -> None:
    assert read_crs(text) is None


def test_an_unknown_crs_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        to_frame(np.array([shapely.Point(0, 0)]), crs="nonsense")


def test_a_place_in_utm_is_the_same_place() -> None:
    lonlat = np.array([[17.8, 44.0]])
    utm = move(lonlat, source=LONLAT, target="EPSG:32634")
    assert move(utm, source="EPSG:32634", target=FRAME) == pytest.approx(move(lonlat, source=LONLAT, target=FRAME))


def test_heights_and_holes_in_the_list_are_no_obstacle() -> None:
    framed = to_frame(np.array([None, shapely.Point(1, 2, 3)], dtype=object), crs=LONLAT)
    assert framed[0] is None
    assert not shapely.has_z(framed[1])
    assert area_m2(framed).tolist() == [0, 0]
