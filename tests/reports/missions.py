"""The mission of the examples and invented ones, as the answers that pages and pictures are made from."""

from __future__ import annotations

import csv
from pathlib import Path

from tilth.conflicts.conflicts import conflicts
from tilth.evidence.statement import read_statement
from tilth.teams.mission import mission

EXAMPLES = Path(__file__).parents[2] / "examples"


def rows(*names):
    """Rows of example files."""
    told = []
    for name in names:
        with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
            told += list(csv.DictReader(file))
    return told


EXAMPLE_ROWS = rows("mission_528/statements.csv", "mission_528/facts.csv", "kursk_claims/claims.csv")


def read(told):
    return [read_statement(row)[0] for row in told]


def tour_of(told):
    """The mission of rows, as `tilth mission --json` gives it."""
    statements = read(told)
    return mission(statements, conflicts=conflicts(statements)).as_json()


def row(claim_id, metric, value="", unit="", **more):
    """A statement about an invented unit."""
    told = {"claim_id": claim_id, "metric": metric, "value": value, "unit": unit, "subject": "Unit 7", "speaker": "A"}
    return told | more
