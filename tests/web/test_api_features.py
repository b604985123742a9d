"""The features API: every record once, pages that stay good, and a plain no to what is not understood."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.store.layers import OF_KIND as LAYER_OF_KIND
from tilth.web.layers import OF_KIND

ITEMS = "/ogc/collections/hazards/items"
FRAME = "http://www.opengis.net/def/crs/EPSG/0/6933"
LATITUDE_FIRST = "http://www.opengis.net/def/crs/EPSG/0/4326"


@pytest.fixture
def every(client):
    """All hazards, in one page."""
    return client.get(f"{ITEMS}?limit=10000").json()["features"]


def test_the_layers_of_the_map_are_those_of_the_file():
    assert OF_KIND == LAYER_OF_KIND


def test_a_collection_without_features_is_not_listed(client):
    listed = {one["id"] for one in client.get("/ogc/collections").json()["collections"]}
    assert {"hazards", "releases", "tasks"} <= listed
    for name in ("hazards", "accidents"):
        assert (client.get(f"/ogc/collections/{name}").status_code == 200) == (name in listed)


def test_the_pages_hold_every_feature_once_and_in_order(client, every):
    seen, address = [], f"{ITEMS}?limit=7"
    while address:
        page = client.get(address).json()
        assert page["numberReturned"] == len(page["features"]) <= 7
        assert page["numberMatched"] == len(every)
        seen += [one["id"] for one in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        address = f"{urlsplit(following[0]).path}?{urlsplit(following[0]).query}" if following else ""
    assert seen == sorted(one["id"] for one in every)
    assert len(seen) == len(set(seen))


def test_a_next_link_stays_good_when_entries_are_added(open_room, own_file):
    client = open_room(own_file)
    first = client.get(f"{ITEMS}?limit=5").json()
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    before = client.get(following).json()["features"]
    gone = first["features"][0]["properties"]["entry"]
    assert client.post(f"/api/entries/{gone}/withdrawals", json={"why": "a test"}).status_code == 201
    assert client.get(following).json()["features"] == before


def test_an_amended_record_keeps_its_id_and_a_withdrawn_one_is_gone(open_room, own_file):
    client = open_room(own_file)
    one = client.get(f"{ITEMS}?limit=1").json()["features"][0]
    made = client.post(
        f"/api/entries/{one['properties']['entry']}/amendments",
        json={"set": {"district": "There"}, "why": "a test"},
    ).json()
    again = client.get(f"{ITEMS}/{one['id']}").json()
    assert again["properties"]["entry"] == made["entry"] != one["properties"]["entry"]
    assert again["properties"]["district"] == "There"
    client.post(f"/api/entries/{made['entry']}/withdrawals", json={"why": "a test"})
    assert client.get(f"{ITEMS}/{one['id']}").status_code == 404


@given(west=st.floats(-21, -19.5), south=st.floats(-31, -29.5), wide=st.floats(0, 1), high=st.floats(0, 1))
@settings(max_examples=15)
def test_a_box_holds_exactly_what_meets_it(reader, west, south, wide, high):
    every = reader.get(f"{ITEMS}?limit=10000").json()["features"]
    shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in every])
    middle = shapely.union_all(shapes).centroid
    west, south = west + middle.x + 20.25, south + middle.y + 30.25
    box = (west, south, west + wide * 0.2, south + high * 0.2)
    found = reader.get(f"{ITEMS}?limit=10000&bbox={','.join(map(repr, box))}").json()["features"]
    near = shapely.intersects(shapes, shapely.box(*box).buffer(1e-8))
    sure = shapely.intersects(shapes, shapely.box(*box).buffer(-1e-8)) if wide * high else near & False
    ids = np.array([one["id"] for one in every])
    assert set(ids[sure]) <= {one["id"] for one in found} <= set(ids[near])


def test_a_box_across_the_dateline_is_two_boxes(client, every):
    world = client.get(f"{ITEMS}?limit=10000&bbox=1,-90,0,90").json()
    assert world["numberMatched"] == len(every)
    assert client.get(f"{ITEMS}?bbox=179,-90,-179,90").json()["numberMatched"] == 0


def test_a_time_finds_what_can_have_happened_then(client, every):
    page = client.get(f"{ITEMS}?limit=10000&datetime=2018-01-01/2019-12-31").json()
    days = {one["id"]: date.fromisoformat(one["properties"]["counts_on"]) for one in every}
    expected = {one for one, day in days.items() if date(2018, 1, 1) <= day < date(2020, 1, 1)}
    assert {one["id"] for one in page["features"]} == expected
    assert client.get(f"{ITEMS}?datetime=../..").status_code == 400


def test_a_property_filter_is_exact(client, every):
    confirmed = client.get(f"{ITEMS}?limit=10000&status=confirmed").json()["features"]
    assert confirmed == [one for one in every if one["properties"]["status"] == "confirmed"]
    district = every[0]["properties"]["district"]
    found = client.get(ITEMS, params={"district": district, "limit": 10000}).json()["features"]
    assert found == [one for one in every if one["properties"]["district"] == district]


def test_other_reference_systems_move_and_turn_coordinates(client):
    plain = client.get(f"{ITEMS}?limit=1").json()["features"][0]
    turned = client.get(ITEMS, params={"limit": 1, "crs": LATITUDE_FIRST})
    assert turned.headers["content-crs"] == f"<{LATITUDE_FIRST}>"
    assert turned.json()["features"][0]["geometry"]["coordinates"][0][0] == plain["geometry"]["coordinates"][0][0][::-1]
    metres = client.get(ITEMS, params={"limit": 1, "crs": FRAME}).json()["features"][0]
    area = shapely.from_geojson(json.dumps(metres["geometry"])).area
    assert area == pytest.approx(metres["properties"]["area_m2"], abs=1)


@pytest.mark.parametrize(
    "query",
    [
        "foo=1", "limit=0", "limit=x", "limit=1&limit=2", "bbox=1,2,3", "bbox=1,2,3,nan", "bbox=0,1,0,0", "crs=x",
        "datetime=yesterday", "datetime=2020-02-30", "datetime=2021/2020", "offset=-1", "bbox=", "f=xml", "limit=%00",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_a_problem_that_says_what_to_do(client, query):
    answer = client.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == 400
    assert len(said["detail"]) > 10


@given(name=st.text(min_size=1, max_size=20), value=st.text(max_size=40))
@settings(max_examples=30)
def test_no_query_makes_the_server_fail(reader, name, value):
    answer = reader.get(ITEMS, params={name: value})
    assert answer.status_code in (200, 400)


def test_an_answer_that_the_client_has_is_not_sent_again(open_room, own_file):
    client = open_room(own_file)
    first = client.get(ITEMS)
    tag = first.headers["etag"]
    again = client.get(ITEMS, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert not again.content
    entry = first.json()["features"][0]["properties"]["entry"]
    client.post(f"/api/entries/{entry}/withdrawals", json={"why": "a test"})
    assert client.get(ITEMS, headers={"if-none-match": tag}).status_code == 200


def test_head_answers_as_get_without_a_body(client):
    answer = client.request("HEAD", ITEMS)
    assert answer.status_code == 200
    assert not answer.content
    assert answer.headers["etag"] == client.get(ITEMS).headers["etag"]


def test_the_document_refers_to_nothing_outside_itself(client):
    for address in ("/openapi.json", "/ogc/api"):
        answer = client.get(address)
        assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
        document = answer.json()
        assert document["openapi"].startswith("3.0.")
        refs = [one for one in _refs(document) if not one.startswith("#/components/schemas/")]
        assert not refs
        names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
        assert len(names) == len(set(names))


def _refs(node):
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for one in node.values():
            yield from _refs(one)
    elif isinstance(node, list):
        for one in node:
            yield from _refs(one)


def test_every_answer_carries_the_headers_that_guard_a_browser(client):
    for address in ("/ogc", "/nowhere", ITEMS, "/openapi.json"):
        headers = client.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"]


def test_another_host_or_another_site_is_refused(client):
    assert client.get("/ogc", headers={"host": "evil.example"}).status_code == 421
    sent = {"content-type": "application/json", "origin": "http://evil.example"}
    assert client.post("/api/tasks", content=b"{}", headers=sent).status_code == 403
