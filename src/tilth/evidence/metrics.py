"""What a statement can be about (`terms/metrics.csv`) and the units it can be given in (`terms/measures.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from tilth.terms import table

NUMBERS = frozenset({"area", "length", "count", "share", "time", "rate", "money", "money_per_area"})  # dimensions
_MOST_DIGITS = 18  # before the point: more is a slip, and would not fit the integers of other tools


@dataclass(frozen=True, slots=True)
class Metric:
    """One kind of thing that is stated. Texts that do not apply are empty."""

    name: str
    family: str  # stock, flow, cumulative, count, date, duration, text, opinion, ...
    dimension: str
    release_parts: frozenset[str]  # what a flow counts: cancelled, reduced, cleared, qualified; or added
    explained_by: str  # "releases" where a stock's change can be set against stated releases
    phase: str
    bound: str  # does a date give the start of its phase, the end, or both
    mission_part: str  # phase, event, partner, result, detail, assessment
    meaning: str
    place: int  # its row in the table: a fixed order for choices between equals


@cache
def _metrics() -> dict[str, Metric]:
    return {row["metric"]: _metric(row, place) for place, row in enumerate(table("metrics"))}


def _metric(row: dict[str, str], place: int) -> Metric:
    parts = frozenset(row["release_parts"].split("|")) - {""}
    rest = {
        key: row[key] for key in ("family", "dimension", "explained_by", "phase", "bound", "mission_part", "meaning")
    }
    return Metric(row["metric"], release_parts=parts, place=place, **rest)


def metric(name: str) -> Metric | None:
    """The metric of that name, or `None` for one nobody defined."""
    return _metrics().get(name)


@cache
def _measures() -> dict[str, tuple[str, Decimal | None]]:
    return {
        row["unit"]: (row["dimension"], Decimal(row["factor"]) if row["factor"] else None) for row in table("measures")
    }


def known_units() -> tuple[str, ...]:
    """Every unit a statement may be given in, in the order of the table."""
    return tuple(_measures())


def dimension(unit: str) -> str | None:
    """What a unit measures: area, count, time, ...; `None` for an unknown unit."""
    found = _measures().get(unit)
    return found[0] if found else None


def unit_factor(unit: str) -> Decimal | None:
    """How many base units (m², m, hours, items, a share of one) it is; `None` where it is not of a fixed size."""
    found = _measures().get(unit)
    return found[1] if found else None


def number(text: str) -> Decimal | None:
    """A plain decimal number, or `None`: no blanks, no decimal comma, nothing endless, at most 18 digits before it."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value.adjusted() >= _MOST_DIGITS:
        return None
    return value


def area_m2(value: Decimal, *, unit: str) -> int:
    """An area in whole square metres. Raises ValueError where `unit` is not a unit of area."""
    measured, factor = _measures().get(unit, ("", None))
    if measured != "area" or factor is None:
        raise ValueError(f"{unit!r} is not a unit of area")
    return int((value * factor).to_integral_value(ROUND_HALF_EVEN))
