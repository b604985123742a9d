"""The reference pages, made once for all tests here."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

BUILDER = Path(__file__).parents[2] / "tools" / "build_reference.py"


@pytest.fixture(scope="session")
def builder() -> dict:
    """What `tools/build_reference.py` defines."""
    return runpy.run_path(str(BUILDER))


@pytest.fixture(scope="session")
def reference(builder, tmp_path_factory) -> dict[str, str]:
    """The generated pages, by name."""
    folder = tmp_path_factory.mktemp("reference")
    builder["write"](folder)
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
