"""Dates, durations and orders: what clashes is found with what it assumes, and what can agree is left in peace."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.conflicts.clash_duration import readings
from tilth.conflicts.clash_time import clashes
from tilth.conflicts.event_days import lasted, told
from tilth.conflicts.identity import described
from tilth.conflicts.tour_network import bounds, orders, smallest_sets
from tilth.evidence.statement import read_statement

MISSION = Path(__file__).parents[2] / "examples" / "mission_528"


def say(claim_id, metric, value, **more):
    row = {
        "claim_id": claim_id,
        "metric": metric,
        "value": value,
        "unit": "months" if metric.endswith("months") else "date",
        "subject": "7th Team",
        "speaker": "somebody",
        "url": "https://example.org/one",
    }
    return read_statement(row | more)[0]


def found(*statements):
    return [(one.severity, one.claims) for one in clashes(list(statements))]


def of(*names):
    rows = [row for name in names for row in csv.DictReader((MISSION / name).read_text(encoding="utf-8").splitlines())]
    return [read_statement(row)[0] for row in rows]


def test_the_article_that_began_it_has_one_warning_with_its_assumptions_and_what_reconciles_it():
    (one,) = clashes(of("statements.csv"))
    assert (one.kind, one.severity, one.claims) == ("dates", "warning", ("A10", "A11", "A15"))
    assumed = " / ".join(one.assumptions)
    assert "counted from the day it was sent out" in assumed
    assert 'what began work "since 2025-11" was still going on' in assumed
    assert '"North Korean personnel" is "528th Engineer Regiment"' in assumed
    assert "clash with A03 and A15" in one.sentence  # counted from the start of work they end after the welcome
    assert any('"North Korean personnel" may be others' in text for text in one.reconciled_by)
    assert any("counted from a beginning that nobody dates" in text for text in one.reconciled_by)
    assert any("told of other work" in text for text in one.reconciled_by)


def test_the_coded_facts_alone_agree():
    assert clashes(of("facts.csv")) == []


def test_article_and_facts_together_are_one_warning():
    (one,) = clashes(of("statements.csv", "facts.csv"))
    assert (one.claims, one.also) == (("A10", "A11", "A15"), ("K071",))


def test_a_day_and_the_month_it_lies_in_agree():
    assert found(say("a", "unit_formed", "2031-05"), say("b", "unit_formed", "2031-05-28")) == []
    assert found(say("a", "unit_formed", "2031"), say("b", "unit_formed", "2031-autumn")) == []


def test_a_unit_is_formed_once():
    two = say("a", "unit_formed", "2031-05-28"), say("b", "unit_formed", "2031-07", url="https://example.org/two")
    assert found(*two) == [("error", ("a", "b"))]
    again = say("c", "unit_formed", "2031-07", url="https://example.org/three")
    (one,) = clashes([*two, again])
    assert (one.claims, one.also) == (("a", "b"), ("c",))


def test_what_a_unit_can_do_twice_needs_the_assumption_of_one_tour_unless_one_text_tells_of_both():
    first = say("a", "unit_deployed", "2031-05")
    assert found(first, say("b", "unit_deployed", "2031-07")) == [("error", ("a", "b"))]
    (one,) = clashes([first, say("b", "unit_deployed", "2031-07", url="https://example.org/two")])
    assert (one.severity, one.assumptions) == ("warning", ("all of them tell of one tour",))
    assert "they may tell of different tours" in one.reconciled_by


def test_an_order_that_always_holds_makes_an_error_and_names_the_order():
    (one,) = clashes([say("a", "unit_started_work", "2031-06"), say("b", "unit_finished_work", "2031-05")])
    assert (one.severity, one.claims, one.assumptions) == ("error", ("a", "b"), ("work ends only after it began",))
    assert one.reconciled_by == ()


def test_an_order_that_mostly_holds_makes_a_warning():
    (one,) = clashes([say("a", "unit_trained", "2031-03"), say("b", "unit_formed", "2031-05")])
    assert one.severity == "warning"
    assert one.reconciled_by == (
        "here it may be otherwise than assumed: the training told of is that of the unit, after it was formed",
    )


def test_training_takes_days_so_two_dates_of_it_agree():
    assert found(say("a", "unit_trained", "2031-03"), say("b", "unit_trained", "2031-06")) == []


def test_orders_reach_over_events_that_nobody_dates():
    assert found(say("a", "unit_formed", "2031-06"), say("b", "unit_welcomed", "2031-05-03")) == [
        ("warning", ("a", "b"))
    ]


@pytest.mark.parametrize(
    ("qualifier", "other", "clashing"),
    [
        ("before", "2031-06-05", True),
        ("before", "2031-04-05", False),
        ("by", "2031-05-31", False),
        ("after", "2031-05-02", True),
        ("after", "2031-09-01", False),
        ("about", "2031-06-20", False),
        ("about", "2031-08-20", True),
        ("", "2031-06-01", True),
    ],
)
def test_the_word_before_a_date_moves_its_bounds(qualifier, other, clashing):
    told = say("a", "unit_formed", "2031-05", qualifier=qualifier), say("b", "unit_formed", other)
    assert bool(found(*told)) == clashing


def test_since_is_told_of_something_still_going_on():
    since = say("a", "unit_started_work", "2031-11", qualifier="since")
    assert found(since, say("b", "unit_finished_work", "2031-11-30")) == []
    (one,) = clashes([since, say("b", "unit_finished_work", "2031-11-20")])
    assert (one.severity, one.claims) == ("warning", ("a", "b"))
    early = say("a", "unit_started_work", "2031-11", qualifier="since", published="2031-11-15")
    assert found(early, say("b", "unit_finished_work", "2031-11-20")) == []


def test_a_duration_that_agrees_from_any_dated_start_is_left_in_peace():
    sent, began = say("a", "unit_deployed", "2031-01-10"), say("b", "unit_started_work", "2031-03-01")
    ended, took = say("c", "unit_finished_work", "2031-06-01"), say("d", "mission_duration_months", "3")
    assert found(sent, began, ended, took) == []
    (one,) = clashes([sent, ended, took])
    assert (one.severity, one.claims) == ("warning", ("a", "c", "d"))
    other = say("e", "mission_duration_months", "5")
    assert found(sent, began, ended, other) == []


def test_a_duration_is_counted_from_the_start_its_own_sentence_tells():
    text = {"document_sha256": "ab", "sentence": "4"}
    sent, took = say("a", "unit_deployed", "2031-01-10", **text), say("d", "mission_duration_months", "3", **text)
    began, ended = say("b", "unit_started_work", "2031-03-01"), say("c", "unit_finished_work", "2031-06-01")
    (one,) = clashes([sent, began, ended, took])
    assert one.claims == ("a", "c", "d")
    assert 'the "3 months" may be counted from the start of work to the end of work' in one.reconciled_by


@pytest.mark.parametrize(
    ("value", "qualifier", "end", "clashing"),
    [
        ("3", "", "2031-04-01", False),  # the very month
        ("3", "", "2031-03-20", False),  # rounded up
        ("3", "", "2031-04-14", False),  # rounded down
        ("3", "", "2031-05-01", True),
        ("3", "", "2031-03-01", True),
        ("3", "less than", "2031-05-01", True),
        ("3", "about", "2031-04-25", False),
        ("24", "", "2033-01-05", False),
    ],
)
def test_a_stated_length_means_what_its_rounding_allows(value, qualifier, end, clashing):
    told = [
        say("a", "unit_started_work", "2031-01-01"),
        say("b", "unit_finished_work", end),
        say("c", "mission_duration_months", value, qualifier=qualifier),
    ]
    assert bool(found(*told)) == clashing


def test_a_duration_without_any_dated_start_says_nothing():
    assert found(say("a", "mission_duration_months", "3"), say("b", "unit_returned", "2031-05-01")) == []
    assert found(say("a", "mission_duration_months", "3")) == []


def test_plans_opinions_and_forecasts_date_nothing():
    formed = say("a", "unit_formed", "2031-05-28")
    assert found(formed, say("b", "unit_formed", "2031-07", modality="planned")) == []
    assert found(formed, say("b", "unit_formed", "2031-07", modality="opinion")) == []
    assert found(formed, say("b", "unit_formed", "2031-07", published="2031-06-01")) == []


def test_statements_about_other_places_are_of_other_tours():
    first = say("a", "unit_started_work", "2031-05", place="AO"), say("b", "unit_finished_work", "2031-08", place="AO")
    second = say("c", "unit_started_work", "2033-05", place="MZ"), say("d", "unit_returned", "2031-09")
    assert found(*first, *second) == []
    part = say("c", "unit_started_work", "2031-06", place="AO-MOX")
    assert found(*first, part) == [("error", ("a", "c"))]


def test_names_printed_differently_are_joined_only_where_somebody_says_so():
    formed, sent = say("a", "unit_formed", "2031-08"), say("b", "unit_deployed", "2031-05", subject="the guests")
    assert found(formed, sent) == []
    joined = say("b", "unit_deployed", "2031-05", subject="the guests", taken_as="7th Team", taken_because="one photo")
    (one,) = clashes([formed, joined])
    assert one.severity == "warning"
    assert '"the guests" is "7th Team": one photo' in one.assumptions


def test_a_description_in_a_text_that_was_read_may_be_its_only_named_unit():
    text = {"document_sha256": "ab"}
    named = say("a", "unit_formed", "2031-08", subject="The 7th Angolan Brigade", **text)
    (one,) = clashes([named, say("b", "unit_deployed", "2031-05", subject="Angolan sappers", **text)])
    assert one.severity == "warning"
    assert '"Angolan sappers" is "The 7th Angolan Brigade"' in one.assumptions[0]
    assert found(named, say("b", "unit_deployed", "2031-05", subject="Chadian sappers", **text)) == []
    other = say("c", "unit_deployed", "2031-09", subject="the 9th Brigade", **text)
    assert found(named, other, say("b", "unit_deployed", "2031-05", subject="the brigade", **text)) == []
    assert found(named, say("b", "unit_deployed", "2031-05", subject="Angolan sappers", document_sha256="cd")) == []


def test_a_bare_description_means_nothing_outside_its_text():
    one, other = ({"subject": "the unit", "document_sha256": digest} for digest in ("ab", "cd"))
    assert found(say("a", "unit_formed", "2031-05", **one), say("b", "unit_formed", "2031-08", **other)) == []


@pytest.mark.parametrize(
    ("subject", "countries", "name"),
    [
        ("North Korean personnel", {"PRK"}, set()),
        ("the Democratic People’s Republic of Korea’s engineers", {"PRK"}, set()),
        ("South Korean team", {"KOR"}, set()),
        ("the 9th Engineer Brigade", set(), {"9th"}),
        ("Norwegian People's Aid", {"NOR"}, {"people", "aid"}),
    ],
)
def test_a_subject_is_read_as_countries_and_a_name(subject, countries, name):
    assert (described(subject).countries, described(subject).name) == (countries, name)


def test_one_claim_may_state_several_things_and_even_clash_with_itself():
    took = say("a", "mission_duration_months", "3")
    told = [say("a", "unit_deployed", "2031-01-10"), took, say("b", "unit_finished_work", "2031-09-01")]
    assert found(*told) == [("warning", ("a", "b"))]
    assert found(say("a", "unit_started_work", "2031-05"), say("a", "unit_finished_work", "2031-03")) == [
        ("error", ("a",))
    ]


def test_other_dated_events_are_compared_too_unless_they_may_happen_again():
    seen_off = say("a", "unit_farewell", "2031-05"), say("b", "unit_farewell", "2031-08")
    assert found(*seen_off) == [("error", ("a", "b"))]
    assert found(say("a", "unit_announced", "2031-05"), say("b", "unit_announced", "2031-08")) == []  # may be repeated
    unknown = say("a", "unit_anniversary", "2031-05"), say("b", "unit_anniversary", "2031-08")
    assert found(*unknown) == []


PHASES = ("unit_formed", "unit_deployed", "unit_started_work", "unit_finished_work", "unit_returned", "unit_trained")


@st.composite
def tales(draw):
    """Some statements about one unit, of two texts, with dates of a year."""
    said = []
    for at in range(draw(st.integers(2, 7))):
        text = draw(st.sampled_from(["https://example.org/one", "https://example.org/two"]))
        if draw(st.integers(0, 4)) == 0:
            months = draw(st.sampled_from(["2", "3", "6"]))
            qualifier = draw(st.sampled_from(["", "less than", "about"]))
            said.append(say(f"c{at}", "mission_duration_months", months, qualifier=qualifier, url=text))
            continue
        first = date(2031, 1, 1) + timedelta(draw(st.integers(0, 11)) * 30)
        last = first + timedelta(draw(st.sampled_from([0, 9, 40])))
        word = draw(st.sampled_from(["", "", "since", "by"]))
        metric = draw(st.sampled_from(PHASES))
        said.append(say(f"c{at}", metric, f"{first}..{last}", qualifier=word, url=text))
    return said


@settings(max_examples=80)
@given(tales(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(said, chance):
    shuffled = chance.sample(said, len(said))
    assert clashes(shuffled) == clashes(said)


@settings(max_examples=80)
@given(tales())
def test_without_any_one_of_its_members_a_clashing_set_can_hold(said):
    for one in clashes(said):
        assert one.sentence.startswith(tuple(one.claims))
        for member in one.claims:
            rest = [other for other in said if other.claim_id in one.claims and other.claim_id != member]
            assert clashes(rest) == []


@settings(max_examples=80)
@given(tales(), st.data())
def test_a_statement_that_says_the_same_again_adds_no_conflict(said, data):
    copied = data.draw(st.sampled_from(said))
    told = {"value": str(copied.value), "qualifier": copied.qualifier, "url": copied.url}
    again = say("z", copied.metric, **told)
    before, after = clashes(said), clashes([*said, again])
    assert [(one.kind, one.severity, one.claims) for one in after] == [
        (one.kind, one.severity, one.claims) for one in before
    ]


def possible(constraints):
    """Whether days can be found at all, by moving events until nothing moves: shares no code with the network."""
    day = dict.fromkeys((event for one in constraints for event in (one.early, one.late)), 0)
    for _ in range(50):
        moved = False
        for one in constraints:
            if day[one.late] - day[one.early] > one.most:
                day[one.late] = day[one.early] + one.most
                moved = True
        if not moved:
            return True
    return False


@settings(max_examples=60)
@given(tales(), st.sampled_from(readings()))
def test_the_smallest_sets_of_a_tour_are_those_that_trying_every_subset_finds(said, reading):
    dated = [one for one in map(told, said) if one]
    lengths = [one for one in map(lasted, said) if one][:1]
    dates, spans = bounds(dated), [reading.of(one) for one in lengths]
    every = [*orders()[0], *dates, *(limit for span in spans for limit in span.constraints())]
    claims = sorted({one.labels[0] for one in every} & {one.claim_id for one in said})
    found = []
    for size in range(1, len(claims) + 1):
        for chosen in map(frozenset, combinations(claims, size)):
            open_to = [one for one in every if one.labels[0] in chosen or one in orders()[0]]
            if not any(smaller <= chosen for smaller in found) and not possible(open_to):
                found.append(chosen)
    assert set(smallest_sets(dates, *spans)) == set(found)


def test_thousands_of_dates_of_one_unit_make_a_small_network():
    days = [date(2031, 1, 1) + timedelta(at % 300) for at in range(3000)]
    said = [say(f"f{at:05}", "unit_formed", str(day)) for at, day in enumerate(days)]
    worked = [say(f"w{at:05}", "unit_started_work", str(day)) for at, day in enumerate(days)]
    conflicts = clashes([*said, *worked])
    assert len([one for one in conflicts if one.claims[0][0] == one.claims[1][0]]) == 2 * 299
    assert {claim for one in conflicts for claim in (*one.claims, *one.also)} == {
        one.claim_id for one in [*said, *worked]
    }
