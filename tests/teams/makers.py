"""Statements of an invented unit, made in a line."""

from __future__ import annotations

from tilth.evidence.statement import read_statement

UNIT = "Unit 7"


def said(claim_id, metric, value="", unit="", **more):
    """One statement about Unit 7 by Speaker A, unless told otherwise."""
    row = {"claim_id": claim_id, "metric": metric, "value": value, "unit": unit, "subject": UNIT, "speaker": "A"}
    statement, _ = read_statement(row | more)
    return statement
