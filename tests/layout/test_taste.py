"""What a reader may rely on: short files, short functions, and nothing in them that belongs to one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 500
LONG_FUNCTION = 60
LONGEST_FUNCTION = 120

_PATHS = r"(^|[\s\"'(=:])/(work|root|home/\w+|tmp/\w+|Users/\w+)/"
_INDEX = r"https?://[^ ]*(/simple/?|[.]whl|[.]tar[.]gz|[.]tgz)([^a-z]|$)|--(extra-)?index[-]url|--find[-]links"


def _committed() -> list[Path]:
    """Text files of this checkout that git knows or would take."""
    run = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if run.returncode != 0:
        pytest.skip("this is not a git checkout")
    paths = (ROOT / name for name in run.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def _lines_with(pattern: str) -> list[str]:
    sought = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _committed()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if sought.search(line)
    ]


def test_no_file_is_longer_than_one_idea():
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: count for name, count in long.items() if count > LONGEST_FILE}


@pytest.mark.filterwarnings("default:long functions")  # a report, not a failure
def test_functions_stay_short_enough_to_read():
    counted = [
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not [where for lines, where in counted if lines > LONGEST_FUNCTION]
    if long := [f"{where} ({lines} lines)" for lines, where in sorted(counted, reverse=True) if lines > LONG_FUNCTION]:
        warnings.warn("long functions: " + "; ".join(long), stacklevel=1)


def test_no_committed_file_holds_a_path_of_one_machine():
    assert not _lines_with(_PATHS)


def test_no_committed_file_names_a_package_index():
    assert not _lines_with(_INDEX)


def test_nothing_is_marked_as_still_to_be_written():
    assert not _lines_with(r"\b(TO" r"DO|FIX" r"ME)\b")


def test_the_checks_would_see_what_they_look_for():
    home, page = "root", "simple"  # put together here, so that this file passes its own checks
    assert re.search(_PATHS, f'open("/{home}/data.csv")')
    assert re.search(_INDEX, f"https://index.example/{page}/")
    assert not re.search(_PATHS, "docs/work/root.md")
