"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that may not be shipped; the test is skipped where it is absent."""
    folder = Path(os.environ.get("TILTH_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the real data is not here: set TILTH_SHARED_DATA to its folder")
    return folder
