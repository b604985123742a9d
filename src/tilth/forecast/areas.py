"""An area as a table writes it: digits with or without separators, thousands and millions, and the units in use."""

from __future__ import annotations

import re
from functools import cache

from tilth.evidence.metrics import dimension, unit_factor
from tilth.terms import table

_SCALES = {
    "thousand": 1e3,
    "thousands": 1e3,
    "thsd": 1e3,
    "k": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "mln": 1e6,
    "m": 1e6,
}
_SCALED = re.compile(r"(thousands?|thsd|millions?|mln)\.?(?:\s+of)?\s+", flags=re.IGNORECASE)
_SHORT = re.compile(r"(k(?=ha)|M)(ha|m2|m²|sqm)$")  # km2 is no thousand of m2
_VALUE = re.compile(r"([+-]?[\d.,'’\u00a0\u202f ]*\d(?:[eE][+-]?\d{1,3})?)\s*(.*)$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:\.\d+)?$")
_LARGEST_KM2 = 5.2e8  # more than the surface of the Earth is a slip


def figure(text: str) -> float | None:
    """A number with thousands separators or a decimal comma; `None` where it is none or not finite."""
    text = text.strip()
    if _GROUPED.match(text):
        text = re.sub(r"[,'’\u00a0\u202f ]", "", text)
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None  # NaN and infinity compare false


def split(value: str, unit: str) -> tuple[float, str] | None:
    """The number and its unit; `value` may carry the unit or a word like thousand. `None` where it is no number.

    A number is the whole cell or stands before a known word: the 0 of "0x10" is none.
    """
    found = _VALUE.match(value.strip())
    number = figure(found[1]) if found else None
    if found is None or number is None:
        return None
    words, unit = found[2].strip(), unit.strip()
    if words.lower().rstrip(".") in _SCALES:
        return number * _SCALES[words.lower().rstrip(".")], unit
    if words and not unit:
        return number, words
    return None if words and km2_per(words) is None else (number, unit)


def km2_per(unit: str) -> float | None:
    """How many km² one of `unit` is, thousands and millions understood; `None` where it is no unit of area."""
    text = " ".join(unit.split())
    scale = 1.0
    if found := _SCALED.match(text):
        scale, text = _SCALES[found[1].lower()], text[found.end() :]
    elif found := _SHORT.match(text):
        scale, text = _SCALES[found[1].lower()], "ha" if found[2] == "ha" else "m2"
    known = text if dimension(text) == "area" else _names().get(text.lower(), "")
    factor = unit_factor(known)
    return None if dimension(known) != "area" or factor is None else float(factor) * scale / 1e6


def is_possible(km2: float) -> bool:
    """Whether an area fits on Earth."""
    return km2 <= _LARGEST_KM2


@cache
def _names() -> dict[str, str]:
    """Spellings of units of area, in lower case."""
    return {row["words"].lower(): row["unit"] for row in table("unit_words") if dimension(row["unit"]) == "area"}
