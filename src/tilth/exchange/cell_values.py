"""What the text of a spreadsheet's cell stands for: a number, a date, a shared text, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Formats:
    """Which styles show a number as a date or as a time span, and the day from which the workbook counts."""

    dates: frozenset[int]
    spans: frozenset[int]
    epoch: datetime


def value_of(text: str, kind: str, style: int, strings: list[str], formats: Formats) -> Any:
    """The value of a cell; `text` is not empty, `kind` is the cell's type as the file says it."""
    match kind:
        case "n":
            number = float(text) if any(sign in text for sign in ".eE") else int(text)
            return _date(number, style, formats) if style in formats.dates else number
        case "s":
            return strings[int(text)]
        case "b":
            return bool(int(text))
        case "d":
            from openpyxl.utils.datetime import from_ISO8601

            return from_ISO8601(text)
    return text


def _date(number: float, style: int, formats: Formats) -> Any:
    from openpyxl.utils.datetime import from_excel

    try:
        return from_excel(number, formats.epoch, timedelta=style in formats.spans)
    except (OverflowError, ValueError):
        return "#VALUE!"
