"""What the public sees: a coarse, late picture, and not a trace of the rest."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import shapely

from tilth.places.frame import to_frame
from tilth.web.cells import EDGE_M, public_until
from tilth.web.viewer import ANONYMOUS


@pytest.fixture
def public(open_room, own_file):
    client = open_room(own_file)
    client.app.state.door = lambda request: ANONYMOUS
    return client


def test_restricted_layers_are_not_there_for_who_may_not_see_them(public):
    assert public.get("/tiles/hazards/6/28/37.mvt").status_code == 404
    assert public.get("/ogc/collections/hazards/items").status_code == 404
    assert public.get("/ogc/collections/tasks").status_code == 404
    assert public.get("/api/account").status_code == 401
    assert public.get("/api/log").status_code == 401
    assert public.post("/api/entries/5/withdrawals", json={"why": "x"}).status_code == 401
    assert [one["id"] for one in public.get("/ogc/collections").json()["collections"]] == ["cells"]
    for address in ("/ogc", "/ogc/api", "/ogc/collections"):
        assert "hazards" not in json.dumps(public.get(address).json()).replace("/api/", "")


def test_the_cells_are_coarse_late_and_sum_to_what_had_happened_by_then(public, client):
    cells = public.get("/ogc/collections/cells/items").json()["features"]
    until = public_until(datetime.now(UTC).date())
    assert (datetime.now(UTC).date() - until).days >= 90
    records = [
        one["properties"]
        for layer in ("hazards", "releases")
        for one in client.get(f"/ogc/collections/{layer}/items?limit=10000").json()["features"]
    ]
    for status in ("suspected", "confirmed", "cancelled", "reduced", "cleared"):
        expected = sum(one["status"] == status and one["counts_on"] <= until.isoformat() for one in records)
        assert sum(cell["properties"][status] for cell in cells) == expected
    for cell in cells:
        in_frame = to_frame([shapely.from_geojson(json.dumps(cell["geometry"]))], crs="EPSG:4326")[0]
        assert in_frame.area == pytest.approx(EDGE_M**2, rel=1e-6)
        assert set(cell["properties"]) == {"until", "suspected", "confirmed", "cancelled", "reduced", "cleared"}


def test_a_right_that_a_role_lacks_is_403(open_room, own_file):
    from tilth.web.viewer import Viewer

    client = open_room(own_file)
    client.app.state.door = lambda request: Viewer("vera", "viewer", sees_restricted=True)
    assert client.get("/api/account").status_code == 200
    assert client.post("/api/entries/5/withdrawals", json={"why": "x"}).status_code == 403
    client.app.state.door = lambda request: Viewer("dan", "data_entry", sees_restricted=True)
    assert client.post("/api/tasks/T/handovers", json={"on": "2024-05-01", "to": "x"}).status_code == 403
