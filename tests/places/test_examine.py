"""Every kind of fault is found, said, and leaves land that can be booked or no land at all."""

import json
import struct
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from tilth.places.countries import outline
from tilth.places.examine import Examined, examine
from tilth.places.frame import FRAME, LONLAT, move, to_frame
from tilth.places.reading import read_shapes

LON, LAT = 17.8, 44.0  # in Bosnia
CORNER = move(np.array([[LON, LAT]]), source=LONLAT, target=FRAME)[0]
FIELD = Polygon([(LON, LAT), (LON + 0.002, LAT), (LON + 0.002, LAT + 0.001), (LON, LAT + 0.001)])
BIH = outline("BIH")


def look(*shapes: object, crs: str | None = LONLAT, wanted: str = "polygon", **more: object) -> Examined:
    rows = np.empty(len(shapes), dtype=object)
    rows[:] = shapes
    return examine(rows, crs=crs, first_row=1, wanted=wanted, **more)  # type: ignore[arg-type]


def kinds(examined: Examined) -> list[str]:
    return [found.kind for found in examined.findings]


def metres(*corners: tuple[float, float]) -> Polygon:
    """A polygon in the frame, its corners in metres from a place in Bosnia."""
    return Polygon([tuple(np.round(CORNER, 2) + corner) for corner in corners])


def test_a_clean_field_is_taken_as_drawn() -> None:
    seen = look(FIELD, outline=BIH)
    assert seen.findings == []
    assert not seen.repaired.any()
    assert seen.geometry.tolist() == to_frame(np.array([FIELD]), crs=LONLAT).tolist()


def test_a_row_without_geometry_is_set_aside() -> None:
    seen = look(None, FIELD)
    assert kinds(seen) == ["null_geometry"]
    assert seen.findings[0].row == 1
    assert seen.geometry[0] is None
    assert seen.geometry[1] is not None


@pytest.mark.parametrize("empty", [Polygon(), MultiPolygon(), GeometryCollection()])
def test_an_empty_geometry_is_set_aside(empty: BaseGeometry) -> None:
    seen = look(empty)
    assert kinds(seen) == ["empty_geometry"]
    assert seen.geometry[0] is None


def test_a_bow_tie_is_repaired_and_both_areas_are_said() -> None:
    tie = metres((0, 0), (100, 100), (100, 0), (0, 50))
    seen = look(tie, crs=FRAME)
    assert kinds(seen) == ["invalid_geometry"]
    assert seen.repaired.tolist() == [True]
    assert f"before {abs(tie.area):.0f} m²" in seen.findings[0].sentence
    assert f"after {seen.geometry[0].area:.0f} m²" in seen.findings[0].sentence
    assert seen.geometry[0].area > abs(tie.area)


def test_land_drawn_twice_in_one_multipolygon_stays_land() -> None:
    twice = MultiPolygon(
        [metres((0, 0), (100, 0), (100, 100), (0, 100)), metres((50, 0), (150, 0), (150, 100), (50, 100))]
    )
    seen = look(twice, crs=FRAME)
    assert kinds(seen) == ["invalid_geometry"]
    assert seen.geometry[0].area == pytest.approx(15_000)


def test_a_ring_of_two_corners_is_set_aside() -> None:
    seen = look(*read_shapes([wkb([(0, 0), (1, 0), (0, 0)]), wkb([(0, 0), (1, 0), (1, 0), (0, 0)])]))
    assert kinds(seen) == ["too_few_vertices"] * 2
    assert seen.geometry.tolist() == [None, None]


def wkb(ring: list[tuple[float, float]]) -> bytes:
    """A polygon of one ring, closed or not, as WKB."""
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring)


def test_an_open_ring_is_closed_and_said() -> None:
    ring = list(FIELD.exterior.coords)[:-1]
    text = "POLYGON((" + ", ".join(f"{x} {y}" for x, y in ring) + "))"
    shapes = read_shapes([wkb(ring), FIELD.wkb, text, FIELD.wkt, None])
    assert isinstance(shapes[0], bytes)
    seen = look(*shapes)
    assert [(found.kind, found.row) for found in seen.findings if found.kind != "repeated_geometry"] == [
        ("unclosed_ring", 1),
        ("unclosed_ring", 3),
        ("null_geometry", 5),
    ]
    assert seen.repaired.tolist() == [True, False, True, False, False]
    assert seen.geometry[0].equals(seen.geometry[1])


def test_bytes_that_are_no_geometry_are_set_aside() -> None:
    seen = look(*read_shapes([b"\x01\x03", "POLYGON((0 0, 1", wkb([(0, 0)])]))
    assert kinds(seen) == ["unreadable_geometry"] * 3


def test_a_curve_is_set_aside() -> None:
    curve = "CURVEPOLYGON(CIRCULARSTRING(0 0, 1 1, 2 0, 1 -1, 0 0))"
    seen = look(*read_shapes([FIELD.wkt, curve]))
    assert [(found.kind, found.row) for found in seen.findings] == [("curve_geometry", 2)]
    assert seen.geometry[0] is not None


def test_a_repeated_corner_is_removed_and_the_area_stays() -> None:
    seen = look(metres((0, 0), (100, 0), (100, 0), (100, 100), (99.996, 100), (0, 100), (0, 0)), crs=FRAME)
    assert kinds(seen) == ["duplicate_vertex"]
    assert seen.findings[0].sentence.startswith("2 corner")
    assert seen.repaired.all()
    assert seen.geometry[0].area == 10_000
    assert len(seen.geometry[0].exterior.coords) == 5


def test_the_same_polygon_is_known_again_in_a_later_batch() -> None:
    memory: dict[bytes, int] = {}
    turned = Polygon(list(FIELD.exterior.coords)[2:] + list(FIELD.exterior.coords)[1:3])
    assert kinds(look(FIELD, seen=memory)) == []
    rows = np.array([turned, FIELD.buffer(0.001), FIELD.reverse()], dtype=object)
    seen = examine(rows, crs=LONLAT, first_row=2, wanted="polygon", outline=None, seen=memory)
    assert [(found.kind, found.row) for found in seen.findings] == [("repeated_geometry", 2), ("repeated_geometry", 4)]
    assert "that of row 1" in seen.findings[0].sentence
    assert not shapely.is_missing(seen.geometry).any()


def test_findings_name_rows_by_their_own_numbers() -> None:
    memory: dict[bytes, int] = {}
    seen = look(FIELD, None, rows=np.array([12, 40]), seen=memory)
    assert [(found.kind, found.row) for found in seen.findings] == [("null_geometry", 40)]
    seen = look(None, FIELD, rows=np.array([50, 57]), seen=memory)
    assert [(found.kind, found.row) for found in seen.findings] == [("null_geometry", 50), ("repeated_geometry", 57)]
    assert "that of row 12" in seen.findings[1].sentence


def test_corners_kilometres_apart_are_noted() -> None:
    geod = pyproj.Geod(ellps="WGS84")
    for distance, expected in ((4_900, []), (5_100, ["distant_vertices"])):
        east, south = geod.fwd(LON, LAT, 90, distance)[0], geod.fwd(LON, LAT, 180, 1_000)[1]
        assert kinds(look(box(LON, south, east, LAT))) == expected


def test_a_spike_is_noted_where_it_is() -> None:
    seen = look(metres((0, 0), (100, 0), (100, 50), (400, 51), (100, 52), (100, 100), (0, 100)), crs=FRAME)
    assert kinds(seen) == ["spike"]
    assert not seen.repaired.any()
    assert kinds(look(metres((0, 0), (100, 0), (100, 50), (110, 51), (100, 52), (100, 100), (0, 100)), crs=FRAME)) == []


def test_a_spike_at_the_first_corner_is_noted_too() -> None:
    assert kinds(look(metres((400, 51), (100, 52), (100, 100), (0, 100), (0, 0), (100, 0), (100, 50)), crs=FRAME)) == [
        "spike"
    ]


def test_an_outline_without_area_is_set_aside() -> None:
    seen = look(metres((0, 0), (100, 100), (200, 200)), crs=FRAME)
    assert kinds(seen) == ["invalid_geometry", "zero_area"]
    assert seen.geometry[0] is None
    assert not seen.repaired.any()


def test_an_area_below_a_square_metre_is_booked_with_a_warning() -> None:
    seen = look(metres((0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)), crs=FRAME)
    assert kinds(seen) == ["tiny_area"]
    assert seen.geometry[0].area == pytest.approx(0.25)


def test_a_field_too_small_for_the_grid_is_set_aside() -> None:
    seen = look(metres((0, 0), (0.002, 0), (0.002, 0.002)), crs=FRAME)
    assert kinds(seen) == ["zero_area"]


def test_what_rounding_makes_touch_itself_is_split_on_the_grid() -> None:
    hourglass = metres((0, 0), (50, 49.998), (100, 0), (100, 100), (50, 50.001), (0, 100))
    seen = look(hourglass, crs=FRAME)
    assert kinds(seen) == ["rounding_repair"]
    assert seen.geometry[0].is_valid
    assert seen.geometry[0].area == pytest.approx(hourglass.area, abs=1)


def test_a_field_abroad_is_booked_with_a_warning() -> None:
    paris = shapely.transform(FIELD, lambda xy: xy - (LON, LAT) + (2.35, 48.85))
    seen = look(FIELD, paris, outline=BIH)
    assert [(found.kind, found.row) for found in seen.findings] == [("outside_country", 2)]
    assert "Bosnia and Herzegovina" in seen.findings[0].sentence
    assert "2.35000, 48.85000" in seen.findings[0].sentence
    assert seen.geometry[1] is not None


def test_a_large_area_that_reaches_abroad_is_noted() -> None:
    assert "outside_country" in kinds(look(box(LON, LAT, LON + 5, LAT + 0.1), outline=BIH))


def test_swapped_latitude_and_longitude_are_swapped_back() -> None:
    turned = shapely.transform(FIELD, lambda xy: xy[:, ::-1])
    seen = look(turned, outline=BIH)
    assert kinds(seen) == ["swapped_coordinates"]
    assert seen.repaired.tolist() == [True]
    assert seen.geometry[0].equals(to_frame(np.array([FIELD]), crs=LONLAT)[0])


def test_a_latitude_beyond_the_pole_is_swapped_without_an_outline() -> None:
    seen = look(Point(11.5, 104.9), crs=LONLAT, wanted="point")
    assert kinds(seen) == ["swapped_coordinates"]
    assert seen.geometry[0].equals(to_frame(np.array([Point(104.9, 11.5)]), crs=LONLAT)[0])


def test_swapped_eastings_and_northings_are_swapped_back() -> None:
    utm = shapely.transform(FIELD, lambda xy: move(xy, source=LONLAT, target="EPSG:32633")[:, ::-1])
    seen = look(utm, crs="EPSG:32633", outline=BIH)
    assert kinds(seen) == ["swapped_coordinates"]
    assert seen.geometry[0].area == pytest.approx(to_frame(np.array([FIELD]), crs=LONLAT)[0].area, abs=2)


@pytest.mark.parametrize("place", [(200.0, 95.0), (181.0, 10.0), (1e300, 0.0), (-999.0, -999.0)])
def test_coordinates_of_no_place_are_set_aside(place: tuple[float, float]) -> None:
    seen = look(Point(place), Point(LON, LAT), wanted="point")
    assert [(found.kind, found.row) for found in seen.findings] == [("out_of_bounds", 1)]
    assert seen.geometry[0] is None


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_set_aside(number: float) -> None:
    with np.errstate(invalid="ignore"):
        seen = look(Polygon([(LON, LAT), (number, LAT), (LON, LAT + 1), (LON, LAT)]), FIELD)
    assert [(found.kind, found.row) for found in seen.findings] == [("missing_coordinate", 1)]


@pytest.mark.parametrize("crs", [None, "", "  "])
def test_a_layer_without_crs_is_read_as_longitude_and_latitude_once_said(crs: str | None) -> None:
    seen = look(FIELD, FIELD.buffer(0.001), None, crs=crs, layer="fields")
    assert kinds(seen) == ["missing_crs", "null_geometry"]
    assert seen.findings[0].row is None
    assert seen.findings[0].layer == "fields"
    assert "2 row(s)" in seen.findings[0].sentence


def test_metres_without_crs_cannot_be_placed() -> None:
    seen = look(metres((0, 0), (100, 0), (100, 100)), metres((0, 0), (100, 0), (100, 99)), crs=None)
    assert kinds(seen) == ["crs_needed"]
    assert seen.geometry.tolist() == [None, None]


def test_an_unknown_crs_sets_the_layer_aside() -> None:
    seen = look(FIELD, crs="LOCAL:ARMY GRID")
    assert kinds(seen) == ["unknown_crs"]
    assert "LOCAL:ARMY GRID" in seen.findings[0].sentence
    assert seen.geometry.tolist() == [None]


def test_metres_that_say_they_are_degrees_set_the_layer_aside() -> None:
    seen = look(metres((0, 0), (100, 0), (100, 100)), crs="EPSG:4326")
    assert kinds(seen) == ["wrong_crs"]
    assert seen.geometry.tolist() == [None]


def test_degrees_that_say_they_are_metres_are_read_as_degrees() -> None:
    seen = look(FIELD, crs="EPSG:32634", outline=BIH)
    assert kinds(seen) == ["degrees_in_metres"]
    assert seen.geometry[0].equals(to_frame(np.array([FIELD]), crs=LONLAT)[0])


def test_heights_are_dropped_once_said() -> None:
    tall = shapely.force_3d(FIELD, 300)
    assert kinds(look(tall, tall)) == ["has_z", "repeated_geometry"]
    seen = look(tall, FIELD.buffer(0.001))
    assert kinds(seen) == ["has_z", "mixed_dimension"]
    assert not shapely.has_z(seen.geometry).any()
    assert not seen.repaired.any()


def test_measures_are_dropped_once_said() -> None:
    seen = look(shapely.from_wkt("POLYGON M((17 44 1, 17.001 44 2, 17.001 44.001 3, 17 44 1))"))
    assert kinds(seen) == ["has_m"]
    assert not shapely.has_m(seen.geometry).any()


@pytest.mark.parametrize(
    "other", [Point(LON, LAT), LineString(FIELD.exterior.coords), GeometryCollection([Point(0, 0)])]
)
def test_a_point_or_line_is_no_area(other: BaseGeometry) -> None:
    seen = look(other, FIELD)
    assert [(found.kind, found.row) for found in seen.findings] == [("wrong_geometry_type", 1)]


def test_an_area_is_no_point() -> None:
    seen = look(FIELD, MultiPoint([(LON, LAT), (LON, LAT + 1)]), MultiPoint([(LON, LAT)]), wanted="point")
    assert [(found.kind, found.row) for found in seen.findings] == [
        ("wrong_geometry_type", 1),
        ("wrong_geometry_type", 2),
    ]
    assert shapely.get_type_id(seen.geometry[2]) == 0


def test_the_polygons_of_a_collection_are_kept() -> None:
    inner = GeometryCollection([MultiPolygon([FIELD]), LineString([(LON, LAT), (LON + 1, LAT)])])
    seen = look(GeometryCollection([Point(LON, LAT), inner]))
    assert kinds(seen) == ["mixed_geometry"]
    assert "1 polygon part(s)" in seen.findings[0].sentence
    assert seen.repaired.tolist() == [True]


def test_points_at_one_place_are_said_once() -> None:
    seen = look(*[Point(LON, LAT)] * 3, Point(LON, LAT + 1), wanted="point", outline=BIH)
    assert kinds(seen) == ["repeated_point"]
    assert seen.findings[0].sentence.startswith("2 point")


def test_an_empty_batch_is_no_trouble() -> None:
    assert len(look().geometry) == 0
    assert kinds(look(None, crs=None)) == ["null_geometry"]


@pytest.mark.parametrize(
    ("layer", "union_km2", "sum_km2"), [("suspect", 567.9807, 571.1211), ("cleared", 28.8045, 29.9284)]
)
def test_the_minefields_of_bosnia_come_through(shared_data: Path, layer: str, union_km2: float, sum_km2: float) -> None:
    expected = json.loads((shared_data / "bosnia" / "expected.json").read_text())["developer_part"][layer]
    features = json.loads((shared_data / "bosnia" / "raw" / f"{layer}.geojson").read_text())["features"]
    drawn = [shapely.geometry.shape(row["geometry"]) if row["geometry"] else None for row in features]
    seen = look(*drawn, crs="OGC:CRS84", outline=BIH)
    found = kinds(seen)
    assert len(seen.geometry) == expected["features"]
    assert found.count("null_geometry") == expected["null_geometry"]
    assert found.count("empty_geometry") == expected["empty_geometry"]
    assert found.count("invalid_geometry") == expected["invalid"]
    assert found.count("repeated_geometry") == expected["duplicate_after_normalising_after_first"]
    assert found.count("zero_area") == expected["by_repair_method"]["linework"]["dropped_no_area"]
    kept = seen.geometry[~shapely.is_missing(seen.geometry)]
    assert len(kept) == expected["by_repair_method"]["linework"]["usable_after_repair"]
    assert shapely.is_valid(kept).all()
    assert shapely.area(kept).sum() / 1e6 == pytest.approx(sum_km2, rel=1e-5)
    assert shapely.union_all(kept).area / 1e6 == pytest.approx(union_km2, rel=1e-5)


def test_the_incidents_of_bosnia_come_through(shared_data: Path) -> None:
    features = json.loads((shared_data / "bosnia" / "raw" / "incidents.geojson").read_text())["features"]
    seen = look(*(shapely.geometry.shape(row["geometry"]) for row in features), wanted="point", outline=BIH)
    assert not shapely.is_missing(seen.geometry).any()
    assert set(kinds(seen)) <= {"repeated_point", "outside_country"}
    assert seen.findings[0].sentence.startswith("138 point")
