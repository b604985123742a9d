"""A mission: what was said of a unit's tour stays attributed, side by side, and what nobody said is listed."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import said

from tilth.conflicts.conflict import Conflict
from tilth.evidence.source import Identity, Stated
from tilth.evidence.statement import read_statement
from tilth.teams.mission import mission
from tilth.teams.names import units
from tilth.teams.tell import HEIGHT, tell

EXAMPLE = Path(__file__).parents[2] / "examples" / "mission_528"
UNIT = "528th Engineer Regiment"


def read(name):
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return [read_statement(row)[0] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def statements():
    return [*read("statements.csv"), *read("facts.csv")]


@pytest.fixture(scope="module")
def tour(statements):
    return mission(statements)


def phase(tour, name):
    (found,) = [one for one in tour.as_json()["phases"] if one["phase"] == name]
    return found


def claim(told, metric):
    (found,) = [one for one in told if one["metric"] == metric]
    return found


def test_the_unit_most_is_said_about_is_the_one_that_is_told(tour, statements):
    assert tour.unit == UNIT
    assert units(statements) == (UNIT,)
    assert mission(statements, unit="528th") == tour


def test_the_answer_has_the_keys_of_the_contract(tour):
    told = tour.as_json()
    contract = {"unit", "phases", "events", "partners", "results", "conflicts", "known_when", "not_stated"}
    assert contract | {"assessments_by_others"} <= set(told)
    assert [one["phase"] for one in told["phases"]] == ["formed", "trained", "deployed", "working", "returned"]
    assert all({"start", "end", "precision", "claims"} <= set(one) for one in told["phases"])


@pytest.mark.parametrize(
    ("name", "start", "end", "precision"),
    [
        ("formed", "2025-05-01", "2025-05-31", "month"),
        ("trained", None, None, None),
        ("deployed", "2025-08-01", None, "month"),  # "since": nobody says until when
        ("working", "2025-09-01", None, "season"),
        ("returned", "2025-12-12", "2025-12-12", "day"),
    ],
)
def test_a_phase_reaches_from_its_earliest_to_its_latest_stated_bound(tour, name, start, end, precision):
    told = phase(tour, name)
    assert (told["start"], told["end"], told["precision"]) == (start, end, precision)


def test_statements_that_differ_stand_side_by_side(tour):
    starts = {one["claim_id"]: one["first"] for one in phase(tour, "working")["statements"] if "first" in one}
    assert starts == {"A15": "2025-11-01", "K070": "2025-09-01"}
    durations = {
        one["claim_id"]: one["qualifier"] for one in phase(tour, "working")["statements"] if "first" not in one
    }
    assert durations == {"A11": "just", "K071": "less than"}


def test_everything_in_a_phase_says_who_said_it(tour):
    told = [one for part in tour.as_json()["phases"] for one in part["statements"]]
    assert all(one["who"] and one["who"] != "nobody named" for one in told)
    assert claim(phase(tour, "deployed")["statements"][:1], "unit_deployed")["who"] == (
        "Kim Jong-un, via Central News Agency of Korea (CPTAK), via the article"
    )


def test_results_are_declared_and_a_revised_count_stands_beside_the_first(tour):
    results = {one["claim_id"]: one for one in tour.as_json()["results"]}
    assert set(results) == {"K064", "K065", "K066", "K067", "K072"}
    assert {one["status"] for one in results.values()} == {"declared, unverified"}
    assert (results["K065"]["beside"], results["K072"]["beside"]) == (["K072"], ["K065"])
    assert (results["K065"]["qualifier"], results["K065"]["value"]) == ("over", 1_500_000)


def test_luhansk_is_not_part_of_the_mission(tour):
    told = tour.as_json()
    assert {one["claim_id"] for one in told["about_others"]} == {"A22", "L001", "L002", "L003"}
    own = {one.claim_id for one in tour.statements}
    assert not own & {"A22", "L001", "L002", "L003"}


def test_names_are_one_unit_only_by_a_stated_assumption(tour, statements):
    assumed = {one["subject"]: one for one in tour.as_json()["taken_as_the_same"]}
    assert {"North Korean personnel", "DPRK sappers", "528th Engineering Regiment"} <= set(assumed)
    assert all(one["because"] and one["reversible"] for one in assumed.values())
    apart = [replace(one, taken_as="") if one.subject == "DPRK sappers" else one for one in statements]
    undone = mission(apart, unit=UNIT)
    assert phase(undone, "trained")["claims"] == []
    assert {"A17", "A18"} <= {one.claim_id for one in undone.others}


def test_what_no_statement_answers_is_listed_and_leaves_the_list_once_answered(tour, statements):
    missing = tour.as_json()["not_stated"]
    for word in ("polygons", "method", "depth", "checked", "accredited", "mandate", "handed over", "return"):
        assert any(word in sentence for sentence in missing), word
    assert not any("how much area" in sentence for sentence in missing)
    row = {"claim_id": "N1", "metric": "clearance_depth", "value": "130 mm", "unit": "text", "subject": UNIT}
    answer = read_statement(row | {"speaker": "the ministry"})[0]
    more = mission([*statements, answer], unit=UNIT).as_json()
    assert set(missing) - set(more["not_stated"]) == {"It is not stated to what depth the ground was cleared."}
    hope = replace(answer, modality="planned")
    assert mission([*statements, hope], unit=UNIT).as_json()["not_stated"] == missing


def test_the_article_alone_states_no_area_and_no_count():
    missing = mission(read("statements.csv")).as_json()["not_stated"]
    assert any("how much area" in sentence for sentence in missing)
    assert any("how many items" in sentence for sentence in missing)


def test_mandate_assets_host_and_trainer_have_their_own_place():
    told = [
        said("M1", "unit_agreement", "a treaty of 2024", "text"),
        said("H1", "unit_host", "the northern province", "text"),
        said("T1", "unit_trainer", "a school", "text"),
        said("P1", "unit_partner", "a charity", "text"),
        said("D1", "unit_dogs", "12", "dogs"),
        said("E1", "equipment", "detectors", "text"),
    ]
    answer = mission(told).as_json()
    wanted = {"mandate": ["M1"], "host": ["H1"], "trainer": ["T1"], "assets": ["D1", "E1"]}
    wanted["partners"] = ["H1", "P1", "T1"]
    assert {name: [one["claim_id"] for one in answer[name]] for name in wanted} == wanted
    topics = {one["topic"] for one in answer["questions"]}
    assert not topics & {"mandate", "equipment"}
    assert "mandate" in {one["topic"] for one in mission(told[1:]).as_json()["questions"]}


def test_events_follow_their_days_and_those_without_a_day_come_last():
    told = [
        said("3", "unit_decorated", "medals", "text"),
        said("2", "ceremony_held", "parade", "text", as_of="2025-12-12"),
        said("1", "unit_ordered", "2025-05-28", "date"),
    ]
    assert [one["claim_id"] for one in mission(told).as_json()["events"]] == ["1", "2", "3"]


def test_a_conflict_is_told_where_a_statement_of_the_unit_has_a_part_in_it(statements):
    mine = Conflict("two_values", "error", ("K065", "K900"), (), "s")
    also = Conflict("two_values", "warning", ("K900", "K901"), (), "s", also=("K064",))
    others = Conflict("two_values", "error", ("L001", "K900"), (), "s")
    tour = mission(statements, conflicts=[also, others, mine])
    assert tour.conflicts == (mine, also)


def test_what_the_register_joins_is_undone_by_withdrawing_its_entry():
    joined = said("1", "unit_formed", "2025", "year", taken_as="The unit", taken_because="same number")
    stated = Stated(17, "reader", "2026-01-01", "same number")
    identity = Identity("unit 7", "The unit", stated)
    (one,) = mission([joined], identities=[identity]).as_json()["taken_as_the_same"]
    assert one["undo"] == ["tilth withdraw FILE 17 --why T"]
    (row,) = mission([replace(joined, entry=5)]).as_json()["taken_as_the_same"]
    assert row["undo"] == ['tilth amend FILE 5 --set taken_as="" --why T']


def test_what_has_no_place_of_its_own_is_a_detail_and_not_lost():
    odd = said("1", "moral_support", "high", "text")
    known = said("2", "area_cleared", "10", "ha")
    tour = mission([odd, known, said("3", "unit_formed", "2025", "year")])
    assert [one.claim_id for one in tour.details] == ["1", "2"]


def test_opinions_are_kept_apart_and_give_no_date(tour):
    told = tour.as_json()
    opinions = {one["claim_id"] for one in told["assessments_by_others"]}
    assert len(opinions) == 16
    assert not opinions & {name for part in told["phases"] for name in part["claims"]}


def test_a_plan_stands_in_its_phase_and_moves_no_bound(statements):
    row = {"claim_id": "N1", "metric": "unit_finished_work", "value": "2026-06", "unit": "month", "subject": UNIT}
    plan = read_statement(row | {"speaker": "the ministry", "modality": "planned"})[0]
    told = phase(mission([*statements, plan], unit=UNIT), "working")
    assert ("N1" in told["claims"], told["end"]) == (True, None)
    done = phase(mission([*statements, replace(plan, modality="asserted")], unit=UNIT), "working")
    assert done["end"] == "2026-06-30"


def test_what_was_public_when_is_told_by_day_of_publication(tour):
    told = {one["published"]: one["claims"] for one in tour.as_json()["known_when"]}
    assert list(told) == ["2025-12-13", "2026-02-21", None]
    assert told["2026-02-21"] == ["K072"]
    assert {name for names in told.values() for name in names} == {one.claim_id for one in tour.statements}


def test_a_unit_nobody_named_has_an_empty_mission(statements):
    empty = mission(statements, unit="12th Brass Band")
    assert (empty.unit, empty.statements, len(empty.not_stated)) == ("12th Brass Band", (), 23)
    assert "No record means unknown" in tell(empty)[-1]
    assert mission([]).unit == ""


@given(order=st.randoms(use_true_random=False), left_out=st.sets(st.integers(0, 39)))
def test_the_order_of_arrival_makes_no_difference(order: random.Random, left_out):
    told = [one for number, one in enumerate(ALL) if number not in left_out]
    assert mission(told) == mission(order.sample(told, len(told)))


ALL = [*read("statements.csv"), *read("facts.csv")]


@given(st.sets(st.integers(0, 39)))
def test_nothing_said_of_the_unit_disappears(left_out):
    told = [one for number, one in enumerate(ALL) if number not in left_out]
    tour = mission(told, unit=UNIT)
    shown = {one.claim_id for part in tour.phases for one in part.statements}
    groups = (tour.mandate, tour.events, tour.partners, tour.assets, tour.results, tour.details, tour.assessments)
    for group in groups:
        shown |= {one.claim_id for one in group}
    assert shown == {one.claim_id for one in told if one.group == UNIT}


def test_the_mission_fits_one_screen_and_each_line_says_who(tour):
    screen = tell(tour, width=100)
    assert len(screen) <= HEIGHT
    assert max(map(len, screen)) <= 100
    text = " ".join(" ".join(screen).split())
    facts = [one.claim_id for one in tour.statements if one.is_fact]
    assert all(f" {name} " in text for name in facts)
    for told in ("almost 42,400 ha A. Khinshtein (TASS)", "over 1,500,000 items", "1,600,000 items", "NOT STATED"):
        assert told in text
    for word in ("mandate", "areas as polygons", "quality control", "handover", "Luhansk Oblast", "endorses nothing"):
        assert word in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_long_register_still_fits_the_screen_and_says_what_is_left_out(statements, width):
    more = [replace(one, claim_id=f"{one.claim_id}-{copy}") for one in statements for copy in range(5)]
    screen = tell(mission(more), width=width)
    assert len(screen) <= HEIGHT
    assert max(map(len, screen)) <= width
    assert any("more lines" in line for line in screen)
    assert "ask the mine action authority" in " ".join(" ".join(screen).split())


def test_a_smaller_screen_cuts_lines_before_it_leaves_a_statement_out(tour):
    screen = tell(tour, width=100, height=44, conflicts=False)
    assert len(screen) <= 44
    text = " ".join(screen)
    assert all(f" {one.claim_id} " in text for one in tour.statements if one.is_fact)
    assert "more lines" not in text


def test_other_units_on_record_are_named_at_the_end(statements):
    other = said("X1", "unit_formed", "2020", "year", subject="Another unit")
    text = " ".join(tell(mission([*statements, other])))
    assert "OTHER UNITS on record (--unit NAME) Another unit" in " ".join(text.split())


def test_the_screen_never_calls_land_safe_or_a_statement_a_lie(tour):
    text = " ".join(tell(tour)).casefold()
    assert not any(f" {word}" in text for word in ("safe", "lie ", "lied", "false"))
