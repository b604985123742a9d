"""What is missing in the papers of a task, and who can close it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.journal.entry import Entry
from tilth.terms import table
from tilth.terms.finding import finding
from tilth.work.dossier import COLUMNS, STEPS, check, read_rules, rules, tell
from tilth.work.dossier_checks import CHECKS, Facts
from tilth.work.fold import tasks
from tilth.work.survey_signs import signs_of_survey

ORDER = {
    **{"hazard": "H1", "action": "clear", "team": "Team 4", "method": "manual", "depth_cm": 20, "criteria": "C-3"},
    **{"area_m2": 1000, "planned_from": "2024-05-01", "planned_to": "2024-05-10"},
}
DAY = {"task": "T-1", "team": "Team 4", "m2": 1000, "items": {"AP mine": 2}, "destroyed": {"AP mine": 2}}
PASS = {"task": "T-1", "result": "pass", "sampled_m2": 50, "found": 0}
GIVEN = {"task": "T-1", "to": "A village", "residual_risk": "Some may remain.", "use_after": "farming"}
WHOLE = (
    ("task", "2024-05-01", "authority", ORDER),
    ("progress", "2024-05-02", "leader", DAY),
    ("completion", "2024-05-03", "operator", {"task": "T-1"}),
    ("inspection", "2024-05-04", "QA-1", PASS),
    ("approval", "2024-05-05", "authority", {"task": "T-1"}),
    ("handover", "2024-05-06", "authority", GIVEN | {"inside_m2": 1000}),
)
KNOWN = Facts(ORDER, GIVEN, surveys=("method: survey",), evidence=("seen",), hazard_drawn=True, released_drawn=True)


def task_of(*said):
    made = [
        Entry(at, 1, kind, on, on, on, by, by, "T-1" if kind == "task" else None, None, None, None, None,
              json.dumps(body), None, None)
        for at, (kind, on, by, body) in enumerate(said, start=1)
    ]  # fmt: skip
    return tasks(made)["T-1"]


def changed(kind, **fields):
    """The whole history with other fields in the entry of a kind; None takes a field out."""
    return [
        (one, on, by, {name: value for name, value in (body | fields).items() if value is not None})
        if one == kind
        else (one, on, by, body)
        for one, on, by, body in WHOLE
    ]


def gaps(task, facts=KNOWN, **how):
    return [gap.rule for gap in check(task, facts, **how).gaps]


def test_a_task_with_all_its_papers_has_no_gap_and_is_told_what_was_checked():
    found = check(task_of(*WHOLE), KNOWN)
    assert not found.gaps
    told = " ".join(tell(found))
    assert "a survey of the hazard" in told
    assert "not permission to enter" in told
    assert "safe" not in told.lower()


def test_an_order_alone_lacks_everything_that_comes_after_it():
    assert gaps(task_of(WHOLE[0])) == ["days", "completion", "inspection", "approval", "handover"]


@pytest.mark.parametrize(
    ("rule", "history", "facts"),
    [
        ("survey", WHOLE, replace(KNOWN, surveys=())),
        ("evidence", WHOLE, replace(KNOWN, evidence=())),
        ("outline", WHOLE, replace(KNOWN, hazard_drawn=False)),
        ("released", WHOLE, replace(KNOWN, released_drawn=False)),
        ("method", changed("task", method=None), replace(KNOWN, order=ORDER | {"method": ""})),
        ("depth", WHOLE, replace(KNOWN, order={**ORDER, "depth_cm": None})),
        ("criteria", changed("task", criteria=None), replace(KNOWN, order={**ORDER, "criteria": None})),
        ("team", changed("task", team=None), replace(KNOWN, order={**ORDER, "team": ""})),
        ("signed", [(k, on, "not stated" if k == "progress" else by, b) for k, on, by, b in WHOLE], KNOWN),
        ("destroyed", changed("progress", destroyed={"AP mine": 1}), KNOWN),
        ("sample", changed("inspection", sampled_m2=None), KNOWN),
        ("receiver", WHOLE, replace(KNOWN, handover=GIVEN | {"to": ""})),
        ("residual", WHOLE, replace(KNOWN, handover=GIVEN | {"residual_risk": None})),
        ("land_use", WHOLE, replace(KNOWN, handover={"to": "A village", "residual_risk": "Some."})),
        ("remaining", changed("handover", inside_m2=400), KNOWN),
    ],
)
def test_each_thing_that_is_missing_is_the_one_gap_and_says_who_closes_it(rule, history, facts):
    (gap,) = check(task_of(*history), facts).gaps
    assert gap.rule == rule
    assert gap.who
    assert gap.next
    assert "{" not in gap.sentence + gap.next


def test_a_depth_of_nothing_is_a_depth():
    assert not gaps(task_of(*WHOLE), replace(KNOWN, order=ORDER | {"depth_cm": 0}))


def test_an_open_nonconformity_is_named_and_keeps_the_inspection_open():
    fault = ("inspection", "2024-05-04", "QA-1", {"task": "T-1", "result": "fail", "nonconformity": "No marking"})
    found = check(task_of(*WHOLE[:3], fault), KNOWN)
    assert [gap.rule for gap in found.gaps] == ["nonconformity", "inspection", "approval", "handover"]
    assert "No marking" in found.gaps[0].sentence


def test_a_suspended_task_says_since_when_and_why():
    found = check(
        task_of(*WHOLE[:2], ("stoppage", "2024-05-03", "operator", {"task": "T-1", "reason": "season"})), KNOWN
    )
    (gap,) = [gap for gap in found.gaps if gap.rule == "suspended"]
    assert "2024-05-03" in gap.sentence
    assert "season" in gap.sentence


def test_items_destroyed_on_a_later_day_are_destroyed():
    later = ("progress", "2024-05-03", "leader", DAY | {"items": {}, "destroyed": {"AP mine": 2}})
    found = changed("progress", destroyed={})
    assert "destroyed" not in gaps(task_of(*found[:2], later, *found[2:]))


def test_days_without_an_accredited_team_are_one_gap_for_each_thing_missing():
    def allowed(team, on, action):
        soon = finding("certificate_ends_soon", what="A", who=team, ended=on, days=3, on=on, team=team)
        off = finding("team_not_on_record", team=team, on=on, action=action)
        return [off, soon] if on < date(2024, 5, 4) else []

    days = [("progress", f"2024-05-0{day}", "leader", DAY | {"m2": day}) for day in (2, 3, 4)]
    (gap,) = [one for one in check(task_of(WHOLE[0], *days), replace(KNOWN, allowed=allowed)).gaps
              if one.rule == "accredited"]  # fmt: skip
    assert "2 day(s) (2024-05-02, 2024-05-03)" in gap.sentence
    assert "Nothing is held up" not in gap.sentence


def test_a_survey_needs_no_depth_and_no_earlier_survey():
    order = {name: value for name, value in ORDER.items() if name != "depth_cm"} | {"action": "cancel"}
    history = [("task", "2024-05-01", "authority", order), *WHOLE[1:]]
    assert not gaps(task_of(*history), replace(KNOWN, order=order, surveys=()))


def test_steps_wait_for_the_gaps_before_them():
    found = check(task_of(*WHOLE[:4]), KNOWN).as_json()
    assert found["ready_for"] == ["submission"]
    assert {one["rule"] for one in found["checked"] if not one["met"]} == {"approval", "handover"}


@given(st.lists(st.sampled_from(WHOLE[1:]), max_size=12), st.booleans())
def test_any_history_can_be_held_against_the_rules(history, on_record):
    found = check(task_of(WHOLE[0], *history), KNOWN if on_record else Facts())
    assert set(found.as_json()["ready_for"]) <= set(STEPS)
    assert {gap.rule for gap in found.gaps} <= {one.rule for one in found.rules}
    assert not [gap for gap in found.gaps if gap.rule in ("survey", "evidence")] or not on_record


# --- the rules as a table -------------------------------------------------------------------------------------------


def test_every_check_is_asked_for_by_a_rule_and_every_rule_has_its_own_name():
    assert {one.check for one in rules()} == set(CHECKS)
    assert len({one.rule for one in rules()}) == len(rules())


def test_an_authority_can_add_a_rule_about_a_field_of_the_order():
    row = dict(table("dossier_rules")[5]) | {"rule": "priority", "check": "order_states", "of": "priority"}
    own = read_rules([row | {"gap": "Task {task} has no {field}.", "who": "the board"}])
    (gap,) = check(task_of(*WHOLE), KNOWN, asked=own).gaps
    assert (gap.sentence, gap.who) == ("Task T-1 has no priority.", "the board")


def test_words_in_braces_are_only_ever_replaced():
    row = dict(table("dossier_rules")[2]) | {"gap": "{task.__class__} {0} {task!r} {unheard_of} {task}"}
    (gap,) = check(task_of(*WHOLE), replace(KNOWN, surveys=()), asked=read_rules([row])).gaps
    assert gap.sentence == "{task.__class__} {0} {task!r} {unheard_of} T-1"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"check": "clairvoyance"}, "there is no check"),
        ({"before": "someday"}, "one of submission, handover, closing"),
        ({"actions": "clear|explode"}, "no action explode"),
        ({"who": " "}, "nothing stands in who"),
    ],
)
def test_a_row_that_is_no_rule_is_named_with_what_is_wrong(change, fault):
    with pytest.raises(ValueError, match=fault):
        read_rules([dict(table("dossier_rules")[0]) | change])


@pytest.mark.parametrize("column", COLUMNS)
def test_a_table_without_a_column_is_no_table_of_rules(column):
    row = {name: value for name, value in table("dossier_rules")[0].items() if name != column}
    with pytest.raises(ValueError, match=column):
        read_rules([row])


def test_an_empty_table_is_no_table_of_rules():
    with pytest.raises(ValueError, match="no row"):
        read_rules([])


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"method": "Non-technical survey"}, True),
        ({"evidence": "direct"}, True),
        ({"evidence_text": "seen by a farmer"}, True),
        ({"evidence": "unknown", "method": "unknown", "name": "A survey hill"}, False),
        ({}, False),
    ],
)
def test_only_what_a_survey_fills_shows_a_survey(body, shown):
    assert bool(list(signs_of_survey(body))) is shown
