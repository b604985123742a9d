"""Drawing on the map: the warning comes before the booking, and nobody's drawing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tilth.desk.picturing import land_picture
from tilth.web.viewer import Viewer

Room = Callable[..., Any]
FREE = [
    [-20.2, -30.3],
    [-20.19, -30.3],
    [-20.19, -30.29],
    [-20.2, -30.29],
    [-20.2, -30.3],
]  # nothing was recorded there


def polygon(ring: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def hazard_of(client: Any) -> dict[str, Any]:
    """A suspected hazard of one part without holes."""
    items = client.get("/ogc/collections/hazards/items?limit=200&status=suspected").json()["features"]
    return next(
        one for one in items if one["geometry"]["type"] == "Polygon" and len(one["geometry"]["coordinates"]) == 1
    )


def entries(client: Any) -> int:
    return int(client.get("/map/layers.json").json()["head"].partition(":")[0])


def draft(**changes: Any) -> dict[str, Any]:
    return {"geometry": polygon(FREE), "kind": "suspected", "id": "D-1", "why": "told by the village head"} | changes


def test_an_area_where_nothing_is_recorded_overlaps_nothing(client: Any) -> None:
    said = client.post("/api/ground/check", json={"geometry": polygon(FREE)}).json()
    assert said["by_status"] == {}
    assert said["overlaps"] == []
    assert said["findings"] == []
    assert 1_000_000 < said["area_m2"] < 1_100_000  # a hundredth of a degree each way at 30° south


def test_a_drawing_over_suspected_land_is_told_so_and_nothing_is_booked(client: Any) -> None:
    hazard, before = hazard_of(client), entries(client)
    said = client.post("/api/ground/check", json={"geometry": hazard["geometry"]}).json()
    assert hazard["properties"]["entry"] in [one["entry"] for one in said["overlaps"]]
    assert max(one["m2"] for one in said["overlaps"]) <= said["area_m2"]
    assert abs(sum(said["by_status"].values()) - said["area_m2"]) <= len(said["by_status"])
    assert entries(client) == before


def test_the_overlap_told_is_that_of_the_land_as_it_stands(client: Any) -> None:
    """The picture of the land is another way to the same numbers."""
    west, south, east, north = client.get("/map/layers.json").json()["bounds"]
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    said = client.post("/api/ground/check", json={"geometry": polygon(ring)}).json()
    with client.app.state.room.read() as reading:
        from datetime import UTC, datetime

        land = land_picture(reading.programme, as_at=datetime.now(UTC).date()).by_status
    assert said["by_status"].keys() == land.keys()
    for status, m2 in said["by_status"].items():
        assert 0 < m2 <= round(land[status].area)  # the box cuts off the outermost half percent


def test_an_outline_that_crosses_itself_is_told_and_measured_as_it_would_be_booked(client: Any) -> None:
    bow = [FREE[0], FREE[2], FREE[1], FREE[3], FREE[0]]
    said = client.post("/api/ground/check", json={"geometry": polygon(bow)}).json()
    assert said["repaired"]
    assert "G03" in [one["code"] for one in said["findings"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"geometry": {"type": "Point", "coordinates": [0, 0]}}, 400),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, 422),
        ({"geometry": {"type": "Polygon", "coordinates": [[["<script>", 1], [2, 2]]]}}, 422),
        ({"geometry": {"type": "Polygon", "coordinates": [[[500, 95], [501, 95], [501, 96], [500, 95]]]}}, 422),
        ({"geometry": polygon([[0, 0], [0, 0], [0, 0], [0, 0]])}, 422),
    ],
)
def test_what_is_no_area_is_answered_with_a_sentence(client: Any, body: dict[str, Any], status: int) -> None:
    answer = client.post("/api/ground/check", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_a_drawing_with_too_many_corners_is_refused(client: Any) -> None:
    ring = [[at * 1e-6, (at % 2) * 1e-6] for at in range(20_001)]
    answer = client.post("/api/ground/check", json={"geometry": polygon([*ring, ring[0]])})
    assert answer.status_code == 413


def test_a_saved_drawing_is_an_entry_like_any_other(own_file: Path, open_room: Room) -> None:
    client = open_room(own_file)
    said = client.post("/api/ground/drafts", json=draft(happened_on="2024-05-31"))
    assert said.status_code == 201, said.text
    answer = said.json()
    entry = next(one for one in client.get("/ogc/collections/hazards/items?id=D-1").json()["features"])
    assert entry["properties"]["entry"] == answer["entry"]
    assert entry["properties"]["happened_on"] == "2024-05-31"
    assert answer["conflict_with"] is None


def test_a_name_that_is_taken_is_not_taken_again(own_file: Path, open_room: Room) -> None:
    client = open_room(own_file)
    assert client.post("/api/ground/drafts", json=draft()).status_code == 201
    again = client.post("/api/ground/drafts", json=draft())
    assert again.status_code == 409
    assert "D-1" in again.json()["detail"]


def test_a_changed_outline_amends_the_entry(own_file: Path, open_room: Room) -> None:
    client = open_room(own_file)
    first = client.post("/api/ground/drafts", json=draft()).json()["entry"]
    said = client.post("/api/ground/drafts", json=draft(of_entry=first, kind="confirmed")).json()
    found = client.get("/ogc/collections/hazards/items?id=D-1").json()["features"]
    assert [one["properties"]["entry"] for one in found] == [said["entry"]]
    assert found[0]["properties"]["status"] == "confirmed"


def test_two_people_change_one_area_and_both_outlines_stay(own_file: Path, open_room: Room) -> None:
    client = open_room(own_file)
    first = client.post("/api/ground/drafts", json=draft()).json()["entry"]
    small = [FREE[0], FREE[1], FREE[2], FREE[0]]
    ones = client.post("/api/ground/drafts", json=draft(of_entry=first, geometry=polygon(small))).json()
    others = client.post("/api/ground/drafts", json=draft(of_entry=first)).json()
    assert ones["conflict_with"] is None
    assert others["conflict_with"] == ones["entry"]
    assert str(ones["entry"]) in others["sentence"]
    live = client.get("/ogc/collections/hazards/items?limit=1000").json()["features"]
    assert {ones["entry"], others["entry"]} <= {one["properties"]["entry"] for one in live}
    assert "L03" in [one["code"] for one in others["findings"]]  # the overlap of the two waits in the findings


def test_a_viewer_may_look_and_not_draw(own_file: Path, open_room: Room) -> None:
    client = open_room(own_file)
    client.app.state.door = lambda request: Viewer("vera", "viewer", sees_restricted=True)
    assert 'data-tool="draw"' not in client.get("/map").text
    assert client.post("/api/ground/drafts", json=draft()).status_code == 403
    assert client.post("/api/ground/check", json={"geometry": polygon(FREE)}).status_code == 403
