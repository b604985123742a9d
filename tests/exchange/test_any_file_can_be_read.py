from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from openpyxl import Workbook
from pyogrio.raw import write

from tilth.desk.refusal import Refusal
from tilth.exchange.mapping import Mapping, read_mapping
from tilth.exchange.read import read_sheets
from tilth.places.examine import examine

SQUARE = [[17, 44], [17.01, 44], [17.01, 44.01], [17, 44.01], [17, 44]]


def collection(*features: object, **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)})


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_every_row_of_the_bosnian_files_is_accounted_for(shared_data):
    expected = json.loads((shared_data / "bosnia" / "expected.json").read_text())["developer_part"]
    for name in ("suspect", "cleared"):
        sheets = list(read_sheets(shared_data / "bosnia" / "raw" / f"{name}.geojson", chunk_rows=2_000))
        shapes = np.concatenate([sheet.geometry for sheet in sheets])
        assert len(shapes) == expected[name]["features"]
        assert shapely.is_missing(shapes).sum() == expected[name]["null_geometry"]
        assert shapely.is_empty(shapes).sum() == expected[name]["empty_geometry"]
        assert [sheet.first_row for sheet in sheets] == list(range(1, len(shapes) + 1, 2_000))


def test_every_layer_and_every_row_of_a_geopackage_is_read(shared_data):
    path = shared_data / "base" / "base_ukraine_kursk.gpkg"
    counted = {str(name): pyogrio.read_info(path, layer=name)["features"] for name in pyogrio.list_layers(path)[:, 0]}
    read: dict[str, int] = {}
    for sheet in read_sheets(path, chunk_rows=1_000):
        read[sheet.layer] = read.get(sheet.layer, 0) + len(sheet)
    assert read == counted


def test_a_broken_outline_costs_only_its_own_row(tmp_path):
    path = tmp_path / "a.geojson"
    broken = [
        polygon(SQUARE[:-1]), polygon(SQUARE), None, polygon(), polygon([[0, 0], [1, "a"], [1, 1], [0, 0]]),
        {"type": "Foo", "coordinates": [1, 2]}, {"type": "Polygon"}, polygon([[0, 0], [1, 0]]), {"type": "Point"},
        {"type": "GeometryCollection", "geometries": []}, 7,
    ]  # fmt: skip
    path.write_text(collection(*(feature(shape, n=n) for n, shape in enumerate(broken)), None, "x", {}))
    (sheet,) = read_sheets(path)
    assert sheet.columns["n"] == [*range(len(broken)), None, None, None]
    examined = examine(sheet.geometry, crs=sheet.crs, first_row=1, wanted="polygon")
    said = {found.row: found.kind for found in examined.findings if found.row and found.kind != "repeated_geometry"}
    assert set(said) == set(range(1, len(sheet) + 1)) - {2}
    assert said[1] == "unclosed_ring"
    assert {said[row] for row in (5, 6, 7, 8, 9, 11, 13)} <= {
        "unreadable_geometry",
        "missing_coordinate",
        "too_few_vertices",
    }
    assert examined.geometry[0].equals(examined.geometry[1])


def test_values_keep_the_types_they_have_in_geojson(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(collection(feature(None, id="007", n=1), {"id": "b", **feature(None, n="1", x=[1, {"a": None}])}))
    (sheet,) = read_sheets(path)
    assert sheet.columns == {"id": ["007", "b"], "n": [1, "1"], "x": [None, [1, {"a": None}]]}


@pytest.mark.parametrize("last", [False, True])
def test_a_stated_crs_is_kept_wherever_it_stands(tmp_path, last):
    path = tmp_path / "a.geojson"
    stated = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32634"}}}
    rows = {"features": [feature({"type": "Point", "coordinates": [5e5, 4.9e6]}, crs={"n": 1})] * 3}
    path.write_text(json.dumps({"type": "FeatureCollection"} | (rows | stated if last else stated | rows)))
    (sheet,) = read_sheets(path)
    assert sheet.crs == "urn:ogc:def:crs:EPSG::32634"


def test_geojson_that_says_nothing_is_longitude_and_latitude(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(feature(polygon(SQUARE), a=1)))
    (sheet,) = read_sheets(path)
    assert (sheet.crs, len(sheet)) == ("OGC:CRS84", 1)


def test_a_feature_larger_than_the_pieces_read_is_whole(tmp_path):
    ring = [[np.cos(a), np.sin(a)] for a in np.linspace(0, 6, 60_000)]
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature(polygon([*ring, ring[0]])), feature(None), feature(polygon(SQUARE), a=1)))
    (sheet,) = read_sheets(path)
    assert shapely.get_num_coordinates(sheet.geometry).tolist() == [60_001, 0, 5]


@pytest.mark.parametrize(("suffix", "driver"), [(".shp", "ESRI Shapefile"), (".fgb", "FlatGeobuf"), (".kml", "KML"),
                                                (".gml", "GML"), (".gpkg", "GPKG")])  # fmt: skip
def test_every_vector_format_gives_every_row(tmp_path, suffix, driver):
    shapes = shapely.to_wkb(np.array([shapely.Polygon(SQUARE)] * 7))
    path = tmp_path / f"areas{suffix}"
    names = np.array([f"ž{n}" for n in range(7)], dtype=object)
    write(path, shapes, [names, np.arange(7)], ["Name", "n"], driver=driver, geometry_type="Polygon", crs="EPSG:4326")
    sheets = list(read_sheets(path, chunk_rows=3))
    assert sum(map(len, sheets)) == 7
    assert [name for sheet in sheets for name in sheet.columns["name"]] == list(names)
    assert all(shape.equals(shapely.Polygon(SQUARE)) for sheet in sheets for shape in sheet.geometry)
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        for part in tmp_path.glob("areas.*"):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")
    assert sum(map(len, read_sheets(tmp_path / "areas.zip"))) == 7


def test_an_open_ring_in_a_geopackage_is_kept_for_repair(tmp_path):
    ring = struct.pack("<BIII", 1, 3, 1, 4) + np.array(SQUARE[:4], dtype="<f8").tobytes()
    path = tmp_path / "a.gpkg"
    write(
        path, np.array([ring, None], dtype=object), [np.array([1, 2])], ["n"], geometry_type="Polygon", crs="EPSG:4326"
    )
    (sheet,) = read_sheets(path)
    examined = examine(sheet.geometry, crs=sheet.crs, first_row=1, wanted="polygon")
    assert [found.kind for found in examined.findings] == ["unclosed_ring", "null_geometry"]


def test_whole_numbers_with_gaps_stay_whole(tmp_path):
    path = tmp_path / "a.gpkg"
    masks = [np.array([False, True, False])] * 2
    values = [np.array([2006, 0, 7]), np.array([True, False, False])]
    write(
        path,
        np.array([None] * 3, dtype=object),
        values,
        ["year", "b"],
        field_mask=masks,
        geometry_type="Point",
        crs="EPSG:4326",
    )
    (sheet,) = read_sheets(path)
    assert sheet.columns == {"year": [2006, None, 7], "b": [True, None, False]}
    assert [type(value) for value in sheet.columns["year"]] == [int, type(None), int]


def test_a_table_lies_where_its_columns_say(tmp_path):
    texts = {
        "wkt.csv": 'ID;WKT\n1;"SRID=4326;POINT (17.5 44)"\n2;\n3;POLYGON((1\n',
        "latlon.csv": "hazard id,Latitude,Longitude\n1,44,17.5\n2,,\n3,abc,17\n",
        "comma.csv": "id\tlat\tlng\n1\t44,0\t17,5\n2\t\t\n3\t\t1\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text)
        (sheet,) = read_sheets(path)
        assert sheet.columns["id"] == ["1", "2", "3"]
        assert sheet.geometry[0].equals(shapely.Point(17.5, 44)), name
        assert sheet.geometry[1] is None
        assert sheet.geometry[2] is None or sheet.geometry[2] == "POLYGON((1"
        assert sheet.crs == "EPSG:4326"


def test_a_walk_of_bearings_and_distances_is_an_outline(tmp_path):
    path = tmp_path / "walk.csv"
    path.write_text('id,lat,lon,legs\na,44,17.5,"090/100; 180/100; 270/100; 0/100"\nb,44,17.5,north a bit\n')
    (sheet,) = read_sheets(path)
    assert sheet.geometry[0].geom_type == "Polygon"
    assert len(sheet.geometry[0].exterior.coords) == 5
    assert sheet.geometry[1] is None
    assert [(found.kind, found.row, found.field) for found in sheet.findings] == [("bad_legs", 2, "legs")]


def test_rows_of_unequal_length_are_kept_and_reported(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("id,a,a,\n1,x\n2,x,y,z,more\n\n3,ž\x00,,\n".encode("cp1250") + b"4,\x81,,\n")
    (sheet,) = read_sheets(path)
    assert sheet.columns["id"] == ["1", "2", "3", "4"]
    assert sheet.columns["extra_1"] == [None, "more", None, None]
    assert list(sheet.columns) == ["id", "a", "a_2", "column_4", "extra_1"]
    assert {(found.kind, found.row) for found in sheet.findings} == {
        ("encoding_guessed", None), ("repeated_column", None), ("unnamed_column", None), ("ragged_row", 1),
        ("ragged_row", 2), ("control_character", 3),
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive_their_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("id;lugar\n1;BELALCÁZAR ñ\n".encode(encoding))
    (sheet,) = read_sheets(path)
    assert sheet.columns == {"id": ["1"], "lugar": ["BELALCÁZAR ñ"]}
    assert [found.kind for found in sheet.findings] == (["encoding_guessed"] if encoding == "cp1252" else [])


def test_every_sheet_of_a_workbook_is_read(tmp_path):
    book = Workbook()
    book.active.title = "areas"
    book.active.append(["ID", "Date", "x", None])
    book.active.append(["007", __import__("datetime").datetime(2020, 1, 2), 1.5])
    book.active.append([None, None, None])
    book.active.append([8, "2021", True])
    book.create_sheet("points").append(["lat", "lon"])
    book["points"].append([44, 17])
    book.create_sheet("empty")
    path = tmp_path / "a.xlsx"
    book.save(path)
    areas, points, empty = read_sheets(path)
    assert areas.columns == {"id": ["007", 8], "happened_on": ["2020-01-02", "2021"], "x": [1.5, True]}
    assert points.geometry.tolist() == [shapely.Point(17, 44)]
    assert (empty.layer, len(empty)) == ("empty", 0)
    (only,) = read_sheets(path, mapping=Mapping(layer="points"))
    assert only.layer == "points"


MAPPING = """
[columns]
id = "Objekt"
status = "Stanje"
[constants]
country = "BA"
[values.status]
"sumnjivo" = "suspected"
[geometry]
lat = "y"
lon = "x"
[source]
crs = "EPSG:32634"
delimiter = ";"
encoding = "cp1250"
"""


def test_a_mapping_brings_foreign_columns_home_and_keeps_their_words(tmp_path):
    (tmp_path / "m.toml").write_text(MAPPING)
    path = tmp_path / "a.txt"
    path.write_bytes("Objekt;Stanje;x;y;š\n1; sumnjivo;500000;4900000,5;a\n2;čisto;1;;\n".encode("cp1250"))
    (sheet,) = read_sheets(path, mapping=read_mapping(tmp_path / "m.toml"))
    assert sheet.columns["id"] == ["1", "2"]
    assert sheet.columns["status"] == ["suspected", "čisto"]
    assert sheet.columns["Stanje"] == [" sumnjivo", "čisto"]
    assert sheet.columns["country"] == ["BA", "BA"]
    assert sheet.columns["š"] == ["a", None]
    assert sheet.crs == "EPSG:32634"
    assert sheet.geometry[0].equals(shapely.Point(500000, 4900000.5))


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("[colums]\na='b'", "415.11", "colums"), ("[source]\ncsr='x'\n[geometry]\nwkb='g'", "415.11", "source.csr"),
        ("a = [", "415.1", "m.toml"), ("columns = 3", "415.1", "columns"), ("[columns]\nid = 3", "415.1", "columns.id"),
        ("[values]\na = 3", "415.1", "values.a"), ("[source]\ndelimiter = ';;'", "415.1", "delimiter"),
    ],
)  # fmt: skip
def test_a_mapping_nobody_understands_is_refused_by_name(tmp_path, text, number, word):
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(Refusal, match=word) as refused:
        read_mapping(path)
    assert refused.value.number == number


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Refusal, match="a, b") as refused:
        list(read_sheets(path, mapping=Mapping(columns={"id": "c"})))
    assert refused.value.number == "415.12"


def locked(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    bytes_ = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        bytes_[bytes_.index(mark) + offset] |= 1
    path.write_bytes(bytes_)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.csv", b"0" * (60 * 2**20))


def laughing(path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY l0 "ha">{entities}]><kml><name>&l8;</name></kml>')


def reaching_out(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><!DOCTYPE kml SYSTEM "other.dtd"><kml><Placemark/></kml>')


def laughing_book(path: Path) -> None:
    Workbook().save(path)
    text = path.with_suffix(".kml")
    laughing(text)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/more.xml", text.read_text())


def quote(path: Path) -> None:
    path.write_text('a,b\n1,"' + "x" * 100_000)


REFUSED = {
    "folder.csv": (Path.mkdir, "folder"), "none.csv": (lambda path: None, "does not exist"),
    "empty.geojson": (lambda path: path.write_bytes(b""), "empty"), "locked.zip": (locked, "password"),
    "bomb.zip": (bomb, "unpack"), "a.kml": (laughing, "document type"),
    "b.kml": (reaching_out, "document type"), "a.xlsx": (laughing_book, "document type"),
    "noise.gpkg": (lambda path: path.write_bytes(bytes(range(256))), "noise"),
    "noise.zip": (lambda path: path.write_bytes(b"PK\x03\x04abc"), "damaged"),
    "nothing.zip": (lambda path: zipfile.ZipFile(path, "w").close(), "no file of rows"),
    "deep.geojson": (lambda path: path.write_text('{"a":' + "[" * 100_000), "nested|cut short"),
    "cut.geojson": (lambda path: path.write_text(collection(feature(None))[:-1]), "cut short"),
    "two.geojson": (lambda path: path.write_text(collection() * 2), "behind the end"),
    "other.geojson": (lambda path: path.write_text('{"a": 1}'), "without features"),
    "list.geojson": (lambda path: path.write_text("[1, 2]"), "no GeoJSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, name):
    make, word = REFUSED[name]
    make(tmp_path / name)
    with pytest.raises(Refusal, match=word) as refused:
        list(read_sheets(tmp_path / name))
    assert refused.value.number in ("404.2", "415.1")
    assert "\n" not in str(refused.value)


def test_a_quote_that_is_never_closed_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("tilth.exchange.delimited.LARGEST_CELL", 70_000)
    quote(tmp_path / "a.csv")
    with pytest.raises(Refusal, match="quote is opened"):
        list(read_sheets(tmp_path / "a.csv"))
