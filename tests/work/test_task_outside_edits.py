"""Land that a handover released is not moved by an edit in QGIS: the edit waits, and says what to do first."""

from __future__ import annotations

import sqlite3

import pytest
from foreman import NOW, Foreman

from tilth.desk.mending import withdraw
from tilth.desk.outside import book_outside_edits
from tilth.store.geopackage import create


@pytest.fixture
def foreman(tmp_path):
    with create(tmp_path / "p.gpkg") as store:
        yield Foreman(store).reach("handed_over")


def edit(foreman: Foreman, statement: str) -> None:
    connection = sqlite3.connect(foreman.programme.store.path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM releases WHERE id = 'T-0001-released'", "is land that entry"),
        ("UPDATE releases SET status = 'reduced' WHERE id = 'T-0001-released'", "is land that entry"),
        ("DELETE FROM tasks WHERE id = 'T-0001'", "rests on it"),
    ],
)
def test_what_a_handover_moved_is_not_moved_from_outside(foreman, statement, said):
    edit(foreman, statement)
    report = book_outside_edits(foreman.programme, author="a", said_by="QGIS", now=NOW, outline=None)
    assert (report.read, report.booked, report.set_aside) == (1, 0, 1)
    (waits,) = [one for one in report.findings if one.kind == "outside_edit_waits"]
    assert said in waits.sentence
    assert foreman.land() == {"cleared": 10_000}
    assert foreman.task.state == "handed_over"


def test_an_edit_that_moves_nothing_is_booked(foreman):
    edit(foreman, "UPDATE releases SET district = 'D2' WHERE id = 'T-0001-released'")
    report = book_outside_edits(foreman.programme, author="a", said_by="QGIS", now=NOW, outline=None)
    assert (report.booked, report.set_aside) == (1, 0)
    assert foreman.land() == {"cleared": 10_000}
    handover = next(line.entry for line in foreman.task.history if line.kind == "handover")
    withdraw(foreman.programme, handover, why="x", author="a", now=NOW)
    assert foreman.land() == {"suspected": 10_000}
