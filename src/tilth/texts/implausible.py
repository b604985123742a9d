"""Figures that cannot be: shares beyond the whole, land beyond the country, rates beyond anything published.

The limits are rows of `terms/figure_limits.csv`, each with its reason; the area of a country comes from its outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from tilth.evidence.metrics import area_m2, dimension
from tilth.figures.stated import Quantity
from tilth.terms import table
from tilth.texts.claim import Claim

_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
_SINGLE = re.compile(
    r"\bin\s+(?:a|one|a\s+single|just\s+one|just\s+a|only\s+one)\s+(day|week|month|year)\b", re.IGNORECASE
)
_LAND = re.compile(
    r"\b(?:contaminated|mined|cleared|demined|suspected|hazardous|surveyed|released|territory|land|area)\b", re.I
)
_OUTLINE_SLACK = Decimal("1.1")  # outlines are good to a few kilometres
_SMALLEST_LOOKED_AT_KM2 = 100
_PART = re.compile(
    r"\b(?:including|of\s+which|of\s+whom|among\s+them)\b\s*$|\b(?:including|of\s+which|of\s+whom|among\s+them)\b", re.I
)


def impossible_figures(claim: Claim, country: str) -> Iterator[str]:
    """A sentence for every figure of a claim that cannot be. `country`: ISO code the claim is about, or empty."""
    if claim.modality == "opinion":
        return
    for at, one in enumerate(claim.quantities):
        if one.value < 0:
            yield f'"{one.text}" is less than nothing.'
        yield from _beyond_limits(one, claim)
        yield from _beyond_country(one, claim, country)
        if at:
            yield from _beyond_whole(claim.quantities[at - 1], one, claim)


@cache
def _limits() -> tuple[tuple[dict[str, str], re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    def pattern(words: str) -> re.Pattern[str] | None:
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words not in ("", "*") else None

    return tuple((row, pattern(row["words"]), pattern(row["unless"])) for row in table("figure_limits"))


def _beyond_limits(one: Quantity, claim: Claim) -> Iterator[str]:
    for row, wanted, unless in _limits():
        value = _in_unit(one, row["unit"])
        if value is None or (wanted and not wanted.search(claim.statement)):
            continue
        if unless and unless.search(claim.statement):
            continue
        days, duration = (Decimal(1), "") if not row["per"] else _duration(claim)
        if days and value > Decimal(row["most"]) * days:
            yield row["sentence"].format(figure=f'"{one.text}"', duration=f'"{duration}"')


def _in_unit(one: Quantity, unit: str) -> Decimal | None:
    value = one.high or one.value
    if one.unit == unit:
        return value
    if unit == "km2" and dimension(one.unit) == "area":
        return Decimal(area_m2(value, unit=one.unit)) / 1_000_000
    return None


def _duration(claim: Claim) -> tuple[Decimal, str]:
    """The days a claim says its figures took, 0 where it names none."""
    if single := _SINGLE.search(claim.statement):
        return Decimal(_DAYS[f"{single[1].lower()}s"]), single[0]
    for one in claim.quantities:
        if one.unit in _DAYS and one.value > 0:
            return one.value * _DAYS[one.unit], one.text
    for stated in claim.dates:
        if stated.start and stated.end and stated.bound == "on" and stated.precision in ("day", "interval"):
            return Decimal((stated.end - stated.start).days + 1), stated.text
    return Decimal(0), ""


def _beyond_country(one: Quantity, claim: Claim, country: str) -> Iterator[str]:
    value = _in_unit(one, "km2")
    if not country or value is None or value < _SMALLEST_LOOKED_AT_KM2 or not _LAND.search(claim.statement):
        return
    whole = country_km2(country)
    if whole and value > whole * _OUTLINE_SLACK:
        yield f'"{one.text}" is more than the whole country ({country}), which has about {whole:,.0f} km2.'


@cache
def country_km2(country: str) -> Decimal | None:
    """The area of a country from its coarse outline; None for a code without one."""
    from tilth.places.countries import outline

    try:
        return Decimal(round(outline(country).in_frame.area / 1_000_000))
    except ValueError:
        return None


def _beyond_whole(whole: Quantity, part: Quantity, claim: Claim) -> Iterator[str]:
    """As in "13 victims, including 24 deaths": a part beyond its whole."""
    between = claim.statement[whole.span[1] - claim.span[0] : part.span[0] - claim.span[0]]
    if whole.unit == part.unit and _PART.search(between) and part.value > (whole.high or whole.value):
        if whole.qualifier in ("over", "more than", "at least", "up to"):
            return
        yield f'"{part.text}" is told as a part of "{whole.text}" and is more than it.'
