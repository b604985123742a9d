"""The same division others do: every choice of area and pace, each explained, none called wrong."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.forecast.history import read_histories
from tilth.forecast.known import known_at
from tilth.forecast.press import packaged_claims, press, speaker_of, spread, territory_of
from tilth.forecast.stated_paces import stated_paces, stated_teams

BOOKS = Path(__file__).parents[2] / "examples" / "national_books" / "timeseries.csv"
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def books():
    rows = [*csv.DictReader(BOOKS.read_text(encoding="utf-8").splitlines()), *packaged_claims()]
    return read_histories(rows)[0], {row["row_id"]: row for row in rows}


def divided(books, country, origin=TODAY):
    histories, words = books
    return press(known_at(histories[country], origin), rows=words, origin=origin)


def row(**values):
    named = {"country": "Nowhere", "unit": "km2", "published": "2020-06-01", "as_of": "2019-12-31", **values}
    return {key: str(value) for key, value in named.items()}


def one_country(*rows):
    return read_histories(rows)[0]["Nowhere"]


def test_one_ukrainian_stock_gives_from_8_to_more_than_2000_years(books):
    found = [one for one in divided(books, "Ukraine") if not one.stated]
    years = {round(one.years) for one in found}
    assert {8, 200} <= years
    low, high = spread(found)
    assert low < 9
    assert high > 2000


def test_the_757_years_stand_beside_with_the_pace_they_imply(books):
    (claim,) = [one for one in divided(books, "Ukraine") if one.years == 757]
    assert claim.stated
    assert claim.denominator_km2_per_year == pytest.approx(174_000 / 757)
    assert "500 teams" in claim.why_differs
    assert "2,299 m²" in claim.why_differs


def test_exposed_is_told_apart_from_contaminated(books):
    for one in divided(books, "Ukraine"):
        assert "exposed" in one.why_differs
        assert "not the same as contaminated" in one.why_differs


def test_luhansk_has_20_at_least_10_and_up_to_50_years_and_who_said_20_and_50(books):
    found = divided(books, "Luhansk (LPR/Luhansk oblast)")
    claims = [one for one in found if one.stated]
    assert [one.years for one in claims] == [20, 10, 50]
    assert "at least" in claims[1].denominator
    assert "the same speaker stated 50 years on 2025-12-03" in claims[0].why_differs
    assert "the same speaker stated 20 years on 2022-08-11" in claims[2].why_differs
    assert "same speaker" not in claims[1].why_differs


def test_the_pace_of_the_same_text_is_held_against_the_years_it_states(books):
    found = divided(books, "Luhansk (LPR/Luhansk oblast)")
    assert [round(one.years) for one in found if not one.stated] == [9, 15]
    assert "it would be 9 to 15 years" in found[2].why_differs


def test_what_was_published_after_the_origin_is_not_known(books):
    claims = [one for one in divided(books, "Luhansk (LPR/Luhansk oblast)", date(2022, 9, 1)) if one.stated]
    assert [one.years for one in claims] == [20]
    assert "50 years" not in claims[0].why_differs


def test_nobody_is_called_wrong(books):
    words = " ".join(one.why_differs for name in books[0] for one in divided(books, name)).lower()
    assert words
    assert not [word for word in ("wrong", "false", "lie ", "safe", "mistake") if word in words]


def test_every_row_says_why_in_one_sentence_and_divides_right(books):
    for name in books[0]:
        for one in divided(books, name):
            assert one.why_differs.startswith("Differs because ")
            assert one.why_differs.endswith(".")
            if one.numerator_km2 and one.denominator_km2_per_year:
                assert one.years == pytest.approx(one.numerator_km2 / one.denominator_km2_per_year, rel=0.006)


def test_cleared_alone_and_everything_released_are_two_denominators():
    known = one_country(
        row(series="remaining_total", value=100),
        *(row(series=name, value=km2, period_from="2019-01-01", period_to="2019-12-31")
          for name, km2 in (("cleared", 2), ("reduced", 3), ("cancelled", 15))),
    )  # fmt: skip
    years = {one.denominator: one.years for one in press(known, origin=TODAY)}
    assert years["2 km² cleared in 2019"] == 50
    assert years["5 km² cleared and reduced in 2019"] == 20
    assert years["20 km² released in 2019, survey included"] == 5


def test_a_stock_that_rises_has_no_pace_of_falling():
    known = one_country(
        row(series="remaining_total", value=50, as_of="2018-12-31"), row(series="remaining_total", value=60)
    )
    assert not [one for one in press(known, origin=TODAY) if "fell" in one.denominator]


@pytest.mark.parametrize("cleared", [0, "0.0"])
def test_nothing_is_divided_by_nothing(cleared):
    flow = row(series="cleared", value=cleared, period_from="2019-01-01", period_to="2019-12-31")
    assert press(one_country(row(series="remaining_total", value=60), flow), origin=TODAY) == ()


def test_a_target_counts_from_the_day_it_was_stated():
    target = row(series="target_completion", value=2029, unit="year", as_of="2019-12-31", published="2019-12-31")
    found = press(one_country(row(series="remaining_total", value=60), target), origin=TODAY)
    assert [one.years for one in found] == [10]


@given(st.floats(0.01, 1e5), st.floats(0.01, 1e4))
def test_the_years_are_the_area_over_the_pace(stock, cleared):
    flow = row(series="cleared", value=cleared, period_from="2019-01-01", period_to="2019-12-31")
    (one,) = press(one_country(row(series="remaining_total", value=stock), flow), origin=TODAY)
    assert one.years == pytest.approx(stock / cleared, rel=0.006)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("same text: 5-8 km2 cleared per day", 5 * 365.25, 8 * 365.25),
        ("on average 64 km2 per year", 64, 64),
        ("about 2,000 ha a week", 20 * 365.25 / 7, 20 * 365.25 / 7),
    ],
)
def test_a_pace_is_read_from_the_words_beside_a_figure(text, low, high):
    (one,) = stated_paces(text)
    assert (one.low, one.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("text", ["", "2,100 since 2022", "70 km2 remain", "64 people per year", "3 days per week"])
def test_what_is_no_area_for_a_time_is_no_pace(text):
    assert stated_paces(text) == ()


def test_teams_are_counted_where_they_are_told():
    assert stated_teams("with 1,500 demining teams") == 1500
    assert stated_teams("with teams of dogs") is None


def test_a_speaker_stands_in_his_column_or_in_brackets_behind_the_source():
    assert speaker_of({"speaker": "A", "source": "B (C)"}) == "A"
    assert speaker_of({"source": "TASS 3 Dec 2025 (M)"}) == "M"
    assert speaker_of({"source": "a page"}) == "a page"


def test_a_territory_is_known_by_a_part_of_its_name_or_not_at_all():
    assert territory_of("Russia-Kursk oblast") == ("Kursk oblast", 29997.0)
    assert territory_of("Nowhere") is None
