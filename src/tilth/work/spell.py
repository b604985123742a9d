"""Shares and small numbers as a reader wants them: two figures that mean something, and never a rounded certainty."""

from __future__ import annotations

from math import floor, log10


def percent(share: float) -> str:
    """A share in [0, 1] as a percentage: two figures, counted from whichever of 0 % and 100 % is nearer.

    So 0.0004 becomes "0.04 %" and 0.9996 becomes "99.96 %"; only 0 and 1 themselves become "0 %" and "100 %".
    """
    hundredths = 100.0 * share
    edge = min(hundredths, 100.0 - hundredths)
    if edge <= 0:
        return f"{hundredths:.0f} %"
    return f"{_without_zeros(hundredths, 1 - floor(log10(edge)))} %"


def about(number: float) -> str:
    """A number of 0 or more with two figures, and all figures before the decimal point: "0.021", "3.4", "1,234"."""
    return _without_zeros(number, 1 - floor(log10(number))) if number > 0 else "0"


def _without_zeros(number: float, decimals: int) -> str:
    text = f"{number:,.{max(0, decimals)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
