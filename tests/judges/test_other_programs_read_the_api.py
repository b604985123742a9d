"""Other people's programs read every feature through the API, and the standard's own tests pass."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from room_help import JUDGES, served

OGCTESTS = JUDGES / "ogc" / "bin" / "python"
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
LAYERS = ("hazards", "releases", "tasks", "accidents", "finds")
KINDS = {
    "hazards": ("suspected", "confirmed"),
    "releases": ("cancelled", "reduced", "cleared"),
    "tasks": ("task",),
    "accidents": ("accident",),
    "finds": ("find",),
}


@pytest.fixture(scope="module")
def room(province: Path) -> Iterator[str]:
    with served(province) as address:
        yield address


@pytest.fixture(scope="module")
def counted(province: Path, tilth: Callable[..., Any]) -> dict[str, int]:
    """How many records stand in each layer that has any, counted from the journal."""
    log = tilth("log", province, "--json")
    amended = {entry["amends"] for entry in log}
    live = [entry["kind"] for entry in log if entry["entry"] not in amended]
    counts = {layer: sum(live.count(kind) for kind in kinds) for layer, kinds in KINDS.items()}
    return {layer: count for layer, count in counts.items() if count}


def _needs(program: Path) -> None:
    if not program.exists():
        pytest.skip(f"{program.name} is not here: tools/install_judges.sh gets it")


def test_the_tests_of_the_standard_pass_all_and_skip_none(room: str, tmp_path: Path) -> None:
    _needs(OGCTESTS)
    command = [OGCTESTS, "-m", "ogctests", "features/core", "-i", f"{room}/ogc", "-v", "True"]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")  # its own settings, not those of the folder it lies in
    settings = os.environ | {"PYTEST_ADDOPTS": f"-c {tmp_path / 'pytest.ini'}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path, env=settings)
    assert re.search(r"\b29 passed", done.stdout), done.stdout[-3000:]
    assert not re.search(r"[0-9] (failed|skipped|error)|parameter missing", done.stdout), done.stdout[-3000:]


def test_gdal_reads_every_feature_page_by_page(room: str, counted: dict[str, int]) -> None:
    source = f"OAPIF:{room}/ogc"
    assert {name for name, _ in pyogrio.list_layers(source)} == set(counted)
    for layer, count in counted.items():
        about, _, shapes, columns = pyogrio.raw.read(source, layer=layer, PAGE_SIZE=50)
        assert len(shapes) == count, layer
        assert about["crs"] in ("OGC:CRS84", "EPSG:4326"), layer
        entries = columns[list(about["fields"]).index("entry")]
        assert len(set(entries)) == count


def test_gdal_finds_the_same_in_a_box(room: str) -> None:
    source = f"OAPIF:{room}/ogc"
    _, _, raw, columns = pyogrio.raw.read(source, layer="hazards", columns=["entry"])
    land, entries = shapely.from_wkb(raw), columns[0]
    west, south, east, north = shapely.total_bounds(land)
    box = (west, south, (west + east) / 2, (south + north) / 2)
    _, _, _, (inside,) = pyogrio.raw.read(source, layer="hazards", columns=["entry"], bbox=box)
    assert 0 < len(inside) < len(entries)
    assert set(inside) == set(entries[shapely.intersects(land, shapely.box(*box))])


def test_qgis_reads_every_feature_page_by_page(room: str, counted: dict[str, int], qgis: Callable[..., Any]) -> None:
    found = qgis("features", f"{room}/ogc", *counted)
    for layer, count in counted.items():
        assert found[layer]["valid"], layer
        assert found[layer]["features"] == count, layer
        assert found[layer]["feature_count"] == count, layer
        assert found[layer]["invalid_geometries"] == 0, layer


_OWSLIB = """
import json, sys
from owslib.ogcapi.features import Features
room = Features(sys.argv[1])
found = {}
for name in room.feature_collections():
    ids, more = [], {"limit": 70}
    while more is not None:
        page = room.collection_items(name, **more)
        assert page["numberReturned"] == len(page["features"])
        ids += [one["id"] for one in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        more = {"limit": 70, "after": ids[-1]} if following else None
        assert not following or following[0].endswith(f"limit=70&after={ids[-1]}"), following
    assert page["numberMatched"] == len(ids) == len(set(ids))
    assert room.collection_item(name, str(ids[0]))["id"] == ids[0]
    found[name] = len(ids)
print(json.dumps(found))
"""


def test_owslib_walks_the_pages_of_every_collection(room: str, counted: dict[str, int]) -> None:
    pytest.importorskip("owslib")
    command = [sys.executable, "-c", _OWSLIB, f"{room}/ogc"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == counted


def test_schemathesis_finds_no_fault_of_the_server_and_no_breach_of_the_schema(own_province: Path) -> None:
    """Left out is the check that every value a schema allows is taken: a day to come, or an outline that encloses
    nothing, is understood and refused with 422, which no schema can foresee.
    """
    _needs(SCHEMATHESIS)
    with served(own_province) as address:
        command = [SCHEMATHESIS, "run", f"{address}/openapi.json", "--max-examples", "8", "--seed", "1"]
        options = ["--exclude-checks", "positive_data_acceptance", "--no-color", "--workers", "1"]
        options += ["--request-timeout", "60"]
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, timeout=600, cwd=own_province.parent
        )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "Tested" in done.stdout
