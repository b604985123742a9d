"""The forecast from the work: simulate a workload many times, and say what the histories have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.simulation.workload import Workload

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Runner = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

QUANTILES = (0.1, 0.5, 0.9)
MOST_YEARS = 60
_RUNS_A_TASK = 50
_KM2 = 1e-6


@dataclass(frozen=True, slots=True)
class WorkOutlook:
    """Simulated histories. Flows and costs (runs, years) are of each year that ends on a day of `at`."""

    start: date
    at: tuple[date, ...]
    recorded_m2: int
    found_m2: Ints
    cancelled_m2: Ints
    reduced_m2: Ints
    cleared_m2: Ints
    usd: Floats
    done_day: Floats  # (runs,) days after the start on which nothing recorded remained, inf beyond the horizon
    is_asked: bool  # False: nothing was ever recorded, so that there is nothing to complete
    why: tuple[str, ...]

    @property
    def runs(self) -> int:
        """How many histories."""
        return len(self.done_day)

    @property
    def released_m2(self) -> Ints:
        """Cancelled, reduced and cleared land (runs, years)."""
        return self.cancelled_m2 + self.reduced_m2 + self.cleared_m2

    @property
    def remaining_m2(self) -> Ints:
        """Recorded and not released at the end of each year (runs, years)."""
        flow: Ints = np.cumsum(self.found_m2 - self.released_m2, axis=1)
        return self.recorded_m2 + flow

    def p_done_by(self, day: date) -> float | None:
        """The share of histories in which no recorded area remained at the end of a day; None if nothing was recorded.

        Raises ValueError for a day beyond the horizon.
        """
        if day > self.at[-1]:
            raise ValueError(f"{day} is beyond the horizon, which ends on {self.at[-1]}")
        within = (day - self.start).days + 1
        return float(np.mean(self.done_day < within)) if self.is_asked else None

    def completion_quantile(self, p: float) -> date | None:
        """The day by which a share `p` of histories was done; None where that is beyond the horizon."""
        if not self.is_asked:
            return None
        needed = int(np.ceil(p * self.runs)) - 1
        day = float(np.sort(self.done_day)[max(0, needed)])
        return self.start + timedelta(days=int(day)) if np.isfinite(day) else None

    def quantiles(self, values: NDArray[Any]) -> list[tuple[float, float, float]]:
        """P10, P50 and P90 of each column of an array (runs, years)."""
        return [(float(a), float(b), float(c)) for a, b, c in np.quantile(values, QUANTILES, axis=0).T]

    def as_json(self, *, by: Sequence[date] = ()) -> dict[str, Any]:
        """Plain values: areas in km², money in US$; `by` are more days for P(done)."""
        days = sorted({*self.at, *(day for day in by if day <= self.at[-1])})
        return {
            "start": self.start.isoformat(),
            "horizon": self.at[-1].isoformat(),
            "runs": self.runs,
            "recorded_km2": self.recorded_m2 * _KM2,
            "remaining_km2": self._years(self.remaining_m2 * _KM2),
            "released_km2": self._years(np.cumsum(self.released_m2, axis=1) * _KM2),
            "cancelled_km2": self._years(np.cumsum(self.cancelled_m2, axis=1) * _KM2),
            "reduced_km2": self._years(np.cumsum(self.reduced_m2, axis=1) * _KM2),
            "cleared_km2": self._years(np.cumsum(self.cleared_m2, axis=1) * _KM2),
            "found_km2": self._years(np.cumsum(self.found_m2, axis=1) * _KM2),
            "cost_usd": self._years(np.cumsum(self.usd, axis=1)),
            "completion": self._completion(days),
            "why": list(self.why),
        }

    def _years(self, values: NDArray[Any]) -> list[dict[str, Any]]:
        rows = zip(self.at, self.quantiles(values), strict=True)
        return [{"at": day.isoformat(), "p10": a, "p50": b, "p90": c} for day, (a, b, c) in rows]

    def _completion(self, days: Sequence[date]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, p in zip(("p10", "p50", "p90"), QUANTILES, strict=True):
            day = self.completion_quantile(p)
            told[name] = None if day is None else decimal_year(day)
            told[f"{name}_on"] = None if day is None else day.isoformat()
        beyond = float(np.mean(np.isinf(self.done_day))) if self.is_asked else None
        told["p_beyond_horizon"] = beyond
        told["p_done_by"] = {day.isoformat(): self.p_done_by(day) for day in days}
        return told


def decimal_year(day: date) -> float:
    """A day as a year with decimals: 2 July 2030 is about 2030.5."""
    first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (after - first).days


def simulate(
    workload: Workload, *, start: date, years: int = 30, runs: int = 1000, seed: int = 1, runner: Runner = map
) -> WorkOutlook:
    """Simulate a workload from the morning of `start` for a number of years (1 to 60).

    Replication i of a seed is the same whatever `runs` and `runner` are; across workloads the same hazard, team and
    year have the same luck (common random numbers). `runner` maps a function over independent tasks, on threads if
    wanted: the simulation releases the interpreter lock. Raises ValueError for impossible numbers.
    """
    if not 1 <= years <= MOST_YEARS or runs < 1 or seed < 0:
        raise ValueError(f"impossible: {years} years, {runs} runs, seed {seed}")
    from tilth.simulation.case import case_of, year_ends
    from tilth.simulation.kernel import simulate_runs

    case = case_of(workload, start=start, years=years)
    tasks = [(first, min(runs, first + _RUNS_A_TASK)) for first in range(0, runs, _RUNS_A_TASK)]
    parts = list(runner(lambda task: simulate_runs(case, seed, *task), tasks))
    told = {name: np.concatenate([getattr(one, name) for one in parts]) for name in parts[0]._fields}
    asked = workload.recorded_m2 > 0 or workload.released_m2 > 0
    at = tuple(day - timedelta(days=1) for day in year_ends(start, years=years))
    return WorkOutlook(
        start=start,
        at=at,
        recorded_m2=workload.recorded_m2,
        found_m2=told["found"],
        cancelled_m2=told["cancelled"],
        reduced_m2=told["reduced"],
        cleared_m2=told["cleared"],
        usd=told["usd"],
        done_day=told["done"],
        is_asked=asked,
        why=reasons(workload),
    )


def reasons(workload: Workload) -> tuple[str, ...]:
    """What a reader must know before the figures: what was assumed, and what makes an end impossible."""
    said = list(workload.why)
    hazards, teams = workload.hazards, workload.teams
    if not len(hazards) or not workload.recorded_m2:
        said.append(
            "No recorded area remains. Land without a record is unknown, not clear of ordnance."
            if workload.released_m2
            else "No area is on record, so there is nothing to complete: record the hazards first, or ask for a survey."
        )
        return tuple(said)
    if not len(teams):
        said.append("No team is on record, so nothing is released: record the teams, or ask what teams would change.")
    elif not (teams.rate_m2_per_day[:, 2] > 0).any():
        said.append("No team clears land, so what survey confirms stays: add a team that clears.")
    elif len(teams) and np.isfinite(teams.ends).all():
        said.append("Every team on record ends within the forecast: what is left then waits. Record who follows.")
    if workload.budget_usd == 0:
        said.append("The budget is zero, so no work begins: state the money of a year.")
    if not workload.working_days.any():
        said.append("No month has a working day, so no work is done: state the season.")
    return tuple(said)
