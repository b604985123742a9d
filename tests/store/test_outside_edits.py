"""Edits made in another program are noticed, never lost, and booked only when somebody asks for it."""

from __future__ import annotations

import json
import sqlite3

import numpy as np
import pyogrio
import pytest
import shapely
from diary import Diary, draft, log, placed

from tilth.desk.checking import rebuild, verify
from tilth.desk.mending import amend, withdraw
from tilth.desk.outside import book_outside_edits, outside_findings
from tilth.desk.refusal import Refusal
from tilth.store.geopackage import create, open_file

EXTRA = {"district": "D1", "depth_cm": 20, "note": "from the form"}


@pytest.fixture
def field(tmp_path):
    with create(tmp_path / "p.gpkg") as store:
        field = Diary(store)
        first = draft("2024-05-02 H1 suspected square(0,0,100)")
        first.body = dict(EXTRA)
        field.book([first])
        field.write(
            "2024-05-03 H2 confirmed square(200,0,100)",
            "2024-06-01 R1 cleared square(0,0,50) of H1",
            "2024-06-02 A1 accident point(20,20)",
        )
        yield field


def edit(field: Diary, statement: str, *values: object) -> None:
    """What another program does to the file, in a connection of its own, as QGIS does."""
    connection = sqlite3.connect(field.store.path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def noticed(field: Diary) -> list[tuple[str, str | None, int | None]]:
    return [(found.kind, found.layer, found.entry) for found in outside_findings(field.programme)]


def book(field: Diary):
    report = book_outside_edits(field.programme, author="owner", said_by="QGIS", now=field.now, outline=None)
    assert report.read == report.booked + report.set_aside
    return report


def blob(shape: shapely.Geometry) -> bytes:
    """A geometry as another program writes it into a GeoPackage: big-endian, without an envelope."""
    return b"GP\x00\x01" + (6933).to_bytes(4, "little") + shapely.to_wkb(shape, byte_order=0)


def shapes(drawn: shapely.Geometry | None) -> list[bytes]:
    return [] if drawn is None else [blob(placed(drawn))]


def last(field: Diary) -> dict:
    return log(field.store)[-1]


NARROW, MOVED, NEW = shapely.box(0, 0, 60, 100), shapely.Point(80, 80), shapely.box(500, 0, 510, 10)
ADD = "INSERT INTO hazards (geom, id, status) VALUES (?, 'Q1', 'suspected')"
# what is done to the file, with which shape, and what is noticed
CASES = {
    "an attribute": ("UPDATE hazards SET district = 'D2' WHERE fid = 1", None, ("outside_changed", "hazards", 1)),
    "an outline": ("UPDATE hazards SET geom = ? WHERE fid = 1", NARROW, ("outside_changed", "hazards", 1)),
    "a status": ("UPDATE hazards SET status = 'suspected' WHERE fid = 2", None, ("outside_changed", "hazards", 2)),
    "a point": ("UPDATE accidents SET geom = ? WHERE fid = 4", MOVED, ("outside_changed", "accidents", 4)),
    "a new row": (ADD, NEW, ("outside_added", "hazards", None)),
    "a row taken out": ("DELETE FROM releases WHERE fid = 3", None, ("outside_removed", "releases", 3)),
}


@pytest.mark.parametrize("name", CASES)
def test_an_edit_is_a_finding_and_changes_no_account(field, name):
    statement, drawn, finding = CASES[name]
    land, head = field.land(), field.store.head()
    edit(field, statement, *shapes(drawn))
    assert noticed(field) == [finding]
    assert (field.land(), field.store.head()) == (land, head)
    with open_file(field.store.path) as again:
        assert noticed(Diary(again)) == [finding]


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_rebuilt_over_an_edit_that_waits(field, name):
    statement, drawn, finding = CASES[name]
    edit(field, statement, *shapes(drawn))
    with pytest.raises(Refusal) as refused:
        rebuild(field.programme)
    assert refused.value.number == "409.6"
    assert noticed(field) == [finding]


@pytest.mark.parametrize("name", CASES)
def test_a_booked_edit_is_an_entry_and_no_longer_waits(field, name):
    statement, drawn, (kind, _, entry) = CASES[name]
    edit(field, statement, *shapes(drawn))
    report = book(field)
    assert (report.read, report.booked, report.set_aside) == (1, 1, 0)
    assert report.findings[0].kind == kind
    assert last(field)["amends"] == entry
    assert noticed(field) == []
    rebuild(field.programme)
    assert verify(field.programme, geometry=True)["ok"]
    assert book(field).read == 0


def test_a_changed_outline_gives_up_its_land_by_name(field):
    edit(field, CASES["an outline"][0], *shapes(NARROW))
    book(field)
    assert (
        field.flows(start="2024-12-31").get("resized suspected unrecorded", 0) == 0
    )  # the entry counts on its own date
    assert field.land() == {"suspected": 6000 - 2500, "confirmed": 10000, "cleared": 2500}


def test_what_another_program_did_not_touch_stays_as_it_was(field):
    edit(field, "UPDATE hazards SET district = 'D2' WHERE fid = 1")
    before = log(field.store)[0]
    book(field)
    after = last(field)
    assert after["body"] == before["body"] | {"district": "D2", "area_m2": 10000}
    assert {name: after[name] for name in ("kind", "happened_on", "said_by", "source_id", "geometry")} == {
        name: before[name] for name in ("kind", "happened_on", "said_by", "source_id", "geometry")
    }


def test_a_date_mended_in_a_map_counts_alone(field):
    edit(field, "UPDATE hazards SET happened_on = '2024-09-01' WHERE fid = 2")
    book(field)
    assert "confirmed" not in field.land("2024-08-31")


def test_fields_without_a_column_may_be_edited_too(field):
    edit(field, "UPDATE hazards SET attributes = ? WHERE fid = 1", json.dumps({"depth_cm": 30}))
    book(field)
    assert last(field)["body"]["depth_cm"] == 30
    edit(field, "UPDATE hazards SET attributes = 'no json' WHERE fid = 2")
    book(field)
    assert last(field)["body"]["attributes"] == "no json"


def test_a_feature_duplicated_in_a_map_is_one_more_row_that_posts_nothing(field):
    edit(
        field,
        "INSERT INTO hazards SELECT NULL, geom, id, status, happened_on, said_by, hazard, district, operator, method, "
        "area_m2, attributes, row_digest FROM hazards WHERE fid = 1",
    )
    assert noticed(field) == [("outside_added", "hazards", None)]
    land = field.land()
    book(field)
    assert field.land() == land
    assert last(field)["kind"] == "suspected"
    assert last(field)["amends"] is None


def test_an_edit_that_was_undone_is_no_edit(field):
    edit(field, "UPDATE hazards SET district = 'D2' WHERE fid = 1")
    edit(field, "UPDATE hazards SET district = 'D1' WHERE fid = 1")
    assert noticed(field) == []


def test_saving_a_row_unchanged_is_no_edit(field):
    edit(
        field,
        "UPDATE hazards SET geom = ?, id = id WHERE fid = 2",
        blob(shapely.MultiPolygon([placed(shapely.box(200, 0, 300, 100))])),
    )
    assert noticed(field) in ([], [("outside_changed", "hazards", 2)])  # another order of corners may count as an edit
    land = field.land()
    book(field)
    assert field.land() == land


def test_a_row_that_cannot_be_booked_waits_and_the_others_are_booked_once(field):
    edit(field, "INSERT INTO hazards (id, status) VALUES ('Q1', 'suspected')")
    edit(field, ADD.replace("Q1", "Q2"), *shapes(NEW))
    edit(field, "UPDATE hazards SET district = 'D2' WHERE fid = 1")
    report = book(field)
    assert (report.booked, report.set_aside) == (2, 1)
    assert "null_geometry" in [found.kind for found in report.findings]
    assert [found[0] for found in noticed(field)] == ["outside_added"]
    entries = field.store.head().entries
    again = book(field)
    assert (again.booked, again.set_aside, field.store.head().entries) == (0, 1, entries)
    connection = sqlite3.connect(field.store.path)
    assert [row[0] for row in connection.execute("SELECT id FROM hazards ORDER BY id")] == ["H1", "H2", "Q1", "Q2"]
    connection.close()


def test_an_unknown_status_waits_with_a_finding(field):
    edit(field, "UPDATE hazards SET status = 'dangerous' WHERE fid = 1")
    report = book(field)
    assert report.set_aside == 1
    assert "unknown_kind" in [found.kind for found in report.findings]
    assert noticed(field) == [("outside_changed", "hazards", 1)]


def test_an_edit_is_not_lost_when_its_entry_is_amended_meanwhile(field):
    edit(field, "UPDATE hazards SET district = 'D2' WHERE fid = 1")
    amend(field.programme, 1, {"operator": "O"}, why="a form", author="owner", now=field.now)
    assert noticed(field) == [("outside_changed", "hazards", 5)]
    book(field)
    assert last(field)["amends"] == 5
    assert last(field)["body"]["district"] == "D2"
    assert noticed(field) == []
    connection = sqlite3.connect(field.store.path)
    assert [row[0] for row in connection.execute("SELECT fid FROM hazards ORDER BY fid")] == [2, 6]
    connection.close()


def test_an_edit_is_not_lost_when_its_entry_is_withdrawn_meanwhile(field):
    edit(field, "UPDATE hazards SET district = 'D2' WHERE fid = 1")
    withdraw(field.programme, 1, why="a form", author="owner", now=field.now)
    assert [found[0] for found in noticed(field)] == ["outside_added"]


def test_our_own_writing_is_no_outside_edit(field):
    field.write(
        "2024-06-03 H1 suspected square(0,0,80) amends 1", "withdraw 3", "2024-06-03 H5 suspected square(0,300,10)"
    )
    assert noticed(field) == []


def test_a_row_appended_with_gdal_is_noticed(field):
    drawn = shapely.to_wkb(np.array([shapely.MultiPolygon([placed(NEW)])]))
    values = [np.array(["G1"], dtype=object), np.array(["confirmed"], dtype=object)]
    pyogrio.raw.write(
        field.store.path, drawn, values, ["id", "status"],
        layer="hazards", driver="GPKG", geometry_type="MultiPolygon", crs="EPSG:6933", append=True,
    )  # fmt: skip
    assert noticed(field) == [("outside_added", "hazards", None)]
    book(field)
    assert (last(field)["kind"], last(field)["source_id"]) == ("confirmed", "G1")
    assert field.land()["confirmed"] == 10100


def test_a_layer_written_anew_by_geopandas_is_not_a_silent_loss(field):
    geopandas = pytest.importorskip("geopandas")
    path = field.store.path
    field.store.close()
    frame = geopandas.read_file(path, layer="hazards")
    frame.loc[0, "district"] = "D2"
    frame.to_file(path, layer="hazards", driver="GPKG")
    with open_file(path) as again:
        anew = Diary(again)
        assert [found[0] for found in noticed(anew)] == ["layer_replaced"]
        with pytest.raises(Refusal, match="tilth rebuild"):
            anew.write("2024-07-01 H7 suspected square(700,0,10)")
        rebuild(anew.programme)
        assert noticed(anew) == []
        anew.write("2024-07-01 H7 suspected square(700,0,10)")
    kept = geopandas.read_file(path, layer="hazards_outside_1")
    assert "D2" in set(kept["district"])
    assert len(geopandas.read_file(path, layer="hazards")) == len(frame) + 1


def test_land_is_never_touched_by_a_layer_written_anew(field):
    """Whatever happens to a layer, the journal beside it holds the land."""
    path, land = field.store.path, field.land()
    field.store.close()
    columns = [np.array(["X"], dtype=object)]
    drawn = shapely.to_wkb(np.array([shapely.MultiPolygon([placed(shapely.box(0, 0, 1, 1))])]))
    pyogrio.raw.write(
        path, drawn, columns, ["id"], layer="hazards", driver="GPKG", geometry_type="MultiPolygon", crs="EPSG:6933"
    )
    with open_file(path) as again:
        assert Diary(again).land() == land
        assert verify(Diary(again).programme)["ok"]


def test_a_spatial_index_made_in_qgis_does_not_stop_the_work(field):
    edit(field, "CREATE VIRTUAL TABLE rtree_hazards_geom USING rtree (id, minx, maxx, miny, maxy)")
    edit(
        field,
        "CREATE TRIGGER rtree_hazards_geom_insert AFTER INSERT ON hazards "
        "WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN INSERT OR REPLACE INTO rtree_hazards_geom "
        "VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END",
    )
    field.write("2024-07-01 H7 suspected square(700,0,10)")
    assert field.land()["suspected"] == 7600
