"""`import tilth` costs what its modules cost; which ones it loads can be counted, where a stopwatch would waver."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "numpy", "shapely", "pyproj", "pyogrio", "matplotlib", "openpyxl", "jinja2", "typer", "click", "rich", "pandas",
    "sqlite3", "multiprocessing", "asyncio", "http", "ssl", "xml",
}  # fmt: skip


def _loaded_by(statement: str) -> set[str]:
    """Top-level names of the modules that `statement` loads in a new Python, beyond what Python itself loads."""
    code = f"import sys; before = set(sys.modules)\n{statement}\nprint(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in run.stdout.split()}


def test_import_tilth_loads_no_heavy_library():
    assert not _loaded_by("import tilth") & HEAVY


def test_import_tilth_loads_few_modules():
    loaded = _loaded_by("import tilth")
    assert "tilth" in loaded
    assert len(loaded) <= 60, sorted(loaded)


@pytest.mark.parametrize("command", ["--help"])
def test_the_help_loads_no_format_plot_or_spreadsheet_library(command):
    pytest.importorskip("tilth.cli")
    loaded = _loaded_by(
        f"import contextlib, io, tilth.cli; sys.argv = ['tilth', {command!r}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): tilth.cli.main()\n"
    )
    assert not loaded & {"pyogrio", "pyproj", "matplotlib", "openpyxl", "jinja2", "pandas"}
