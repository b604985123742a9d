"""What a stated figure can mean: a range of exact decimals in the base unit of its dimension.

Nobody who says "500,000 ha" claims to know the last hectare. A round number speaks at the grain of its last digit
that is not zero, but at least at that of its second one: 500,000 at a grain of 10,000, 81,833 at a grain of 1.
A bare number means half a grain to either side; words around it move the ends by whole grains, as
`terms/qualifiers.csv` says: "over" up to one grain more, "almost" up to one less, "about" one to either side.
Krifka (2007), Approximate interpretation of number words; Jansen and Pollmann (2001), On round numbers,
doi:10.1076/jqul.8.3.187.4095.

The *loose* range is what a reader would still forgive a round or qualified figure: one grain (cut short instead of
rounded), and of one or two digits that are meant 5 %, but no more than half a unit of the first digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from tilth.evidence.metrics import NUMBERS, dimension, unit_factor
from tilth.evidence.statement import Statement
from tilth.terms import table

_FORGIVEN = Decimal("0.05")
_COUNTED_OUT = 100  # below, numbers are counted and not rounded
_HALF = Decimal("0.5")
_OPEN = Decimal("Infinity")
Ends = tuple[Decimal, Decimal]  # how far a range reaches below and above the stated value, in grains


@dataclass(frozen=True, slots=True)
class Range:
    """What one figure can mean, in its base unit (m², m, items, hours, a share of one); ends may be infinite."""

    value: Decimal  # as stated, in the base unit
    grain: Decimal
    low: Decimal
    high: Decimal
    loose_low: Decimal
    loose_high: Decimal
    base: str  # the dimension, or the unit itself where it has no factor: only equal bases are compared

    def meets(self, other: Range) -> bool:
        """Whether some value is within both; ends do not count, so 44 and 45 do not meet at 44.5."""
        return self.low < other.high and other.low < self.high

    def nearly_meets(self, other: Range) -> bool:
        """The same, read loosely."""
        return self.loose_low < other.loose_high and other.loose_low < self.loose_high


def range_of(statement: Statement) -> Range | None:
    """What its figure can mean; `None` where it states no number in a unit of the dimension its metric asks for."""
    value = statement.value
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    found = dimension(statement.unit)
    known = statement.about
    if found is None or found not in NUMBERS or (known is not None and known.dimension != found):
        return None
    return figure_range(value, statement.unit, statement.qualifier)


@lru_cache(maxsize=65_536)
def figure_range(value: Decimal, unit: str, qualifier: str = "") -> Range | None:
    """What a figure in a unit can mean; `None` for a unit that measures nothing with numbers."""
    found, factor = dimension(unit), unit_factor(unit)
    if found not in NUMBERS:
        return None
    grain = grain_of(value)
    ends = _ends(qualifier)
    below, above = ends or (-_HALF, _HALF)
    low, high = value + below * grain, value + above * grain
    loose_low, loose_high = _loosely(value, grain, low, high, is_qualified=ends is not None)
    base, scale = (found or unit, factor) if factor else (unit, Decimal(1))
    return Range(value * scale, grain * scale, low * scale, high * scale, loose_low * scale, loose_high * scale, base)


def grain_of(value: Decimal) -> Decimal:
    """The unit of the last digit that is meant: 100 of 42,400; 10,000 of 500,000; 0.01 of 0.30; 1 of 0 and 20.0."""
    if value == value.to_integral_value():
        digits = str(abs(int(value)))
        meant = max(len(digits.rstrip("0")), 2)
        return Decimal(10) ** max(len(digits) - meant, 0)
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def significant_digits(value: object) -> int:
    """How many digits are left once zeros at either end are dropped: 3 of 42,400, 5 of 81,833; 0 of a text."""
    if not isinstance(value, Decimal):
        return 0
    return len(value.normalize().as_tuple().digits) if value else 0


def _loosely(value: Decimal, grain: Decimal, low: Decimal, high: Decimal, *, is_qualified: bool) -> Ends:
    size = abs(value)
    if size < _COUNTED_OUT or (grain <= 1 and not is_qualified):
        return low, high
    if significant_digits(value) > 2:
        return (low - grain, high + grain) if is_qualified else (value - grain, value + grain)
    width = max(grain, min(Decimal(1).scaleb(size.adjusted()) / 2, size * _FORGIVEN))
    return min(low, value - width), max(high, value + width)


@lru_cache(maxsize=4_096)
def _ends(qualifier: str) -> Ends | None:
    """The ends of the longest words of the table that stand in a qualifier; `None` where none does."""
    told = qualifier.casefold()
    return next((ends for words, ends in _words() if words.search(told)), None)


@lru_cache(maxsize=4_096)
def words_of_range(qualifier: str) -> str:
    """The words of a qualifier that say which way a figure may be off: "nearly" of "nearly, as reported"."""
    told = qualifier.casefold()
    return next((words[0] for words in (pattern.search(told) for pattern, _ in _words()) if words), "")


@cache
def _words() -> tuple[tuple[re.Pattern[str], Ends], ...]:
    rows = sorted((row for row in table("qualifiers") if row["low"]), key=lambda row: -len(row["words"]))
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(row['words'])}(?!\w)"), (_end(row["low"], -1), _end(row["high"], 1)))
        for row in rows
    )


def _end(text: str, side: int) -> Decimal:
    return _OPEN * side if text == "open" else Decimal(text)
