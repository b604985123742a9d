"""What the map is given: layers in order, a base map without a network, and a page that works without a build."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tilth.web import assets, base_map
from tilth.web.features import landscape_of
from tilth.web.land_tiles import PARTS, _as_one
from tilth.web.viewer import Viewer


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of what the build makes."""
    monkeypatch.setattr(assets, "built", lambda: tmp_path)
    monkeypatch.setattr(base_map, "built", lambda: tmp_path)
    base_map._index.cache_clear()
    yield tmp_path
    base_map._index.cache_clear()


def test_the_owner_sees_land_tasks_and_points(client: Any) -> None:
    said = client.get("/map/layers.json").json()
    assert {one["name"] for one in said["layers"]} == {"land", "tasks", "accidents", "finds"}
    assert said["layers"][0]["name"] == "land"  # everything else lies over it
    assert said["invented"]
    assert said["days"][0] < said["days"][1]
    west, south, east, north = said["bounds"]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_who_may_not_see_restricted_data_gets_no_layer_and_no_tile(
    province_file: Path, open_room: Callable[..., Any]
) -> None:
    client = open_room(province_file)
    client.app.state.door = lambda request: Viewer("", "anonymous", sees_restricted=False)
    said = client.get("/map/layers.json").json()
    assert [one["name"] for one in said["layers"]] == ["cells"]
    assert client.get(said["layers"][0]["items"]).json()["features"]
    assert said["operators"] == []
    assert said["days"] is None
    assert client.get("/map/land/12/1820/2408.mvt").status_code == 404


def test_later_land_lies_over_earlier_land(client: Any) -> None:
    room = client.app.state.room
    with room.read() as reading:
        layers = [landscape_of(room).layer(name, reading) for name in PARTS]
        both = _as_one(layers, [np.flatnonzero(one.live()) for one in layers])
    assert {"suspected", "cleared"} <= {entry.kind for entry in both.entries}
    for entry, numbers in zip(both.entries, both.numbers, strict=True):
        assert numbers[1] == entry.number
        assert date.fromordinal(int(numbers[4])).isoformat() == entry.counts_on  # by this a tile is put in order


def test_a_tile_of_land_is_smaller_before_anything_was_released(client: Any) -> None:
    address = "/map/land/0/0/0.mvt"
    now, then = client.get(address), client.get(f"{address}?until=2000-01-01")
    assert now.status_code == 200
    assert then.status_code == 204
    assert client.get(address, headers={"if-none-match": now.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/map/land/3/8/0.mvt", "/map/land/99/0/0.mvt"])
def test_a_tile_beyond_the_world_is_none(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_day_that_is_none_is_refused(client: Any) -> None:
    assert client.get("/map/land/0/0/0.mvt?until=tomorrow").status_code == 400


def test_the_base_map_is_read_from_one_file(client: Any, built: Path) -> None:
    tile = gzip.compress(b"a tile")
    (built / "base.tiles").write_bytes(b"before" + tile + b"after")
    (built / "base.json").write_text(json.dumps({"3/1/2": [6, len(tile)]}), encoding="utf-8")
    assert client.get("/map/base/3/1/2.mvt").content == b"a tile"
    plain = client.get("/map/base/3/1/2.mvt", headers={"accept-encoding": "identity"})
    assert plain.content == b"a tile"
    assert "content-encoding" not in plain.headers
    assert client.get("/map/base/3/1/3.mvt").status_code == 204


def test_without_a_build_the_page_says_what_the_map_needs(client: Any, built: Path) -> None:
    del built
    page = client.get("/map")
    assert page.status_code == 200
    assert "Node.js" in page.text
    assert "<script" not in page.text
    assert client.get("/map/base/0/0/0.mvt").status_code == 204


def test_a_build_gives_scripts_and_all_their_sheets(built: Path) -> None:
    manifest = {
        "src/map.ts": {"file": "assets/map-1.js", "css": ["assets/map-1.css"], "imports": ["_shared.js"]},
        "_shared.js": {"file": "assets/shared-2.js", "css": ["assets/shared-2.css"]},
    }
    (built / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert assets.asset("map.js") == "/static/built/assets/map-1.js"
    assert assets.styles("map.js") == ("/static/built/assets/map-1.css", "/static/built/assets/shared-2.css")
    assert assets.asset("other.js") is None
    assert assets.styles("other.js") == ()


def test_places_come_from_the_package_and_lie_in_the_box(client: Any) -> None:
    said = client.get("/map/places.json?bbox=16,43,20,45.5").json()
    assert "GeoNames" in said["attribution"]
    names = [one["properties"]["name"] for one in said["features"]]
    assert "Sarajevo" in names
    assert "Zagreb" not in names
    people = [one["properties"]["people"] for one in said["features"]]
    assert people == sorted(people, reverse=True)


def test_an_invented_province_brings_its_ground_and_a_real_one_has_none(
    client: Any, tmp_path: Path, open_room: Callable[..., Any]
) -> None:
    from typer.testing import CliRunner

    from tilth.cli.app import app

    kinds = {one["properties"]["kind"] for one in client.get("/map/scenery.json").json()["features"]}
    assert {"ground", "river", "road", "village"} <= kinds
    assert "INVENTED" in client.get("/map").text
    file = tmp_path / "real.gpkg"
    assert CliRunner().invoke(app, ["new", str(file), "--name", "Bosnia"]).exit_code == 0
    real = open_room(file)
    assert real.get("/map/scenery.json").json()["features"] == []
    assert "INVENTED" not in real.get("/map").text
    west, _, east, _ = real.get("/map/layers.json").json()["bounds"]
    assert 15 < west < east < 20  # nothing is drawn yet: the country


def test_every_word_of_the_island_is_in_the_catalogue(client: Any) -> None:
    """Scripts hold keys, never text: `words("around")`."""
    from html import unescape

    sources = Path(__file__).parents[2] / "web" / "src"
    found = re.search(r'data-words="([^"]*)"', client.get("/map").text)
    if found is None:
        pytest.skip("the islands were not built here")
    words = json.loads(unescape(found[1]))
    used = {
        key
        for file in sources.glob("*.ts")
        for key in re.findall(r'words\("([a-z_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= words.keys(), used - words.keys()


def test_levers_change_the_forecast_and_rest_leaves_it(client: Any) -> None:
    rest = client.get("/api/forecast/what-if").json()
    assert rest["base"]["completion"] == rest["what_if"]["completion"]
    more = client.get("/api/forecast/what-if?levers=manual%2B20,season=1.5").json()
    assert more["base"] == rest["base"]
    assert more["what_if"]["teams"] == rest["base"]["teams"] + 20
    assert more["what_if"]["completion"]["p50"] <= rest["base"]["completion"]["p50"]
    assert client.get("/api/forecast/what-if?levers=wishes%2B3").status_code == 422
    nothing_known = client.get("/api/forecast/what-if?origin=2001-01-01")
    assert nothing_known.status_code == 422
    assert "tilth import" in nothing_known.json()["detail"]
