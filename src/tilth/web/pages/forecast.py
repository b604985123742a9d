"""The forecast: when it will be done and what it costs, with what it rests on and the divisions others do."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.refusal import Refusal
from tilth.web.assets import styles
from tilth.web.pages.asking import asked, reading_for, today
from tilth.web.pages.fan import fan_of
from tilth.web.rendering import page

RUNS = 200  # enough for a page: the quantiles move by less than a tenth of their range
_NOTHING = "422.12"


def forecast(request: Request) -> Response:
    """`/forecast`: asked today or on an earlier day, by a day, with levers pulled."""
    from tilth.desk.forecasting import Wanted
    from tilth.desk.forecasting import forecast as forecast_of

    origin, by, lever = asked(request, "origin"), asked(request, "by"), asked(request, "lever")
    levers = tuple(part.strip() for part in (lever or "").split(",") if part.strip())
    wanted = Wanted(origin=origin, by=(by,) if by else (), runs=RUNS, levers=levers)
    answer: dict[str, Any] | None = None
    why = ""
    with reading_for(request) as reading:
        key = ("forecast", wanted, today())
        try:
            answer = reading.once(key, lambda programme: forecast_of(programme, wanted, today=today()))
        except Refusal as refusal:
            if refusal.number != _NOTHING:
                raise
            why = str(refusal)
    if answer and answer["from"] and wanted == Wanted(runs=RUNS):
        request.app.state.last_forecast = (reading.head, answer["completion"])
    values = {
        "reading": reading,
        "answer": answer,
        "why": why,
        "fan": _fan(answer) if answer else None,
        "rows": _rows(answer["work"]) if answer and answer["work"] else [],
        "chosen": {"origin": origin, "by": by, "lever": lever},
        "charts_styles": styles("charts.js"),
        "what_if_origin": origin or "",
    }
    return page(request, "forecast.html", values=values)


def _fan(answer: dict[str, Any]) -> Any:
    work = answer["work"]
    if not work:
        return None
    origin = date.fromisoformat(answer["origin"])
    return fan_of(work["remaining_km2"], origin=origin, now_km2=work["recorded_km2"])


def _rows(work: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Remaining and released by day, up to the first day on which nothing remains in nine cases of ten."""
    every = list(zip(work["remaining_km2"], work["released_km2"], strict=True))
    done = next((at for at, (left, _) in enumerate(every) if not left["p90"]), len(every))
    return every[: done + 1]


ROUTES = (Route("/forecast", forecast, name="forecast"),)
