"""Reading statements: nothing said is lost, and nothing unsaid is filled in."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.evidence.metrics import area_m2, dimension, metric, number
from tilth.evidence.rows import COLUMNS
from tilth.evidence.statement import read_statement
from tilth.terms import table

GOOD = {
    "claim_id": "X1",
    "metric": "cleared",
    "value": "1.5",
    "unit": "km2",
    "subject": "Ruritania",
    "speaker": "the ministry",
    "outlet": "a gazette",
    "as_of": "2016-12-31",
    "period_from": "2016-01-01",
    "period_to": "2016-12-31",
}


def kinds(row):
    return [found.kind for found in read_statement(row)[1]]


def test_a_complete_statement_has_no_findings_and_keeps_what_was_said():
    statement, findings = read_statement(GOOD, entry=7)
    assert findings == []
    assert (statement.claim_id, statement.value, statement.area_m2) == ("X1", Decimal("1.5"), 1_500_000)
    assert (str(statement.period), statement.entry) == ("2016-01-01..2016-12-31", 7)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"speaker": "", "outlet": ""}, "no_source"),
        ({"unit": ""}, "no_unit"),
        ({"as_of": "", "period_from": "", "period_to": ""}, "undated_statement"),
        ({"as_of": "", "period_from": "", "period_to": ""}, "flow_without_period"),
        ({"unit": "items"}, "other_dimension"),
        ({"unit": "leagues"}, "unknown_unit"),
        ({"value": "1,5"}, "value_not_a_number"),
        ({"value": "nan"}, "value_not_a_number"),
        ({"value": "1e999999999"}, "value_not_a_number"),
        ({"metric": "hopes"}, "unknown_metric"),
        ({"claim_id": ""}, "no_claim_id"),
        ({"span_start": "9", "span_end": "4"}, "bad_span"),
        ({"modality": "rumoured"}, "unknown_modality"),
        ({"as_of": "2025-02-30"}, "bad_date"),
        ({"period_from": "2017-01-01"}, "bad_date"),
        ({"published": "soon"}, "bad_date"),
    ],
)
def test_what_is_imperfect_is_a_finding_and_the_statement_is_kept(change, kind):
    statement, findings = read_statement(GOOD | change, number_of_row=3)
    assert statement is not None
    assert kind in [found.kind for found in findings]
    assert all(found.row == 3 for found in findings)
    assert kind == "bad_date" or all("was kept" in found.sentence for found in findings)


def test_only_a_row_that_states_nothing_is_set_aside():
    assert read_statement({"claim_id": "X1", "speaker": "somebody"})[0] is None
    assert kinds({"claim_id": "X1", "speaker": "somebody"}) == ["not_a_statement"]


def test_a_value_in_the_wrong_unit_is_never_computed_with():
    assert read_statement(GOOD | {"unit": "items"})[0].area_m2 is None
    assert read_statement(GOOD | {"unit": ""})[0].area_m2 is None
    assert read_statement(GOOD | {"value": "much"})[0].area_m2 is None


def test_an_unknown_modality_is_taken_as_opinion_never_as_fact():
    assert read_statement(GOOD | {"modality": "rumoured"})[0].modality == "opinion"
    assert not read_statement(GOOD | {"kind": "opinion", "modality": "asserted"})[0].is_fact
    assert not read_statement(GOOD | {"modality": "planned"})[0].is_fact


def test_rows_of_a_claims_list_name_their_unit_in_the_scope():
    row = {"claim_id": "K1", "metric": "unit_deaths", "value": "9", "unit": "persons", "scope": "7th Regiment only"}
    statement, _ = read_statement(row | {"speaker": "A", "outlet": "B", "as_of": "2025-12-12"})
    assert (statement.subject, statement.scope, statement.who()) == ("7th Regiment", "7th Regiment only", "A (B)")
    statement, _ = read_statement(row | {"scope": "Some Oblast (source: LPR)"})
    assert (statement.subject, statement.scope_note) == ("Some Oblast", "source: LPR")


def test_rows_of_a_national_series_are_understood():
    row = {"row_id": "P1", "country": "Ruritania", "year": "2016", "as_of": "", "series": "remaining_total"}
    row |= {"value": "860.0", "unit": "km2", "source": "Monitor", "url": "https://example.org", "published": "2017"}
    statement, findings = read_statement(row)
    assert findings == []
    assert (statement.subject, statement.metric, statement.outlet) == ("Ruritania", "remaining_total", "Monitor")
    assert statement.as_of.precision == "year"
    assert statement.as_json()["value"] == 860


@given(st.dictionaries(st.sampled_from(sorted({name for names in COLUMNS.values() for name in names})), st.text()))
def test_no_row_ends_in_a_traceback_or_disappears_unreported(row):
    statement, findings = read_statement(row)
    assert statement is not None or [found.kind for found in findings] == ["not_a_statement"]
    if statement is not None:
        statement.as_json()
        statement.who()


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.one_of(st.none(), st.floats(), st.integers())))
def test_cells_of_other_types_are_read_too(row):
    read_statement(row)


@given(st.decimals(min_value=0, max_value=10**9, places=6))
def test_a_hectare_is_ten_thousand_square_metres_and_a_square_kilometre_a_million(amount):
    assert area_m2(amount, unit="km2") == area_m2(amount * 100, unit="ha") == area_m2(amount * 1_000_000, unit="m2")


def test_a_length_is_no_area():
    with pytest.raises(ValueError, match="not a unit of area"):
        area_m2(Decimal(1), unit="km")


@pytest.mark.parametrize("text", ["", "1,5", "1 000", "NaN", "Infinity", "1e30", "abc", "10**4"])
def test_what_is_not_a_plain_number_is_not_read_as_one(text):
    assert number(text) is None


def test_the_same_row_always_gets_the_same_made_id():
    row = {key: value for key, value in GOOD.items() if key != "claim_id"}
    one, other = read_statement(row)[0], read_statement(dict(reversed(row.items())))[0]
    assert one.claim_id == other.claim_id != read_statement(row | {"value": "2"})[0].claim_id


def test_tables_of_the_vocabulary_fit_each_other():
    dimensions = {row["dimension"] for row in table("measures")}
    phases = {row["phase"] for row in table("phases")}
    for row in table("metrics"):
        assert row["dimension"] in dimensions, row
        assert row["phase"] in phases | {""}, row
        assert row["bound"] in ("", "start", "end", "both"), row
    assert len({row["metric"] for row in table("metrics")}) == len(table("metrics"))
    assert all(metric(name) for row in table("mission_questions") for name in row["answered_by"].split("|"))
    assert dimension("km2") == "area"


def test_every_metric_and_unit_of_the_real_claims_is_known(shared_data):
    for name in ("kursk/claims.csv", "kursk/mission_528.csv", "programmes/timeseries.csv"):
        with (shared_data / name).open(encoding="utf-8", newline="") as file:
            found = [one.kind for row in csv.DictReader(file) for one in read_statement(row)[1]]
        assert set(found) <= {"undated_statement", "flow_without_period"}, name
