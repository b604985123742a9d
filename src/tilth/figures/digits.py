"""What a run of digits with separators means: 1,234 or 1.234,5 or 3,5.

A comma or dot before exactly three digits is doubtful. The document's own habit decides: figures that can only be
read one way (12,75 or 1.234.567 or 1,234.5) vote, and so do counted things, which come in whole numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tilth.figures.words import any_of, words_of

BLANKS = "\u00a0\u202f\u2009 "
RUN = rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d*[½¼¾]|\d+(?:[.,'’]\d+)*"
_MOST_DIGITS = 18
_APART = re.compile(rf"[{BLANKS}'’]")
_ENGLISH = re.compile(
    r"\d{1,3}(?:,\d{3})+\.\d+$|\d{1,3}(?:,\d{3}){2,}$|\d+\.(?:\d{1,2}|\d{4,})$|0+\.\d+$|\d{1,2}(?:,\d{2})+,\d{3}$"
)
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+$|\d{1,3}(?:\.\d{3}){2,}$|\d+,(?:\d{1,2}|\d{4,})$|0+,\d+$")
_DOUBTFUL = re.compile(r"\d{1,3}[.,]\d{3}$")
_PLAIN = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class NumberHabit:
    """How a document writes its figures: what a comma and a dot before exactly three digits mean in it."""

    comma_is_decimal: bool = False
    dot_is_decimal: bool = True

    @classmethod
    def learned(cls, text: str) -> NumberHabit:
        """The habit of a document. A mark that groups thousands somewhere does so where it is doubtful.

        Else the decimal mark of most figures decides, and without any the comma groups and the dot parts.
        """
        seen = Counter(_shown(found) for found in _voters().finditer(text))
        commas, dots = seen["comma parts"], seen["dot parts"]
        return cls(
            comma_is_decimal=not seen["comma groups"] and commas + seen["dot groups"] > dots,
            dot_is_decimal=not seen["dot groups"] and commas <= dots + seen["comma groups"],
        )


def _shown(found: re.Match[str]) -> str:
    """What one figure shows of the habit, empty where it can be read in two ways."""
    run, is_counted = found["run"], bool(found["counted"])
    if _DOUBTFUL.match(run):
        return ("comma groups" if "," in run else "dot groups") if is_counted else ""
    if _ENGLISH.match(run):
        return "comma groups" if "," in run else "dot parts"
    if _CONTINENTAL.match(run):
        return "dot groups" if "." in run else "comma parts"
    return ""


@cache
def _voters() -> re.Pattern[str]:
    counted = any_of(words_of("counted_words", "many"))
    return re.compile(
        rf"(?<![\w.,/:-])(?P<run>\d+(?:[.,]\d+)+)(?![\w/-]|[.,:]\d)(?P<counted>(?:\s+[a-z][a-z-]*){{0,2}}\s+{counted}\b)?"
    )


def read_digits(run: str, *, habit: NumberHabit) -> tuple[Decimal, Decimal | None] | None:
    """The value of a run of digits and, where it is doubtful, the value of its other reading; `None` if unreadable."""
    joined = _APART.sub("", run)
    if len(joined) > _MOST_DIGITS + 8:
        return None
    if joined[-1] in "½¼¾":
        value, other = Decimal(joined[:-1] or 0) + Decimal(unicodedata.numeric(joined[-1])), None
    elif _PLAIN.match(joined):
        value, other = Decimal(joined), None
    elif _DOUBTFUL.match(joined) and joined == run and not joined.startswith("0"):
        whole, parted = Decimal(re.sub("[.,]", "", joined)), Decimal(joined.replace(",", "."))
        is_decimal = habit.comma_is_decimal if "," in joined else habit.dot_is_decimal
        value, other = (parted, whole) if is_decimal else (whole, parted)
    elif _ENGLISH.match(joined):
        value, other = Decimal(joined.replace(",", "")), None
    elif _CONTINENTAL.match(joined):
        value, other = Decimal(joined.replace(".", "").replace(",", ".")), None
    elif joined != run and re.match(r"\d+[.,]\d+$", joined):
        value, other = Decimal(joined.replace(",", ".")), None
    else:
        return None
    return (value, other) if value.adjusted() < _MOST_DIGITS else None
