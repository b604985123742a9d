"""Behind a share of the releases stands the work: in order, to the square metre, and no land is moved by it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import shapely

from tilth.desk.accounting import Question, answer
from tilth.desk.dossiers_of_all import dossiers
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import all_tasks
from tilth.store.memory import Memory
from tilth.synth.draft import INVENTED
from tilth.synth.histories import histories
from tilth.synth.province import province
from tilth.synth.works import ACTIONS, Works, roster

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def land():
    return province(hazards=900, seed=5)


@pytest.fixture(scope="module")
def drafts(land):
    return list(histories(land))


@pytest.fixture(scope="module")
def told(land, drafts):
    works = Works(land, 0.5)
    for draft in drafts:
        works.see(draft)
    return list(works.histories())


@pytest.fixture(scope="module")
def booked():
    """The same province without work and with it."""
    small, made = province(hazards=150, seed=5), []
    for share in (0.0, 0.6):
        made.append(Programme(Memory()))
        book_province(made[-1], small, now=NOW, work_share=share)
    return made


def test_about_the_share_of_releases_that_can_have_a_history_has_one(drafts, told):
    releases = {draft.source_id for draft in drafts if draft.kind in ACTIONS and draft.attributes["hazard"]}
    assert 0.3 < len(told) / len(releases) < 0.5
    assert len({one.task for one in told}) == len(told)


def test_each_history_ends_on_the_day_of_its_release_with_its_area_and_outline(drafts, told):
    releases = {f"T-{draft.source_id}": draft for draft in reversed(drafts)}
    for history in told:
        release = releases[history.task]
        steps = [step for step in history.steps if step.kind != "reopening"]
        assert steps[-1].kind == "handover"
        assert steps[-1].happened_on == release.happened_on
        done = sum(step.body["m2"] for step in steps if step.kind == "progress")
        assert done == steps[0].body["area_m2"] == steps[-1].body["inside_m2"] == round(release.geometry.area)
        assert history.outlines[0].equals(release.geometry)


def test_the_steps_of_a_history_come_in_the_order_of_their_days(told):
    for history in told:
        days = [date.fromisoformat(step.happened_on) for step in history.steps]
        assert days == sorted(days)
        kinds = [step.kind for step in history.steps if step.kind != "reopening"]
        assert kinds[0] == "task"
        assert kinds[-2:] == ["approval", "handover"]
        assert kinds[-3] == "inspection"
        worked = [step.happened_on for step in history.steps if step.kind == "progress"]
        assert len(set(worked)) == len(worked) >= 1


def test_nobody_approves_what_they_said_and_every_name_is_labelled(told):
    for history in told:
        said = {step.kind: step.said_by for step in history.steps}
        assert said["completion"] != said["approval"]
        assert all(INVENTED in name for name in said.values() if name != "not stated")


def test_the_items_found_are_items_that_truly_lay_there_and_none_is_found_twice(land, told):
    found = Counter(item for one in told for step in one.steps for item in
                    Counter(step.body.get("items", {})).elements())  # fmt: skip
    assert found
    assert found.total() <= len(land.ordnance)
    tree = shapely.STRtree(shapely.points(land.ordnance))
    for history in told:
        items = sum(sum(step.body.get("items", {}).values()) for step in history.steps)
        assert items <= len(tree.query(history.outlines[0], predicate="contains"))


def test_land_found_dirty_again_re_opens_its_task(told):
    again = [step for one in told for step in one.steps if step.kind == "reopening"]
    assert again
    assert all(step.body["inside_m2"] > 0 for step in again)


def test_the_same_seed_tells_the_same_work(land, drafts, told):
    works = Works(land, 0.5)
    for draft in drafts:
        works.see(draft)
    assert [one.steps for one in works.histories()] == [one.steps for one in told]


def test_no_square_metre_moves_with_the_work(booked):
    without, with_work = (answer(made, Question(as_at="2025-12-31"), today=NOW.date()) for made in booked)
    for part in ("accounts", "flows", "undrawn", "balanced"):
        assert without[part] == with_work[part]
    assert with_work["entries"] > without["entries"]


def test_every_step_has_its_place_and_every_task_its_land(booked):
    every = all_tasks(booked[1].store)
    assert len(every) > 50
    assert not all_tasks(booked[0].store)
    for task in every.values():
        assert not [line for line in task.history if line.refusal]
        assert task.state in ("handed_over", "re-opened")
        assert task.done_m2 == task.m2 == task.released_m2 + task.remaining_m2
        assert (task.remaining_m2 == 0) is (task.state == "handed_over")


def test_the_papers_of_invented_work_are_complete_but_for_slips_of_known_kinds(booked):
    made = booked[1]
    every = [task for task in all_tasks(made.store).values() if task.state == "handed_over"]
    allowed = roster_of(made).allowed
    found = dossiers(made, every, allowed=allowed, known=made.store.head().entries)
    assert {gap.rule for one in found for gap in one.gaps} <= {"evidence", "signed", "destroyed"}


def test_an_approval_names_the_completion_that_it_approves(booked):
    for task in all_tasks(booked[1].store).values():
        if task.state == "handed_over":
            entry = booked[1].store.entry(task.approval.entry)
            assert f'"approves":{task.completion.entry}' in entry.body


def test_the_teams_are_on_record_before_they_work(land):
    kinds = Counter(step.kind for step in roster(land))
    assert kinds == {"team": len(land.teams), "member": len(land.teams), "certificate": len(land.teams)}
