"""What is read from a text: claims with their speaker, figures, dates, places and the exact characters.

All spans are half-open ranges of characters of the text as given. A claim is a proposal until somebody accepts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure with its unit, as stated."""

    text: str  # the exact characters, qualifier and unit included
    value: Decimal
    unit: str  # a name of terms/measures.csv
    qualifier: str  # about, over, almost, up to, ... ; empty for a bare figure
    span: Span
    of: str = ""  # what is counted, as printed: "anti-tank mines", "agricultural land"
    high: Decimal | None = None  # the upper end where a range is stated; `value` is then the lower end

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        plain = int(self.value) if self.value == self.value.to_integral_value() else float(self.value)
        told: dict[str, object] = {
            "text": self.text,
            "value": plain,
            "unit": self.unit,
            "qualifier": self.qualifier,
            "span": list(self.span),
        }
        if self.of:
            told["of"] = self.of
        if self.high is not None:
            told["high"] = float(self.high)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date, month, season or period as stated, with the days it can mean."""

    text: str
    start: date | None  # None: the year is not stated and could not be inferred
    end: date | None
    precision: str  # day, interval, month, season, year
    year_inferred: bool
    span: Span
    bound: str = "on"  # on, since, until, by: what the words around it make of it

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        return {
            "text": self.text,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "year_inferred": self.year_inferred,
            "bound": self.bound,
            "span": list(self.span),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person, organisation, place or unit as printed, and the name it stands for in this text."""

    text: str
    stands_for: str  # the fullest name the text itself gives: "the ministry" -> "Ministry of Defence"
    kind: str  # person, organisation, place or unit
    span: Span
    country: str = ""  # ISO 3166 alpha-3 of a country, or of the country a place or nationality word belongs to


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader must know about a claim."""

    code: str  # a row of terms/remarks.csv
    sentence: str

    def as_json(self) -> dict[str, str]:
        """The contract's object."""
        return {"code": self.code, "sentence": self.sentence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposed claim of a text."""

    id: str
    subject: str  # what it is about, as printed
    speaker: str  # the name it stands for in this text; "the writer" where nobody is named
    speaker_kind: str  # named, organisation, anonymous or narrator
    via: tuple[str, ...]  # from the text read to the speaker
    verb: str  # the words of saying, as printed; empty for the narrator
    statement: str  # the exact characters of `span`
    quantities: tuple[Quantity, ...]
    dates: tuple[StatedDate, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]
    modality: str  # asserted, reported, planned or opinion
    span: Span
    sentence: int  # counted from 1
    remarks: tuple[Remark, ...]

    def as_json(self) -> dict[str, object]:
        """The contract's object."""
        return {
            "id": self.id,
            "subject": self.subject,
            "speaker": self.speaker,
            "speaker_kind": self.speaker_kind,
            "via": list(self.via),
            "verb": self.verb,
            "statement": self.statement,
            "quantities": [one.as_json() for one in self.quantities],
            "dates": [one.as_json() for one in self.dates],
            "places": list(self.places),
            "organisations": list(self.organisations),
            "modality": self.modality,
            "span": list(self.span),
            "sentence": self.sentence,
            "remarks": [one.as_json() for one in self.remarks],
        }
