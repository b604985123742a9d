"""What would change: the forecast from the work with levers pulled, quickly enough to move a slider.

The workload of a head is read once. Both forecasts come from the same runs of chance: they differ by the levers alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.programme import Programme, known_entries
from tilth.desk.refusal import Refusal
from tilth.web.operation import Operation, Parameter, Values, as_json
from tilth.web.pages.asking import today
from tilth.web.room import Reading, room_of
from tilth.web.schema import day, integer, listing, record, text

if TYPE_CHECKING:
    from tilth.simulation.workload import Workload

RUNS = 500  # enough for quantiles that stay where they are while a slider moves
YEARS = 30
MOST_LEVERS = 12
_KEPT = ("remaining_km2", "released_km2", "completion", "cost_musd", "teams")


def what_if(request: Request, values: Values) -> Response:
    """The forecast as things are, and with the levers pulled. Raises Refusal where nothing is left to forecast."""
    levers = tuple(part.strip() for part in values.get("levers", "").split(",") if part.strip())
    if len(levers) > MOST_LEVERS:
        raise Refusal("422.1", what="The levers", text=f"{len(levers)} of them", hint=f"Give up to {MOST_LEVERS}.")
    from tilth.desk.forecast_series import day_of  # forecasts are loaded when one is asked for: the room opens sooner

    asked = values.get("origin")
    origin = day_of(asked, what="The origin") if asked else today()
    with room_of(request).read() as reading:
        work = reading.once(("workload", origin, asked), lambda programme: _workload(programme, origin, asked))
        answer = {"origin": origin.isoformat(), "levers": list(levers), "runs": RUNS}
        answer |= {"base": _outlook(reading, work, origin, ()), "what_if": _outlook(reading, work, origin, levers)}
    return as_json(answer)


def _workload(programme: Programme, origin: date, asked: str | None) -> Workload:
    """What there is to do, known by the day that is asked for; by now where none is."""
    from tilth.desk.forecast_work import workload_of_programme

    known = known_entries(programme.store, asked) if asked else programme.store.head().entries
    return workload_of_programme(programme, on=origin, known=known, known_at=asked)


def _outlook(reading: Reading, work: Workload, origin: date, levers: tuple[str, ...]) -> dict[str, Any]:
    if not work.recorded_m2:
        why = "No recorded land is left, so there is nothing to forecast from the work. Import hazards first"
        raise Refusal("422.12", why=f"{why}: tilth import FILE SOURCE --as suspected")
    from tilth.desk.forecast_levers import pulled
    from tilth.desk.forecasting import Wanted, work_part

    wanted = Wanted(runs=RUNS, years=YEARS, levers=levers)
    told = reading.once(
        ("what if", origin, work.recorded_m2, levers), lambda _: work_part(pulled(work, levers), wanted, origin)
    )
    start = {"at": origin.isoformat(), **dict.fromkeys(("p10", "p50", "p90"), work.recorded_m2 * 1e-6)}
    kept = {name: told[name] for name in _KEPT if name in told}
    return kept | {"remaining_km2": [start, *kept["remaining_km2"]], "start": (origin + timedelta(days=1)).isoformat()}


_OUTLOOK = record({"teams": integer(), "remaining_km2": listing({"type": "object"})}, is_open=True)
OPERATIONS = (
    Operation(
        "/api/forecast/what-if",
        "getWhatIf",
        "The forecast from the work as things are, and with levers pulled",
        what_if,
        (
            Parameter("levers", text(), "Levers with commas between: manual+3,season=1.2,budget=0.8,survey=off."),
            Parameter("origin", day(), "Only what was known by this day is used; by today where it is left out."),
        ),
        answer=record(
            {"origin": day(), "levers": listing(text()), "base": _OUTLOOK, "what_if": _OUTLOOK}, is_open=True
        ),
        right="see",
        tag="answers",
    ),
)
