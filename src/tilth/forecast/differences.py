"""By what the forecast from the work and the one from the past differ: in pace, in new finds, in what each knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.forecast.known import History
from tilth.forecast.spell import amount
from tilth.simulation.workload import Workload

_YEARS = 3
_ALIKE = 1.25  # paces within this factor are told as alike


def differences(work: Mapping[str, Any], past: Mapping[str, Any], own: History, workload: Workload) -> list[str]:
    """Sentences; `work` and `past` are the two answers, `own` the history behind the second."""
    told = [_pace(work, own, workload), _found(work, own), _ends(work, past)]
    told.append(
        "The work knows areas, teams and seasons and takes the records as complete; the past knows what really came, "
        "also what no record foretells: lost money, lost access, corrections of the record."
    )
    return [one for one in told if one]


def _pace(work: Mapping[str, Any], own: History, workload: Workload) -> str:
    ahead = work["released_km2"]
    full = [one for one in ahead if one["at"].endswith("-12-31")][: _YEARS + 1]
    if len(full) < 2:
        return ""
    a_year = (full[-1]["p50"] - full[0]["p50"]) / (len(full) - 1)
    seen = _a_year(own, ("cleared", "reduced", "cancelled"))
    said = f"Pace: the work releases {amount(a_year)} km² a year (P50) with {len(workload.teams)} team(s) on record; "
    said += f"the books show {amount(seen)} km² a year over the last {_YEARS} years."
    if seen <= 0 < a_year:
        return said + " Either the teams on record stood idle, or what they released is not in the books."
    ratio = a_year / seen if seen else 1.0
    if ratio > _ALIKE:
        return said + f" That is {ratio:.2g} times as much: teams, money or access on record were not all at work."
    if ratio < 1 / _ALIKE:
        return said + f" That is {ratio:.2g} times as much: teams that worked before are not on record, or left."
    return said


def _a_year(own: History, series: tuple[str, ...]) -> float:
    days = sorted({one.at for one in own.observations if one.is_stock})[-_YEARS:]
    return sum(one.km2 for one in own.observations if one.series in series and one.at in days) / max(1, len(days))


def _found(work: Mapping[str, Any], own: History) -> str:
    stocks = [one for one in own.observations if one.is_stock]
    released = sum(one.km2 for one in own.observations if not one.is_stock and one.at > stocks[0].at)
    years = (stocks[-1].at - stocks[0].at).days / 365.25
    if years < 1 or not work["found_km2"]:
        return ""
    seen = (stocks[-1].km2 - stocks[0].km2 + released) / years
    ahead = work["found_km2"][-1]["p50"] / len(work["found_km2"])
    so_far = f"New finds: the books show {amount(max(seen, 0.0))} km² a year so far"
    return f"{so_far}, the work expects {amount(ahead)} km² a year and fewer as survey is completed."


def _ends(work: Mapping[str, Any], past: Mapping[str, Any]) -> str:
    ends = [answer["completion"]["p50"] for answer in (work, past)]
    spell = ["beyond the horizon" if one is None else f"{one:.1f}" for one in ends]
    return f"End (P50): {spell[0]} from the work, {spell[1]} from the past."
