"""Figures of a forecast as people read them: few digits, no exponent, nothing rounded to certainty."""

from __future__ import annotations

BEYOND = "beyond the horizon"


def amount(value: float | None) -> str:
    """Three significant digits, no exponent; a dash for none."""
    if value is None:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    if abs(value) < 0.0005:
        return "0"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def year_of(value: float | None) -> str:
    """A decimal year with one digit behind the point; the horizon where there is none."""
    return BEYOND if value is None else f"{value:.1f}"


def chance(p: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if 0 < p < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 < p < 1 else f"{100 * p:.0f} %"


def years(value: float) -> str:
    """Years as they are divided: three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
