"""Every row of the table of states, taken through the desk: what it says is what happens."""

from __future__ import annotations

import pytest
from foreman import WAYS, Foreman, refusal

from tilth.desk.refusal import REFUSALS
from tilth.journal.entry import WORK_KINDS
from tilth.terms import table
from tilth.work.states import AS_BEFORE, releases_as, states, step

ROWS = table("task_states")
# How each event of the table is brought about, and the command that says it.
EVENTS = {
    "progress": "progress",
    "inspection_passed": "inspection_passed",
    "inspection_open": "inspection_open",
    "inspection_failed": "inspection_failed",
    "correction": "correct",
    "correction_of_nothing": "correct",
    "stoppage": "suspend",
    "resumption": "resume",
    "completion": "complete",
    "completion_inspected": "complete",
    "approval": "approve",
    "approval_by_author": "approve_own",
    "handover": "handover",
    "reopening": "reopen",
}
# Where a non-conformity can be open, and how a task with one gets there.
_WITH_ONE_OPEN = {
    "working": ("progress", "inspection_failed"),
    "suspended": ("progress", "inspection_failed", "suspend"),
    "completed": ("progress", "inspection_failed", "complete"),
    "failed": WAYS["failed"],
    "handed_over": (*WAYS["handed_over"], "inspection_failed"),
    "re-opened": (*WAYS["handed_over"], "inspection_failed", "reopen"),
}
_INSPECTED = {"working": ("progress", "inspection_passed")}


def way_to(state: str, event: str) -> tuple[str, ...] | None:
    """Steps after which the state holds and the event is what comes next; None where there is no such way."""
    if event == "correction":
        return _WITH_ONE_OPEN.get(state)
    if event == "completion_inspected":
        return _INSPECTED.get(state)
    if event == "correction_of_nothing" and state == "failed":
        return None  # a failed task has something to correct, until it is corrected
    if event == "inspection_passed" and state == "failed":
        return (*WAYS["failed"], "correct")
    if event == "reopening" and state == "re-opened":
        return (*WAYS["handed_over"], "reopen_part")
    return WAYS[state]


REACHED = [row for row in ROWS if way_to(row["state"], row["event"]) is not None]


def test_the_rows_without_a_way_are_those_where_nothing_is_open_and_nothing_inspected():
    without = [row for row in ROWS if row not in REACHED]
    assert {row["event"] for row in without} == {"correction", "correction_of_nothing", "completion_inspected"}
    assert [row["state"] for row in without if row["event"] == "correction"] == ["open", "passed", "approved"]


def test_the_table_knows_every_state_and_every_event():
    assert {(row["state"], row["event"]) for row in ROWS} == {(s, e) for s in WAYS for e in EVENTS}
    assert len(ROWS) == len(WAYS) * len(EVENTS)
    assert states() == tuple(WAYS)
    assert {row["becomes"] for row in ROWS} <= {*WAYS, AS_BEFORE, ""}
    assert {row["refusal"] for row in ROWS} - {""} <= REFUSALS.keys()
    assert all(bool(row["becomes"]) != bool(row["refusal"]) for row in ROWS)


@pytest.mark.parametrize("row", REACHED, ids=lambda row: f"{row['event']} on {row['state']}")
def test_what_the_table_says_is_what_happens(row):
    foreman = Foreman().go(*way_to(row["state"], row["event"]))
    assert foreman.task.state == row["state"]
    before, head = foreman.land(), foreman.programme.store.head()

    assert refusal(getattr(foreman, EVENTS[row["event"]])) == row["refusal"]

    if row["refusal"]:
        assert foreman.programme.store.head() == head
        assert foreman.task.state == row["state"]
    else:
        assert foreman.task.state == ("working" if row["becomes"] == AS_BEFORE else row["becomes"])
        assert foreman.task.history[-1].state == foreman.task.state
    if row["event"] not in ("handover", "reopening"):
        assert foreman.land() == before


@pytest.mark.parametrize("state", ["open", "working", "completed", "failed", "passed", "approved", "re-opened"])
def test_a_resumed_task_stands_as_it_did_before(state):
    foreman = Foreman().reach(state).go("suspend")
    assert foreman.task.state == "suspended"
    foreman.go("resume")
    assert foreman.task.state == state


def test_no_row_leads_to_handover_but_from_approved_and_none_to_approved_but_from_passed():
    assert {row["state"] for row in ROWS if row["becomes"] == "handed_over"} - {"handed_over"} == {"approved"}
    assert {row["state"] for row in ROWS if row["becomes"] == "approved"} - {"approved"} == {"passed"}
    into_passed = {(row["state"], row["event"]) for row in ROWS if row["becomes"] == "passed"}
    assert {event for _, event in into_passed} == {"inspection_passed", "completion_inspected"}


def test_every_action_has_a_status_it_releases_land_as():
    assert releases_as() == {"cancel": "cancelled", "reduce": "reduced", "clear": "cleared"}


def test_a_state_nobody_defined_is_the_programmers_mistake():
    with pytest.raises(KeyError):
        step("asleep", "progress")
    assert WORK_KINDS[0] == "task"
