"""Writing over HTTP goes through the desk: what the command line refuses is refused, what it books is booked."""

from __future__ import annotations

import json

import pytest

from tilth.desk.programme import Programme
from tilth.desk.tasks_view import listed
from tilth.store.geopackage import open_file


@pytest.fixture
def room(open_room, own_file):
    return open_room(own_file)


def _upload(client, body, name="x.geojson", **query):
    sent = {"content-type": "application/octet-stream"}
    return client.post("/api/imports", content=body, params={"name": name} | query, headers=sent)


def _square(west, south, size=0.001):
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _collection(*geometries):
    features = [
        {"type": "Feature", "properties": {"id": f"U{at}"}, "geometry": one} for at, one in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_the_answers_are_those_of_the_command_line(client, province_file):
    with open_file(province_file) as store:
        programme = Programme(store)
        assert client.get("/api/tasks").json() == listed(store)
        account = client.get("/api/account?as_at=2024-12-31").json()
        assert account["balanced"]
        assert account["head"] == programme.store.head().digest.hex()
        assert len(client.get("/api/log").json()) == store.head().entries


@pytest.mark.parametrize(
    "address",
    [
        "account",
        "brief",
        "claims",
        "conflicts",
        "mission",
        "tasks",
        "quality",
        "teams",
        "sources",
        "findings",
        "log",
        "verify",
    ],
)
def test_every_answer_is_json_and_names_its_head(client, address):
    answer = client.get(f"/api/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["tilth-head"].partition(":")[0].isdecimal()
    answer.json()


def test_a_file_is_imported_once(room):
    body = _collection(_square(10, 45), _square(11, 45))
    first = _upload(room, body, **{"as": "suspected", "said_by": "somebody"})
    assert first.status_code == 201
    assert first.json()["booked"] == 2
    assert _upload(room, body, **{"as": "suspected", "said_by": "somebody"}).json()["booked"] == 0
    assert room.get("/ogc/collections/hazards/items?id=U1").json()["numberMatched"] == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b'{"type":"FeatureCollection","features":[' + b"[" * 5000 + b"]}",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1e400,0],[0,0],[0,1]]]},"properties":{}}]}',
        _collection({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}),
        _collection({"type": "Polygon", "coordinates": "<script>alert(1)</script>"}),
        _collection({"type": "GeometryCollection", "geometries": []}),
    ],
    ids=range(8),
)
def test_a_hostile_file_is_a_finding_or_a_plain_no(room, body):
    answer = _upload(room, body, **{"as": "suspected", "said_by": "x"})
    assert answer.status_code in (201, 400, 415, 422), answer.text
    if answer.status_code == 201:
        said = answer.json()
        assert said["read"] == said["booked"] + said["set_aside"]
        assert said["findings"]
    assert room.get("/api/verify").json()["ok"]


def test_a_name_with_a_path_in_it_stays_in_its_folder(room):
    answer = _upload(room, _collection(_square(12, 45)), name="../../../etc/passwd.geojson", **{"as": "suspected"})
    assert answer.status_code == 201
    (heading,) = [one for one in room.get("/api/log").json() if one["kind"] == "import"][-1:]
    assert heading["body"]["source"] == "passwd.geojson"
    assert "tilth-upload" not in _upload(room, b"?", name="nothing").text


def test_a_body_that_is_too_large_is_refused_before_it_is_read(room):
    async def endless():
        yield b"x" * 1_000_000
        raise AssertionError("more was read than had to be")

    sent = {"content-type": "application/octet-stream", "content-length": "200000001"}
    answer = room.post("/api/imports?name=x.geojson", content=endless(), headers=sent)
    assert answer.status_code == 413
    sent = {"content-type": "application/json", "content-length": "10000001"}
    assert room.post("/api/tasks", content=endless(), headers=sent).status_code == 413


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 10_000, 400),
        (b"NaN", 400),
        (b"[]", 400),
        (b'{"why": 5}', 400),
        (b'{"why": ""}', 400),
        (b'{"why": "x", "strange": 1}', 400),
        (b"\xff", 400),
    ],
)
def test_a_body_that_does_not_fit_is_400_and_says_why(room, body, status):
    answer = room.post("/api/entries/5/withdrawals", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_form_of_another_type_is_415(room):
    assert room.post("/api/entries/5/withdrawals", data={"why": "x"}).status_code == 415


def test_what_the_desk_refuses_has_the_number_and_status_of_the_refusal(room):
    missing = room.post("/api/entries/999999/withdrawals", json={"why": "x"})
    assert (missing.status_code, missing.json()["number"]) == (404, "404.3")
    wrong = room.post("/api/entries/1/withdrawals", json={"why": "x"})
    assert (wrong.status_code, wrong.json()["number"]) == (409, "409.4")
    assert str(room.app.state.room.path.parent) not in missing.text


def test_a_task_goes_from_order_to_handover_over_http(room):
    assert _upload(room, _collection(_square(10, 45)), **{"as": "suspected", "said_by": "x"}).json()["booked"] == 1
    order = {
        "hazard": "U0",
        "action": "clear",
        "team": "Team 1",
        "from": "2024-05-01",
        "to": "2024-06-30",
        "by": "chief",
    }
    task = room.post("/api/tasks", json=order | {"by": "chief"}).json()["id"]
    at = f"/api/tasks/{task}"
    day = {"on": "2024-05-02", "team": "Team 1", "m2": 350, "items": {"AP mine": 1}, "by": "leader"}
    assert room.post(f"{at}/progress", json=day).status_code == 201
    assert room.post(f"{at}/completions", json={"on": "2024-05-03", "by": "leader"}).status_code == 201
    seen = room.post(f"{at}/inspections", json={"on": "2024-05-04", "by": "QA", "result": "pass"})
    assert seen.status_code == 201
    assert room.post(f"{at}/approvals", json={"on": "2024-05-05", "by": "leader"}).json()["number"] == "403.2"
    assert room.post(f"{at}/approvals", json={"on": "2024-05-05", "by": "authority"}).status_code == 201
    over = room.post(f"{at}/handovers", json={"on": "2024-05-06", "by": "authority", "to": "the municipality"})
    assert over.status_code == 201, over.text
    assert over.json()["state"] == "handed_over"
    assert room.get(at).json()["released_m2"] > 0
    assert room.get("/ogc/collections/releases/items?status=cleared&hazard=U0").json()["numberMatched"] == 1


def test_who_has_written_sees_it_at_once(room):
    for at in range(3):
        answer = _upload(room, _collection(_square(10 + at, 45)), **{"as": "suspected", "said_by": f"s{at}"})
        number = int(answer.headers["tilth-head"].partition(":")[0])
        assert int(room.get("/api/account").headers["tilth-head"].partition(":")[0]) == number


def test_two_people_who_amend_one_entry_are_told_apart(room):
    entry = room.get("/ogc/collections/hazards/items?limit=1").json()["features"][0]["properties"]["entry"]
    change = {"set": {"district": "A"}, "why": "one"}
    assert room.post(f"/api/entries/{entry}/amendments", json=change).status_code == 201
    second = room.post(f"/api/entries/{entry}/amendments", json=change)
    assert (second.status_code, second.json()["number"]) == (409, "409.3")


def test_a_text_is_read_and_booked_only_where_that_is_asked_for(room):
    said = {"text": "On 3 May 2024 the ministry said that 12 hectares were cleared.", "published": "2024-05-04"}
    before = room.app.state.room.head()
    first = room.post("/api/readings", json=said)
    assert first.status_code == 200
    assert first.json()["claims"]
    assert room.app.state.room.head() == before
    assert room.post("/api/readings", json=said | {"accept": True}).json()["booked"] >= 1
    assert room.get("/api/claims").json()


def test_a_forecast_is_the_same_for_the_same_seed(client):
    first = client.get("/api/forecast?runs=100&years=10&seed=3&origin=2024-01-01")
    assert first.status_code in (200, 422), first.text
    assert client.get("/api/forecast?runs=100&years=10&seed=3&origin=2024-01-01").json() == first.json()
