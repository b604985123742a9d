"""A statement as a mission tells it."""

from __future__ import annotations

from tilth.evidence.statement import Statement


def told(statement: Statement) -> dict[str, object]:
    """A statement for the mission's JSON: as kept, with who said it and the days it can mean."""
    when = statement.when
    days = {"first": when.first.isoformat(), "last": when.last.isoformat(), "precision": when.precision} if when else {}
    return statement.as_json() | {"who": statement.who()} | days
