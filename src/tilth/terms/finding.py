"""A finding: the data is imperfect, and here is where, how much, and what was done about it.

Findings are values. They are collected, kept and shown; they never stop an import. Every kind has one row in
a table `findings_TOPIC.csv` with its permanent code, severity, sentence and next step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tilth.terms import table

# One table of kinds each.
TOPICS = ("geometry", "tables", "land", "evidence", "texts", "teams", "work", "people", "journal", "forecast")


@dataclass(frozen=True, slots=True)
class Finding:
    """One imperfection: a permanent code, what it is, where it is, and what was done."""

    code: str
    kind: str
    severity: str  # error, warning or info
    sentence: str
    row: int | None = None  # row of the source, 1 is the first data row
    field: str | None = None
    layer: str | None = None
    entry: int | None = None  # the entry of the journal it belongs to

    def as_json(self) -> dict[str, object]:
        """The finding as the contract's JSON object; places that are not known are left out."""
        known = {"row": self.row, "field": self.field, "layer": self.layer, "entry": self.entry}
        said = {"code": self.code, "kind": self.kind, "severity": self.severity, "sentence": self.sentence}
        return said | {key: value for key, value in known.items() if value is not None}


@cache
def _kinds() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for topic in TOPICS for row in table(f"findings_{topic}")}


def finding(
    kind: str,
    /,
    *,
    row: int | None = None,
    field: str | None = None,
    layer: str | None = None,
    entry: int | None = None,
    **values: object,
) -> Finding:
    """A finding of `kind`, its sentence filled from `values`. Raises KeyError for a kind or value nobody defined."""
    known = _kinds()[kind]
    sentence = known["sentence"].format(row=row, field=field, layer=layer, entry=entry, **values)
    return Finding(known["code"], kind, known["severity"], sentence, row, field, layer, entry)
