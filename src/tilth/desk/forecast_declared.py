"""Declared area as statements tell it: one campaign for each territory, its totals reconciled, its plan, its weeks.

Only statements published by the origin count. A total of a part ("44 settlements", one unit) is no total of the
whole and stays out; what is set aside and why is told by `tilth conflicts` and in the brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tilth.conflicts.conflicts import conflicts
from tilth.conflicts.point import strands_of
from tilth.conflicts.scope import scope_of
from tilth.conflicts.series import Series, reconciled
from tilth.evidence.statement import Statement
from tilth.forecast.declarations import Declaration

TOTAL, WEEK, PLAN = "area_cleared", "area_cleared_week", "area_planned"
_M2 = Decimal(1_000_000)
_DAYS_OF_A_WEEK = timedelta(days=7)
_LEAST_TOTALS = 2


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is declared of one territory."""

    place: str
    declared: tuple[Declaration, ...]
    planned_km2: float | None
    claims: tuple[str, ...]  # the statements behind it


def published_by(statements: Iterable[Statement], origin: date) -> list[Statement]:
    """Facts with a day of publication not after the origin."""
    return [one for one in statements if one.is_fact and one.published and one.published.last <= origin]


def campaigns(statements: Sequence[Statement], *, origin: date) -> tuple[Campaign, ...]:
    """Every territory with at least two declared totals that can hold together, as published by the origin."""
    known = published_by(statements, origin)
    area = [one for one in known if one.metric in (TOTAL, WEEK, PLAN)]
    if sum(one.metric == TOTAL for one in area) < _LEAST_TOTALS:
        return ()
    parts = {str(point.scope) for strand, found in strands_of(area).items() if strand.is_limited for point in found}
    series = [one for one in reconciled(area, conflicts(known)) if one.scope not in parts]
    totals = [one for one in series if one.metric == TOTAL and len(one.points) >= _LEAST_TOTALS]
    return tuple(_campaign(one, series, alone=len(totals) == 1) for one in totals)


def _campaign(total: Series, series: Sequence[Series], *, alone: bool) -> Campaign:
    own = [one for one in series if alone or one.scope == total.scope]
    weeks = [one for one in own if one.metric == WEEK]
    plans = [one for one in own if one.metric == PLAN]
    found = [Declaration(day, km2) for day, km2 in _values(total)]
    found += [Declaration(day, km2, day - _DAYS_OF_A_WEEK) for one in weeks for day, km2 in _values(one)]
    planned = [km2 for one in plans for _, km2 in _values(one)]
    claims = sorted({name for one in (total, *weeks, *plans) for point in one.points for name in point.supports})
    return Campaign(total.scope, tuple(found), planned[-1] if planned else None, tuple(claims))


def _values(series: Series) -> list[tuple[date, float]]:
    """The middle of what the supporters of each day leave open, in km²."""
    return [
        (one.day, float((one.low + one.high) / 2 / _M2))
        for one in series.points
        if one.low is not None and one.high is not None and one.supports
    ]


def rows_of(statements: Iterable[Statement]) -> list[Mapping[str, object]]:
    """Statements as rows of a national history; the territory is their subject, else the place of their scope."""
    return [
        {
            "row_id": one.claim_id,
            "country": one.group or scope_of(one).place,
            "series": one.metric,
            "value": str(one.value) if one.value is not None else "",
            "unit": one.unit,
            "qualifier": one.qualifier,
            "as_of": str(one.as_of or ""),
            "period_from": one.period.first.isoformat() if one.period else "",
            "period_to": one.period.last.isoformat() if one.period else "",
            "published": str(one.published or ""),
            "source": one.outlet or one.speaker,
            "speaker": "" if one.speaker in ("", one.outlet) or not one.outlet else one.speaker,
            "url": one.url,
            "note": one.note or one.words,
            "scope": one.scope,
        }
        for one in statements
        if one.is_fact
    ]
