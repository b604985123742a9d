"""Reconciled series: an interval for each day, nothing averaged, nothing hidden."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.series import reconciled
from tilth.evidence.statement import read_statement


def say(claim_id, value, as_of, /, **more):
    row = {
        "claim_id": claim_id,
        "metric": "area_cleared",
        "value": str(value),
        "unit": "ha",
        "as_of": as_of,
        "scope": "Ruritania",
        "speaker": claim_id,
        "outlet": "a gazette",
    }
    return read_statement(row | more)[0]


def points(*said, **more):
    (series,) = reconciled(said, **more)
    return series.as_json()["points"]


def shown(*said, **more):
    """Date, supports and those set aside of each point."""
    return [
        (one["date"], one["supports"], [aside["id"] for aside in one["set_aside"]]) for one in points(*said, **more)
    ]


def test_a_total_that_grows_keeps_every_statement_and_its_range():
    (series,) = reconciled([say("a", 1234, "2031-01-31"), say("b", 2345, "2031-02-28", qualifier="over")])
    assert (series.metric, series.scope, series.unit, series.status) == (
        "area_cleared",
        "Ruritania",
        "m2",
        "declared, unverified",
    )
    assert series.as_json()["points"] == [
        {"date": "2031-01-31", "low": 12335000, "high": 12345000, "supports": ["a"], "set_aside": []},
        {"date": "2031-02-28", "low": 23450000, "high": 23460000, "supports": ["b"], "set_aside": []},
    ]


def test_a_figure_that_falls_is_set_aside_against_the_larger_set_and_the_conflict_is_named():
    said = [
        say("a", 1111, "2031-01-31"),
        say("b", 9999, "2031-02-28"),
        say("c", 2222, "2031-03-31"),
        say("d", 3333, "2031-04-30"),
    ]
    assert shown(*said) == [
        ("2031-01-31", ["a"], []),
        ("2031-02-28", [], ["b"]),
        ("2031-03-31", ["c"], []),
        ("2031-04-30", ["d"], []),
    ]
    conflict = Conflict("cumulative_falls", "error", ("b", "c"), (), "b is higher than c")
    aside = points(*said, conflicts=[conflict])[1]["set_aside"][0]
    assert aside == {
        "id": "b",
        "why": f"is above the total stated for that day or a later one (c of 2031-03-31, conflict {conflict.id})",
    }


def test_the_day_of_a_statement_set_aside_still_has_the_interval_the_others_leave():
    said = [
        say("a", 1111, "2031-01-31"),
        say("b", 9999, "2031-02-28"),
        say("c", 2222, "2031-03-31"),
        say("d", 3333, "2031-04-30"),
    ]
    (series,) = reconciled(said)
    between = (series.points[0].low, series.points[2].high)
    assert (series.points[1].low, series.points[1].high) == between
    assert series.at(date(2031, 2, 10)) == between
    assert series.at(date(2030, 1, 1)) == (None, series.points[0].high)
    assert series.at(date(2040, 1, 1)) == (series.points[-1].low, None)


def test_a_weight_can_turn_the_choice():
    said = [say("a", 9999, "2031-02-28"), say("b", 2222, "2031-03-31"), say("c", 3333, "2031-04-30")]
    assert shown(*said)[0] == ("2031-02-28", [], ["a"])
    assert shown(*said, weight=lambda one: 5 if one.claim_id == "a" else 1)[0] == ("2031-02-28", ["a"], [])


def test_who_repeats_himself_counts_once():
    said = [say("a", 9999, "2031-02-28", speaker="x"), say("a2", 9999, "2031-02-28", speaker="x", outlet="another")]
    said += [say("b", 2222, "2031-03-31"), say("c", 3333, "2031-04-30")]
    assert shown(*said)[0] == ("2031-02-28", [], ["a", "a2"])


def test_stocks_of_one_day_are_the_intersection_of_those_that_agree():
    stock = {"metric": "remaining_total"}
    said = [
        say("a", 500000, "2031-01-31", qualifier="about", **stock),
        say("b", 493000, "2031-01-31", **stock),
        say("c", 100000, "2031-01-31", **stock),
        say("d", 700000, "2031-02-28", **stock),
    ]
    first, second = points(*said)
    assert (first["supports"], [one["id"] for one in first["set_aside"]]) == (["a", "b"], ["c"])
    assert (first["low"], first["high"]) == (4925000000, 4935000000)
    assert (second["low"], second["supports"]) == (6950000000, ["d"])


def test_a_flow_has_a_point_for_each_period():
    flow = {"metric": "cleared"}
    said = [
        say("a", 100, "", period="2031-01-01..2031-12-31", **flow),
        say("b", 20, "", period="2031-12-01..2031-12-31", **flow),
    ]
    year, month = points(*said)
    assert (year["start"], year["date"], year["supports"]) == ("2031-01-01", "2031-12-31", ["a"])
    assert (month["start"], month["supports"]) == ("2031-12-01", ["b"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"modality": "planned"}, "a plan is kept and not computed with"),
        ({"modality": "opinion"}, "an opinion is kept and not computed with"),
        ({"published": "2030-12-31"}, "published before the day it describes: a forecast, not a report"),
        ({"value": "much"}, "states no figure in a unit of this metric"),
        ({"unit": "items"}, "states no figure in a unit of this metric"),
    ],
)
def test_what_is_not_computed_with_stands_beside_the_series_with_the_reason(change, why):
    (point,) = points(say("a", 1111, "2031-01-31"), say("b", 9999, "2031-01-31", **change))
    assert (point["supports"], point["set_aside"]) == (["a"], [{"id": "b", "why": why}])


def test_a_series_may_hold_nothing_but_what_is_set_aside():
    (series,) = reconciled([say("a", 1111, "2031-01-31", modality="planned")])
    assert [one.claim_id for one in series.points[0].set_aside] == ["a"]
    assert series.at(date(2031, 1, 31)) == (None, None)


def test_a_statement_without_any_day_is_named_beside_the_series():
    (series,) = reconciled([say("a", 1111, "2031-01-31"), say("b", 9999, "")])
    assert [(one.claim_id, one.why) for one in series.undated] == [("b", "no day is stated")]
    assert series.as_json()["undated"] == [{"id": "b", "why": "no day is stated"}]


def test_a_coarse_date_counts_on_its_last_day_but_not_after_it_was_published():
    assert shown(say("a", 1111, "2031"))[0][0] == "2031-12-31"
    assert shown(say("a", 1111, "2031", published="2031-06-05"))[0][0] == "2031-06-05"


def test_scopes_metrics_and_units_make_series_of_their_own():
    said = [
        say("a", 1, "2031-01-31"),
        say("b", 2, "2031-01-31", scope="Strelsau"),
        say("c", 3, "2031-01-31", metric="area_surveyed"),
    ]
    assert [(one.metric, one.scope) for one in reconciled(said)] == [
        ("area_cleared", "Ruritania"),
        ("area_cleared", "Strelsau"),
        ("area_surveyed", "Ruritania"),
    ]


def test_what_is_counted_is_a_whole_number():
    counted = {"metric": "settlements_cleared", "unit": "settlements"}
    said = [
        say("a", 45, "2031-01-31", **counted),
        say("b", 44, "2031-02-28", **counted),
        say("c", 44, "2031-03-31", **counted),
    ]
    assert shown(*said)[0] == ("2031-01-31", [], ["a"])
    assert (points(*said)[1]["low"], points(*said)[1]["high"]) == (44, 44)


@st.composite
def registers(draw):
    """Statements of one growing total and of one stock."""
    said = []
    for at in range(draw(st.integers(1, 9))):
        day = date(2031, 1, 1) + timedelta(draw(st.integers(0, 5)) * 20)
        stock = {"metric": "remaining_total"} if draw(st.booleans()) else {}
        word = draw(st.sampled_from(["", "", "over", "about", "up to"]))
        modality = draw(st.sampled_from(["asserted"] * 6 + ["planned"]))
        value = draw(st.integers(100, 130)) * draw(st.sampled_from([1, 10]))
        said.append(say(f"c{at}", value, str(day), qualifier=word, modality=modality, **stock))
    return said


@settings(max_examples=80)
@given(registers(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(said, chance):
    assert reconciled(chance.sample(said, len(said))) == reconciled(said)


@settings(max_examples=80)
@given(registers())
def test_every_dated_statement_is_there_exactly_once_and_every_interval_holds_something(said):
    series = reconciled(said)
    named = [
        claim
        for one in series
        for point in one.points
        for claim in (*point.supports, *(aside.claim_id for aside in point.set_aside))
    ]
    assert sorted(named) == sorted(one.claim_id for one in said)
    for point in (point for one in series for point in one.points):
        assert point.low is None or point.high is None or point.low <= point.high
        assert list(point.set_aside) == sorted(point.set_aside)


@settings(max_examples=80)
@given(registers(), st.data())
def test_a_statement_that_agrees_never_widens_an_interval(said, data):
    before = {(one.metric, point.day): point for one in reconciled(said) for point in one.points}
    copied = data.draw(st.sampled_from(said))
    assume(any(copied.claim_id in point.supports for point in before.values()))
    again = say("z", copied.value, str(copied.as_of), metric=copied.metric, qualifier=copied.qualifier)
    after = {(one.metric, point.day): point for one in reconciled([*said, again]) for point in one.points}
    assert after.keys() == before.keys()
    for key, old in before.items():
        new = after[key]
        assert set(old.supports) <= set(new.supports)
        assert old.low is None or (new.low is not None and new.low >= old.low)
        assert old.high is None or (new.high is not None and new.high <= old.high)


def test_the_real_claims_are_each_in_one_series(shared_data):
    rows = csv.DictReader((shared_data / "kursk" / "claims.csv").read_text(encoding="utf-8").splitlines())
    said = [read_statement(row)[0] for row in rows]
    series = reconciled(said)
    named = [claim for one in series for point in one.points for claim in point.supports]
    aside = [one.claim_id for each in series for point in each.points for one in point.set_aside]
    undated = [one.claim_id for each in series for one in each.undated]
    assert sorted([*named, *aside, *undated]) == sorted(one.claim_id for one in said)
    assert "K045" in aside
