"""Land of a task moves at handover and at no other step, and every difference between outlines is told."""

from __future__ import annotations

import json

import pytest
from diary import shape
from foreman import NOW, TASK, Foreman, refusal

from tilth.desk.approving import approve, approve_completion
from tilth.desk.checking import rebuild, verify
from tilth.desk.handing import Receipt, hand_over
from tilth.desk.mending import amend, withdraw
from tilth.desk.refusal import Refusal
from tilth.desk.working import Hand
from tilth.land.transitions import CANCELLED, CLEARED, SUSPECTED, UNRECORDED
from tilth.places.frame import to_lonlat
from tilth.store.geopackage import create
from tilth.store.memory import Memory
from tilth.work.differences import differences


@pytest.fixture(params=["memory", "geopackage"])
def foreman(request, tmp_path):
    store = Memory() if request.param == "memory" else create(tmp_path / "p.gpkg")
    yield Foreman(store)
    store.close()


def body_of(foreman: Foreman, number: int) -> dict:
    return json.loads(foreman.programme.store.entry(number).body)


def test_land_moves_at_handover_and_the_release_says_what_it_rests_on(foreman):
    foreman = Foreman(method="manual", depth_cm=20, criteria="2024-1", with_task=True)
    foreman.progress(10_000, items={"AP mine": 2}, destroyed={"AP mine": 2})
    foreman.go("complete", "inspection_passed", "approve")
    assert foreman.land() == {"suspected": 10_000}
    done = foreman.handover(use_after="farming", residual_risk="Below 20 cm items may remain.")
    assert foreman.land() == {"cleared": 10_000}
    assert done.as_json()["state"] == "handed_over"
    assert (done.more["released_m2"], done.more["remaining_m2"], done.more["differences"]) == (10_000, 0, [])
    release = foreman.programme.store.entry(done.more["release"])
    assert (release.kind, release.happened_on, release.source_id) == ("cleared", "2024-03-06", "T-0001-released")
    assert body_of(foreman, release.number) == {
        "area_m2": 10_000, "by_handover": done.entry, "task": "T-0001", "hazard": "H1", "method": "manual",
        "depth_cm": 20, "criteria": "2024-1", "operator": "Team 4", "started_on": "2024-03-02",
        "ended_on": "2024-03-02", "items_found": 2, "quality_control": "inspected by qa on 2024-03-04",
        "approved_by": "authority", "approved_on": "2024-03-05", "to": "the village",
        "residual_risk": "Below 20 cm items may remain.", "use_after": "farming",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "status"),
    [("cancel", "cancelled"), ("reduce", "reduced"), ("clear", "cleared"), ("clearance", "cleared")],
)
def test_the_action_says_how_land_is_released(action, status):
    foreman = Foreman(action=action).reach("handed_over")
    assert foreman.land() == {status: 10_000}


def test_less_than_the_task_leaves_the_rest_as_it_is_on_record(foreman):
    foreman.reach("approved")
    done = foreman.handover("box(0,0,100,60)")
    assert foreman.land() == {"cleared": 6_000, "suspected": 4_000}
    assert (foreman.task.released_m2, foreman.task.remaining_m2) == (6_000, 4_000)
    assert [(one["what"], one["m2"]) for one in done.more["differences"]] == [("remaining", 4_000)]
    assert foreman.kinds() == ["task_remains"]


def test_more_than_the_task_is_booked_and_told(foreman):
    foreman.reach("approved")
    done = foreman.handover("box(0,0,120,100)")
    assert foreman.land() == {"cleared": 12_000}
    assert [(one["what"], one["m2"]) for one in done.more["differences"]] == [
        ("outside_task", 2_000),
        ("released_unrecorded", 2_000),
    ]
    assert sorted(foreman.kinds()) == ["release_larger", "released_outside_task", "unrecorded_release"]
    assert (foreman.task.released_m2, foreman.task.remaining_m2) == (10_000, 0)


def test_without_a_polygon_the_outlines_of_the_days_are_released(foreman):
    foreman.progress(3_000, polygon=shape("box(0,0,100,30)"))
    foreman.progress(4_000, polygon=shape("box(0,20,100,60)"))
    foreman.go("complete", "inspection_passed", "approve", "handover")
    assert foreman.land() == {"cleared": 6_000, "suspected": 4_000}
    assert foreman.task.remaining_m2 == 4_000


def test_a_task_on_a_part_of_a_hazard_releases_that_part():
    foreman = Foreman(with_task=False)
    foreman.open(polygon=shape("box(0,0,100,25)"))
    assert (foreman.task.m2, foreman.kinds()) == (2_500, [])
    foreman.reach("handed_over")
    assert foreman.land() == {"cleared": 2_500, "suspected": 7_500}


def test_a_task_reaching_out_of_its_hazard_is_given_as_drawn_and_asked_about():
    foreman = Foreman(with_task=False)
    foreman.open(polygon=shape("box(50,0,150,50)"))
    assert foreman.kinds() == ["task_outside_hazard"]
    assert foreman.task.m2 == 5_000


def test_a_task_wholly_outside_its_hazard_is_refused():
    foreman = Foreman(with_task=False)
    assert refusal(foreman.open, polygon=shape("square(200,200,10)")) == "422.1"


def test_land_under_two_outlines_is_released_once(foreman):
    foreman.field.write("2024-02-20 R1 cleared box(0,0,100,10)")
    foreman.reach("approved")
    done = foreman.handover()
    assert foreman.land() == {"cleared": 10_000}
    assert ("already_released", 1_000) in [(one["what"], one["m2"]) for one in done.more["differences"]]


# --- taken back -----------------------------------------------------------------------------------------------------


def test_a_find_re_opens_a_part_and_the_part_is_worked_again(foreman):
    foreman.reach("handed_over")
    foreman.reopen("box(-10,-10,20,20)", status="confirmed")
    assert foreman.land() == {"cleared": 9_600, "confirmed": 900}
    assert (foreman.task.released_m2, foreman.task.remaining_m2) == (9_600, 400)
    assert refusal(foreman.handover) == "409.19"
    foreman.go("progress", "complete", "inspection_passed", "approve", "handover")
    assert foreman.land() == {"cleared": 10_000, "confirmed": 500}
    assert (foreman.task.released_m2, foreman.task.remaining_m2) == (10_000, 0)


def test_an_inspection_of_before_the_re_opening_does_not_count_after_it(foreman):
    foreman.reach("re-opened").go("complete")
    assert foreman.task.state == "completed"
    assert refusal(foreman.approve) == "409.29"


def test_a_re_opening_elsewhere_is_refused(foreman):
    foreman.reach("handed_over")
    assert refusal(foreman.reopen, "square(500,500,10)") == "422.1"
    assert refusal(foreman.reopen, status="perhaps") == "422.1"
    assert foreman.land() == {"cleared": 10_000}


def test_all_of_a_re_opened_task_cannot_be_re_opened_again(foreman):
    foreman.reach("re-opened")
    assert refusal(foreman.reopen) == "422.1"


# --- who may, and what rests on what --------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["lead", "Lead", " lead "])
def test_nobody_approves_what_they_completed_themselves(foreman, by):
    foreman.reach("passed")
    assert refusal(foreman.approve, by=by) == "403.2"
    foreman.approve(by="lead 2")
    assert foreman.task.state == "approved"


def test_the_account_that_wrote_the_completion_approves_it_under_no_other_name(foreman):
    foreman.reach("passed")
    clerk = Hand("authority", "lead", NOW)
    assert refusal(approve_completion, foreman.programme, TASK, on=None, hand=clerk) == "403.2"
    completion = foreman.task.completion.entry
    assert refusal(approve, foreman.programme, completion, on=None, hand=clerk) == "403.2"
    done, _ = approve(foreman.programme, completion, on=None, hand=foreman.hand("authority"))
    assert done.task.state == "approved"


def test_what_a_later_step_rests_on_is_taken_back_last(foreman):
    foreman.reach("handed_over")
    lines = {line.kind: line.entry for line in foreman.task.history}
    for kind in ("task", "inspection", "completion", "approval"):
        with pytest.raises(Refusal, match=f"entry {lines['handover']}") as refused:
            withdraw(foreman.programme, lines[kind], why="x", author="a", now=NOW)
        assert refused.value.number == "409.31"
    withdraw(foreman.programme, lines["handover"], why="x", author="a", now=NOW)
    assert foreman.land() == {"suspected": 10_000}
    assert foreman.task.state == "approved"
    withdraw(foreman.programme, lines["approval"], why="x", author="a", now=NOW)
    withdraw(foreman.programme, lines["completion"], why="x", author="a", now=NOW)
    assert foreman.task.state == "working"
    foreman.go("progress", "complete", "inspection_passed", "approve", "handover")
    assert foreman.land() == {"cleared": 10_000}
    assert verify(foreman.programme)["ok"]


def test_the_land_of_a_handover_is_not_taken_away_without_it(foreman):
    done = foreman.reach("handed_over").last
    release = done.more["release"]
    assert refusal(withdraw, foreman.programme, release, why="x", author="a", now=NOW) == "409.32"
    for changes in ({"kind": "reduced"}, {"happened_on": "2024-03-01"}):
        assert refusal(amend, foreman.programme, release, changes, why="x", author="a", now=NOW) == "409.32"
    amend(foreman.programme, release, {"depth_cm": "30"}, why="the form says 30", author="a", now=NOW)
    assert foreman.land() == {"cleared": 10_000}
    assert (
        refusal(amend, foreman.programme, done.entry, {"date": "2024-03-01"}, why="x", author="a", now=NOW) == "409.33"
    )
    amend(foreman.programme, done.entry, {"to": "another village"}, why="x", author="a", now=NOW)
    assert foreman.task.history[-1].said == "another village"


def test_a_re_opening_taken_back_gives_the_land_back(foreman):
    done = foreman.reach("handed_over").reopen("square(0,0,20)")
    withdraw(foreman.programme, done.entry, why="another field", author="a", now=NOW)
    assert foreman.land() == {"cleared": 10_000}
    assert (foreman.task.state, foreman.task.released_m2) == ("handed_over", 10_000)


def test_the_ground_of_a_task_stays_once_land_of_it_was_handed_over(foreman):
    smaller, larger = (to_lonlat([shape(f"square(0,0,{side})")])[0].wkt for side in (50, 60))
    order = foreman.task.entry
    order = amend(foreman.programme, order, {"geometry": smaller}, why="x", author="a", now=NOW).number
    assert foreman.task.m2 == 2_500
    foreman.reach("handed_over")
    assert refusal(amend, foreman.programme, order, {"geometry": larger}, why="x", author="a", now=NOW) == "409.31"
    assert (foreman.task.released_m2, foreman.task.remaining_m2) == (2_500, 0)


def test_a_day_amended_to_after_the_inspection_is_refused_once_the_task_was_approved(foreman):
    foreman.reach("approved")
    day = foreman.task.days[0].entry
    assert refusal(amend, foreman.programme, day, {"date": "2024-04-01"}, why="x", author="a", now=NOW) == "409.31"
    amend(foreman.programme, day, {"m2": "250", "items": "UXO=1"}, why="the form says so", author="a", now=NOW)
    assert foreman.task.done_m2 == 250
    assert foreman.task.actual.items == {"UXO": 1}
    assert foreman.task.state == "approved"


@pytest.mark.parametrize("changes", [{"m2": "many"}, {"m2": "-3"}, {"items": "three mines"}, {"team": ""}])
def test_an_amended_day_must_still_be_a_day(foreman, changes):
    foreman.progress()
    assert refusal(amend, foreman.programme, foreman.last.entry, changes, why="x", author="a", now=NOW) == "422.2"


def test_an_entry_on_the_way_is_as_sealed_and_rebuilt_as_any(foreman):
    foreman.reach("re-opened")
    assert verify(foreman.programme, geometry=True)["ok"]
    before = foreman.task
    rebuild(foreman.programme)
    assert foreman.task.history == before.history
    assert verify(foreman.programme)["ok"]


def test_a_handover_that_is_refused_leaves_nothing_behind(foreman):
    foreman.reach("approved")
    head = foreman.programme.store.head()
    assert (
        refusal(hand_over, foreman.programme, TASK, on="2030-01-01", receipt=Receipt("x"), hand=foreman.hand("a"))
        == "422.1"
    )
    assert foreman.programme.store.head() == head


# --- opening --------------------------------------------------------------------------------------------------------


def test_a_task_opens_on_a_hazard_that_is_on_record(foreman):
    assert refusal(foreman.open, "H9") == "404.4"
    foreman.field.write("2024-02-20 H5 suspected")
    assert refusal(foreman.open, "H5") == "422.1"
    foreman.open("H5", polygon=shape("square(900,0,10)"))
    assert foreman.last.task.m2 == 100


def test_ids_are_made_in_order_and_taken_once(foreman):
    assert [foreman.open().task.id, foreman.open(name="P-7").task.id, foreman.open().task.id] == [
        "T-0002", "P-7", "T-0003",
    ]  # fmt: skip
    assert refusal(foreman.open, name="P-7") == "409.30"


@pytest.mark.parametrize(
    "wish",
    [{"action": "sweep"}, {"season": "spring"}, {"depth_cm": -1}, {"given_on": "2030-01-01"}, {"given_on": "May"}],
)
def test_an_order_that_cannot_be_is_refused(foreman, wish):
    assert refusal(foreman.open, **wish) == "422.1"


# --- differences ----------------------------------------------------------------------------------------------------


def test_every_square_metre_of_a_difference_has_its_line():
    moved = {(SUSPECTED, CLEARED): 70, (UNRECORDED, CLEARED): 20, (CANCELLED, CANCELLED): 11}
    told = differences(inside_m2=80, outside_m2=20, remaining_m2=5, moved=moved)
    assert {one.what: one.m2 for one in told} == {
        "outside_task": 20, "remaining": 5, "released_unrecorded": 20, "already_released": 11, "in_the_books": 1,
    }  # fmt: skip
    assert differences(inside_m2=100, outside_m2=0, remaining_m2=0, moved={(SUSPECTED, CLEARED): 100}) == []
