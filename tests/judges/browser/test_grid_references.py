"""The map's own formulas against GeographicLib and PROJ: grid references, lengths and areas."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyproj
import pytest

WEB = Path(__file__).parents[3] / "web"
PLACES = 2_000
_ASK = """
import * as asked from "./asked.mjs";
const [name, list] = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(list.map((one) => asked[name](...one))));
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Call a function of a script of the map under Node.js."""
    compiler = WEB / "node_modules" / ".bin" / "tsc"
    if shutil.which("node") is None or not compiler.exists():
        pytest.skip("Node.js, or what the islands are built from, is not here (cd web && npm ci)")

    def call(script: str, name: str, arguments: list[list[Any]]) -> list[Any]:
        folder = tmp_path_factory.mktemp(script)
        emit = ["--ignoreConfig", "--target", "ES2022", "--module", "ESNext", "--moduleResolution", "Bundler"]
        source = WEB / "src" / f"{script}.ts"
        subprocess.run(
            [compiler, *emit, "--skipLibCheck", "--types", "geojson", "--outDir", folder, source], check=True, cwd=WEB
        )
        (folder / f"{script}.js").rename(folder / "asked.mjs")
        (folder / "ask.mjs").write_text(_ASK, encoding="utf-8")
        done = subprocess.run(
            ["node", folder / "ask.mjs"],
            input=json.dumps([name, arguments]),
            capture_output=True,
            text=True,
            check=True,
        )
        found: list[Any] = json.loads(done.stdout)
        return found

    return call


def places() -> list[list[float]]:
    """Places anywhere on the grid, and in the zones of Norway and Svalbard, which are wider or narrower than others."""
    rng = random.Random(4)
    anywhere = [[rng.uniform(-180, 180), rng.uniform(-80, 84)] for _ in range(PLACES)]
    return anywhere + [[rng.uniform(0, 42), rng.uniform(56, 84)] for _ in range(PLACES)]


def test_grid_references_are_those_of_geographiclib(ask: Callable[..., Any]) -> None:
    if shutil.which("GeoConvert") is None:
        pytest.skip("GeographicLib is not here (on Debian: apt install geographiclib-tools)")
    asked = places()
    ours = [text.replace(" ", "") for text in ask("mgrs", "mgrs", asked)]
    lines = "\n".join(f"{lat!r} {lon!r}" for lon, lat in asked)
    done = subprocess.run(["GeoConvert", "-m", "-p", "0"], input=lines, capture_output=True, text=True, check=True)
    theirs = done.stdout.split()
    assert len(theirs) == len(ours)
    differ = [pair for pair in zip(ours, theirs, strict=True) if pair[0].zfill(len(pair[1])) != pair[1]]
    assert differ == []


def test_lengths_and_areas_are_those_of_the_geodesic(ask: Callable[..., Any]) -> None:
    rng = random.Random(5)
    geod = pyproj.Geod(ellps="WGS84")
    pairs = [[[rng.uniform(-170, 170), rng.uniform(-80, 80)] for _ in range(2)] for _ in range(200)]
    near = [[one, [one[0] + rng.uniform(-0.1, 0.1), one[1] + rng.uniform(-0.1, 0.1)]] for one, _ in pairs]
    for (one, other), length in zip(near, ask("geodesy", "distance", near), strict=True):
        assert length == pytest.approx(geod.inv(*one, *other)[2], abs=0.001)
    rings = [[[one, [one[0] + 0.01, one[1]], [one[0] + 0.008, one[1] + 0.009]]] for one, _ in pairs]
    for (ring,), area in zip(rings, ask("geodesy", "area", rings), strict=True):
        theirs = abs(geod.polygon_area_perimeter([at[0] for at in ring], [at[1] for at in ring])[0])
        # Ours are straight in the equal-area frame, theirs geodesics: over a kilometre they differ by less than 0.1 %.
        assert area == pytest.approx(theirs, rel=0.001)
