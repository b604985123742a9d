"""`tilth forecast` from the outside: a programme, a table, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = EXAMPLES / "national_books" / "timeseries.csv"
CLAIMS = EXAMPLES / "kursk_claims" / "claims.csv"
STATED = EXAMPLES / "mission_528" / "facts.csv"


@pytest.fixture
def province(tilth):
    assert tilth("synth", "province", "p.gpkg", "--hazards", 25, "--teams", 3).code == 0
    return "p.gpkg"


@pytest.fixture
def mission(tilth):
    assert tilth("new", "m.gpkg", "--name", "A mission").code == 0
    assert tilth("import", "m.gpkg", CLAIMS, STATED, "--as", "statements", "--said-by", "us").code == 0
    return "m.gpkg"


def test_the_word_show_may_be_left_out(tilth, province):
    short = tilth("forecast", province, "--runs", 100, "--json").json
    assert short == tilth("forecast", "show", province, "--runs", 100, "--json").json


def test_a_programme_is_forecast_from_its_work_and_from_its_past_and_says_by_what_they_differ(tilth, province):
    ran = tilth("forecast", province, "--runs", 100, "--by", "2040")
    assert ran.code == 0, ran.err
    parts = [
        ran.out.index(words) for words in ("From the work", "From the programme's own past", "Where the two differ")
    ]
    assert parts == sorted(parts)
    assert "What moves the end most" in ran.out
    assert "To be done by 2040-12-31 with a chance of 80%" in ran.out
    assert "The same division others do" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_the_answer_of_a_programme_has_the_keys_of_the_contract_at_the_top(tilth, province):
    found = tilth("forecast", province, "--runs", 100, "--by", "2040", "--json").json
    assert found["from"] == "work"
    assert {"remaining_km2", "released_km2", "completion", "cost_musd", "press", "why"} <= found.keys()
    assert 0 <= found["completion"]["p_done_by"]["2040"] <= 1
    assert found["work"]["tornado"]
    assert {"by", "p", "ways", "note"} == set(found["work"]["finish_by"])


def test_a_lever_changes_the_answer_and_the_one_without_stays_beside_it(tilth, province):
    found = tilth("forecast", province, "--runs", 100, "--lever", "productivity=3", "--json").json["work"]
    assert found["what_if"]["levers"] == ["productivity=3"]
    assert found["what_if"]["completion"]["p50"] < found["completion"]["p50"]


@pytest.mark.parametrize("lever", ["more", "nobody+3", "budget=x", "survey=perhaps"])
def test_a_lever_nobody_has_is_refused_with_those_there_are(tilth, province, lever):
    ran = tilth("forecast", province, "--lever", lever)
    assert ran.code == 1
    assert "manual+3" in ran.err


def test_a_mission_is_answered_with_declarations_and_with_the_dated_claims_of_10_20_and_50_years(tilth, mission):
    ran = tilth("forecast", mission)
    assert ran.code == 0, ran.err
    assert "a forecast of declarations" in ran.out
    assert "What cannot be forecast" in ran.out
    for words in ("stated 20 years, 2022-08-11", "“at least” 10 years, 2022-11-05", "“up to” 50 years, 2025-12-03"):
        assert words in " ".join(ran.out.split())


def test_what_was_known_on_a_day_is_all_that_is_used(tilth, mission):
    found = tilth("forecast", mission, "--origin", "2025-08-15", "--by", "2025-12-31", "--json").json
    (declared,) = found["declared"]
    assert declared["origin"] == "2025-08-15"
    assert {one["years"] for one in found["stated_years"]} == {10, 20}
    assert "K044" not in declared["claims"]
    band = declared["declared_km2"][0]
    assert 800 < band["p10"] < band["p90"] < 2000


def test_a_country_of_the_register_is_told_in_full_where_it_is_named(tilth):
    assert tilth("new", "b.gpkg", "--name", "Books").code == 0
    assert tilth("import", "b.gpkg", BOOKS, "--as", "statements", "--said-by", "us").code == 0
    every = tilth("forecast", "b.gpkg")
    assert "Afghanistan" in every.out
    one = tilth("forecast", "b.gpkg", "--country", "Angola")
    assert "What simple rules say" in one.out
    assert "Afghanistan" not in one.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "2001"), "lies before the day it is asked on"),
        (("--by", "some day"), "Write 2030-12-31"),
        (("--origin", "once"), "is not understood"),
    ],
)
def test_a_day_that_cannot_be_asked_for_is_one_line_and_exit_code_1(tilth, province, words, said):
    ran = tilth("forecast", province, *words)
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_an_empty_programme_is_told_what_to_import(tilth):
    assert tilth("new", "e.gpkg", "--name", "Nothing").code == 0
    ran = tilth("forecast", "e.gpkg")
    assert ran.code == 1
    assert "Import hazards" in ran.err


def test_a_series_is_told_and_answered(tilth):
    words = ("forecast", "series", BOOKS, "--country", "Croatia", "--origin", "2012", "--at", "2015", "--at", "2020-06")
    ran = tilth(*words)
    assert ran.code == 0, ran.err
    assert "straight line" in ran.out
    found = tilth(*words, "--json").json
    assert [one["at"] for one in found["remaining_km2"]] == ["2015", "2020-06"]


def test_a_series_of_claims_and_one_with_a_pool(tilth):
    assert tilth("synth", "history", "h.csv", "--countries", 3, "--years", 12).code == 0
    claims = tilth(
        "forecast", "series", CLAIMS, "--country", "kursk", "--origin", "2025-08-15", "--at", "2025-10", "--json"
    )
    assert claims.json["planned_km2"] == 4930
    words = ("forecast", "series", BOOKS, "--country", "Angola", "--origin", "2016", "--at", "2020", "--pool", "h.csv")
    assert tilth(*words).code == 0


def test_a_file_that_is_not_there_is_refused(tilth):
    ran = tilth("forecast", "series", "none.csv", "--country", "X", "--origin", "2012", "--at", "2015")
    assert ran.code == 1
    assert "does not exist" in ran.err


def test_an_invented_history_never_overwrites_a_file(tilth):
    assert tilth("synth", "history", "h.csv").code == 0
    again = tilth("synth", "history", "h.csv")
    assert again.code == 1
    assert "exists already" in again.err
    assert tilth("synth", "history", "other.csv", "--json").json["invented"] is True
