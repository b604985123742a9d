"""A figure and a date as a text states them, with the exact characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tilth.units.spans import Span

SAID = "said"  # the bound of a day on which something was said, which need not be the day it tells of


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
    bound: str = "on"  # on, since, until, by: what the words around it make of it; said: the day of saying
    impossible: bool = False  # a day that is in no calendar, as 31 February; start and end are then `None`

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
