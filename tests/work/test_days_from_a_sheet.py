"""Days of work from a spreadsheet: every row is booked or set aside, under the same rules as a single day."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from diary import shape
from foreman import NOW, Foreman

from tilth.desk.importing import ImportReport, import_sheets
from tilth.desk.sheet import Sheet
from tilth.desk.tasks import all_tasks
from tilth.work.items import item_column, read_items, written


def book(foreman: Foreman, rows: list[dict], *, kind: str | None = "progress", said_by: str | None = None, **more):
    """Import rows, which need not name the same columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    sheet = Sheet("days.xlsx", "s", "days", 1, columns, more.get("geometry"), more.get("crs"))
    found = import_sheets(foreman.programme, [sheet], kind=kind, said_by=said_by, author="clerk", now=NOW)
    assert found.read == found.booked + found.set_aside
    return found


def row(day: int = 2, m2: object = 100, **more: object) -> dict:
    return {"task": "T-0001", "date": f"2024-03-{day:02d}", "team": "Team 4", "m2": m2, "signed_by": "lead"} | more


def kinds(report: ImportReport) -> list[tuple[int | None, str]]:
    return [(one.row, one.kind) for one in report.findings if one.kind != "team_not_on_record"]


@pytest.fixture
def foreman() -> Foreman:
    return Foreman()


def test_days_are_booked_and_count(foreman):
    found = book(foreman, [row(2, 100), row(3, 150, **{"AP mine": 2, "AP mine destroyed": 2}), row(4, 0)])
    assert (found.booked, kinds(found)) == (3, [])
    task = foreman.task
    assert (task.state, task.done_m2, task.actual.items, task.actual.days) == ("working", 250, {"AP mine": 2}, 2)
    assert task.days[0].said_by == "lead"


def test_each_row_that_cannot_be_booked_says_why(foreman):
    rows = [
        row(2, task="T-9"),
        row(2, date="2024-02-01"),
        row(2, date=None),
        row(2, date="2030-01-01"),
        row(2, -5),
        row(2, "much"),
        row(2, None),
        row(2, 100_001),
        row(2, 40),
        row(2, 40),
    ]
    found = book(foreman, rows)
    assert (found.booked, found.set_aside) == (1, 9)
    assert [(number, kind) for number, kind in kinds(found) if number] == [
        (1, "unknown_task"),
        (2, "before_task"),
        (3, "no_day"),
        (4, "future_date"),
        (5, "no_area"),
        (6, "no_area"),
        (7, "no_area"),
        (8, "absurd_area"),
        (10, "duplicate_day"),
    ]


def test_a_closed_task_takes_no_days(foreman):
    foreman.reach("completed")
    found = book(foreman, [row(5)])
    assert (found.booked, [kind for _, kind in kinds(found)]) == (0, ["closed_task"])


def test_what_is_asked_about_a_day_is_asked_of_its_row(foreman):
    rows = [row(2, 6_000), row(3, 6_000), row(4, 10, signed_by=None), row(5, 10, UXO=1), row(6, 10, lost_minutes=9)]
    found = book(foreman, rows)
    assert found.booked == 5
    assert [one for one in kinds(found) if one[0]] == [
        (2, "more_than_task"),
        (3, "more_than_task"),
        (3, "unsigned_day"),
        (4, "more_than_task"),
        (4, "not_destroyed"),
        (5, "more_than_task"),
        (5, "lost_without_reason"),
    ]


def test_an_unusual_day_is_told_from_the_rows_before_it(foreman):
    found = book(foreman, [*(row(day, 100) for day in range(2, 7)), row(7, 1_000)])
    assert (6, "unusual_rate") in kinds(found)


def test_the_same_sheet_again_books_nothing(foreman):
    rows = [row(2), row(3)]
    book(foreman, rows)
    again = book(foreman, rows)
    assert (again.booked, again.set_aside) == (0, 2)
    assert foreman.task.done_m2 == 200


def test_a_form_with_a_number_that_says_something_else_amends_the_first(foreman):
    book(foreman, [row(2, 100, form="F-1")])
    found = book(foreman, [row(2, 120, form="F-1")])
    assert "amended" in [kind for _, kind in kinds(found)]
    assert foreman.task.done_m2 == 120


def test_columns_are_known_by_the_names_people_give_them(foreman):
    columns = {"Task no": "T-0001", "Work date": "2024-03-05", "Unit": "Team 4", "SQM": 70, "Signature": "lead"}
    found = book(foreman, [columns | {"Items found": "UXO=2, 1 AP mine", "Items destroyed": "UXO: 2; AP mines=1"}])
    assert found.booked == 1, kinds(found)
    day = foreman.task.days[0]
    assert (day.team, day.m2, day.items, day.destroyed) == ("Team 4", 70, {"UXO": 2, "AP mine": 1}, day.items)


def test_a_figure_that_cannot_be_read_is_kept_in_words_and_asked_about(foreman):
    found = book(foreman, [row(2, items="some mines", lost_minutes="an hour")])
    assert [kind for number, kind in kinds(found) if number] == ["unreadable_figure", "unreadable_figure"]
    assert found.booked == 1


def test_outlines_of_days_are_checked_and_measured_against_the_task(foreman):
    ground = np.array([shape("box(0,0,50,50)"), shape("box(50,0,150,50)"), None, shapely.Point(0, 0)], dtype=object)
    rows = [row(day, 2_500) for day in range(2, 6)]
    found = book(foreman, rows, geometry=ground, crs="EPSG:6933")
    assert (found.booked, [one for one in kinds(found) if one[0]]) == (
        3,
        [(2, "day_outside_task"), (4, "wrong_geometry_type")],
    )
    assert [day.outside_m2 for day in foreman.task.days] == [0, 2_500, 0]


def test_hundreds_of_like_findings_are_counted(foreman):
    found = book(foreman, [row(2, 1, signed_by=None, form=f"F-{number}") for number in range(200)])
    assert found.booked == 200
    assert len([kind for _, kind in kinds(found) if kind == "unsigned_day"]) == 50
    (more,) = [one for one in found.findings if one.kind == "more_days_alike" and "W10" in one.sentence]
    assert more.sentence.startswith("150 more rows")


@pytest.mark.parametrize("kind", ["handover", "approval", "completion", "inspection"])
def test_steps_of_a_task_are_not_taken_from_a_table(foreman, kind):
    foreman.progress()
    rows = [{"task": "T-0001", "date": "2024-04-01", "to": "x", "approves": 1, "result": "pass"}]
    found = book(foreman, rows, kind=kind)
    assert (found.booked, [name for number, name in kinds(found) if number]) == (0, ["step_by_command"])
    assert foreman.task.state == "working"


def test_tasks_of_another_system_are_read_and_their_approvals_are_not_ours(foreman):
    ground = np.array([shape(f"square({x},0,10)") for x in (500, 600, 700)], dtype=object)
    rows = [
        {"id": "X-1", "hazard_id": "H1", "activity": "clearance", "team": "B", "date": "2024-01-01", "state": "open"},
        {"id": "X-2", "hazard_id": "H1", "activity": "technical survey", "team": "B", "state": "approved"},
        {"id": "X-3", "activity": "non-technical survey", "team": "B", "state": "handed over"},
    ]
    assert book(foreman, rows, kind="tasks", geometry=ground, crs="EPSG:6933").booked == 3
    found = all_tasks(foreman.programme.store)
    assert [(found[name].action, found[name].state, found[name].m2) for name in ("X-1", "X-2", "X-3")] == [
        ("clear", "open", 100),
        ("reduce", "completed", 100),
        ("cancel", "handed_over", 100),
    ]
    assert found["X-3"].released_m2 == 0
    day = row(2, task="X-1")
    assert book(foreman, [day]).booked == 1


def test_a_find_far_from_the_task_it_names_is_asked_about(foreman):
    points = np.array([shape("point(50,50)"), shape("point(110,50)"), shape("point(300,50)")], dtype=object)
    rows = [{"id": f"F{number}", "task_id": "T-0001", "date": "2024-03-05"} for number in range(3)]
    found = book(foreman, rows, kind="finds", geometry=points, crs="EPSG:6933", said_by="lead")
    assert [(number, kind) for number, kind in kinds(found)] == [(3, "find_outside_task")]


# --- items ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("AP mine=3,UXO=1", {"AP mine": 3, "UXO": 1}),
        ("ap mines = 3; uxo: 1", {"AP mine": 3, "UXO": 1}),
        ("2 x AP mine, 1 anti-tank mine", {"AP mine": 2, "AV mine": 1}),
        ("AP mine=1, APM=2", {"AP mine": 3}),
        ("rocket=2", {"rocket": 2}),
        ("7", {"other": 7}),
        (4.0, {"other": 4}),
        ("", {}),
        (None, {}),
        ("AP mine=0", {}),
        ({"UXO": 2}, {"UXO": 2}),
        ("several", None),
        ("AP mine=-1", None),
        ("AP mine=99999999999", None),
        ({"UXO": "two"}, None),
    ],
)
def test_items_are_read_as_forms_write_them(text, items):
    assert read_items(text) == items


def test_a_column_named_for_a_kind_of_item_holds_its_number():
    assert item_column("AP mines found") == ("items", "AP mine")
    assert item_column("UXO destroyed") == ("destroyed", "UXO")
    assert item_column("team") is None
    assert written({"AP mine": 3, "UXO": 1}) == "3 AP mine, 1 UXO"
