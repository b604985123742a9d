"""What a brief says of the future: the work, what was declared, and stated years beside them; each with its trace."""

from __future__ import annotations

from datetime import date
from typing import Any

from tilth.desk.accounting import Question
from tilth.desk.forecasting import Wanted, forecast
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.forecast.spell import amount, chance, year_of, years

RUNS = 300
MOST_ROWS = 10
_NAMES = ("p10", "p50", "p90")
MOST_DIVISIONS = 8
_NOT_POSSIBLE = ("422.1", "422.12")
Traces = dict[str, dict[str, Any]]


def forecast_part(programme: Programme, question: Question, *, today: date) -> tuple[dict[str, Any] | None, Traces]:
    """The part as plain values, None where nothing can be forecast, and what stands behind its figures.

    A brief of an earlier day says nothing of what was the future then, unless it is asked as known then.
    """
    if question.as_at is not None and question.known_at is None:
        return None, {}
    # What is known at a day to come is what is known today.
    origin = min(question.known_at[:10], today.isoformat()) if question.known_at else None
    try:
        found = forecast(programme, Wanted(origin=origin, runs=RUNS, quick=True), today=today)
    except Refusal as refusal:
        if refusal.number not in _NOT_POSSIBLE:
            raise
        return None, {}
    traces: Traces = {}
    for at, one in enumerate(found["declared"], start=1):
        one["trace"] = f"forecast-declared-{at}"
        title = f"Forecast of declarations, {one['country']}"
        how = "totals, weeks and the plan that can all hold"
        traces[one["trace"]] = {"title": title, "how": how, "claims": one["claims"], "notes": one["why"]}
        one["press"] = [row for row in one["press"] if not row["stated"]][:MOST_DIVISIONS]
        _spell(one, "declared_km2")
    if found["stated_years"]:
        claims = [one["row"] for one in found["stated_years"] if one["row"]]
        how = "years as stated; the pace is what they imply for the area named"
        _spell_years(found["stated_years"])
        traces["forecast-years"] = {"title": "Years to clear, as stated", "how": how, "claims": claims, "notes": []}
    if found["work"]:
        _spell(found["work"], "remaining_km2")
        how = "; ".join(found["work"]["why"])
        traces["forecast-work"] = {"title": "Forecast from the work", "how": how, "entries": [], "count": 0}
    return found, traces


def _spell(one: dict[str, Any], amounts: str) -> None:
    """The figures of one answer as the page prints them, under `shown`."""
    done = one["completion"]
    rows = one[amounts][:MOST_ROWS]
    divided = one["press"] if amounts == "declared_km2" else ()
    one["shown"] = {
        "rows": [[row["at"], *(amount(row[name]) for name in _NAMES)] for row in rows],
        "ends": [(name.upper(), year_of(done[name])) for name in _NAMES],
        "chances": [(day, chance(p)) for day, p in done["p_done_by"].items() if p is not None],
        "press": [(years(row["years"]), row["numerator"], row["denominator"], row["why_differs"]) for row in divided],
    }


def _spell_years(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        implied = row["denominator_km2_per_year"]
        row["shown"] = [years(row["years"]), amount(implied) if implied else "not stated"]
