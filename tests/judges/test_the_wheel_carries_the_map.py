"""The package is built with the map where npm is there, without it where npm is not, and is never refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py", "src", "examples", "web")
LEFT_BEHIND = shutil.ignore_patterns("node_modules", "built", "__pycache__")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What Git would hand out: sources, nothing built."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT_BEHIND)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def wheel_of(checkout: Path, *, path: str) -> list[str]:
    """The names in the wheel that pip builds with this PATH."""
    out = checkout.parent / "wheels"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), "."]
    done = subprocess.run(
        command, cwd=checkout, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(out.glob("tilth-*.whl"))) as wheel:
        return wheel.namelist()


def without_npm(folder: Path) -> str:
    """A PATH on which everything is found but npm."""
    bin_ = folder / "bin"
    bin_.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*") if Path(place).is_dir() else ():
            if program.name not in ("npm", "node", "npx") and not (bin_ / program.name).exists():
                (bin_ / program.name).symlink_to(program)
    return str(bin_)


def test_a_wheel_holds_the_map_and_all_it_needs(checkout: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not here")
    names = wheel_of(checkout, path=os.environ["PATH"])
    built = {name.removeprefix("tilth/web/static/built/") for name in names if "/static/built/" in name}
    assert {"manifest.json", "base.json", "base.tiles", "licences.md"} <= built
    kinds = {Path(name).suffix for name in built}
    assert {".js", ".css"} <= kinds
    assert any("worker" in name for name in built)
    assert not any("node_modules" in name for name in names)


def test_without_npm_the_package_is_built_without_the_map(checkout: Path, tmp_path: Path) -> None:
    names = wheel_of(checkout, path=without_npm(tmp_path))
    assert "tilth/web/app.py" in names
    assert not any("/static/built/" in name for name in names)


def test_the_scripts_of_the_islands_are_typed() -> None:
    if shutil.which("npm") is None or not (ROOT / "web" / "node_modules").is_dir():
        pytest.skip("npm, or what the islands are built from, is not here (cd web && npm ci)")
    done = subprocess.run(["npm", "run", "check"], cwd=ROOT / "web", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
