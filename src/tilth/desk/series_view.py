"""Reconciled series as a picture needs them: in the unit most of their claims use, every claim with its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.figure import range_of
from tilth.conflicts.series import Series, reconciled
from tilth.evidence.metrics import metric, unit_factor
from tilth.evidence.statement import Statement

_LEAST_DAYS = 2  # a series with fewer different days has no course to look at


def telling_series(
    statements: Iterable[Statement], conflicts: Sequence[Conflict], *, most: int
) -> list[dict[str, Any]]:
    """The `most` telling series: those in most conflicts, then those with most claims. Durations have no course."""
    facts = {one.claim_id: one for one in statements if one.is_fact and not _is_duration(one)}
    touched = Counter(
        claim for one in conflicts if one.severity != "info" for claim in dict.fromkeys((*one.claims, *one.also))
    )
    views = [_view(one, facts) for one in reconciled(facts.values(), conflicts)]
    told = [view for view in views if view and _days(view) >= _LEAST_DAYS]
    return sorted(told, key=lambda view: _telling(view, touched))[:most]


def _is_duration(one: Statement) -> bool:
    return one.about is not None and one.about.family == "duration"


def _telling(view: Mapping[str, Any], touched: Mapping[str, int]) -> tuple[int, int, str, str]:
    ids = [one["claim_id"] for one in view["claims"]]
    return -sum(touched[name] for name in ids), -len(ids), view["metric"], view["of"]


def _days(view: Mapping[str, Any]) -> int:
    return len({one["last"] for one in view["claims"] if one["last"]})


def _view(series: Series, by_id: Mapping[str, Statement]) -> dict[str, Any] | None:
    used = {name for point in series.points for name in point.supports}
    aside = {one.claim_id: one.why for point in series.points for one in point.set_aside}
    undated = {one.claim_id: one.why for one in series.undated}
    told = [by_id[name] for name in sorted({*used, *aside, *undated}) if name in by_id]
    unit = _shown_unit(series, told)
    factor, base = unit_factor(unit) or Decimal(1), unit_factor(series.unit) or Decimal(1)
    scale, why = factor / base, aside | undated
    claims = [
        _claim(one, factor, why=why.get(one.claim_id), dated=one.claim_id not in undated)
        for one in told
        if range_of(one) is not None
    ]
    if not claims:
        return None
    known = metric(series.metric)
    return {
        "metric": series.metric,
        "meaning": known.meaning if known else series.metric.replace("_", " "),
        "of": series.scope,
        "unit": unit,
        "status": series.status,
        "grows": series.grows,
        "points": [
            {"date": one.day.isoformat(), "low": _shown(one.low, scale), "high": _shown(one.high, scale)}
            for one in series.points
            if one.supports
        ],
        "claims": claims,
    }


def _shown_unit(series: Series, told: Sequence[Statement]) -> str:
    """The unit that most claims use, the base unit where there is none; of two the first by name."""
    counted = Counter(one.unit for one in told if range_of(one) is not None)
    return min(counted, key=lambda name: (-counted[name], name), default=series.unit)


def _claim(one: Statement, factor: Decimal, *, why: str | None, dated: bool) -> dict[str, Any]:
    found = range_of(one)
    when = (one.when or one.published) if dated else None
    return {
        "claim_id": one.claim_id,
        "first": when.first.isoformat() if when else None,
        "last": when.last.isoformat() if when else None,
        "value": float(found.value / factor) if found else 0.0,
        "used": why is None,
        "why": why,
        "who": one.who(),
    }


def _shown(amount: Decimal | None, scale: Decimal) -> float | None:
    return None if amount is None or not amount.is_finite() else float(amount / scale)
