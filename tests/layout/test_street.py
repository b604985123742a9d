"""The order of the rooms is written down twice, for people and for a machine; here the two are held together."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "tilth"
ROOMS = sorted(path.name for path in SRC.iterdir() if path.is_dir() and any(path.glob("*.py")))


def _contract() -> list[set[str]]:
    """The groups of rooms as import-linter reads them, the first on the street first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (street,) = [contract for contract in config["contracts"] if contract["id"] == "street"]
    assert street["exhaustive"] is True
    return [{room.strip() for room in group.split("|")} for group in reversed(street["layers"])]


def _architecture() -> list[set[str]]:
    """The groups of rooms as the first table of ARCHITECTURE.md names them."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d+ \| (.+?) \|", text, flags=re.MULTILINE)
    return [set(re.findall(r"`(\w+)`", row)) for row in rows]


def test_architecture_lists_the_rooms_of_the_contract_in_the_same_order():
    assert _architecture() == _contract()


def test_every_room_is_on_the_list_and_every_listed_room_exists():
    assert set().union(*_contract()) == set(ROOMS)


def test_no_room_imports_a_room_that_stands_after_it():
    # the command beside this very Python, so that a venv that was not activated works too
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_holds(room):
    opening = SRC / room / "__init__.py"
    assert opening.is_file(), f"src/tilth/{room} has no __init__.py"
    assert ast.get_docstring(ast.parse(opening.read_text(encoding="utf-8"))), f"{room}/__init__.py has no docstring"
