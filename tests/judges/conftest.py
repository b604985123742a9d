"""What the judges need: programmes to look at, and ways to ask QGIS, GDAL and PostgreSQL. Absent judges are skipped."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find room_help

DEBIAN_PYTHON = "/usr/bin/python3"  # QGIS and GDAL bring their modules for this one
PROBE = Path(__file__).with_name("qgis_probe.py")
Tilth = Callable[..., Any]


@pytest.fixture(scope="session")
def tilth() -> Tilth:
    """The command line in a process of its own; `--json` answers come back read, others as (stdout, stderr)."""

    def run(*arguments: object) -> Any:
        command = [sys.executable, "-c", "from tilth.cli import main; main()", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if "--json" in arguments else (done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory, tilth: Tilth) -> Path:
    """An invented province; not to be written to."""
    file = tmp_path_factory.mktemp("province") / "province.gpkg"
    tilth("synth", "province", file, "--hazards", 200, "--seed", 5)
    return file


@pytest.fixture(scope="session")
def bosnia(tmp_path_factory: pytest.TempPathFactory, tilth: Tilth, shared_data: Path) -> Path:
    """The real, messy polygons of Bosnia, booked; not to be written to."""
    file = tmp_path_factory.mktemp("bosnia") / "bosnia.gpkg"
    tilth("new", file, "--name", "Bosnia")
    for name, kind in (("suspect", "suspected"), ("cleared", "cleared")):
        tilth("import", file, shared_data / "bosnia" / "raw" / f"{name}.geojson", "--as", kind, "--json")
    return file


@pytest.fixture(params=["province", "bosnia"])
def programme(request: pytest.FixtureRequest) -> Path:
    """Each of the two programmes in turn; not to be written to."""
    file: Path = request.getfixturevalue(request.param)
    return file


@pytest.fixture
def own_province(province: Path, tmp_path: Path) -> Path:
    """A copy of the province that a test may change."""
    return Path(shutil.copy(province, tmp_path / "own.gpkg"))


@pytest.fixture(scope="session")
def qgis() -> Callable[..., Any]:
    """Ask QGIS, without a screen, under Debian's Python: `qgis("read", FILE, LAYER…)` or `qgis("edit", FILE)`."""
    _need(DEBIAN_PYTHON, "-c", "import qgis.core", why="QGIS is not here (on Debian: apt install python3-qgis)")

    def ask(*arguments: object) -> Any:
        command = [DEBIAN_PYTHON, str(PROBE), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return ask


@pytest.fixture(scope="session")
def complaints() -> Callable[[Path], str]:
    """What GDAL's GeoPackage validator says about a file; an empty text if nothing."""
    validator = [DEBIAN_PYTHON, "-m", "osgeo_utils.samples.validate_gpkg"]
    why = "validate_gpkg is not here (on Debian: apt install python3-gdal)"
    _need(DEBIAN_PYTHON, "-c", "import osgeo_utils.samples.validate_gpkg", why=why)

    def validate(file: Path) -> str:
        done = subprocess.run([*validator, str(file)], capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip() or ("" if done.returncode == 0 else f"exit code {done.returncode}")

    return validate


@pytest.fixture(scope="session")
def ogrinfo() -> Callable[..., str]:
    """The command `ogrinfo` of Debian's GDAL."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("GDAL is not here (on Debian: apt install gdal-bin)")

    def ask(*arguments: object) -> str:
        done = subprocess.run(["ogrinfo", "-ro", *map(str, arguments)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stderr, done.stderr
        return done.stdout

    return ask


@pytest.fixture(scope="session")
def gdal() -> Callable[[Path], Any]:
    """Rows and area in the frame by status, as Debian's GDAL reads and measures them."""
    _need(
        DEBIAN_PYTHON,
        "-c",
        "from osgeo import ogr",
        why="GDAL for Python is not here (on Debian: apt install python3-gdal)",
    )

    def ask(file: Path) -> Any:
        command = [DEBIAN_PYTHON, str(PROBE.with_name("gdal_probe.py")), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def _need(*command: str, why: str) -> None:
    if shutil.which(command[0]) is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(why)
