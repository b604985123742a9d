from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.exchange.read import read_sheets
from tilth.exchange.record import FIXED, ExportRecord
from tilth.exchange.write import FORMATS, write_entries
from tilth.places.frame import to_frame, to_lonlat

# Shrinking a failing workbook takes minutes; the first failing case says enough.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FAST = settings(max_examples=25, phases=PHASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["007", "12", "1.0", "true", "null", "=1+1", "+x", "-5", "@a", '"q"', " a ", "", "#N/A", "_x0041_",
                     "[1]", '{"a":1}', "1e5", "NaN", "a\nb", "a\r\nb", "\x00", "ž\u200b", "\ufeffx", "{", "9" * 40]),
)  # fmt: skip
json_values = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=4,
)
names = st.one_of(texts, st.sampled_from(["a", "A", "entry", "Entry", "wkt", "geom", "fid", "attributes", "geometry"]))
degrees = st.integers(-80_000_000_000, 80_000_000_000).map(lambda n: n / 1e9)


@st.composite
def shapes(draw: st.DrawFn) -> shapely.Geometry | None:
    lon, lat = draw(degrees), draw(degrees)
    box = shapely.box(lon, lat, round(lon + 0.01, 9), round(lat + 0.02, 9))
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)], [(5, 5), (6, 5), (6, 6)]])
    return draw(
        st.sampled_from(
            [None, shapely.Point(lon, lat), box, hole, shapely.MultiPolygon([box, hole]), shapely.Polygon(),
             shapely.MultiPoint([(lon, lat), (1, 2)]), shapely.LineString([(0, 0), (lon, lat)]),
             shapely.GeometryCollection([box, shapely.Point(1, 2)])]
        )
    )  # fmt: skip


optional = st.none() | texts
record = st.builds(
    lambda *said: said, texts, optional, texts, optional, texts, st.none() | st.integers(1, 99), optional,
    st.dictionaries(names, json_values, max_size=4), shapes(),
)  # fmt: skip
journals = st.lists(record, max_size=5).map(lambda rows: [ExportRecord(n, *row) for n, row in enumerate(rows, 1)])


def written(records: list[ExportRecord], suffix: str, folder: Path) -> tuple[Path, list[str]]:
    path = folder / f"out{suffix}"
    return path, write_entries(path, records, name="entries")


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Each row's stated values."""
    return [
        {name: values[at] for name, values in sheet.columns.items() if values[at] is not None}
        for at in range(len(sheet))
    ]


def expected(record: ExportRecord) -> dict[str, Any]:
    fixed = {name: value for name, value in zip(FIXED, record.fixed(), strict=True) if value is not None}
    return fixed | {name + "_as_stated" if name in FIXED else name: value for name, value in record.stated().items()}


def same_types(one: object, other: object) -> bool:
    numbers = (int, float)
    if type(one) in numbers and type(other) in numbers:
        return True  # 1 and 1.0 are one number in JSON; formats that mix them up say so
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_types(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_types, one, other))
    return type(one) is type(other)


def same_shape(one: Any, other: Any) -> bool:
    return one is other if one is None or other is None else bool(shapely.equals_identical(one, other))


@pytest.mark.parametrize("suffix", FORMATS)
@FAST
@given(records=journals)
def test_every_format_gives_back_every_row_value_and_vertex(suffix, records):
    with tempfile.TemporaryDirectory() as folder:
        path, losses = written(records, suffix, Path(folder))
        (sheet,) = read_sheets(path)
    assert len(sheet) == len(records)
    assert sheet.findings == []
    assert any("_as_stated" in loss for loss in losses) == any(record.clashing() for record in records)
    assert sheet.geometry is not None
    for record, row, shape in zip(records, rows_of(sheet), sheet.geometry, strict=True):
        assert row == expected(record)
        assert same_types(row, expected(record))
        if record.geometry is not None and record.geometry.is_empty and suffix == ".fgb":
            assert shape is None
            assert any("empty" in loss for loss in losses)
        else:
            assert same_shape(shape, record.geometry)


@pytest.mark.parametrize("suffix", FORMATS)
def test_sealed_outlines_come_back_to_the_centimetre(suffix, tmp_path):
    rng = np.random.default_rng(7)
    corners = rng.integers(-5_000_000_00, 5_000_000_00, (40, 1, 2)) + rng.integers(0, 90_000, (40, 5, 2))
    sealed = np.array([shapely.Polygon(ring / 100) for ring in corners], dtype=object)
    out = shapely.transform(to_lonlat(sealed), lambda xy: np.round(xy, 9))
    records = [ExportRecord(n, "hazard", None, "s", None, "t", None, None, {}, g) for n, g in enumerate(out, 1)]
    path, _ = written(records, suffix, tmp_path)
    (sheet,) = read_sheets(path)
    assert sheet.geometry is not None
    back = to_frame(sheet.geometry, crs=str(sheet.crs))
    assert np.array_equal(shapely.get_coordinates(back), shapely.get_coordinates(sealed))


SOME = [
    ExportRecord(3, "hazard", "0012 ", "=cmd()", "2025-08", "2025-09-01T10:00:00Z", None, "suspected",
                 {"note": "+1 & <b>", "depth_cm": 20, "dog": True}, shapely.Point(17.123456789, 44.1)),
    ExportRecord(9, "release", None, "B", None, "2025-09-02T10:00:00Z", 3, "cleared", {"note": "ćž"}, None),
]  # fmt: skip


def test_a_spreadsheet_program_sees_texts_and_no_formulas(tmp_path):
    from openpyxl import load_workbook

    path, _ = written(SOME, ".xlsx", tmp_path)
    book = load_workbook(path)
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} <= {"s", "n", "b"}
    heading, *lines = book["entries"].iter_rows(values_only=True)
    assert [line[heading.index("entry")] for line in lines] == [3, 9]
    longest = max(len(str(cell)) for line in book["entries"].iter_rows(values_only=True) for cell in line)
    assert longest < 60, "no outline stands in a cell"
    assert list(book["vertices"].iter_rows(values_only=True))[1] == (3, 1, 1, 1, 17.123456789, 44.1)


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path):
    path, _ = written(SOME, ".csv", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert rows[0]["said_by"] == '"=cmd()"'


def test_other_programs_read_the_layers(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    for suffix in (".geojson", ".gpkg", ".fgb"):
        path, _ = written(SOME, suffix, tmp_path)
        frame = geopandas.read_file(path)
        assert list(frame["entry"]) == [3, 9]
        assert frame["depth_cm"][0] == 20
        assert frame.geometry[0].x == 17.123456789
        assert frame.geometry[1] is None


def test_the_geopackage_has_version_1_2(tmp_path):
    path, _ = written(SOME, ".gpkg", tmp_path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 10200
    connection.close()
    assert pyogrio.read_info(path)["crs"] == "EPSG:4326"


def test_geojson_is_written_without_holding_the_records(tmp_path):
    open_at_once = 0

    def stream():
        nonlocal open_at_once
        for number in range(1, 3001):
            yield ExportRecord(number, "hazard", None, "s", None, "t", None, None, {}, None)
            size = path.parent.joinpath(*[p.name for p in path.parent.glob(".tilth-*")], "draft.geojson").stat().st_size
            open_at_once = max(open_at_once, number * 100 - size)

    path = tmp_path / "out.geojson"
    write_entries(path, stream(), name="x")
    assert open_at_once < 20_000, "what was handed over stands in the file but for the last buffer"
    assert len(json.loads(path.read_text())["features"]) == 3000


def test_a_full_sheet_is_continued_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("tilth.exchange.workbook_out.MOST_ROWS", 4)
    shape = shapely.box(0, 0, 1, 1)
    records = [ExportRecord(n, "h", None, "s", None, "t", None, None, {"n": n}, shape) for n in range(1, 8)]
    path, _ = written(records, ".xlsx", tmp_path)
    sheets = list(read_sheets(path))
    assert [entry for sheet in sheets for entry in sheet.columns["entry"]] == [1, 2, 3, 4, 5, 6, 7]
    assert all(shapely.equals_identical(shape, got) for sheet in sheets for got in sheet.geometry)


def test_a_text_longer_than_a_cell_comes_back_whole(tmp_path):
    long = 'é="x\n' * 20_000
    path, losses = written([ExportRecord(1, "h", None, "s", None, "t", None, None, {"a": long})], ".xlsx", tmp_path)
    (sheet,) = read_sheets(path)
    assert sheet.columns["a"] == [long]
    assert losses == []


def test_what_a_format_mixes_up_is_said(tmp_path):
    mixed = [ExportRecord(n, "h", None, "s", None, "t", None, None, {"a": a}) for n, a in ((1, 1), (2, 2.5))]
    said = {suffix: written(mixed, suffix, tmp_path)[1] for suffix in FORMATS}
    assert [suffix for suffix in FORMATS if said[suffix]] == [".gpkg", ".fgb", ".xlsx"]


def test_nothing_is_overwritten_and_nothing_is_left_behind(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("mine")
    for name, number in (("out.csv", "409.1"), ("out.doc", "415.13"), ("no/out.csv", "403.1")):
        with pytest.raises(Refusal) as refused:
            write_entries(tmp_path / name, SOME, name="x")
        assert refused.value.number == number
    assert path.read_text() == "mine"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]
