"""What shows that a hazard was surveyed: fields of its record that only a survey fills, `terms/survey_signs.csv`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tilth.terms import table

_UNKNOWN = ("", "unknown", "none", "not stated")


def signs_of_survey(body: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a hazard's record that tell of a survey, with what they say."""
    for row in table("survey_signs"):
        said = str(body.get(row["field"]) or "").strip()
        if said.casefold() not in _UNKNOWN and row["holds"] in said.casefold():
            yield f"{row['field'].replace('_', ' ')}: {said}"
