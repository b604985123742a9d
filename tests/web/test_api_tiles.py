"""Vector tiles: what GDAL decodes from them is the land that is on record."""

from __future__ import annotations

import json
import math

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.web.features import unit_square
from tilth.web.tiles import shapes
from tilth.web.tiles.drawing import CELLS, Spot
from tilth.web.tiles.mvt import POLYGON, Texts, encoded_value, tile
from tilth.web.tiles.shapes import EXTENT
from tilth.web.tiles.varints import encoded, lengths, zigzag


@pytest.fixture
def every(client):
    """All hazards: ids, and shapes in the unit square of Web Mercator."""
    found = client.get("/ogc/collections/hazards/items?limit=10000").json()["features"]
    plain = shapely.from_geojson([json.dumps(one["geometry"]) for one in found])
    return np.array([one["id"] for one in found]), shapely.transform(plain, unit_square)


def _spot_of(shape, z):
    x, y = shapely.get_coordinates(shapely.centroid(shape))[0] * 2**z
    return Spot(z, math.floor(x), math.floor(y))


def _decoded(raw, tmp_path):
    """The columns of a tile and its shapes under "geometry", as GDAL reads them, with y upward from the lower edge."""
    file = tmp_path / "tile.mvt"
    file.write_bytes(raw)
    about, _, shapes_read, columns = pyogrio.raw.read(file)
    return dict(zip(about["fields"], columns, strict=True)) | {"geometry": shapely.from_wkb(shapes_read)}


@pytest.mark.parametrize("z", [9, 12, 14, 17])
def test_a_tile_holds_every_feature_that_reaches_into_it(client, every, tmp_path, z):
    ids, land = every
    spot = _spot_of(land[len(land) // 2], z)
    raw = client.get(f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt").content
    box = shapely.box(spot.x, spot.y, spot.x + 1, spot.y + 1)
    scaled = shapely.transform(land, lambda xy: xy * 2**z)
    inside = ids[shapely.area(shapely.intersection(scaled, box)) > 4 / EXTENT**2]
    assert set(inside) <= set(_decoded(raw, tmp_path)["mvt_id"])


def test_the_area_in_a_tile_is_close_to_the_area_on_record(client, every, tmp_path):
    ids, land = every
    largest = int(np.argmax(shapely.area(land)))
    spot = _spot_of(land[largest], 11)
    rows = _decoded(client.get(f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt").content, tmp_path)
    in_tile = shapely.area(rows["geometry"][rows["mvt_id"] == ids[largest]]).sum()
    scaled = shapely.transform(land[largest], lambda xy: (xy * 2**spot.z - (spot.x, spot.y)) * EXTENT)
    clipped = shapely.intersection(scaled, shapely.box(0, 0, EXTENT, EXTENT))  # GDAL cuts the margin off
    assert in_tile == pytest.approx(clipped.area, rel=0.02, abs=2 * clipped.length)


def test_below_zoom_nine_cells_are_counted_and_sum_to_all(client, every, tmp_path):
    ids, land = every
    spot = _spot_of(shapely.union_all(shapely.centroid(land)), 5)
    rows = _decoded(client.get(f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt").content, tmp_path)
    assert rows["count"].sum() == len(ids)
    assert (rows["suspected"] + rows["confirmed"] == rows["count"]).all()
    assert np.unique(shapely.area(rows["geometry"])) == pytest.approx([(EXTENT / CELLS) ** 2])


def test_an_empty_tile_is_204_and_one_that_is_not_there_404(client):
    assert client.get("/tiles/hazards/10/0/500.mvt").status_code == 204
    assert client.get("/tiles/hazards/3/8/0.mvt").status_code == 404
    assert client.get("/tiles/nothing/3/0/0.mvt").status_code == 404
    assert client.get("/tiles/hazards/3/0/0.mvt?foo=1").status_code == 400


def test_a_day_leaves_out_what_had_not_happened(client, every, tmp_path):
    _, land = every
    spot = _spot_of(shapely.union_all(land), 9)
    address = f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt"
    rows = _decoded(client.get(f"{address}?until=2018-06-30").content, tmp_path)
    whole = _decoded(client.get(address).content, tmp_path)
    assert 0 < len(rows["mvt_id"]) < len(whole["mvt_id"])
    assert set(rows["mvt_id"]) == set(whole["mvt_id"][whole["day"] <= "2018-06-30"])


def test_a_tile_changes_only_when_something_in_it_does(open_room, own_file):
    client = open_room(own_file)
    one = client.get("/ogc/collections/hazards/items?limit=1").json()["features"][0]
    here = _spot_of(shapely.transform(shapely.from_geojson(json.dumps(one["geometry"])), unit_square), 12)
    tags = {}
    for spot in (here, Spot(here.z, here.x + 100, here.y)):
        tags[spot] = client.get(f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt").headers["etag"]
    client.post(f"/api/entries/{one['properties']['entry']}/withdrawals", json={"why": "a test"})
    answers = [
        client.get(f"/tiles/hazards/{spot.z}/{spot.x}/{spot.y}.mvt", headers={"if-none-match": tag}).status_code
        for spot, tag in tags.items()
    ]
    assert answers == [200, 304]


# --- the encoder ------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 2**63), max_size=50))
def test_numbers_come_back_from_their_bytes(values):
    raw = encoded(np.array(values, dtype=np.uint64))
    assert len(raw) == lengths(np.array(values, dtype=np.uint64)).sum()
    read, value, shift = [], 0, 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            read.append(value)
            value, shift = 0, 0
    assert read == values


@given(st.lists(st.integers(-(2**40), 2**40), max_size=20))
def test_zigzag_is_small_for_small(values):
    folded = zigzag(np.array(values, dtype=np.int64)).tolist()
    assert [(one >> 1) ^ -(one & 1) for one in folded] == values
    assert all(one <= 2 * abs(value) for one, value in zip(folded, values, strict=True))


_CORNERS = st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)), min_size=3, max_size=9)


@given(st.lists(_CORNERS, min_size=1, max_size=5))
@settings(max_examples=40)
def test_whatever_is_drawn_comes_back_as_large_and_none_is_lost(tmp_path_factory, rings):
    land = np.array([shapely.convex_hull(shapely.MultiPoint(ring)) for ring in rings], dtype=object)
    land = np.array([one if one.geom_type == "Polygon" else one.buffer(1e-3) for one in land], dtype=object)
    commands = shapes.polygons(land, z=0, x=0, y=0)
    names = Texts("id", np.arange(len(land)), [encoded_value(f"é{at}") for at in range(len(land))])
    raw = tile("it", POLYGON, np.arange(1, len(land) + 1), commands, [names])
    rows = _decoded(raw, tmp_path_factory.mktemp("tiles"))
    assert rows["id"].tolist() == [f"é{at}" for at in range(len(land))]
    for shape, seen in zip(land, rows["geometry"], strict=True):
        assert seen.area == pytest.approx(shape.area * EXTENT**2, abs=2 * shape.length * EXTENT + 2)


def test_a_hole_stays_a_hole(tmp_path):
    name = Texts("id", np.array([0]), [encoded_value("with a hole")])
    ring = shapely.Polygon(shapely.box(0.1, 0.1, 0.9, 0.9).exterior, [shapely.box(0.3, 0.3, 0.5, 0.5).exterior])
    for shape in (ring, shapely.orient_polygons(ring)):
        raw = tile("it", POLYGON, np.array([1]), shapes.polygons(np.array([shape]), z=0, x=0, y=0), [name])
        (seen,) = _decoded(raw, tmp_path)["geometry"]
        assert seen.area == pytest.approx((0.64 - 0.04) * EXTENT**2, rel=0.001)
