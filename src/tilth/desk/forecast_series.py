"""A forecast from published values alone: what remains, when it is done, what it costs, and what others would say.

Only what was published by the origin is used, of the country asked for and of those it is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from tilth.desk.refusal import Refusal
from tilth.forecast.baselines import BASELINES, has_target
from tilth.forecast.declarations import Declaration
from tilth.forecast.declared import DeclaredOutlook, declared_outlook
from tilth.forecast.history import read_histories, with_country
from tilth.forecast.known import History, known_at, stock_of
from tilth.forecast.national import outlook
from tilth.forecast.outlook import Outlook, Refused, decimal_year
from tilth.forecast.press import packaged_claims, press, whole_of
from tilth.forecast.reference import reference_class
from tilth.forecast.unit_cost import unit_costs
from tilth.forecast.winter import winter_slows
from tilth.units.dates import parse_when

Row = Mapping[str, object]
LEVELS = (0.1, 0.5, 0.9)
NAMES = ("p10", "p50", "p90")
RUNS = 4000
HORIZON_YEARS = 60
_LEAST_STOCKS = 2  # for a line through them
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a series: the day it is asked on and the days it is asked for, each as it was written."""

    country: str
    origin: date
    at: tuple[tuple[str, date], ...]
    runs: int = RUNS
    seed: int = 1

    @property
    def days(self) -> tuple[date, ...]:
        """The days asked for."""
        return tuple(day for _, day in self.at)


def asked(country: str, *, origin: str, at: Sequence[str], runs: int = RUNS, seed: int = 1) -> Asked:
    """The question, its dates read. A date of lower precision means its last day. Raises Refusal."""
    start = day_of(origin, what="The origin")
    days = tuple((text, day_of(text, what="The day --at")) for text in at)
    if not days:
        raise Refusal("422.12", why="Say for which day: --at 2030-12-31. It can be given several times.")
    for text, day in days:
        if day < start:
            hint = f"Give a day on or after it, or an earlier --origin than {origin}."
            raise Refusal("422.12", why=f"--at {text} lies before the origin {origin}. {hint}")
    return Asked(country, start, days, runs, seed)


LAST_YEAR = 2300  # nobody asks beyond, and a calendar has an end


def day_of(text: str, *, what: str) -> date:
    """The last day a stated date can mean. Raises Refusal 422.1."""
    when = parse_when(text)
    if when is None or when.last.year > LAST_YEAR:
        hint = f"Write 2030-12-31, 2030-12 or 2030, not beyond {LAST_YEAR}."
        raise Refusal("422.1", what=what, text=text, hint=hint)
    return when.last


def series_forecast(rows: Sequence[Row], question: Asked, *, pool: Sequence[Row] = ()) -> dict[str, Any]:
    """The contract's answer to `tilth forecast series`. Raises Refusal where nothing can be forecast."""
    every, findings = read_histories([*rows, *claims_beside(rows)])
    if not every:
        first = findings[0].sentence if findings else "It needs the columns country, series, value, unit and as_of."
        raise Refusal("422.12", why=f"No row of the table can be used. {first}")
    history = _of_country(every, question.country)
    others, _ = read_histories([*pool]) if pool else ({}, ())
    peers = {**{one.country: one for one in reference_class()}, **every, **others}
    known = known_at(history, question.origin)
    compared = [
        known_at(one, question.origin)
        for name, one in sorted(peers.items())
        if name.casefold() != known.country.casefold()
    ]
    answer = forecast_of(known, compared, question, words={str(row.get("row_id") or ""): row for row in rows})
    answer["findings"] = [one.as_json() for one in findings if one in history.findings]
    return answer


def claims_beside(rows: Sequence[Row]) -> list[Row]:
    """Years to clear that were widely printed about a country of the table, where the table does not hold them."""
    countries = {str(row.get("country") or "").casefold() for row in rows}
    held = {(str(row.get("country") or "").casefold(), str(row.get("value") or "").rstrip("0.")) for row in rows}
    return [
        one
        for one in packaged_claims()
        if one["country"].casefold() in countries and (one["country"].casefold(), one["value"]) not in held
    ]


def _of_country(every: Mapping[str, History], country: str) -> History:
    found = with_country(every, country)
    if found.observations or found.costs or found.targets:
        return found
    part = [name for name in every if country.strip() and country.strip().casefold() in name.casefold()]
    if len(part) == 1:
        return every[part[0]]
    known = "; ".join(sorted(part or every)) or "none"
    raise Refusal("422.1", what="The country", text=country, hint=f"The table has: {known}.")


def forecast_of(
    known: History, pool: Sequence[History], question: Asked, *, words: Mapping[str, Row]
) -> dict[str, Any]:
    """The answer from a history and others, both known at the origin already."""
    words = {**words, **{one["row_id"]: one for one in packaged_claims()}}
    planned = _planned(known)
    divided = [one.as_json() for one in press(known, rows=words, origin=question.origin, planned_km2=planned)]
    head = {"country": known.country, "origin": question.origin.isoformat()}
    if stock_of(known):
        return head | _national(known, pool, question) | {"press": divided}
    declared = _declared(known, question)
    if isinstance(declared, DeclaredOutlook):
        return head | declared_answer(declared, question) | {"press": divided, "baselines": {}}
    if divided:
        return head | _nothing(question, declared.sentence) | {"press": divided}
    raise Refusal("422.12", why=_nothing_known(known, question, declared.sentence))


def _nothing_known(known: History, question: Asked, why: str) -> str:
    if not known.observations:
        return (
            f"Nothing about {known.country} was published by {question.origin.isoformat()}. Give a later --origin, or "
            "say when the rows were published (column published)."
        )
    return f"No stock of {known.country} was published by {question.origin.isoformat()}. {why}"


def _nothing(question: Asked, why: str) -> dict[str, Any]:
    """An answer without a forecast: stated years and divisions stand alone."""
    empty = [{"at": text, "p10": None, "p50": None, "p90": None} for text, _ in question.at]
    completion: dict[str, Any] = dict.fromkeys(NAMES)
    completion["p_done_by"] = {text: None for text, _ in question.at}
    said = "no forecast: neither a stock nor two declared totals were published by then"
    return {
        "series": None,
        "remaining_km2": empty,
        "released_km2": empty,
        "completion": completion,
        "baselines": {},
        "why": [said, why],
    }


# --- a stock --------------------------------------------------------------------------------------------------------


def _national(known: History, pool: Sequence[History], question: Asked) -> dict[str, Any]:
    far = question.origin + timedelta(days=round(365.25 * HORIZON_YEARS))
    days = (*question.days, far)
    found = outlook(known, pool=pool, origin=question.origin, at=days, runs=question.runs, seed=question.seed)
    if isinstance(found, Refused):
        raise Refusal("422.12", why=found.sentence)
    shown = replace(
        found, at=question.days, remaining_km2=found.remaining_km2[:, :-1], released_km2=found.released_km2[:, :-1]
    )
    answer = outlook_answer(shown, question) | {"baselines": baselines(known, pool, question)}
    rng = np.random.default_rng([question.seed, 7])
    costs = unit_costs(known, runs=question.runs, rng=rng)
    if costs is not None:
        until_done = np.where(np.isfinite(found.completion), found.released_km2[:, -1] * costs.musd_per_km2, np.inf)
        spent = found.released_km2[:, :-1] * costs.musd_per_km2[:, None]
        answer["cost_musd"] = {
            "to_completion": _finite(until_done),
            "since_origin": _quantiles(spent, question),
            "why": costs.why,
        }
    return answer


def outlook_answer(found: Outlook, question: Asked) -> dict[str, Any]:
    """Remaining, released since the origin and completion, as the contract names them."""
    return {
        "series": found.series,
        "remaining_km2": _quantiles(found.remaining_km2, question),
        "released_km2": _quantiles(found.released_km2, question),
        "completion": completion(found, question),
        "why": list(found.why),
    }


def completion(found: Outlook, question: Asked) -> dict[str, Any]:
    """Quantiles of the decimal year of completion, None beyond the horizon, and the chance by each day asked for."""
    told: dict[str, Any] = {
        name: _plain(found.completion_quantile(level), 2) for name, level in zip(NAMES, LEVELS, strict=True)
    }
    told["p_done_by"] = {text: _plain(found.p_done_by(day), 4) for text, day in question.at}
    return told


def baselines(known: History, pool: Sequence[History], question: Asked) -> dict[str, Any]:
    """What simple rules say: median remaining area at each day, and the first year in which it is nothing."""
    if len(stock_of(known)) < _LEAST_STOCKS:
        return {}
    told = {}
    later = [date(question.origin.year + step, 12, 31) for step in range(HORIZON_YEARS + 1)]
    for name, forecaster in BASELINES.items():
        if name == "official_target" and not has_target(known, question.origin):
            continue
        middle = np.median(forecaster(known, pool, question.origin, [*question.days, *later]), axis=0)
        asked_for = len(question.days)
        done = [decimal_year(day) for day, km2 in zip(later, middle[asked_for:], strict=True) if km2 <= 0.01]
        told[name] = {
            "remaining_km2": [
                {"at": text, "p50": _plain(km2)} for (text, _), km2 in zip(question.at, middle, strict=False)
            ],
            "completion": done[0] if done else None,
        }
    return told


# --- declarations ---------------------------------------------------------------------------------------------------


def _planned(known: History) -> float | None:
    """What was last declared to need clearance."""
    return next((one.km2 for one in reversed(known.targets) if one.series == "area_planned"), None)


def _declared(known: History, question: Asked) -> DeclaredOutlook | Refused:
    totals = [Declaration(one.at, one.km2) for one in known.observations if one.series == "cleared_cum"]
    weeks = [
        Declaration(one.at, one.km2, one.start - timedelta(days=1) if one.start else one.at - _WEEK)
        for one in known.observations
        if one.series == "cleared_week"
    ]
    return declared_outlook(
        [*totals, *weeks],
        origin=question.origin,
        at=question.days,
        planned_km2=_planned(known),
        whole_km2=whole_of(known.country),
        winter=winter_slows([known.country]),
        runs=question.runs,
        seed=question.seed,
    )


def declared_answer(found: DeclaredOutlook, question: Asked) -> dict[str, Any]:
    """The contract's keys for declared area; what remains is told only where a plan is stated."""
    view = found.as_outlook()
    answer = outlook_answer(view, question)
    answer["declared_km2"] = _quantiles(found.declared_km2, question)
    answer["planned_km2"] = found.planned_km2
    answer["status"] = "declared, unverified: a forecast of declarations, not of cleared or released land"
    return answer


# --- numbers --------------------------------------------------------------------------------------------------------


def _quantiles(values: Any, question: Asked) -> list[dict[str, Any]]:
    told = []
    for column, (text, _) in enumerate(question.at):
        amounts = values[:, column]
        levels = [None] * 3 if np.isnan(amounts).any() else np.quantile(amounts, LEVELS).tolist()
        told.append({"at": text} | {name: _plain(one) for name, one in zip(NAMES, levels, strict=True)})
    return told


def _finite(values: Any) -> dict[str, float | None]:
    """Quantiles of values of which some are infinite: those are None."""
    ordered = np.sort(values)
    found = [float(ordered[max(0, int(np.ceil(level * len(ordered))) - 1)]) for level in LEVELS]
    return {name: _plain(one) if np.isfinite(one) else None for name, one in zip(NAMES, found, strict=True)}


def _plain(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(float(value), digits)
