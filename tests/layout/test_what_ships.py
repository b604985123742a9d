"""What somebody gets who installs the package, and what must never be in it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS_IN_A_ROW = 10


def _committed() -> list[Path]:
    """Files of this checkout that git knows or would take."""
    run = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if run.returncode != 0:
        pytest.skip("this is not a git checkout")
    return [path for name in run.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_the_installed_package_holds_every_module_every_table_and_the_examples(tmp_path):
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in _committed() if path.is_relative_to(ROOT / "src")]
    assert files
    assert not [path for path in files if str(path.relative_to(ROOT / "src")) not in inside]
    examples = [path for path in _committed() if path.is_relative_to(ROOT / "examples")]
    assert not [path for path in examples if f"tilth/{path.relative_to(ROOT)}" not in inside]
    assert not [name for name in inside if name.startswith(("tests/", "docs/", "bench/"))]


def _runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + WORDS_IN_A_ROW]) for at in range(len(words) - WORDS_IN_A_ROW + 1)}


def test_no_sentence_of_a_press_text_is_in_the_repository(shared_data):
    press = set()
    for article in (shared_data / "kursk" / "articles").glob("*.txt"):
        press |= _runs_of_words(article.read_text(encoding="utf-8"))
    assert press
    texts = [path for path in _committed() if path.suffix in {".py", ".md", ".csv", ".toml", ".html", ".json", ".txt"}]
    copied = [path for path in texts if press & _runs_of_words(path.read_text(encoding="utf-8", errors="replace"))]
    assert not copied, f"{WORDS_IN_A_ROW} words in a row of a press text stand in {copied}"


def test_a_file_with_another_s_data_is_not_in_the_repository(shared_data):
    may_not_ship = ["bosnia/raw", "colombia_grid/train.parquet", "fields", "kursk/articles", "sealed"]
    may_not_ship += ["colombia_clearance.csv", "colombia_victims_municipality_year_1990_2018.csv"]
    theirs = {
        (one.stat().st_size, one.read_bytes())
        for name in may_not_ship
        for one in ([shared_data / name] if (shared_data / name).is_file() else sorted((shared_data / name).rglob("*")))
        if one.is_file() and one.name != "README.md"
    }
    assert theirs
    assert not [path for path in _committed() if (path.stat().st_size, path.read_bytes()) in theirs]
