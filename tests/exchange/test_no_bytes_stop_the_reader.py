from __future__ import annotations

import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilth.desk.refusal import Refusal
from tilth.exchange.read import read_sheets
from tilth.exchange.record import ExportRecord
from tilth.exchange.write import FORMATS, write_entries

FAST = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows_or_refusal(content: bytes, suffix: str) -> int | None:
    """How many rows were read; None if the file was refused. Anything else fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        try:
            sheets = list(read_sheets(path))
        except Refusal:
            return None
    for sheet in sheets:
        assert all(len(values) == len(sheet) for values in sheet.columns.values())
    return sum(map(len, sheets))


@pytest.mark.parametrize("suffix", [*FORMATS, ".zip", ".kml", ".shp", ".json", ".tsv", ".gml", ".unknown"])
@FAST
@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
)
def test_noise_is_read_or_refused(suffix, content):
    rows_or_refusal(content, suffix)


@cache
def good(suffix: str) -> bytes:
    shape = shapely.box(17, 44, 18, 45)
    records = [ExportRecord(n, "h", f"{n}", "s", "2020", "t", None, "x", {"a": n}, shape) for n in range(1, 9)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        write_entries(path, records, name="entries")
        return path.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
@FAST
@given(cut=st.floats(0, 0.999))
def test_a_file_cut_short_is_refused_or_its_rows_are_counted(suffix, cut):
    content = good(suffix)
    read = rows_or_refusal(content[: int(len(content) * cut)], suffix)
    assert read is None or read <= 8
    if suffix in (".geojson", ".xlsx"):
        assert read is None, "these say themselves where they end"


@pytest.mark.parametrize("suffix", FORMATS)
@FAST
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(suffix, data):
    content = bytearray(good(suffix))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    rows_or_refusal(bytes(content), suffix)


cells = st.one_of(
    st.text(
        st.characters(exclude_characters='",;\t|\r\n', exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=5
    ),
    st.sampled_from(["1", "POINT (1 2)", "POLYGON((", "44.1", "045/120; 135/80"]),
)


@FAST
@given(
    names=st.permutations(["id", "date", "lat", "lon", "legs", "wkt", "entry", "x"]).flatmap(
        lambda names: st.integers(1, 8).map(lambda count: names[:count])
    ),
    rows=st.lists(st.lists(cells, min_size=1, max_size=9), max_size=6),
)
def test_every_line_of_a_table_is_a_row_whatever_its_heading(names, rows):
    content = "\n".join(",".join(line) for line in [names, *rows]).encode()
    assert rows_or_refusal(content, ".csv") == len(rows)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400])
def test_a_coordinate_beyond_all_numbers_is_kept_for_the_examination(number, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f'id,wkt\nH1,"POLYGON ((0 0, {number} 0, 1 1, 0 0))"\n', encoding="utf-8")
    (read,) = read_sheets(path)
    assert len(read.geometry) == 1


def test_a_cell_that_calls_itself_a_number_and_is_none_is_refused(tmp_path):
    path, broken = tmp_path / "sound.xlsx", tmp_path / "broken.xlsx"
    path.write_bytes(good(".xlsx"))
    with zipfile.ZipFile(path) as sound, zipfile.ZipFile(broken, "w") as out:
        for name in sound.namelist():
            raw = sound.read(name)
            if name.startswith("xl/worksheets/sheet"):
                raw = raw.replace(b"<v>", b"<v>x")
            out.writestr(name, raw)
    with pytest.raises(Refusal, match="damaged"):
        list(read_sheets(broken))


@pytest.mark.parametrize("kind", ["[[]]", '{"a": 1}', "17", "null"])
def test_a_shape_whose_kind_is_no_word_is_kept_for_the_examination(kind, tmp_path):
    path = tmp_path / "t.geojson"
    feature = f'{{"type": "Feature", "properties": {{}}, "geometry": {{"type": {kind}, "coordinates": [1, 2]}}}}'
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}', encoding="utf-8")
    (read,) = read_sheets(path)
    assert len(read.geometry) == 1
