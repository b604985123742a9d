"""An end nobody stated: implied by a start and a duration, each time under an assumption that is told."""

from __future__ import annotations

from datetime import date

import pytest
from makers import said

from tilth.teams.mission import mission

SENT = said("D1", "unit_deployed", "2025-08-01..2025-08-10", "interval")
BEGAN = said("W1", "unit_started_work", "2025-11", "month")
TEN = said("T1", "mission_duration_months", "10", "days")


def implied(*statements):
    return mission(statements).implied


def test_ten_days_from_early_august_end_before_the_end_of_august():
    (one,) = implied(SENT, TEN)
    assert (one.first, one.last) == (date(2025, 8, 10), date(2025, 8, 21))  # 10 means 9.5 to 10.5
    assert one.as_json()["claims"] == ["D1", "T1"]
    assert one.assumption == "the time stated in T1 is counted from the start of: deployed"


def test_counted_from_another_start_they_end_elsewhere_and_both_are_told():
    found = implied(SENT, BEGAN, said("T2", "mission_duration_months", "3", "months"))
    ends = {one.counted_from: (one.first, one.last) for one in found}
    assert ends["deployed"][0] <= date(2025, 11, 1) < date(2025, 11, 10) <= ends["deployed"][1]
    assert ends["working"][0] <= date(2026, 2, 1) < date(2026, 2, 28) <= ends["working"][1]


def test_durations_that_agree_are_told_together_and_others_apart():
    less = said("T2", "mission_duration_months", "11", "days", speaker="B")
    (one,) = implied(SENT, TEN, less)
    assert one.as_json()["claims"] == ["D1", "T1", "T2"]
    assert (one.first, one.last) == (date(2025, 8, 11), date(2025, 8, 21))
    other = said("T3", "mission_duration_months", "2", "years")
    assert [one.durations for one in implied(SENT, TEN, other)] == [("T1",), ("T3",)]


@pytest.mark.parametrize("alone", [SENT, TEN])
def test_a_start_or_a_duration_alone_implies_nothing(alone):
    assert not implied(alone)


@pytest.mark.parametrize(
    "duration",
    [
        said("T2", "mission_duration_months", "3", "months", modality="planned"),
        said("T3", "mission_duration_months", "99999", "years"),
        said("T4", "mission_duration_months", "3", "ha"),
        said("T5", "mission_duration_months", "long", "months"),
    ],
)
def test_a_plan_an_area_and_a_time_beyond_the_calendar_imply_nothing(duration):
    assert not implied(SENT, duration)


def test_an_implied_end_is_no_statement_and_moves_no_bound():
    phases = {one.name: one for one in mission([SENT, TEN]).phases}
    assert phases["working"].end is None
