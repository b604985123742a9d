"""The forecast of declared area, territory by territory, from statements in a programme or in a table of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tilth.desk.forecast_declared import Campaign, campaigns
from tilth.desk.forecast_series import Asked, declared_answer
from tilth.desk.refusal import Refusal
from tilth.evidence.statement import Statement, read_statement
from tilth.forecast.declared import DeclaredOutlook, declared_outlook
from tilth.forecast.history import read_histories
from tilth.forecast.press import press, whole_of
from tilth.forecast.winter import winter_slows

NO_TEXT = (
    "What cannot be forecast from declarations is land cleared to a stated depth: no outline, depth, method or quality "
    "control is stated, so a declaration is never counted as released land."
)
_FAN, _FAN_STEP = 18, 61  # steps of a picture, days
_TERRITORIES = ("country", "subject", "territory")


def is_claims_table(rows: Sequence[Mapping[str, object]]) -> bool:
    """Whether a table holds claims by metric and scope rather than values by country."""
    columns = {name for row in rows[:1] for name in row}
    return {"claim_id", "metric"} <= columns and not columns & set(_TERRITORIES)


def claims_forecast(rows: Sequence[Mapping[str, object]], question: Asked) -> dict[str, Any]:
    """The contract's answer to `tilth forecast series` from a table of claims. Raises Refusal."""
    told = [one for row in rows if (one := read_statement(row)[0]) is not None]
    facts = [one for one in told if one.is_fact and one.published and one.published.last <= question.origin]
    found = campaign_answers(facts, question, years=30)
    named = [one for one in found if question.country.casefold() in one["country"].casefold()]
    if len(named) != 1:
        known = "; ".join(one["country"] for one in found) or "none with two declared totals by then"
        raise Refusal("422.1", what="The country", text=question.country, hint=f"The table has: {known}.")
    return named[0] | {"baselines": {}, "findings": []}


def campaign_answers(facts: Sequence[Statement], question: Asked, *, years: int) -> list[dict[str, Any]]:
    """One answer for each territory with declared totals; `facts` are published by the origin."""
    found = []
    for campaign in campaigns(facts, origin=question.origin):
        own = replace(question, country=campaign.place)
        ahead = tuple((day.isoformat(), day) for day in _fan_days(own.origin))
        both = replace(own, at=own.at + ahead)
        outlook = _campaign(campaign, both, years)
        if isinstance(outlook, DeclaredOutlook):
            head = {"country": campaign.place, "origin": own.origin.isoformat(), "claims": list(campaign.claims)}
            told = _split(declared_answer(outlook, both), len(own.at))
            known = [{"at": one.at.isoformat(), "km2": one.km2} for one in campaign.declared if one.start is None]
            press_ = _press_of(campaign, own.origin)
            found.append(head | told | {"known_km2": known, "press": press_, "not_forecast": NO_TEXT})
    return found


def _fan_days(origin: date) -> list[date]:
    return [origin + timedelta(days=_FAN_STEP * step) for step in range(_FAN + 1)]


def _split(answer: dict[str, Any], asked: int) -> dict[str, Any]:
    """The days that were asked for in their places, and the course of declared area for a picture as `fan`."""
    answer["fan"] = answer["declared_km2"][asked:]
    for name in ("declared_km2", "remaining_km2", "released_km2"):
        answer[name] = answer[name][:asked]
    kept = [one["at"] for one in answer["declared_km2"]]
    answer["completion"]["p_done_by"] = {day: answer["completion"]["p_done_by"][day] for day in kept}
    return answer


def _campaign(campaign: Campaign, question: Asked, years: int) -> Any:
    return declared_outlook(
        campaign.declared,
        origin=question.origin,
        at=question.days,
        planned_km2=campaign.planned_km2,
        whole_km2=whole_of(campaign.place),
        winter=winter_slows([campaign.place]),
        series="area_cleared",
        years=years,
        runs=question.runs,
        seed=question.seed,
    )


def _press_of(campaign: Campaign, origin: date) -> list[dict[str, Any]]:
    """The divisions others do with declared totals and weeks, over what is planned."""
    rows = [
        {
            "row_id": f"{campaign.place} {one.at} {one.start}",
            "country": campaign.place,
            "series": "cleared_week" if one.start else "cleared_cum",
            "value": str(one.km2),
            "unit": "km2",
            "as_of": one.at.isoformat(),
            "published": one.at.isoformat(),
        }
        for one in campaign.declared
    ]
    every, _ = read_histories(rows)
    divided = press(every[campaign.place], origin=origin, planned_km2=campaign.planned_km2)
    return [one.as_json() for one in divided]
