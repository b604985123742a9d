"""A name as a text prints it, and the name it stands for there."""

from __future__ import annotations

from dataclasses import dataclass

from tilth.units.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person, organisation, place or unit as printed, and the name it stands for in this text."""

    text: str
    stands_for: str  # the fullest name the text itself gives: "the ministry" -> "Ministry of Defence"
    kind: str  # person, organisation, place, unit, or nationality ("Angolan", "Angolans")
    span: Span
    country: str = ""  # ISO 3166 alpha-3 of a country, or of the country a place or nationality word belongs to
    role: str = ""  # of a person, as printed somewhere in the text: "acting governor"
    of: str = ""  # of a person: the organisation, unit or place the role belongs to
