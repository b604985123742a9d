from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tilth.terms import table
from tilth.terms.columns import clean_table
from tilth.terms.columns_bench import LISTED_ROWS
from tilth.terms.finding import TOPICS

TODAY = date(2025, 9, 1)
PAIR = "latitudcabecera,longitudcabecera"
# What the whole table has beside its injected defects, and how often: kind, field -> the number in expected.json.
THROUGHOUT = {
    ("thousands_separator", "ano"): "year_with_thousands_separator",
    ("thousands_separator", "codigodanemunicipio"): "municipality_code_with_separator",
    ("repeated_row", None): "exact_repeat_rows_after_first",
    ("reference_point", PAIR): "rows_on_a_point_shared_by_10_or_more",
}


@pytest.fixture(scope="module")
def dirty(shared_data):
    with (shared_data / "dirty" / "victims_dirty.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.fixture(scope="module")
def expected(shared_data):
    return json.loads((shared_data / "dirty" / "expected.json").read_text(encoding="utf-8"))


def found(columns, **options):
    findings = clean_table(columns, record="accident", today=TODAY, **options).findings
    return [(finding.kind, finding.row, finding.field) for finding in findings]


def test_every_injected_defect_is_found_at_its_place_and_nothing_is_invented(dirty, expected):
    kinds = {"code_does_not_match_department": "code_does_not_match"}
    wanted = {
        (kinds.get(defect["kind"], defect["kind"]), defect["row"], defect["field"])
        for defect in expected["injected_defects"]
    }
    wanted |= {("swapped_columns", None, name) for name in expected["swapped_column_names"]}
    throughout = {*THROUGHOUT, *(("text_null", name) for name in expected["text_nulls"])}
    said = {item for item in found(dirty) if (item[0], item[2]) not in throughout}
    said = {item for item in said if item[0] != "repaired_to_reference_point"}
    assert wanted - said == set(), "recall is 1"
    assert said - wanted == set(), "precision is 1"


def test_what_the_whole_table_has_is_counted_as_often_as_it_occurs(dirty, expected):
    counted = Counter((kind, field) for kind, _, field in found(dirty))
    for place, key in THROUGHOUT.items():
        assert counted[place] == expected[key], place
    for name, number in expected["text_nulls"].items():
        assert counted["text_null", name] + counted["empty_instead_of_text_null", name] == number


def test_no_row_is_dropped_and_every_changed_cell_keeps_what_it_was(dirty):
    before = {name: list(values) for name, values in dirty.items()}
    clean = clean_table(dirty, record="accident", today=TODAY)
    assert dirty == before
    for name, values in clean.columns.items():
        assert len(values) == 300
        again = [clean.original.get(name, {}).get(at, value) for at, value in enumerate(values)]
        assert again == before[name]


def test_the_proposed_repairs_are_those_a_clerk_would_make(dirty, expected):
    clean = clean_table(dirty, record="accident", today=TODAY)
    reads = {"case_variant": str, "decimal_comma": float, "positive_longitude": float, "trailing_space": str}
    for defect in expected["injected_defects"]:
        if defect["kind"] in reads:
            repaired = clean.columns[defect["field"]][defect["row"] - 1]
            assert repaired == reads[defect["kind"]](defect["was"]), defect
    assert clean.columns["ano"][0] == 2012
    assert clean.columns["codigodanemunicipio"][:2] == ["27099", "44110"]
    assert clean.columns["mes"][49] == 3
    assert clean.columns["mes"][76] is None
    assert (clean.columns["latitudcabecera"][97], clean.columns["longitudcabecera"][97]) == (4.993113, -75.81178)


def test_a_clean_table_has_no_findings():
    rows = range(40)
    columns = {
        "id": [f"A-{n}" for n in rows], "year": [2000 + n % 20 for n in rows], "month": [1 + n % 12 for n in rows],
        "sex": ["male", "female"] * 20, "outcome": ["injured", "killed"] * 20, "province_code": ["01", "02"] * 20,
        "province": ["North", "South"] * 20, "lat": [34.0 + n / 100 for n in rows],
        "lon": [69.0 + n / 90 for n in rows], "remark": [f"Remark {n}" for n in rows],
        "length_m": ["1.5", "20.25"] * 20,
    }  # fmt: skip
    clean = clean_table(columns, record="accident", today=TODAY)
    assert clean.findings == ()
    assert clean.columns == columns


EAST = {"Latitude": [34.0 + n / 100 for n in range(40)], "Longitude": [69.0 + n / 90 for n in range(40)]}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("month", "March"),
        ("mois", "août"),
        ("месяц", "Сентября"),
        ("місяць", "липень"),
        ("شهر", "مارس"),
        ("mjesec", "Ožujak"),
    ],
)
def test_a_month_in_words_is_a_number_in_any_language(name, words):
    clean = clean_table({name: ["1", words]}, record="hazard")
    assert clean.columns[name][1] == {"March": 3, "août": 8, "Сентября": 9, "липень": 7, "مارس": 3, "Ožujak": 3}[words]
    assert [finding.kind for finding in clean.findings] == ["month_as_word"]


@pytest.mark.parametrize(
    "word", ["Sin información", "n/a", "-", "NULL", "Unknown", "неизвестно", "Non renseigné", " ? "]
)
def test_words_for_nothing_are_nothing(word):
    clean = clean_table({"activity": ["farming", word]}, record="hazard")
    assert clean.columns["activity"] == ["farming", None]
    assert clean.original["activity"] == {1: word}


def test_namibia_is_no_missing_value():
    assert found({"country": ["NA", "AO", "NA", "ZM"], "n": [1, 2, 3, 4]}) == []


def test_a_negative_longitude_in_the_east_is_a_slip_of_the_sign():
    columns = EAST | {"Longitude": [-69.2, *EAST["Longitude"][1:]]}
    assert found(columns, first_row=101) == [("negative_longitude", 101, "Longitude")]


def test_coordinates_near_zero_are_places_and_zero_is_none():
    columns = {"lat": [n / 50 - 0.4 for n in range(40)], "lon": [10 + n / 50 for n in range(40)]}
    zero = [("coordinates_zero", 21, "lat")]
    assert found(columns) == zero, "the twentieth step crosses the equator at exactly nothing"
    assert clean_table(columns, record="find").columns["lat"][20] is None


def test_a_coordinate_that_is_no_number_or_no_place_is_reported():
    columns = EAST | {"Latitude": ["here", 4_400_000.0, *EAST["Latitude"][2:]]}
    assert set(found(columns)) == {("coordinate_unreadable", 1, "Latitude"), ("coordinate_out_of_range", 2, "Latitude")}


def test_homonyms_are_no_wrong_codes():
    """A small town with the name of a large one has another code, and that is right."""
    columns = {
        "town_code": ["101", "201"] * 20 + ["999"],
        "town": ["Upper", "Lower"] * 20 + ["Upper"],
        "n": list(range(41)),
    }
    assert found(columns) == [("code_does_not_match", 41, "town_code")]
    columns["town_code"][40] = "201"
    assert found(columns) == [("code_does_not_match", 41, "town_code")], "the code of another town is no better"
    few = {"town_code": ["101", "201", "301"], "town": ["Upper", "Lower", "Upper"]}
    assert found(few) == []


@pytest.mark.parametrize(
    "name",
    [
        "Victim name",
        "first_name",
        "Fecha de nacimiento",
        "CEDULA",
        "Téléphone",
        "Дата рождения",
        "Adresse",
        "e-mail",
        "DOB",
    ],
)
def test_values_about_persons_are_not_kept_anywhere(name):
    secret = "Q-secret-Q"
    clean = clean_table({name: [secret, ""], "n": [1, 2]}, record="accident")
    assert [(finding.kind, finding.field) for finding in clean.findings] == [("personal_column", name)]
    assert secret not in repr(clean)


def test_an_area_may_have_a_name():
    columns = {"name": ["North hill", "South hill"], "place_name": ["A", "B"], "municipality": ["C", "D"]}
    assert clean_table(columns, record="hazard").findings == ()
    assert [finding.field for finding in clean_table(columns, record="accident").findings] == ["name"]


def test_two_persons_of_one_event_are_no_repeat_and_two_shapes_are_none():
    same = {"event": ["e1", "e1"], "victim_name": ["one", "other"]}
    assert [kind for kind, *_ in found(same)] == ["personal_column"]
    drawn = {"sheet": ["a", "a"], "kind": ["b", "b"]}
    assert found(drawn, shapes=[b"1", b"2"]) == []
    assert found(drawn, shapes=[b"1", b"1"], first_row=5) == [("repeated_row", 6, None)]


def test_a_comma_among_points_is_a_decimal_comma_and_alone_it_is_left():
    assert found({"depth": ["1.5", "2,5", "3.5"]}) == [("decimal_comma", 2, "depth")]
    assert found({"depth": ["2,500", "3,750", "1,250"]}) == []


def test_more_rows_than_anybody_reads_are_counted():
    count = LISTED_ROWS + 500
    clean = clean_table({"year": ["2,006"] * count, "n": list(range(count))}, record="hazard")
    assert len(clean.findings) == LISTED_ROWS + 1
    assert clean.findings[-1].kind == "more_rows"
    assert clean.findings[-1].sentence.startswith("500 more rows")
    assert set(clean.columns["year"]) == {2006}


anything = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
                     st.lists(st.integers(), max_size=2), st.sampled_from(["2,006", "-", "13", "0", "44.1",
                     "-75,5", "(4.0, -74.0)", "Male", "killed", "99"]))  # fmt: skip
headings = st.sampled_from(
    ["year", "mes", "lat", "lon", "codigo", "estado", "Ubicación", "name", "phone", "x", "", "latitude"]
)


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    columns=st.integers(1, 12).flatmap(
        lambda rows: st.dictionaries(headings, st.lists(anything, min_size=rows, max_size=rows), max_size=6)
    ),
    record=st.sampled_from(["accident", "hazard"]),
)
def test_no_value_stops_the_cleaning_and_no_row_is_lost(columns, record):
    rows = len(next(iter(columns.values()), []))
    clean = clean_table(columns, record=record, today=TODAY)
    assert all(len(values) == rows for values in clean.columns.values())
    about_persons = clean.persons.values
    for name, given_values in columns.items():
        left = clean.columns.get(name, [None] * rows)
        taken = about_persons.get(name, [None] * rows)
        again = [
            taken[at] if taken[at] is not None else clean.original.get(name, {}).get(at, left[at]) for at in range(rows)
        ]
        assert repr(again) == repr(given_values)
    found_about_persons = {
        finding.field for finding in clean.findings if finding.kind in ("personal_column", "person_in_text")
    }
    assert found_about_persons == about_persons.keys() >= columns.keys() - clean.columns.keys()


def test_columns_of_different_lengths_are_the_programmers_mistake():
    with pytest.raises(ValueError, match="lengths"):
        clean_table({"a": [1], "b": []}, record="hazard")


def test_every_kind_and_code_of_finding_is_defined_once():
    rows = [row for topic in TOPICS for row in table(f"findings_{topic}")]
    for column in ("code", "kind"):
        assert [value for value, count in Counter(row[column] for row in rows).items() if count > 1] == []
    assert all(row["severity"] in ("error", "warning", "info") for row in rows)


@pytest.mark.parametrize("record", ["hazard", "release", "accident", "find", "task"])
def test_every_field_has_a_type_and_a_meaning(record):
    rows = table(record)
    assert {row["type"] for row in rows} <= {"text", "code", "when", "whole", "geometry"}
    assert all(row["meaning"] and row["required"] in ("yes", "no") for row in rows)
    assert len({row["field"] for row in rows}) == len(rows)
