"""What the brief says of work, and that many dossiers at once say what each of them says alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from page_reader import Page
from programmes import NOW, TODAY, programme

from tilth.desk.accounting import Question
from tilth.desk.booking import write
from tilth.desk.briefing import brief
from tilth.desk.dossiers import dossier
from tilth.desk.dossiers_of_all import dossiers
from tilth.desk.draft import Draft
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import all_tasks
from tilth.reports.brief import render
from tilth.store.memory import Memory
from tilth.synth.province import province
from tilth.units.dates import parse_when


@pytest.fixture(scope="module")
def worked():
    """An invented province with the work behind half of its releases, and a task with trouble. Nobody writes in it."""
    made = Programme(Memory())
    book_province(made, province(hazards=80, seed=4), now=datetime(2026, 1, 1, tzinfo=UTC), work_share=0.5)
    order = {"hazard": "H-9", "action": "clear", "team": "Team 1 (invented)", "area_m2": 900}
    order |= {"planned_from": "2025-01-02", "planned_to": "2025-01-20"}
    said = [
        ("task", "2025-01-01", "T-9", order),
        ("progress", "2025-01-30", None, {"task": "T-9", "team": "Team 1 (invented)", "m2": 300, "lost_minutes": 120}),
        ("inspection", "2025-01-31", None, {"task": "T-9", "result": "fail", "nonconformity": "Lanes <b>unmarked</b>"}),
    ]
    drafts = [Draft(kind, "A clerk", parse_when(on), name, None, body) for kind, on, name, body in said]
    write(made, drafts, author="owner", now=NOW)
    return made


@pytest.fixture(scope="module")
def view(worked):
    return brief(worked, Question(), today=TODAY)


def test_the_brief_counts_every_task_once_and_its_land(worked, view):
    every = all_tasks(worked.store).values()
    rows = view["work"]["by_state"]
    assert sum(row["tasks"] for row in rows) == len(every) == view["work"]["tasks"]
    for field in ("m2", "released_m2", "remaining_m2"):
        assert sum(row[field] for row in rows) == sum(getattr(task, field) or 0 for task in every)


def test_the_brief_tells_what_is_late_open_and_failed(view):
    work = view["work"]
    assert {"id": "T-9", "state": "working", "team": "Team 1 (invented)", "days": 346} in work["plan"]["latest"]
    assert work["nonconformities"] == {
        "open": 1,
        "listed": [{"task": "T-9", "on": "2025-01-31", "what": "Lanes <b>unmarked</b>"}],
    }
    assert work["inspections"]["failed"] >= 1
    assert "does not show that nothing is there" in work["inspections"]["can_say"]


def test_each_gap_is_counted_by_its_rule_with_who_can_close_it(worked, view):
    single = [dossier(worked, name) for name in all_tasks(worked.store)]
    for row in view["work"]["gaps"]:
        assert row["who"]
        assert row["tasks"] == sum(any(gap.rule == row["rule"] for gap in one.gaps) for one in single)
    assert {row["rule"] for row in view["work"]["gaps"]} == {gap.rule for one in single for gap in one.gaps}


def test_many_dossiers_at_once_say_what_each_says_alone(worked):
    every = all_tasks(worked.store).values()
    known = worked.store.head().entries
    together = dossiers(worked, every, allowed=roster_of(worked).allowed, known=known)
    assert list(together) == [dossier(worked, task.id) for task in every]


def test_the_page_shows_work_with_every_figure_traced_and_no_markup_from_data(view):
    page = Page(render(view))
    ids = {attributes.get("id") for _, attributes, _ in page.elements}
    links = [attributes["href"] for tag, attributes, _ in page.elements if tag == "a"]
    work = [link for link in links if link.startswith(("#work-", "#gap-"))]
    assert work
    assert not [link for link in work if link[1:] not in ids]
    assert not page.of("b")
    assert any("Lanes <b>unmarked</b>" in text for _, _, text in page.of("li"))


def test_before_its_day_work_is_not_told(worked):
    early = brief(worked, Question(as_at="2024-12-31"), today=TODAY)["work"]
    assert not early["nonconformities"]["open"]


def test_a_programme_without_tasks_has_no_part_on_work():
    found = brief(programme(), Question(), today=TODAY)
    assert found["work"] is None
    assert "Work and quality" not in render(found)


class Counting(Memory):
    """Memory that counts what is read from it."""

    rows = 0

    def read(self, *words, **how):
        for one in super().read(*words, **how):
            self.rows += 1
            yield one


def test_one_dossier_does_not_read_the_days_of_other_tasks():
    made = Programme(Counting())
    orders = [Draft("task", "A", parse_when("2020-01-01"), f"T-{at}", None, {"hazard": f"H{at}"}) for at in range(50)]
    days = [
        Draft("progress", "L", parse_when(f"2020-01-{day:02}"), None, None, {"task": f"T-{at}", "team": "X", "m2": 1})
        for at in range(50)
        for day in range(1, 21)
    ]
    write(made, orders + days, author="owner", now=NOW)
    made.store.rows = 0
    dossier(made, "T-7")
    assert made.store.rows < 50 + 20 + 30
