"""Seven thousand real and messy polygons: each is booked or set aside, and the totals are those measured elsewhere."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from diary import END, Diary, import_into, kinds

from tilth.desk.checking import verify
from tilth.desk.importing import ImportReport
from tilth.exchange.read import read_sheets
from tilth.store.geopackage import create

FILES = {"suspect": "suspected", "cleared": "cleared", "incidents": "accidents", "lifted": "finds"}


@pytest.fixture(scope="module")
def expected(shared_data):
    return json.loads((shared_data / "bosnia" / "expected.json").read_text(encoding="utf-8"))["developer_part"]


@pytest.fixture(scope="module")
def programmes(shared_data, tmp_path_factory):
    """Each of the two polygon files in a programme of its own, and all four in one."""
    folder = tmp_path_factory.mktemp("bosnia")
    made: dict[str, tuple[Diary, dict[str, ImportReport]]] = {}
    for name, files in {"suspect": ["suspect"], "cleared": ["cleared"], "all": list(FILES)}.items():
        field = Diary(create(folder / f"{name}.gpkg"))
        made[name] = field, {file: read_into(field, shared_data, file) for file in files}
    yield made
    for field, _ in made.values():
        field.store.close()


def read_into(field: Diary, shared_data, file: str) -> ImportReport:
    return import_into(field, *read_sheets(shared_data / "bosnia" / "raw" / f"{file}.geojson"), kind=FILES[file])


@pytest.mark.parametrize("file", FILES)
def test_every_feature_is_booked_or_set_aside_with_a_finding(programmes, expected, file):
    report, facts = programmes["all"][1][file], expected[file]
    assert report.read == facts["features"]
    usable = (
        facts.get("by_repair_method", {}).get("linework", {}).get("usable_after_repair", facts["non_null_non_empty"])
    )
    assert report.booked == usable
    explained = {found.row for found in report.findings if found.severity == "error"}
    assert len(explained) >= report.set_aside


@pytest.mark.parametrize("file", ["suspect", "cleared"])
def test_the_kinds_of_faults_are_counted_as_elsewhere(programmes, expected, file):
    counted, facts = Counter(kinds(programmes[file][1][file])), expected[file]
    assert counted["null_geometry"] == facts["null_geometry"]
    assert counted["empty_geometry"] == facts["empty_geometry"]
    assert counted["invalid_geometry"] + facts["by_repair_method"]["linework"]["dropped_no_area"] >= facts["invalid"]
    assert counted["repeated_geometry"] >= facts["exact_duplicate_geometry_after_first"]


@pytest.mark.parametrize(("file", "status"), [("suspect", "suspected"), ("cleared", "cleared")])
def test_the_total_is_the_union_within_a_thousandth(programmes, expected, file, status):
    km2 = expected[file]["by_repair_method"]["linework"]["union_area_laea_km2"]
    assert programmes[file][0].land() == {status: pytest.approx(km2 * 1e6, rel=1e-3)}


def test_what_was_cleared_of_suspected_land_is_their_overlap(programmes, expected):
    field = programmes["all"][0]
    assert field.flows()["cleared suspected cleared"] == pytest.approx(
        expected["suspect_and_cleared_overlap_laea_km2"] * 1e6, rel=5e-3
    )
    assert field.account(start="2024-12-31", as_at=END).balanced
    assert verify(field.programme)["ok"]


def test_a_second_import_books_nothing(programmes, shared_data):
    field = programmes["all"][0]
    head = field.store.head()
    for file in FILES:
        report = read_into(field, shared_data, file)
        assert report.booked == 0
        assert report.set_aside == report.read
    assert field.store.head() == head
