"""What waits for an inspection, how an effort is shared, what samples say, and each team beside its own past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import shapely

from tilth.desk.approving import approve_completion
from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.handing import Receipt, hand_over, reopen
from tilth.desk.ordering import Wish, open_task
from tilth.desk.programme import Programme
from tilth.desk.quality import NEAREST, Promise, planned
from tilth.desk.quality_view import LEAST_M2, quality
from tilth.desk.refusal import REFUSALS, Refusal
from tilth.desk.starting import start
from tilth.desk.working import Form, Hand, complete, correct, inspect, progress
from tilth.store.memory import Memory
from tilth.units.dates import parse_when

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Field:
    """Hazards H1 to H4 of a hectare each, with a task on each that is asked for."""

    def __init__(self) -> None:
        self.programme = Programme(Memory())
        start(self.programme, name="Invented", country=None, author="owner", now=NOW)
        when = parse_when("2024-01-10")
        land = [
            Draft("confirmed", "Survey", when, f"H{at + 1}", shapely.box(at * 200, 0, at * 200 + 100, 100), {})
            for at in range(4)
        ]
        write(self.programme, land, author="owner", now=NOW)

    def task(self, hazard: str = "H1", team: str = "Team 4") -> str:
        wish = Wish(hazard, "clear", team, "2024-02-01", "2024-12-31")
        return open_task(self.programme, wish, hand=hand("ops")).task.id

    def day(self, task: str, on: str, m2: int = 1000, team: str = "Team 4", mines: int = 0) -> None:
        items = {"AP mine": mines} if mines else {}
        progress(self.programme, task, Form(on, team, m2, items=items), hand=hand("lead"))

    def visit(self, task: str, on: str, result: str = "pass", **said) -> str:
        return inspect(self.programme, task, on=on, result=result, hand=hand("qa"), **said).more.get("sample", "")

    def complete(self, task: str, on: str) -> None:
        complete(self.programme, task, on=on, hand=hand("lead"))

    def quality(self, **asked):
        return quality(self.programme.store, **asked)


def hand(by: str) -> Hand:
    return Hand(by, by, NOW)


@pytest.fixture
def field() -> Field:
    return Field()


def lots(found) -> dict[str, int]:
    return {one["task"]: one["lot_m2"] for one in found["waiting"]}


def test_a_programme_without_tasks_has_nothing_to_say(field):
    assert field.quality(effort_m2=100) == {"on": None, "waiting": [], "inspections": [], "teams": []}


def test_an_ordered_task_waits_for_nothing_and_a_worked_one_waits(field):
    one, _ = field.task("H1"), field.task("H2")
    field.day(one, "2024-03-01")
    assert lots(field.quality()) == {one: 1000}


def test_after_a_passed_inspection_only_newer_work_waits(field):
    one = field.task()
    field.day(one, "2024-03-01")
    field.visit(one, "2024-03-02", sampled_m2=100)
    assert lots(field.quality()) == {}
    field.day(one, "2024-03-03", 700)
    assert lots(field.quality()) == {one: 700}
    field.complete(one, "2024-03-04")
    assert lots(field.quality()) == {one: 10_000}
    field.visit(one, "2024-03-05")
    assert lots(field.quality()) == {}


def test_a_failed_task_waits_and_says_what_is_to_be_corrected_first(field):
    one = field.task()
    field.day(one, "2024-03-01")
    field.complete(one, "2024-03-02")
    field.visit(one, "2024-03-03", "fail")
    assert [(wait["state"], wait["open_nonconformities"]) for wait in field.quality()["waiting"]] == [("failed", 1)]
    correct(field.programme, one, on="2024-03-04", what="done again", hand=hand("lead"))
    assert field.quality()["waiting"][0]["open_nonconformities"] == 0


def test_work_from_before_a_reopening_does_not_wait_again(field):
    one = field.task()
    field.day(one, "2024-03-01", 9000, mines=5)
    field.visit(one, "2024-03-02")
    field.complete(one, "2024-03-03")
    approve_completion(field.programme, one, on="2024-03-04", hand=hand("authority"))
    hand_over(field.programme, one, on="2024-03-05", receipt=Receipt("the village"), hand=hand("authority"))
    reopen(
        field.programme, one, on="2025-03-05", why="a find", polygon=shapely.box(0, 0, 20, 20), hand=hand("authority")
    )
    field.day(one, "2025-03-10", 250)
    waits = field.quality()["waiting"][0]
    assert (waits["lot_m2"], waits["finds"]) == (250, 0)
    field.complete(one, "2025-03-11")
    assert lots(field.quality()) == {one: 400}


def test_a_day_is_seen_as_it_was_and_a_journal_as_it_was_known(field):
    one = field.task()
    known = field.programme.store.head().entries
    field.day(one, "2024-03-01")
    field.visit(one, "2024-03-09")
    then = field.quality(on=date(2024, 3, 5))
    assert (lots(then), then["inspections"], then["on"]) == ({one: 1000}, [], "2024-03-05")
    assert lots(field.quality(on=date(2024, 2, 20))) == {}
    assert lots(field.quality(known=known)) == {}


def test_the_samples_of_a_hectare_are_those_of_the_tables(field):
    one = field.task()
    field.complete(one, "2024-03-01")
    samples = [sample["sample_m2"] for sample in field.quality()["waiting"][0]["samples"]]
    # zero acceptance at 95 % of N = 10 000: ln 0.05 / ln(1 - p) is 298 and 58, a little less without replacement
    assert samples == [294, 59]


def test_the_effort_is_shared_whole_and_goes_where_more_was_found(field):
    dense, bare, tiny = field.task("H1"), field.task("H2"), field.task("H3")
    field.day(dense, "2024-03-01", 4000, mines=12)
    field.day(bare, "2024-03-01", 4000)
    field.day(tiny, "2024-03-01", 30)
    shares = {one["task"]: one["inspect_m2"] for one in field.quality(effort_m2=1000)["waiting"]}
    assert sum(shares.values()) == 1000
    assert shares[dense] > shares[bare] >= LEAST_M2
    assert shares[tiny] == 30


def test_more_effort_than_ground_inspects_all_of_it(field):
    one = field.task()
    field.day(one, "2024-03-01", 300)
    assert field.quality(effort_m2=10**6)["waiting"][0]["inspect_m2"] == 300


@pytest.mark.parametrize("effort", [-1, 0, 129])
def test_an_effort_below_the_minima_is_refused_with_the_figure_that_does(field, effort):
    for hazard, m2 in (("H1", 4000), ("H2", 30), ("H3", 60)):
        field.day(field.task(hazard), "2024-03-01", m2)
    with pytest.raises(Refusal) as refused:
        field.quality(effort_m2=effort)
    assert refused.value.number == "422.5"
    assert "--effort 130" in str(refused.value)
    assert sum(one["inspect_m2"] for one in field.quality(effort_m2=130)["waiting"]) == 130


def test_work_without_square_metres_waits_without_a_sample_or_a_share(field):
    one = field.task()
    field.day(one, "2024-03-01", 0)
    waits = field.quality(effort_m2=100)["waiting"][0]
    assert (waits["lot_m2"], waits["samples"], "share" in waits) == (0, [], False)


def test_each_inspection_says_what_its_sample_can_and_says_so_as_it_is_booked(field):
    one = field.task()
    field.day(one, "2024-03-01")
    said = field.visit(one, "2024-03-02", sampled_m2=500, found=0)
    field.visit(one, "2024-03-03")
    field.visit(one, "2024-03-04", sampled_m2=20_000)
    first, unsized, too_large = field.quality()["inspections"]
    assert "with probability about 5 %" in first["says"]
    assert first["says"] == said
    assert "not on record" in unsized["says"]
    assert f"tilth amend FILE {too_large['entry']} " in too_large["says"]


def months(field: Field, task: str, faults: list[int], team: str = "Team 4", sampled: int = 500) -> None:
    for at, found in enumerate(faults):
        on = date(2024, 3, 1) + timedelta(days=2 * at)
        field.day(task, on.isoformat(), 10, team=team)
        field.visit(task, (on + timedelta(days=1)).isoformat(), sampled_m2=sampled, found=found)


def test_a_check_unlike_a_teams_own_past_is_named_and_a_steady_team_is_not(field):
    months(field, field.task("H1"), [1, 0, 1, 0, 1, 0, 9])
    months(field, field.task("H2", "Team 5"), [9, 8, 9, 10, 9, 8, 9], team="Team 5")
    changed, steady = field.quality()["teams"]
    assert [point["check"] for point in changed["points"] if point["out_of_control"]] == ["2024-03-14 T-0001"]
    assert (changed["team"], changed["faults"], changed["checked_m2"]) == ("Team 4", 12, 3500)
    assert not [point for point in steady["points"] if point["out_of_control"]]


def test_a_non_conformity_is_one_fault_with_or_without_the_find_that_it_names(field):
    one = field.task()
    field.day(one, "2024-03-01")
    field.visit(one, "2024-03-02", "fail", sampled_m2=100, found=0)
    field.visit(one, "2024-03-03", "fail", sampled_m2=100, found=1, nonconformity="a mine")
    assert field.quality()["teams"][0]["faults"] == 2


def test_what_cannot_be_put_on_a_chart_is_counted(field):
    one, both = field.task("H1"), field.task("H2")
    field.day(one, "2024-03-01")
    field.visit(one, "2024-03-02", "fail")
    field.visit(one, "2024-03-03", sampled_m2=10, found=10**9)
    field.day(both, "2024-03-01")
    field.day(both, "2024-03-01", team="Team 5")
    field.visit(both, "2024-03-02", sampled_m2=100)
    counts = {team["team"]: (team["checks"], team["not_charted"]) for team in field.quality()["teams"]}
    assert counts == {"Team 4": (0, 3), "Team 5": (0, 1)}
    assert [team["faulty_not_charted"] for team in field.quality()["teams"]] == [2, 0]


def test_a_plan_keeps_its_promise_and_one_square_metre_less_does_not():
    told = planned(Promise(10_000, 0.01))
    assert told["plan"]["sample_m2"] == 294
    assert told["plan"]["consumer_risk"] <= 0.05
    both = planned(Promise(10_000, 0.02, 0.002))["plan"]
    assert both["accept"] > 0
    assert max(both["consumer_risk"], both["producer_risk"]) <= 0.05


def test_where_even_all_of_it_is_not_enough_that_is_said():
    told = planned(Promise(100, 0.01, detection=0.5))
    assert told["plan"] is None
    assert told["sentences"][0].startswith("Even a check of all 100 m² is not enough")


NAN = float("nan")


@pytest.mark.parametrize(
    "promise",
    [
        *(Promise(lot, 0.01) for lot in (0, -1, 10**12)),
        *(Promise(100, share) for share in (0, -0.1, 1.1, NAN)),
        *(Promise(100, 0.1, good) for good in (-0.1, 0.1, 0.1 * NEAREST + 0.001, NAN)),
        *(Promise(100, 0.1, consumer_risk=risk) for risk in (0, 1, NAN)),
        *(Promise(100, 0.1, 0.01, producer_risk=risk) for risk in (0, 1, NAN)),
        *(Promise(100, 0.1, detection=chance) for chance in (0, 1.1, NAN)),
    ],
)
def test_what_is_no_lot_share_or_chance_is_refused(promise):
    with pytest.raises(Refusal) as refused:
        planned(promise)
    assert refused.value.number == "422.1"
    assert refused.value.status == REFUSALS["422.1"][0]
