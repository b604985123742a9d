"""The forecast of a programme: from its work, from its own books, from published values, and of declarations.

Each part answers from what it has and says so. Drawn land, published stocks and declared totals are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tilth.desk.forecast_campaigns import NO_TEXT, campaign_answers
from tilth.desk.forecast_declared import published_by, rows_of
from tilth.desk.forecast_levers import pulled
from tilth.desk.forecast_series import Asked, claims_beside, day_of, forecast_of
from tilth.desk.forecast_work import is_telling, own_history, undrawn_km2, workload_of_programme
from tilth.desk.knowing import known_statements
from tilth.desk.programme import Programme, known_entries
from tilth.desk.refusal import Refusal
from tilth.evidence.statement import Statement
from tilth.forecast.differences import differences
from tilth.forecast.history import read_histories
from tilth.forecast.known import History, known_at, stock_of
from tilth.forecast.press import YEARS_STATED, press
from tilth.simulation.cost import cost
from tilth.simulation.finish_by import finish_by
from tilth.simulation.tornado import tornado
from tilth.simulation.work_outlook import MOST_YEARS, Runner, simulate
from tilth.simulation.workload import Workload
from tilth.units.dates import parse_when

_AHEAD = (1, 3, 5, 10)  # years from the origin for which is answered where no day is asked for
_MOST_COUNTRIES = 12
_LEAST_TOTALS = 3
_WORK, _LEAST_RUNS, _RUNS_OF_WAYS = 600_000, 60, 200  # areas times futures of one simulation; futures
_WANTED_CHANCE = 0.8
_MOST_AREAS = 5_000
_MOST_ON_A_PAGE = 20_000
_TOO_MANY = f"Not worked out for more than {_MOST_AREAS} areas or 60 years: try changes with --lever."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a programme; `origin` and `by` as ISO text, None where not asked."""

    origin: str | None = None
    by: tuple[str, ...] = ()
    runs: int = 1000
    years: int = 30
    seed: int = 1
    country: str | None = None
    levers: tuple[str, ...] = ()
    quick: bool = False  # without levers, ways and national series: what a page has room for


def forecast(programme: Programme, wanted: Wanted, *, today: date, runner: Runner = map) -> dict[str, Any]:
    """The answer to `tilth forecast FILE`. Raises Refusal where nothing in the programme can be forecast."""
    origin = day_of(wanted.origin, what="The origin") if wanted.origin else today
    if not 1 <= wanted.years <= MOST_YEARS:
        hint = f"Give 1 to {MOST_YEARS}."
        raise Refusal("422.1", what="The horizon in years", text=str(wanted.years), hint=hint)
    told = known_statements(programme, wanted.origin)
    facts = published_by(told.statements, origin)
    known, note = _known(programme, wanted)
    answer: dict[str, Any] = {"origin": origin.isoformat(), "runs": wanted.runs, "years": wanted.years}
    answer |= {"seed": wanted.seed, "entries": known, "note": " ".join(filter(None, (told.note, note)))}
    answer |= _drawn(programme, wanted, origin, known, runner)
    answer["declared"] = declared_parts(facts, wanted, origin)
    answer |= _published(told.statements, facts, wanted, origin)
    answer["declared"] += answer.pop("declared_of_books")
    _nothing_at_all(answer)
    return answer | _first(answer)


def _known(programme: Programme, wanted: Wanted) -> tuple[int, str]:
    """How many entries count. Of a day before the first one, the land is as the books tell it now of that day."""
    head = programme.store.head().entries
    if wanted.origin is None:
        return head, ""
    known = known_entries(programme.store, wanted.origin)
    if known or not head:
        return known, ""
    return head, f"Nothing was recorded by {wanted.origin}: land is told as the books know it now, as at that day."


def _nothing_at_all(answer: dict[str, Any]) -> None:
    if not any(answer[part] for part in ("work", "declared", "national", "stated_years")):
        why = "Nothing in this programme can be forecast: it has no recorded area, no published stock and no declared "
        why += f"totals by {answer['origin']}. Import hazards, or statements with: tilth claims import FILE CSV"
        raise Refusal("422.12", why=why)


def _first(answer: dict[str, Any]) -> dict[str, Any]:
    """The contract's keys at the top, from the part that speaks for the programme."""
    parts = [("work", answer["work"]), *(("national", one) for one in answer["national"][:1])]
    parts += [("declared", one) for one in answer["declared"][:1]]
    for name, part in parts:
        if part:
            keys = ("series", "remaining_km2", "released_km2", "completion", "cost_musd", "press", "why")
            return {"from": name} | {key: part[key] for key in keys if key in part}
    return {"from": None}


def asked_days(wanted: Wanted, origin: date) -> tuple[tuple[str, date], ...]:
    """The days asked for, else some years ahead. Raises Refusal for a day before the origin."""
    if not wanted.by:
        days = [date(origin.year + step, 12, 31) for step in _AHEAD]
        return tuple((day.isoformat(), day) for day in days)
    found = tuple((text, day_of(text, what="The day --by")) for text in wanted.by)
    for text, day in found:
        if day < origin:
            hint = f"Give a day after {origin.isoformat()}, or an earlier --origin."
            raise Refusal("422.12", why=f"--by {text} lies before the day it is asked on, {origin.isoformat()}. {hint}")
    return found


# --- drawn land -----------------------------------------------------------------------------------------------------


def _drawn(programme: Programme, wanted: Wanted, origin: date, known: int, runner: Runner) -> dict[str, Any]:
    """The forecast from the work and that from the programme's own past, and by what they differ."""
    work = workload_of_programme(
        programme, on=origin, known=known, known_at=wanted.origin if known < programme.store.head().entries else None
    )
    if not work.recorded_m2 and not work.released_m2:
        return {"work": None, "own_history": None, "differences": [], "undrawn_km2": 0.0}
    if wanted.quick:
        if len(work.hazards) > _MOST_ON_A_PAGE:
            return {"work": None, "own_history": None, "differences": [], "undrawn_km2": 0.0}
        wanted = replace(wanted, runs=min(wanted.runs, max(_LEAST_RUNS, _WORK // max(1, len(work.hazards)))))
    told = work_part(work, wanted, origin, runner=runner)
    told |= {"tornado": [], "tornado_runs": 0, "finish_by": None}
    if not wanted.quick:
        told |= _moved(work, wanted, origin, runner=runner)
    if wanted.levers:
        changed = pulled(work, wanted.levers)
        told["what_if"] = {"levers": list(wanted.levers)} | work_part(changed, wanted, origin, runner=runner)
    own = own_history(programme, until=origin, known=known, name="this programme")
    past = None
    if is_telling(own):
        question = Asked(own.country, origin, asked_days(wanted, origin), 4000, wanted.seed)
        past = forecast_of(own, (), question, words={})
        told["press"] = past["press"]
    apart = differences(told, past, own, work) if past else []
    beside = undrawn_km2(programme, on=origin, known=known)
    return {"work": told, "own_history": past, "differences": apart, "undrawn_km2": beside}


def work_part(work: Workload, wanted: Wanted, origin: date, *, runner: Runner = map) -> dict[str, Any]:
    """The forecast from a workload, in the contract's keys."""
    start = origin + timedelta(days=1)
    found = simulate(work, start=start, years=wanted.years, runs=wanted.runs, seed=wanted.seed, runner=runner)
    days = asked_days(wanted, origin)
    told = found.as_json(by=[day for _, day in days])
    chances = told["completion"].pop("p_done_by")
    told["completion"]["p_done_by"] = {text: chances.get(day.isoformat()) for text, day in days}
    told["series"] = "recorded area, drawn"
    spent = cost(found)["to_complete"]
    told["cost_musd"] = {
        "to_completion": _million(spent) if spent else None,
        "since_origin": [{"at": one["at"]} | _million(one) for one in told.pop("cost_usd")],
    }
    told["teams"] = len(work.teams)
    return told


def _million(one: Mapping[str, Any]) -> dict[str, float | None]:
    return {name: None if one[name] is None else round(one[name] * 1e-6, 3) for name in ("p10", "p50", "p90")}


def _moved(work: Workload, wanted: Wanted, origin: date, *, runner: Runner) -> dict[str, Any]:
    """The tornado, and for the last day asked for what it takes; with as many futures as a few seconds allow."""
    areas, start = max(1, len(work.hazards)), origin + timedelta(days=1)
    shared: dict[str, Any] = {"start": start, "seed": wanted.seed, "runner": runner}
    runs = min(wanted.runs, max(_LEAST_RUNS, _WORK // areas))
    day = max(day for _, day in asked_days(wanted, origin))
    within = min(day, origin + timedelta(days=365 * wanted.years))
    effects = tornado(work, by=within, years=wanted.years, runs=runs, **shared) if work.recorded_m2 else ()
    told: dict[str, Any] = {"tornado": [one.as_json() for one in effects], "tornado_runs": runs, "finish_by": None}
    if wanted.by and work.recorded_m2:
        told["finish_by"] = {"by": day.isoformat(), "p": _WANTED_CHANCE, "ways": [], "note": _TOO_MANY}
        if areas <= _MOST_AREAS and day.year - start.year < MOST_YEARS:
            ways = finish_by(work, day=day, p=_WANTED_CHANCE, runs=min(runs, _RUNS_OF_WAYS), **shared)
            told["finish_by"] |= {"ways": [one.as_json() for one in ways], "note": ""}
    return told


# --- what was published ---------------------------------------------------------------------------------------------


def declared_parts(facts: Sequence[Statement], wanted: Wanted, origin: date) -> list[dict[str, Any]]:
    """A forecast of declarations for each territory with declared totals, see `_asked_on`."""
    last = _asked_on(facts, wanted, origin)
    question = Asked("", last, _ahead(wanted, last), 4000, wanted.seed)
    return campaign_answers(facts, question, years=wanted.years)


def _ahead(wanted: Wanted, origin: date) -> tuple[tuple[str, date], ...]:
    days = [(text, when.last) for text in wanted.by if (when := parse_when(text)) and when.last >= origin]
    return tuple(days) or asked_days(replace(wanted, by=()), origin)


def _asked_on(facts: Sequence[Statement], wanted: Wanted, origin: date) -> date:
    """The day asked for, else the last day on which anything in the register was published: it knows no more."""
    if wanted.origin:
        return origin
    return max((one.published.last for one in facts if one.published), default=origin)


def _published(told: Sequence[Statement], facts: Sequence[Statement], wanted: Wanted, origin: date) -> dict[str, Any]:
    """National series in the register, each as `tilth forecast series` would answer, and years that were stated.

    Of a statement without a day of publication the history says from when on it counts as known.
    """
    rows = rows_of(told)
    rows += claims_beside(rows)
    words = {str(row["row_id"]): row for row in rows}
    last = _asked_on(facts, wanted, origin)
    cut = {name: known_at(one, last) for name, one in read_histories(rows)[0].items()}
    chosen = [one for one in _fullest_first(cut) if _is_asked(one, wanted) and not wanted.quick]
    found = [
        forecast_of(
            one,
            [other for of, other in cut.items() if of != one.country],
            Asked(one.country, last, _ahead(wanted, last), 2000, wanted.seed),
            words=words,
        )
        for one in chosen[:_MOST_COUNTRIES]
    ]
    return {
        "national": [one for one in found if "declared_km2" not in one],
        "declared_of_books": [one | {"claims": [], "not_forecast": NO_TEXT} for one in found if "declared_km2" in one],
        "national_left_out": len(chosen[_MOST_COUNTRIES:]),
        "stated_years": [row for name, one in sorted(cut.items()) for row in _stated(name, one, words, last)],
    }


def _fullest_first(every: Mapping[str, History]) -> list[History]:
    return sorted(every.values(), key=lambda one: (-len(one.observations), one.country))


def _is_asked(one: History, wanted: Wanted) -> bool:
    """Whether it has a stock or two declared totals, and is the country asked for, if one is."""
    totals = sum(value.series == "cleared_cum" and value.start is None for value in one.observations)
    named = wanted.country is None or wanted.country.casefold() in one.country.casefold()
    return named and (bool(stock_of(one)) or totals >= _LEAST_TOTALS)


def _stated(name: str, known: History, words: Any, origin: date) -> list[dict[str, Any]]:
    if not any(one.series in YEARS_STATED for one in known.costs):
        return []
    divided = press(known, rows=words, origin=origin)
    return [{"country": name} | one.as_json() for one in divided if one.stated]
