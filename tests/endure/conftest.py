"""What every endurance test may ask for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find endure_help
from endure_help import new_programme


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A new programme."""
    return new_programme(tmp_path / "p.gpkg")
