"""Tests of this folder may write `from programmes import book, programme, square`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.store.memory import Memory
from tilth.synth.province import province

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def invented():
    """An invented province and its programme; nobody writes in it."""
    land = province(hazards=60, seed=3)
    made = Programme(Memory())
    book_province(made, land, now=datetime(2026, 1, 1, tzinfo=UTC))
    return land, made
