"""Reading published values: every row counts or is named, whatever it holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.forecast.areas import figure, km2_per, split
from tilth.forecast.history import read_histories, with_country
from tilth.forecast.known import chosen_stock, known_at, stock_of
from tilth.forecast.vintage import publication

ROW = {"row_id": "1", "country": "A", "series": "remaining_total", "value": "12", "unit": "km2", "as_of": "2010-12-31"}


def _read(*changes: dict[str, object], **common: object):
    rows = [ROW | {"published": "2011-06-01"} | common | change for change in changes or ({},)]
    histories, findings = read_histories(rows)
    return histories.get("A"), [one.kind for one in findings]


@pytest.mark.parametrize(
    ("value", "unit", "km2"),
    [
        ("12", "km2", 12.0),
        ("1,239", "km2", 1239.0),
        ("1 239.5", "sq km", 1239.5),
        ("46,02", "km2", 46.02),
        ("250", "ha", 2.5),
        ("250", "thousand ha", 2500.0),
        ("2", "kha", 20.0),
        ("3", "million m2", 3.0),
        ("3000000", "m2", 3.0),
        ("1.5 thousand", "ha", 15.0),
        ("12 ha", "", 0.12),
        ("1e3", "ha", 10.0),
    ],
)
def test_areas_are_read_in_the_unit_they_are_given_in(value, unit, km2):
    history, _ = _read({"value": value, "unit": unit})
    assert history.observations[0].km2 == pytest.approx(km2)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"value": "many"}, "area_not_readable"),
        ({"value": "nan"}, "area_not_readable"),
        ({"value": "inf"}, "area_not_readable"),
        ({"value": "1e12"}, "area_not_readable"),
        ({"value": ""}, "area_not_readable"),
        ({"value": "-3"}, "negative_area"),
        ({"unit": "USD"}, "area_unit_unknown"),
        ({"as_of": "", "year": ""}, "undated_value"),
        ({"series": ""}, "series_missing"),
        ({"series": "cost_total", "value": "much"}, "figure_not_readable"),
        ({"series": "cleared", "period_from": "2011-01-01", "period_to": "2010-01-01"}, "period_reversed"),
    ],
)
def test_what_cannot_be_used_is_set_aside_and_named(change, kind):
    history, kinds = _read(change)
    assert kind in kinds
    assert history is None or not history.observations


def test_a_row_without_a_country_is_named():
    _, findings = read_histories([ROW | {"country": " "}])
    assert [one.kind for one in findings] == ["country_missing"]


def test_a_missing_unit_is_read_as_km2_and_said():
    history, kinds = _read({"unit": ""})
    assert history.observations[0].km2 == 12
    assert kinds == ["area_unit_missing"]


def test_a_year_alone_counts_at_its_end():
    history, kinds = _read({"as_of": "", "year": "2010"})
    assert history.observations[0].at == date(2010, 12, 31)
    assert kinds == ["year_for_day"]


def test_a_date_that_cannot_be_read_leaves_the_year():
    history, kinds = _read({"as_of": "last spring", "year": "2010"})
    assert history.observations[0].at == date(2010, 12, 31)
    assert "date_not_readable" in kinds


def test_the_same_value_twice_counts_once_from_its_first_publication():
    history, kinds = _read({"published": "2013"}, {"published": "2012-02"})
    assert [one.published for one in history.observations] == [date(2012, 2, 29)]
    assert kinds == ["value_repeated"]


def test_values_that_differ_are_all_kept_and_the_one_published_last_is_used():
    history, kinds = _read({"value": "12"}, {"value": "20", "published": "2014-01-01"})
    assert kinds == ["values_differ"]
    assert [one.km2 for one in history.observations] == [12, 20]
    assert [one.km2 for one in stock_of(history)] == [20]
    assert [one.km2 for one in stock_of(known_at(history, date(2013, 1, 1)))] == [12]


def test_a_stock_published_before_its_day_is_a_plan():
    history, kinds = _read({"as_of": "2012-12-31"})
    assert not history.observations
    assert [one.series for one in history.targets] == ["target_remaining"]
    assert kinds == ["foretold_value"]


def test_a_year_of_completion_is_a_target_and_money_is_a_cost():
    history, kinds = _read(
        {"series": "target_completion", "value": "2025.0", "unit": "year"},
        {"series": "cost_total", "value": "8", "unit": "MUSD"},
    )
    assert [(one.series, one.at) for one in history.targets] == [("target_completion", date(2025, 12, 31))]
    assert [(one.series, one.value, one.unit) for one in history.costs] == [("cost_total", 8.0, "MUSD")]
    assert not kinds


def test_the_total_goes_before_exposed_land_and_that_before_the_sum_of_parts():
    parts = [{"series": "remaining_sha", "value": "5"}, {"series": "remaining_cha", "value": "2"}]
    assert [one.km2 for one in stock_of(_read(*parts)[0])] == [7]
    exposed = _read(*parts, {"series": "remaining_exposed", "value": "90"})[0]
    assert chosen_stock(exposed).series == "remaining_exposed"
    assert chosen_stock(_read(*parts, {})[0]).series == "remaining_total"


def test_parts_of_different_days_are_not_added():
    history, _ = _read({"series": "remaining_sha"}, {"series": "remaining_cha", "as_of": "2010-06-30", "value": "2"})
    assert chosen_stock(history).series == "remaining_cha"


def test_a_country_is_found_whatever_its_case():
    histories, _ = read_histories([ROW])
    assert with_country(histories, " a ").country == "A"
    assert not with_country(histories, "B").observations


# --- when it could be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "source", "url", "day", "how"),
    [
        ("2005", "", "", date(2005, 12, 31), "stated"),
        ("2013-05", "", "", date(2013, 5, 31), "stated"),
        ("2014-09-27", "of 2020", "", date(2014, 9, 27), "stated"),
        ("", "Yearbook 2006", "", date(2006, 12, 31), "told by source"),
        ("", "Agency", "https://example.org/2006/03/15/story", date(2006, 3, 15), "told by source"),
        ("", "Agency", "https://example.org/12006", date(2005, 12, 31), "assumed"),
        ("", "Plan of 1999", "", date(2005, 12, 31), "assumed"),
    ],
)
def test_the_day_of_publication_counts_on_its_last_possible_day(stated, source, url, day, how):
    assert publication(stated, source=source, url=url, at=date(2004, 12, 31)) == (day, how)


def test_where_no_row_states_a_publication_values_are_known_on_their_day():
    histories, _ = read_histories([ROW])
    assert histories["A"].observations[0].published == date(2010, 12, 31)
    histories, _ = read_histories([ROW, ROW | {"country": "B", "published": "2012"}])
    assert histories["A"].observations[0].published == date(2011, 12, 31)


# --- whatever comes -------------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.integers(-10, 3000),
    st.sampled_from(
        ["2010-12-31", "2010", "km2", "ha", "remaining_total", "cleared", "target_completion", "A", "12.5"]
    ),
)
COLUMNS = [
    "country",
    "series",
    "value",
    "unit",
    "as_of",
    "year",
    "published",
    "period_from",
    "period_to",
    "qualifier",
    "source",
    "url",
    "row_id",
    "scope",
]


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS, max_size=14), max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_table_is_read_without_an_exception(rows):
    histories, findings = read_histories(rows)
    for history in histories.values():
        assert all(one.km2 >= 0 for one in history.observations)
    assert all(one.sentence for one in findings)


@given(st.text(max_size=20))
def test_any_text_is_a_figure_or_none(text):
    assert figure(text) is None or isinstance(figure(text), float)
    assert split(text, "") is None or isinstance(split(text, "")[0], float)
    assert km2_per(text) is None or km2_per(text) > 0
