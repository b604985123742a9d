"""Layers as any GIS reads them: what stands in them is what the journal says."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from diary import Diary, draft

from tilth.store.geopackage import create


@pytest.fixture
def field(tmp_path):
    with create(tmp_path / "p.gpkg") as store:
        field = Diary(store)
        field.write(
            "2024-05-02 H1 suspected square(0,0,100)",
            "2024-05-03 H2 confirmed frame(200,0,100,10)",
            "2024-06-01 R1 cleared square(0,0,50) of H1",
            "2024-06-02 A1 accident point(20,20)",
            "2024-06-02 F1 find point(21,20)",
            "2024-06-02 T1 task square(0,0,30)",
            "undated H9 suspected",
            "undated A2 accident",
        )
        yield field


def layer(field: Diary, name: str):
    meta, fids, shapes, values = pyogrio.raw.read(field.store.path, layer=name, return_fids=True)
    columns = dict(zip(meta["fields"].tolist(), values, strict=True))
    return meta, fids.tolist(), shapely.from_wkb(shapes), columns


def test_every_layer_is_there_with_its_type_and_the_frame(field):
    layers = dict(pyogrio.list_layers(field.store.path).tolist())
    kinds = {
        "hazards": "MultiPolygon",
        "releases": "MultiPolygon",
        "accidents": "Point",
        "finds": "Point",
        "tasks": "MultiPolygon",
    }
    assert {name: layers[name] for name in kinds} == kinds
    for name in kinds:
        assert layer(field, name)[0]["crs"] == "EPSG:6933"


def test_every_live_entry_is_one_row_under_its_number(field):
    assert {name: layer(field, name)[1] for name in ("hazards", "releases", "accidents", "finds", "tasks")} == {
        "hazards": [1, 2, 7], "releases": [3], "accidents": [4, 8], "finds": [5], "tasks": [6],
    }  # fmt: skip


def test_a_row_says_what_its_entry_says(field):
    _, fids, shapes, columns = layer(field, "releases")
    assert (fids, columns["id"][0], columns["status"][0], columns["happened_on"][0], columns["hazard"][0]) == (
        [3],
        "R1",
        "cleared",
        "2024-06-01",
        "H1",
    )
    assert shapes[0].equals(draft("2024-06-01 R1 cleared square(0,0,50)").geometry)


def test_the_area_of_a_layer_is_that_of_the_journal(field):
    sealed = [one.entry for one in field.store.read(kinds=("suspected", "confirmed"))]
    expected = sum(shapely.from_wkb(entry.geometry).area for entry in sealed if entry.geometry)
    shapes = layer(field, "hazards")[2]
    assert shapely.area(shapes[shapes != None]).sum() == pytest.approx(expected, abs=1e-6)  # noqa: E711
    assert shapely.get_num_interior_rings(shapely.get_geometry(shapes[1], 0)) == 1


def test_an_amended_row_gives_way_to_its_successor(field):
    field.write(
        "2024-06-03 H1 confirmed square(0,0,80) amends 1", "2024-06-03 R1 cleared square(0,0,40) amends 3", "withdraw 4"
    )
    assert layer(field, "hazards")[1] == [2, 7, 9]
    assert layer(field, "releases")[1] == [10]
    assert layer(field, "accidents")[1] == [8]


def test_a_hazard_that_was_a_release_all_along_changes_its_layer(field):
    field.write("2024-06-03 H1 cancelled square(0,0,100) amends 1")
    assert layer(field, "hazards")[1] == [2, 7]
    assert layer(field, "releases")[1] == [3, 9]


def test_a_layer_says_how_far_it_reaches(field):
    for name in ("hazards", "releases", "accidents"):
        _, _, shapes, _ = layer(field, name)
        stated = field.store._db.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (name,)
        ).fetchone()
        assert stated == pytest.approx(shapely.total_bounds(shapes).tolist())


def test_what_has_no_column_of_its_own_is_kept_as_json(field):
    one = draft("2024-06-05 H5 suspected square(0,200,10)")
    one.body = {"district": "Ž", "depth_cm": 20, "note": {"a": [1]}, "operator": ["A", "B"], "method": 10**30}
    field.book([one])
    columns = {name: values[-1] for name, values in layer(field, "hazards")[3].items()}
    assert (columns["district"], columns["operator"], columns["method"]) == ("Ž", '["A", "B"]', str(10**30))
    assert columns["attributes"] == '{"depth_cm": 20, "note": {"a": [1]}}'


def test_a_polygon_of_many_parts_stays_so(field):
    one = draft("2024-06-05 H5 suspected square(0,200,10)")
    one.geometry = shapely.MultiPolygon(
        [one.geometry, shapely.transform(one.geometry, lambda xy: xy + np.array([50.0, 0.0]))]
    )
    field.book([one])
    assert shapely.get_num_geometries(layer(field, "hazards")[2][-1]) == 2
    assert field.store.outside_edits() == []
