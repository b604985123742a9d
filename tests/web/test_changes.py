"""Answers that rest on some kinds of entries: kept while others come, worked out anew with the next of theirs."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import UTC, datetime

import httpx
import pytest

from tilth.desk.booking import write
from tilth.desk.conflicting import conflicting
from tilth.desk.draft import Draft
from tilth.desk.quality_view import quality
from tilth.desk.register import STATED_KINDS
from tilth.desk.tasks_view import listed
from tilth.desk.work_brief import by_state, work_part
from tilth.store.geopackage import open_file
from tilth.units.dates import parse_when
from tilth.web import changes
from tilth.web.app import create_app
from tilth.web.pages.asking import quality_of, tasks_of, today
from tilth.web.pages.claims import conflicts_of
from tilth.web.pages.start import by_state_of
from tilth.web.room import Room

OF = ("remark", "withdrawal")


@pytest.fixture
def room(own_file):
    opened = Room(own_file)
    yield opened
    opened.close()


def _book(room, kind="remark", **body):
    with room.write() as programme:
        body = body or {"claim_id": "C1", "note": "x"}
        on = parse_when(datetime.now(UTC).date().isoformat())
        draft = Draft(kind, "somebody", on, source_id="T-new" if kind == "task" else None, body=body)
        write(programme, [draft], author="somebody", now=datetime.now(UTC))


def _asked(room, asked, of=OF):
    with room.read() as reading:
        return reading.once("it", lambda programme: asked.append(reading.head.entries) or len(asked), of=of)


def test_it_is_kept_while_other_entries_come_and_worked_out_anew_with_one_of_its_kinds(room):
    asked = []
    _asked(room, asked)
    _book(room, "alias", name="A", of="B")
    assert _asked(room, asked) == 1
    _book(room)
    assert _asked(room, asked) == 2
    assert _asked(room, asked) == 2


def test_a_reading_of_an_earlier_head_has_the_earlier_answer(room):
    asked = []
    _asked(room, asked)
    with room.read() as before:
        _book(room)
        with room._lock:
            room._free.clear()
        marks = room.beside("changes", changes.Changes)
        first = marks.mark(before, OF)
        room._here.reading = None  # another thread reads on
        with room.read() as after:
            assert marks.mark(after, OF) == after.head.digest != first
        assert marks.mark(before, OF) == first == before.head.digest


def test_after_very_many_entries_everything_counts_as_changed(room, monkeypatch):
    monkeypatch.setattr(changes, "MOST_NEW", 1)
    asked = []
    _asked(room, asked)
    for _ in range(2):
        _book(room, "alias", name="A", of="B")
    assert _asked(room, asked) == 2


def test_another_file_in_the_place_of_ours_has_answers_of_its_own(room, province_file, tmp_path):
    asked = []
    _book(room)
    _asked(room, asked)
    other = shutil.copy(province_file, tmp_path / "other.gpkg")
    with open_file(room.path):
        pass
    for suffix in ("-wal", "-shm"):
        room.path.with_name(room.path.name + suffix).unlink(missing_ok=True)
    shutil.move(other, room.path)
    assert _asked(room, asked) == 2


def test_what_is_kept_is_what_would_be_worked_out_anew(room):
    """After each kind of entry that the pages wait for, and after one that they do not."""
    with room.read() as reading:
        before = [one["id"] for one in tasks_of(reading)]
    order = {"hazard": "H-1", "action": "clearance", "team": "Team 1"}
    for kind, body in (("remark", {}), ("task", order), ("alias", {"name": "A", "of": "B"})):
        _book(room, kind, **body)
        with room.read() as reading:
            programme = reading.programme
            assert tasks_of(reading) == listed(programme.store)
            assert quality_of(reading) == quality(programme.store)
            assert conflicts_of(reading) == conflicting(programme).as_json()
            known = reading.head.entries
            assert by_state_of(reading) == by_state(programme.store, as_at=today())
            assert by_state_of(reading) == work_part(programme, as_at=today(), known=known)[0]["by_state"]
    with room.read() as reading:
        assert [one["id"] for one in tasks_of(reading)] == [*before, "T-new"]


def test_all_that_statements_rest_on_is_named():
    assert {"statement", "withdrawal", "grade", "relation", "remark"} <= set(STATED_KINDS)


def test_many_who_read_and_write_side_by_side_are_all_answered(own_file):
    """Threads of one process over one file: no answer fails, and each writing is in what its writer reads next."""
    app = create_app(own_file)
    paths = ("/", "/account", "/findings", "/conflicts", "/missions", "/tasks", "/api/tasks", "/map/layers.json")
    paths += ("/ogc/collections", "/ogc/collections/hazards/items?limit=100")
    html = {"accept": "text/html,application/json"}

    async def read(at):
        async with httpx.AsyncClient(transport=_to(app), base_url="http://127.0.0.1") as browser:
            return [(await browser.get(paths[(at + step) % len(paths)], headers=html)).status_code for step in range(6)]

    async def write(at):
        seen = []
        async with httpx.AsyncClient(transport=_to(app), base_url="http://127.0.0.1") as browser:
            for count in range(4):
                name = f"W{at}-{count}"
                west = 10 + 0.01 * at + 0.001 * count
                ring = [[west, 45], [west + 0.001, 45], [west + 0.001, 45.001], [west, 45]]
                shape = {"type": "Polygon", "coordinates": [ring]}
                feature = {"type": "Feature", "properties": {"id": name}, "geometry": shape}
                content = json.dumps({"type": "FeatureCollection", "features": [feature]})
                address = f"/api/imports?name={name}.geojson&as=suspected&said_by=somebody"
                booked = await browser.post(address, content=content, headers=_RAW)
                found = await browser.get(f"/hazards?q={name}", headers=html)
                seen.append(booked.status_code == 201 and name in found.text.split("</form>")[-1])
        return seen

    async def all_of_them():
        return await asyncio.gather(*(read(at) for at in range(12)), *(write(at) for at in range(3)))

    try:
        answers = asyncio.run(all_of_them())
    finally:
        app.state.room.close()
    assert {status for many in answers[:12] for status in many} == {200}
    assert all(all(seen) for seen in answers[12:])


_RAW = {"content-type": "application/octet-stream"}


def _to(app):
    return httpx.ASGITransport(app=app, raise_app_exceptions=False)
