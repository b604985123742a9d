"""Tests of this folder may write `from diary import Diary`, and call the program with the fixture `tilth`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tilth.cli.app import run

sys.path.append(str(Path(__file__).parents[1] / "land"))


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def tilth(capsys, monkeypatch, tmp_path):
    """Runs a command in this process, as the installed program would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TILTH_AUTHOR", raising=False)

    def call(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tilth", *map(str, words)])
        code = 0
        try:
            run()
        except SystemExit as end:
            code = int(end.code or 0)
        return Ran(code, *capsys.readouterr())

    return call
