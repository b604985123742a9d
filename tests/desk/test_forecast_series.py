"""`series_forecast`: the contract's answer from published values, and one line where there is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tilth.desk.forecast_campaigns import claims_forecast, is_claims_table
from tilth.desk.forecast_series import asked, series_forecast
from tilth.desk.refusal import Refusal
from tilth.synth.programme_history import histories

EXAMPLES = Path(__file__).parents[2] / "examples"
QUANTILES = ("p10", "p50", "p90")


def rows(name):
    return list(csv.DictReader((EXAMPLES / name).read_text(encoding="utf-8").splitlines()))


BOOKS = rows("national_books/timeseries.csv")


def ask(country, origin, *at, table=BOOKS, **more):
    return series_forecast(table, asked(country, origin=origin, at=at, runs=500, **more))


def in_order(one):
    return one["p10"] <= one["p50"] <= one["p90"]


@pytest.fixture(scope="module")
def croatia():
    return ask("Croatia", "2012-12-31", "2015", "2017-12", "2022-12-31")


def test_the_keys_are_those_of_the_contract(croatia):
    wanted = {"series", "remaining_km2", "released_km2", "completion", "press", "baselines", "why"}
    assert wanted <= croatia.keys()
    assert croatia["series"] == "remaining_total"
    assert set(croatia["completion"]) == {*QUANTILES, "p_done_by"}


def test_days_come_back_as_they_were_asked(croatia):
    for key in ("remaining_km2", "released_km2"):
        assert [one["at"] for one in croatia[key]] == ["2015", "2017-12", "2022-12-31"]
    assert list(croatia["completion"]["p_done_by"]) == ["2015", "2017-12", "2022-12-31"]


def test_quantiles_are_in_order_and_chances_grow_with_time(croatia):
    assert all(in_order(one) for key in ("remaining_km2", "released_km2") for one in croatia[key])
    chances = list(croatia["completion"]["p_done_by"].values())
    assert chances == sorted(chances)
    assert all(0 <= one <= 1 for one in chances)


def test_completion_beyond_the_horizon_is_none_and_no_year():
    done = ask("Ukraine", "2025-12-31", "2030")["completion"]
    assert done["p90"] is None


def test_simple_rules_stand_beside_it(croatia):
    assert {"straight_line", "no_change", "reference_class"} <= croatia["baselines"].keys()
    assert [one["at"] for one in croatia["baselines"]["straight_line"]["remaining_km2"]] == [
        "2015",
        "2017-12",
        "2022-12-31",
    ]


def test_costs_are_told_where_they_were_published(croatia):
    assert in_order(croatia["cost_musd"]["since_origin"][0])
    assert "cost_musd" not in ask("Cambodia", "2016-12-31", "2020")


def test_rows_published_after_the_origin_change_nothing(croatia):
    later = [
        row for row in BOOKS if row["published"][:4].isdigit() and row["published"][:4] > "2012" and row["country"]
    ]
    kept = [row for row in BOOKS if row not in later]
    again = ask("Croatia", "2012-12-31", "2015", "2017-12", "2022-12-31", table=kept)
    for key in ("remaining_km2", "released_km2", "completion", "press", "baselines"):
        assert again[key] == croatia[key]


def test_the_same_question_has_the_same_answer(croatia):
    assert ask("croatia", "2012-12-31", "2015", "2017-12", "2022-12-31") == croatia


def test_declared_totals_alone_give_a_forecast_of_declarations():
    found = ask("kursk", "2025-08-15", "2025-09-30", "2025-12-31")
    assert found["series"] == "cleared_cum"
    assert found["remaining_km2"][0]["p50"] is None
    assert 609 < found["declared_km2"][0]["p10"] < found["declared_km2"][1]["p50"]
    assert "not of cleared" in found["status"]


def test_stated_years_alone_are_told_without_a_forecast():
    found = ask("Luhansk", "2025-12-31", "2040")
    assert found["series"] is None
    assert [one["years"] for one in found["press"] if one["stated"]] == [20, 10, 50]


def test_a_table_of_claims_is_asked_by_a_part_of_a_place():
    claims = rows("kursk_claims/claims.csv")
    assert is_claims_table(claims)
    assert not is_claims_table(BOOKS)
    question = asked("kursk", origin="2025-08-15", at=["2025-09-30"], runs=500)
    found = claims_forecast(claims, question)
    assert found["planned_km2"] == 4930
    assert found["declared_km2"][0]["p10"] < 880 < found["declared_km2"][0]["p90"]
    with pytest.raises(Refusal, match="Kursk oblast"):
        claims_forecast(claims, asked("Nowhere", origin="2025-08-15", at=["2025-09-30"]))


def test_the_surge_of_late_august_lies_inside_the_band_of_the_months_ahead():
    question = asked("kursk", origin="2025-07-15", at=["2025-08-25"], runs=1000)
    band = claims_forecast(rows("kursk_claims/claims.csv"), question)["declared_km2"][0]
    assert band["p10"] < 818.33 < band["p90"]


@pytest.mark.parametrize(
    ("country", "origin", "at", "said"),
    [
        ("Atlantis", "2020", "2025", "The table has: Afghanistan"),
        ("Croatia", "1990", "2025", "Nothing about Croatia was published by 1990-12-31"),
        ("Croatia", "2012", "2011", "lies before the origin"),
        ("Croatia", "soon", "2011", "Write 2030-12-31"),
        ("Croatia", "2012", "later", "Write 2030-12-31"),
        ("a", "2012", "2020", "The table has"),
    ],
)
def test_what_cannot_be_answered_is_one_line_that_says_what_to_do(country, origin, at, said):
    with pytest.raises(Refusal) as refused:
        ask(country, origin, at)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "table", [[], [{"a": "1"}], [{"country": "X", "series": "remaining_total", "value": "ten", "as_of": "2019"}]]
)
def test_a_table_without_a_row_that_can_be_used_says_so(table):
    with pytest.raises(Refusal, match="No row of the table can be used"):
        ask("X", "2020", "2021", table=table)


def test_no_day_is_no_question():
    with pytest.raises(Refusal, match="--at"):
        asked("Croatia", origin="2012", at=[])


def stock(day, km2, unit="km2", **more):
    return {
        "country": "X",
        "series": "remaining_total",
        "as_of": day,
        "value": str(km2),
        "unit": unit,
        "published": day,
    } | more


@pytest.mark.parametrize(
    "table",
    [
        [stock("2018-12-31", 100), stock("2019-12-31", 90)],
        [stock("2010-12-31", 100), stock("2019-12-31", 90), stock("2019-12-31", 95)],
        [stock("2017-12-31", 100), stock("2018-12-31", 9500, "ha"), stock("2019-12-31", 91_000_000, "m2")],
        [stock("2017-12-31", 80), stock("2018-12-31", 90), stock("2019-12-31", 120)],
    ],
    ids=["two observations", "a gap and two values of one day", "units mixed", "a stock that rises"],
)
def test_poor_data_has_a_wide_answer_that_says_why(table):
    found = ask("X", "2020-06-01", "2021", "2025", table=table)
    near, far = found["remaining_km2"]
    assert in_order(near)
    assert in_order(far)
    assert far["p90"] - far["p10"] > 0.15 * far["p50"]
    assert found["why"]


def test_the_pool_is_a_table_of_its_own_and_the_country_never_its_own_peer():
    table = [stock("2018-12-31", 100), stock("2019-12-31", 90)]
    question = asked("X", origin="2020-06-01", at=["2025"], runs=500)
    alone = series_forecast(table, question)
    among = series_forecast(table, question, pool=histories(countries=4, seed=5))
    assert alone["remaining_km2"] != among["remaining_km2"]
    assert series_forecast(table, question, pool=table)["remaining_km2"] == alone["remaining_km2"]
