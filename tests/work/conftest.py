"""Tests of this folder may write `from foreman import Foreman` and `from diary import Diary`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "land"))
sys.path.append(str(Path(__file__).parent))
