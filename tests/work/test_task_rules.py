"""Rules that bite on the day: what is not booked, and what is booked and asked about. One test for each rule."""

from __future__ import annotations

from datetime import date

import pytest
from diary import shape
from foreman import NOW, TASK, Foreman, refusal, sentence

from tilth.desk.mending import amend
from tilth.desk.refusal import Refusal
from tilth.desk.registering import Clerk
from tilth.desk.rostering import add_team
from tilth.desk.tasks_view import findings_on, listed, shown
from tilth.desk.working import Form, progress
from tilth.terms import table
from tilth.work.rules import ASKED_BY, STOPPED_BY, Pace


@pytest.fixture
def foreman() -> Foreman:
    return Foreman()


# --- not booked -----------------------------------------------------------------------------------------------------


def test_work_on_a_task_that_is_not_there_is_refused_and_a_near_one_is_named(foreman):
    with pytest.raises(Refusal, match="T-0001") as refused:
        progress(foreman.programme, "T-001", Form("2024-03-02", "Team 4", 5), hand=foreman.hand("lead"))
    assert refused.value.number == "404.4"


@pytest.mark.parametrize("state", ["completed", "passed", "approved", "handed_over"])
def test_work_on_a_closed_task_is_refused_with_the_way_back(foreman, state):
    foreman.reach(state)
    with pytest.raises(Refusal, match="tilth reopen" if state == "handed_over" else "tilth withdraw"):
        foreman.progress()


def test_a_day_before_the_task_is_refused(foreman):
    with pytest.raises(Refusal, match="2024-02-29 is before 2024-03-01"):
        foreman.progress(on="2024-02-29")
    assert refusal(foreman.complete, on="2024-02-28") == "422.3"


@pytest.mark.parametrize("on", ["2025-06-02", "2024-03", "yesterday", ""])
def test_a_day_to_come_or_no_single_day_is_refused(foreman, on):
    assert refusal(progress, foreman.programme, TASK, Form(on, "Team 4", 5), hand=foreman.hand("lead")) == "422.1"


@pytest.mark.parametrize("m2", [-1, -10_000, 10**12])
def test_a_negative_or_impossible_area_is_refused(foreman, m2):
    assert refusal(foreman.progress, m2) == "422.1"


def test_ten_times_the_task_in_one_day_is_refused_and_the_unit_is_asked_for(foreman):
    foreman.progress(100_000)
    with pytest.raises(Refusal, match="Check the figure and its unit"):
        foreman.progress(100_001)


def test_the_same_form_again_is_refused_and_one_with_its_own_number_is_not(foreman):
    foreman.progress(100, on="2024-03-05")
    head = foreman.programme.store.head()
    with pytest.raises(Refusal, match=f"Entry {head.entries} says the same"):
        foreman.progress(100, on="2024-03-05")
    assert foreman.programme.store.head() == head
    foreman.progress(100, on="2024-03-05", number="F-2")
    foreman.progress(101, on="2024-03-05")
    assert foreman.task.done_m2 == 301


def test_steps_are_dated_in_their_order(foreman):
    foreman.progress(on="2024-03-10")
    assert refusal(foreman.complete, on="2024-03-09") == "422.4"
    foreman.complete(on="2024-03-12")
    foreman.inspect(on="2024-03-11")
    assert refusal(foreman.approve, on="2024-03-11") == "422.4"
    foreman.approve(on="2024-03-12")
    assert refusal(foreman.handover, on="2024-03-11") == "422.4"
    foreman.handover(on="2024-03-12")
    assert refusal(foreman.reopen, on="2024-03-11") == "422.4"


# --- booked, and asked about ----------------------------------------------------------------------------------------


def test_an_ordinary_day_raises_no_question(foreman):
    foreman.progress(300, items={"AP mine": 2}, destroyed={"AP mine": 2}, lost_minutes=30, lost_why="rain")
    assert foreman.kinds() == []
    assert foreman.task.actual.items == {"AP mine": 2}
    assert foreman.task.actual.lost_minutes == {"rain": 30}


def test_more_than_the_task_holds(foreman):
    foreman.progress(9_000)
    assert foreman.kinds() == []
    foreman.progress(1_000)
    assert foreman.kinds() == []
    foreman.progress(1)
    assert foreman.kinds() == ["more_than_task"]
    assert foreman.task.done_m2 == 10_001


def test_work_on_a_suspended_task(foreman):
    foreman.go("progress", "suspend")
    foreman.progress(50)
    assert foreman.kinds() == ["work_while_suspended"]
    assert (foreman.task.state, foreman.task.done_m2) == ("suspended", 150)


def test_work_on_land_that_is_not_accessible():
    foreman = Foreman(with_task=False)
    drawn = foreman.field.write("2024-01-16 H2 suspected square(500,0,100)")[0]
    amend(foreman.programme, drawn.number, {"access": "suspended"}, why="flood", author="a", now=NOW)
    foreman.open("H2")
    assert foreman.kinds() == ["land_not_accessible"]
    foreman.progress(50)
    assert foreman.kinds() == ["land_not_accessible"]


@pytest.mark.parametrize(
    ("season", "on", "asked"),
    [
        ("03-15..11-30", "2024-03-14", True),
        ("03-15..11-30", "2024-03-15", False),
        ("03-15..11-30", "2024-11-30", False),
        ("03-15..11-30", "2024-12-01", True),
        ("11-01..03-31", "2024-03-31", False),
        ("11-01..03-31", "2024-04-01", True),
        ("11-01..03-31", "2024-12-24", False),
    ],
)
def test_work_out_of_season(season, on, asked):
    foreman = Foreman(season=season)
    foreman.progress(on=on)
    assert foreman.kinds() == (["out_of_season"] if asked else [])


def test_an_unsigned_day(foreman):
    foreman.progress(by="not stated")
    assert foreman.kinds() == ["unsigned_day"]
    assert foreman.task.days[0].said_by == "not stated"


def test_finds_without_a_record_of_destruction(foreman):
    foreman.progress(items={"AP mine": 3, "UXO": 1}, destroyed={"AP mine": 2, "UXO": 1})
    assert foreman.kinds() == ["not_destroyed"]
    assert "3 AP mine found and 2 recorded as destroyed" in sentence(foreman, "not_destroyed")


def test_a_day_drawn_outside_the_task(foreman):
    foreman.progress(2_500, polygon=shape("box(50,0,100,50)"))
    assert foreman.kinds() == []
    foreman.progress(2_500, polygon=shape("box(80,0,130,50)"))
    assert foreman.kinds() == ["day_outside_task"]
    assert (foreman.task.days[1].outside_m2, foreman.task.days[1].outside_metres) == (1_500, 30)
    assert foreman.land() == {"suspected": 10_000}


def test_a_team_the_order_does_not_name(foreman):
    foreman.progress(team="team 4")
    assert foreman.kinds() == []
    foreman.progress(team="Team 5")
    assert foreman.kinds() == ["other_team"]


def test_time_lost_without_a_reason(foreman):
    foreman.progress(0, lost_minutes=480)
    assert foreman.kinds() == ["lost_without_reason"]
    assert foreman.task.actual.days == 0


def test_a_rate_ten_times_the_teams_own(foreman):
    for m2 in (90, 110, 100, 80, 120):
        foreman.progress(m2)
        assert foreman.kinds() == []
    foreman.progress(1_000)
    assert foreman.kinds() == ["unusual_rate"]
    assert "10 times the 100 m² a day of team Team 4 on its 5 days before" in sentence(foreman, "unusual_rate")
    assert foreman.task.done_m2 == 1_500
    foreman.progress(999)  # the unusual day did not become usual
    assert foreman.kinds() == []


def test_a_team_is_known_by_its_days_on_all_its_tasks(foreman):
    foreman.field.write("2024-01-16 H2 suspected square(500,0,1000)")
    foreman.open("H2")
    for day in range(5):
        form = Form(f"2024-04-0{day + 1}", "Team 4", 100)
        progress(foreman.programme, "T-0002", form, hand=foreman.hand("lead"))
    foreman.progress(1_000)
    assert foreman.kinds() == ["unusual_rate"]
    foreman.progress(1_001, team="Team 9")
    assert foreman.kinds() == ["other_team"]


def test_a_team_without_history_has_no_usual_day():
    pace = Pace()
    for _ in range(4):
        pace.add(10)
    assert not pace.is_unusual(10_000)
    pace.add(10)
    assert pace.is_unusual(100)
    assert not pace.is_unusual(99)
    pace.add(0)
    assert pace.days == 5


def test_a_team_that_is_not_accredited_is_asked_about_and_not_held_up(foreman):
    clerk = Clerk("chief", NOW)
    add_team(foreman.programme, {"name": "Team 4", "operator": "Operator 4", "from": "2020-01-01"}, clerk=clerk)
    foreman.progress()
    assert "not_accredited" in foreman.kinds()
    assert foreman.task.state == "working"


# --- inspections and completions ------------------------------------------------------------------------------------


def test_an_inspection_before_the_last_day_of_work_does_not_count(foreman):
    foreman.progress(on="2024-03-10")
    foreman.inspect(on="2024-03-09")
    assert foreman.kinds() == ["inspected_before_work"]
    foreman.complete()
    assert foreman.task.state == "completed"
    foreman.inspect(on="2024-03-10")
    assert foreman.task.state == "passed"


def test_an_inspection_passes_nothing_while_a_non_conformity_is_open(foreman):
    foreman.go("progress", "inspection_failed", "inspection_passed")
    assert foreman.kinds() == ["nonconformity_open"]
    foreman.go("correct", "complete")
    assert foreman.task.state == "completed"
    foreman.go("inspection_passed")
    assert foreman.task.state == "passed"


def test_a_correction_may_answer_one_inspection_of_several(foreman):
    foreman.progress()
    first = foreman.inspection_failed().entry
    second = foreman.inspection_failed().entry
    foreman.correct(of=first)
    assert [one.entry for one in foreman.task.open_nonconformities] == [second]
    assert refusal(foreman.correct, of=first) == "409.27"
    foreman.correct()
    assert foreman.task.open_nonconformities == []


def test_items_found_in_ground_that_passed_are_asked_about(foreman):
    foreman.progress()
    foreman.inspect("pass", found=1, sampled_m2=500)
    assert foreman.kinds() == ["found_but_passed"]


def test_a_sample_larger_than_the_task_is_asked_about(foreman):
    foreman.progress()
    foreman.inspect("pass", sampled_m2=10_001)
    assert foreman.kinds() == ["sampled_more_than_task"]


def test_a_sample_is_answered_with_what_it_could_find(foreman):
    foreman.progress()
    foreman.inspect("pass", sampled_m2=500, found=0)
    assert foreman.last.more["sample"].startswith("One missed item in this lot is found with probability about 5 %")
    for stated in ({}, {"sampled_m2": 0}, {"sampled_m2": 10_001}, {"sampled_m2": 5, "found": 6}):
        assert foreman.inspect("pass", **stated).more == {}


@pytest.mark.parametrize("more", [{"sampled_m2": -1}, {"found": -1}, {"result": "perhaps"}])
def test_impossible_inspections_are_refused(foreman, more):
    foreman.progress()
    assert refusal(foreman.inspect, **more) == "422.1"


def test_a_failed_check_after_handover_asks_for_a_re_opening_and_moves_nothing(foreman):
    foreman.reach("handed_over")
    foreman.inspection_failed()
    assert foreman.kinds() == ["failed_after_handover"]
    assert foreman.land() == {"cleared": 10_000}


def test_a_completion_without_a_day_of_work_is_asked_about(foreman):
    foreman.complete()
    assert foreman.kinds() == ["completed_without_work"]


# --- read back ------------------------------------------------------------------------------------------------------


def test_a_task_shows_again_what_was_asked_about_its_days(foreman):
    foreman.progress(100, lost_minutes=5)
    entry = foreman.last.entry
    found = [(one.kind, one.entry) for one in findings_on(foreman.programme, foreman.task)]
    assert ("lost_without_reason", entry) in found
    shown_again = shown(foreman.programme, TASK)
    assert ("lost_without_reason", entry) in [(one["kind"], one["entry"]) for one in shown_again["findings"]]


def test_a_task_shows_plan_against_actual_and_its_whole_history(foreman):
    foreman.reach("re-opened")
    told = shown(foreman.programme, TASK)
    assert told["plan"]["planned"] == {
        "from": "2024-03-01", "to": "2024-03-31", "days": 31, "m2": 10_000, "m2_per_day": 322.6,
    }  # fmt: skip
    assert told["plan"]["actual"]["m2_per_team_day"] == 100.0
    assert told["plan"]["late_days"] == (date(2024, 3, 2) - date(2024, 3, 31)).days
    assert [(line["kind"], line["by"], line["state"]) for line in told["history"]] == [
        ("task", "ops", "open"),
        ("progress", "lead", "working"),
        ("completion", "lead", "completed"),
        ("inspection", "qa", "passed"),
        ("approval", "authority", "approved"),
        ("handover", "authority", "handed_over"),
        ("reopening", "authority", "re-opened"),
    ]
    assert listed(foreman.programme.store)[0]["state"] == "re-opened"
    assert listed(foreman.programme.store, known=3)[0]["state"] == "working"


def test_every_rule_is_in_the_list_and_says_its_sentence():
    assert len({rule.__doc__ for rule in (*STOPPED_BY, *ASKED_BY)}) == len(STOPPED_BY) + len(ASKED_BY)
    assert len(table("findings_work")) >= 25
