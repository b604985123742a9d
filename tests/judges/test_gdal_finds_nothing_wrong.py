"""GDAL's validator is silent about our files, and Debian's GDAL reads every layer."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LAYERS = ("hazards", "releases", "accidents", "finds", "tasks")


def test_the_validator_is_silent_about_a_programme(programme: Path, complaints: Callable[[Path], str]) -> None:
    assert complaints(programme) == ""


def test_the_validator_is_silent_about_a_copy(
    province: Path, tmp_path: Path, complaints: Callable[[Path], str], tilth: Callable[..., Any]
) -> None:
    tilth("copy", province, tmp_path / "copy.gpkg")
    assert complaints(tmp_path / "copy.gpkg") == ""


def test_the_validator_is_silent_about_a_new_programme_without_land(
    tmp_path: Path, complaints: Callable[[Path], str], tilth: Callable[..., Any]
) -> None:
    tilth("new", tmp_path / "new.gpkg", "--name", "Nothing yet")
    assert complaints(tmp_path / "new.gpkg") == ""


def test_the_validator_is_silent_after_mending_and_rebuilding(
    own_province: Path, complaints: Callable[[Path], str], tilth: Callable[..., Any]
) -> None:
    entry = next(one for one in tilth("log", own_province, "--json") if one["kind"] == "suspected")
    tilth("withdraw", own_province, entry["entry"], "--why", "a test")
    tilth("rebuild", own_province)
    assert complaints(own_province) == ""


def test_the_validator_is_silent_about_an_exported_geopackage(
    programme: Path, tmp_path: Path, complaints: Callable[[Path], str], tilth: Callable[..., Any]
) -> None:
    tilth("export", programme, tmp_path / "out.gpkg")
    assert complaints(tmp_path / "out.gpkg") == ""


def test_the_validator_would_have_spoken(own_province: Path, complaints: Callable[[Path], str]) -> None:
    import sqlite3

    with sqlite3.connect(own_province) as connection:
        connection.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT' WHERE table_name = 'hazards'")
    assert complaints(own_province) != ""


@pytest.mark.parametrize("layer", LAYERS)
def test_ogrinfo_reads_every_feature(programme: Path, layer: str, ogrinfo: Callable[..., str]) -> None:
    summary = ogrinfo("-so", programme, layer)
    count = int(re.search(r"Feature Count: (\d+)", summary).group(1))  # type: ignore[union-attr]
    features = ogrinfo("-geom=SUMMARY", programme, layer)
    assert features.count(f"OGRFeature({layer})") == count
    assert 'ID["EPSG",6933]' in summary


def test_ogrinfo_sees_the_journal_as_a_table(
    province: Path, ogrinfo: Callable[..., str], tilth: Callable[..., Any]
) -> None:
    summary = ogrinfo("-so", province, "tilth_journal")
    assert f"Feature Count: {tilth('verify', province, '--json')['entries']}" in summary


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "fgb"])
def test_an_export_covers_the_same_ground_by_gdals_own_measure(
    province: Path, tmp_path: Path, suffix: str, gdal: Callable[[Path], Any], tilth: Callable[..., Any]
) -> None:
    out = tmp_path / f"out.{suffix}"
    tilth("export", province, out)
    found = gdal(out)
    for status in ("suspected", "confirmed", "cancelled", "reduced", "cleared"):
        booked = [one for one in tilth("log", province, "--json") if one["kind"] == status]
        assert found[status]["rows"] == len(booked)
        stated = sum(one["body"]["area_m2"] for one in booked)
        assert abs(found[status]["m2"] - stated) <= 2 * len(booked) ** 0.5  # each was rounded to a whole square metre


def test_gdal_converts_an_export_without_a_word(
    province: Path, tmp_path: Path, ogrinfo: Callable[..., str], tilth: Callable[..., Any]
) -> None:
    del ogrinfo  # skips where GDAL is absent
    tilth("export", province, tmp_path / "out.geojson")
    command = ["ogr2ogr", "-f", "GeoJSON", str(tmp_path / "again.geojson"), str(tmp_path / "out.geojson")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    first, again = (
        json.loads((tmp_path / name).read_text("utf-8"))["features"] for name in ("out.geojson", "again.geojson")
    )
    assert len(first) == len(again)
