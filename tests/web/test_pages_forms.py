"""Forms: what is written in the browser is booked as on the command line, once, escaped, and never silently lost."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely
from tests.web.html_check import faults

from tilth.places.frame import to_lonlat
from tilth.store.accounts import Accounts, accounts_path
from tilth.store.geopackage import open_file

HTML = {"accept": "text/html"}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PASSWORD = "four words in a row"


@pytest.fixture(autouse=True)
def _light_hashing(monkeypatch):
    from argon2 import PasswordHasher

    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("tilth.store.accounts._hasher", lambda: light)


@pytest.fixture
def room(own_file, open_room):
    return open_room(own_file)


def token(room, page="/import"):
    return re.search(r'name="csrf" value="(\w+)"', room.get(page, headers=HTML).text)[1]


def send(room, address, form, files=None):
    return room.post(address, data={"csrf": token(room)} | form, files=files, headers=HTML)


def entries(own_file):
    with open_file(own_file) as store:
        return store.head().entries


def hazard_of(own_file):
    """Number, id and outline of a live hazard, in longitude and latitude."""
    with open_file(own_file) as store:
        for sealed in store.read(kinds=("suspected",)):
            if store.replacement(sealed.entry.number) is None and sealed.entry.geometry:
                shape = to_lonlat(np.array([shapely.from_wkb(sealed.entry.geometry)], dtype=object))[0]
                return sealed.entry.number, sealed.entry.source_id, shape
    raise AssertionError


def amending(value, head, why="a check of the form"):
    return {"field": "name", "value": value, "why": why, "head": head}


def test_an_amendment_is_booked_once_however_often_it_is_sent(room, own_file):
    number, _, _ = hazard_of(own_file)
    before = entries(own_file)
    form = amending("Another name", str(before))
    first, second = send(room, f"/entries/{number}/amend", form), send(room, f"/entries/{number}/amend", form)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert entries(own_file) == before + 1


def test_two_people_who_change_one_entry_are_both_kept_and_told(room, own_file):
    number, _, _ = hazard_of(own_file)
    before = entries(own_file)
    send(room, f"/entries/{number}/amend", amending("The first", str(before)))
    clash = send(room, f"/entries/{number}/amend", amending("The second", str(before)))
    assert clash.status_code == 409
    assert faults(clash.text) == []
    assert "The first" in clash.text
    assert "The second" in clash.text
    assert entries(own_file) == before + 1
    onward = re.search(r'action="(/entries/\d+/amend)"', clash.text)[1]
    assert send(room, onward, amending("The second", str(before + 1))).status_code == 303
    log = room.get("/log", headers=HTML).text
    assert entries(own_file) == before + 2
    assert f"/entries/{before + 1}" in log
    assert f"/entries/{before + 2}" in log


def test_a_withdrawal_needs_a_reason(room, own_file):
    number, _, _ = hazard_of(own_file)
    assert send(room, f"/entries/{number}/withdraw", {"why": "  "}).status_code == 422
    assert send(room, f"/entries/{number}/withdraw", {"why": "a double"}).status_code == 303


def test_script_in_names_and_notes_is_shown_as_text(room, own_file):
    number, name, shape = hazard_of(own_file)
    made = send(room, f"/entries/{number}/amend", amending(SCRIPT, "1", why=SCRIPT)).headers["location"]
    geometry = shapely.to_geojson(shape)
    fields = '{"id":"<script>x</script>","said_by":"<b>y</b>"}'
    told = f'{{"type":"Feature","properties":{fields},"geometry":{geometry}}}'
    files = {"files": ("<img src=x>.geojson", told.encode())}
    send(room, "/import", {"kind": "suspected", "said_by": SCRIPT, "act": "book"}, files)
    searched = f"/log?said_by={SCRIPT}"
    for address in (made, "/log", "/hazards", f"/hazards/{name}", "/findings", searched, "/", "/sources"):
        page = room.get(address, headers=HTML)
        assert page.status_code == 200, address
        assert "<script>" not in page.text, address
        assert "<img src=x" not in page.text, address
        assert faults(page.text) == [], address


def test_a_dry_run_keeps_nothing_and_a_booking_is_not_repeated(room, own_file):
    _, _, shape = hazard_of(own_file)
    told = '{"type":"Feature","properties":{"id":"N-1"},"geometry":' + shapely.to_geojson(shape) + "}"
    files = {"files": ("new.geojson", told.encode())}
    before = entries(own_file)
    tried = send(room, "/import", {"kind": "suspected", "act": "try"}, files)
    assert "Nothing was kept" in tried.text
    assert entries(own_file) == before
    send(room, "/import", {"kind": "suspected", "act": "book"}, files)
    after = entries(own_file)
    assert after > before
    again = send(room, "/import", {"kind": "suspected", "act": "book"}, files)
    assert "0 booked" in again.text
    assert faults(again.text) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.geojson", b'{"type":'),
        ("x.geojson", b"\x00\xff" * 500),
        ("../../x.csv", b"a,b\n1,2\n"),
        ("x.exe", b"MZ"),
        ("", b""),
        ("x.geojson", b'{"type":"FeatureCollection","features":"' + b"[" * 20_000),
        ("x.geojson", b"[" * 200_000),
    ],
)
def test_hostile_files_are_answered_with_a_sentence(room, own_file, name, content):
    before = entries(own_file)
    answer = send(room, "/import", {"kind": "suspected", "act": "book"}, {"files": (name, content)})
    assert answer.status_code in (200, 415, 422)
    assert faults(answer.text) == []
    assert "Traceback" not in answer.text
    assert entries(own_file) - before <= 1


def test_a_form_that_is_too_large_is_refused_before_it_is_read(room):
    answer = room.post("/parcel", content=b"x" * (5 * 1024 * 1024), headers=HTML | {"content-type": "text/plain"})
    assert answer.status_code == 413
    stated = HTML | {"content-length": str(200 * 1024 * 1024), "content-type": "multipart/form-data; boundary=x"}
    assert room.post("/import", content=b"--x--", headers=stated).status_code == 413


def test_a_task_goes_from_order_to_handover_and_nobody_approves_the_own_word(own_file, open_room):
    made = Accounts(accounts_path(own_file))
    for name, role in (("ada", "administrator"), ("app", "approver")):
        made.add(name, role=role, password=PASSWORD, now=1.0)
    made.close()
    room = open_room(own_file)
    _, hazard, shape = hazard_of(own_file)
    del shape

    def sit_down(name):
        room.cookies.clear()
        room.post("/login", data={"name": name, "password": PASSWORD, "csrf": token(room, "/login")}, headers=HTML)

    sit_down("ada")
    days = {"planned_from": "2026-01-05", "planned_to": "2026-01-20"}
    ordered = send(room, "/tasks", {"hazard": hazard, "action": "clear", "team": "Team X", "name": "W-1"} | days)
    assert ordered.status_code in (200, 303)
    steps = [
        ("progress", {"on": "2026-01-06", "team": "Team X", "m2": "100"}),
        ("complete", {"on": "2026-01-07"}),
        ("inspect", {"on": "2026-01-08", "result": "pass", "sampled_m2": "50", "found": "0"}),
    ]
    for act, form in steps:
        assert send(room, f"/tasks/W-1/{act}", form).status_code in (200, 303), act
    assert "Approve the completion" not in room.get("/tasks/W-1", headers=HTML).text
    assert send(room, "/tasks/W-1/approve", {"on": "2026-01-09"}).status_code == 403
    assert send(room, "/tasks/W-1/approve", {"on": "2026-01-09", "by": "somebody else"}).status_code == 403
    sit_down("app")
    assert send(room, "/tasks/W-1/approve", {"on": "2026-01-09"}).status_code in (200, 303)
    handover = {"on": "2026-01-10", "to": "Municipality", "head": "1"}
    assert send(room, "/tasks/W-1/handover", handover).status_code in (200, 303)
    page = room.get("/tasks/W-1", headers=HTML).text
    assert "handed over" in page
    assert faults(page) == []


@pytest.mark.parametrize("m2", ["-1", "1e9", "ten", "9" * 40, "1.5"])
def test_a_figure_that_is_none_is_refused_in_the_form(room, m2):
    answer = send(room, "/tasks/NONE/progress", {"on": "2026-01-06", "team": "T", "m2": m2})
    assert answer.status_code in (404, 422)
    assert faults(answer.text) == []


# --- this parcel ----------------------------------------------------------------------------------------------------


def test_a_parcel_is_told_by_status_and_the_rest_is_unknown(room, own_file):
    _, _, shape = hazard_of(own_file)
    west, south, east, north = shape.buffer(0.002).bounds
    corners = f"{south}, {west}\n{south}, {east}\n{north}, {east}\n{north}, {west}"
    answer = send(room, "/parcel", {"corners": corners})
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert "unknown: no record" in answer.text
    assert "This is not permission to enter" in answer.text
    told = answer.text.partition("<h2>Basis")[0]
    parts = [int(re.sub(r"\D", "", one)) for one in re.findall(r'<td class="num">([^<]+)</td>', told)]
    whole = int(re.sub(r"\D", "", re.search(r"The parcel has ([^m]+) m²", told)[1]))
    assert abs(sum(parts) - whole) <= len(parts)


def test_a_parcel_where_nothing_is_recorded_is_unknown_not_blank(room):
    answer = send(room, "/parcel", {"corners": "-70, 10\n-70, 10.01\n-70.01, 10.01"})
    assert "unknown: no record" in answer.text
    assert "No entry speaks of this ground" in answer.text


@pytest.mark.parametrize("drawn", ["", "{", "[]", '{"type":"Point","coordinates":[1,2]}', '{"type":"Polygon"}', "nil"])
@pytest.mark.parametrize("corners", ["", "1", "1 2\n3 4", "91 0\n0 0\n1 1", "a b c", "1 1\n1 1\n1 1"])
def test_what_is_no_parcel_is_refused_with_a_sentence(room, drawn, corners):
    answer = send(room, "/parcel", {"geometry": drawn, "corners": corners})
    assert answer.status_code in (415, 422)
    assert faults(answer.text) == []


def test_the_public_learns_no_outline_by_asking_about_parcels(own_file, open_room):
    made = Accounts(accounts_path(own_file))
    made.add("ada", role="administrator", password=PASSWORD, now=1.0)
    made.close()
    room = open_room(own_file)
    _, _, shape = hazard_of(own_file)
    inside = shape.representative_point()

    def ask(x, y):
        corners = f"{y}, {x}\n{y}, {x + 0.0001}\n{y + 0.0001}, {x + 0.0001}"
        form = {"corners": corners, "csrf": token(room, "/parcel")}
        return room.post("/parcel", data=form, headers=HTML).text

    here, beside = ask(inside.x, inside.y), ask(shape.bounds[2] + 0.0005, inside.y)
    strip = re.compile(r"<textarea.*?</textarea>", re.DOTALL)
    assert strip.sub("", here) == strip.sub("", beside)
    assert "suspected" not in re.sub(
        r"land was on record as suspected or confirmed|as suspected or confirmed", "", here
    )
