"""QGIS, without a screen, opens what we write and sees what we counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LAYERS = ("hazards", "releases", "accidents", "finds", "tasks")
MULTIPOLYGON = 6
POINT = 1


@pytest.fixture
def seen(programme: Path, qgis: Callable[..., Any]) -> dict[str, Any]:
    found: dict[str, Any] = qgis("read", programme)
    return found


def test_every_layer_is_valid_and_in_the_frame(seen: dict[str, Any]) -> None:
    assert set(seen) == set(LAYERS)
    for layer, found in seen.items():
        assert found["valid"], layer
        assert found["crs"] == "EPSG:6933", layer
        assert found["type"] == (POINT if layer in ("accidents", "finds") else MULTIPOLYGON), layer


def test_it_counts_as_many_rows_as_live_entries(
    seen: dict[str, Any], programme: Path, tilth: Callable[..., Any]
) -> None:
    log = tilth("log", programme, "--json")
    amended = {entry["amends"] for entry in log}
    live = [entry["kind"] for entry in log if entry["entry"] not in amended]
    counted = {
        "hazards": live.count("suspected") + live.count("confirmed"),
        "releases": live.count("cancelled") + live.count("reduced") + live.count("cleared"),
        "accidents": live.count("accident"),
        "finds": live.count("find"),
        "tasks": live.count("task"),
    }
    assert {layer: found["features"] for layer, found in seen.items()} == counted
    assert {layer: found["feature_count"] for layer, found in seen.items()} == counted


def test_every_outline_is_readable_and_valid_for_its_own_rules(seen: dict[str, Any], programme: Path) -> None:
    with sqlite3.connect(programme) as connection:
        for layer, found in seen.items():
            stated = connection.execute(
                f"SELECT coalesce(sum(area_m2), 0), count(*) - count(geom) FROM {layer}"
            ).fetchone()
            assert found["invalid_geometries"] == 0, layer
            assert found["without_geometry"] == stated[1], layer
            if found["type"] == MULTIPOLYGON and not stated[1]:
                assert found["area_m2"] == pytest.approx(stated[0], abs=0.5 * found["features"] + 1)


def test_the_layer_it_can_style_by_names_only_known_statuses(seen: dict[str, Any], programme: Path) -> None:
    del seen
    with sqlite3.connect(programme) as connection:
        stated = {
            row[0] for layer in ("hazards", "releases") for row in connection.execute(f"SELECT status FROM {layer}")
        }
    assert stated <= {"suspected", "confirmed", "cancelled", "reduced", "cleared"}


def test_an_exported_geojson_holds_the_same_rows_and_areas(
    province: Path, tmp_path: Path, qgis: Callable[..., Any], tilth: Callable[..., Any]
) -> None:
    out = tmp_path / "out.geojson"
    tilth("export", province, out)
    written = json.loads(out.read_text(encoding="utf-8"))["features"]
    drawn = [feature for feature in written if feature["geometry"]]
    with_polygon = qgis("read", out, "")[""]
    assert with_polygon["valid"]
    assert with_polygon["crs"] == "EPSG:4326"
    assert with_polygon["features"] == len(written)
    assert with_polygon["without_geometry"] == len(written) - len(drawn)
