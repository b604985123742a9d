"""Hashed requirement files: everything pinned, nothing says where to fetch it, and all of them agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
FILES = sorted(REQUIREMENTS.glob("*.txt"))
_PIN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)( ; [^\\]+?)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_requirement_file_holds_pins_and_hashes_and_nothing_else(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert not [line for line in lines if not _PIN.match(line) and not _HASH.match(line)]


def test_all_requirement_files_agree_on_every_version():
    pins: dict[str, set[str]] = {}
    for path in FILES:
        here: dict[str, list[str]] = {}
        for name, version, _ in (found.groups() for found in map(_PIN.match, path.read_text().splitlines()) if found):
            here.setdefault(name, []).append(version)
        for name, versions in here.items():
            pins.setdefault(name, set()).add(" ".join(versions))
    assert len(pins) > 20
    assert not {name: versions for name, versions in pins.items() if len(versions) > 1}


def test_every_wish_file_has_its_pinned_file():
    assert {path.stem for path in REQUIREMENTS.glob("*.in")} == {path.stem for path in FILES}


def test_base_pins_every_dependency_of_the_package():
    project = tomllib.loads((REQUIREMENTS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for name, wishes in project["optional-dependencies"].items() if name != "all" for one in wishes]
    wished = {re.split(r"[^a-z0-9-]", one)[0] for one in [*project["dependencies"], *extras]}
    pinned = {found[1] for found in map(_PIN.match, (REQUIREMENTS / "base.txt").read_text().splitlines()) if found}
    assert wished <= pinned
