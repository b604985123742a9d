"""What is read from a text: claims with their speaker, figures, dates, places and the exact characters.

All spans are half-open ranges of characters of the text as given. A claim is a proposal until somebody accepts it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tilth.figures.stated import Quantity, StatedDate
from tilth.units.spans import Span


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
