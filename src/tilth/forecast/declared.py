"""A forecast of declarations: what will have been declared by a day. Declared is not cleared, and not released.

The pace comes from what was declared so far (`tilth.forecast.pace`). From the last declaration on it is carried into
the future with what other campaigns have met: the deviation that fades, noise of reporting, pauses as often and as long
as were seen, strength that comes and goes (a new unit arrives, a mission ends), a level that wanders over the years, a
winter, re-statements of the total, and a plan that is itself revised. Widths were set on declared series that are not
the one forecast: docs/methods/decades.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tilth.forecast.declarations import WEEK, Course, Declaration, course
from tilth.forecast.outlook import Outlook, Refused, decimal_year
from tilth.forecast.pace import WINTERS, Pace, pace
from tilth.forecast.winter import slow_down

_Array = NDArray[np.float64]

LEAST_STRETCHES = 2
# Beta priors of a pause beginning and ending from one report to the next
_STOPS, _GOES = (1.0, 15.0), (1.0, 1.5)
# strength: changes a year, and mean and deviation of its logarithm while it lasts, about a year
_CHANGES, _STRENGTH = 0.6, (0.35, 0.5)
_BACK = 1.0
_WANDER = 0.35  # of the level, in logarithms per root year
_RESTATED = 0.01  # of the total, times a Student t with three degrees of freedom
_REPLANNED = 0.1  # logarithm of the final plan over the stated one
_LAST_TENTH = 0.5  # pace on the last tenth of a plan, against that before


@dataclass(frozen=True, slots=True)
class DeclaredOutlook:
    """`runs` equally likely courses of declarations."""

    series: str
    origin: date
    at: tuple[date, ...]
    known_km2: float | None  # the last total, None where only areas of periods were declared
    declared_km2: _Array  # (runs, len(at)): totals; nan where no total is known
    since_km2: _Array  # (runs, len(at)) declared since the origin
    planned_km2: float | None
    completion: _Array  # (runs,) decimal year by which what is then planned is declared; inf beyond the horizon
    course: Course
    why: tuple[str, ...]

    def as_outlook(self) -> Outlook:
        """With what is planned and not yet declared in the place of what remains; nan where no plan is stated."""
        planned = np.nan if self.planned_km2 is None else self.planned_km2
        left = np.maximum(0.0, planned - self.declared_km2)
        return Outlook(self.series, self.origin, self.at, left, self.since_km2, self.completion, self.why)


def declared_outlook(
    declared: Iterable[Declaration],
    *,
    origin: date,
    at: Sequence[date],
    planned_km2: float | None = None,
    whole_km2: float | None = None,
    winter: str = "",
    series: str = "cleared_cum",
    years: int = 30,
    runs: int = 4000,
    seed: int = 1,
) -> DeclaredOutlook | Refused:
    """What will have been declared by the days `at`, from what was declared and published by `origin`.

    `whole_km2` is the area of the territory, more than which cannot be declared. `winter` says why winter slows work
    there, empty where it does not. `years` is the horizon of completion. Days of `at` before the origin raise
    ValueError.
    """
    if any(day < origin for day in at):
        raise ValueError("a day before the origin is no forecast")
    known = course(declared, until=origin)
    if len(known.stretches) < LEAST_STRETCHES:
        return Refused(_too_few(known))
    rng = np.random.default_rng(seed)
    paces = known.paces()
    state = pace(paces, winters=_winters(known, winter), origin=float(known.last.toordinal()), runs=runs, rng=rng)
    horizon = max([origin + timedelta(days=round(365.25 * years)) if planned_km2 else origin, *at])
    plan = _final_plan(known, runs, planned_km2, whole_km2, rng)
    days, totals = _run(known, state, until=horizon, plan=plan, winter=bool(winter), rng=rng)
    then = _on(totals, days, [origin, *at])
    since = then[:, 1:] - then[:, :1]
    restated = 1.0 + _RESTATED * rng.standard_t(3, (runs, 1))
    base = np.nan if known.km2 is None else np.maximum(0.0, known.km2 * restated)
    done = _completion(totals, days, plan) if planned_km2 and known.km2 is not None else np.full(runs, np.inf)
    why = _why(known, winter, planned_km2)
    at_ = tuple(at)
    return DeclaredOutlook(series, origin, at_, known.km2, base + then[:, 1:], since, planned_km2, done, known, why)


def _winters(known: Course, winter: str) -> _Array:
    felt: _Array = np.zeros(len(known.stretches))
    if winter:
        first = np.array([one.start.toordinal() + 1.0 for one in known.stretches])
        last = np.array([float(one.end.toordinal()) for one in known.stretches])
        felt = slow_down(first, last)
    return np.outer(felt, WINTERS)


# --- into the future ------------------------------------------------------------------------------------------------


def _final_plan(
    known: Course, runs: int, planned_km2: float | None, whole_km2: float | None, rng: np.random.Generator
) -> _Array:
    """What each run can still declare (runs,): its own final plan, never more than the whole territory."""
    final: _Array = np.full(runs, np.inf if planned_km2 is None else planned_km2)
    if planned_km2:
        final = final * np.exp(_REPLANNED * rng.standard_normal(runs))
    done = known.km2 or 0.0
    left: _Array = np.maximum(np.minimum(final, whole_km2 or np.inf) - done, 0.0)
    return left


def _run(
    known: Course, state: Pace, *, until: date, plan: _Array, winter: bool, rng: np.random.Generator
) -> tuple[_Array, _Array]:
    """Days, and what is declared from the last declaration up to each of them, shape (runs, days)."""
    runs = len(state.level)
    weeks = known.report_days / WEEK
    start = float(known.last.toordinal())
    steps = max(1, int(np.ceil((until.toordinal() - start) / known.report_days)) + 1)
    days: _Array = np.asarray(start + known.report_days * np.arange(steps + 1), dtype=np.float64)
    slow = slow_down(days[:-1] + 1, days[1:]) if winter else np.zeros(steps)
    stops, goes, idle = _pauses(known, runs, rng)
    fades = np.exp(-weeks / state.memory_weeks)
    fresh = state.swing * np.sqrt(1 - fades**2)
    year_share = known.report_days / 365.25
    level, deviation, strength = state.level.copy(), state.deviation.copy(), np.zeros(runs)
    totals = np.zeros((runs, steps + 1))
    for step in range(steps):
        normal, uniform = rng.standard_normal((4, runs)), rng.random((3, runs))
        level += _WANDER * np.sqrt(year_share) * normal[0]
        deviation = fades * deviation + fresh * normal[1]
        idle = np.where(idle, uniform[0] >= goes, uniform[0] < stops)
        strength = np.where(uniform[1] < 1 - np.exp(-_BACK * year_share), 0.0, strength)
        changed = uniform[2] < 1 - np.exp(-_CHANGES * year_share)
        strength = np.where(changed, _STRENGTH[0] + _STRENGTH[1] * normal[2], strength)
        logarithm = level + deviation + strength + state.noise * normal[3] + state.winter * slow[step]
        amount = np.where(idle, 0.0, weeks * np.exp(np.minimum(logarithm, 50.0)))
        amount *= np.where(totals[:, step] > 0.9 * plan, _LAST_TENTH, 1.0)
        totals[:, step + 1] = np.maximum(totals[:, step], np.minimum(totals[:, step] + amount, plan))
    return days, totals


def _pauses(known: Course, runs: int, rng: np.random.Generator) -> tuple[_Array, _Array, NDArray[np.bool_]]:
    """Chances of a pause to begin and to end from one report to the next, and whether there is one now."""
    worked: list[bool] = []
    for one in sorted([*known.stretches, *known.pauses], key=lambda stretch: stretch.start):
        worked += [one.km2 > 0] * max(1, round(one.days / known.report_days))
    steps = list(pairwise(worked))
    stops = rng.beta(_STOPS[0] + steps.count((True, False)), _STOPS[1] + steps.count((True, True)), runs)
    goes = rng.beta(_GOES[0] + steps.count((False, True)), _GOES[1] + steps.count((False, False)), runs)
    return stops, goes, np.full(runs, not worked[-1])


def _on(totals: _Array, days: _Array, at: Sequence[date]) -> _Array:
    """The totals of every run at the end of days, between two reports in proportion to time; shape (runs, len(at))."""
    wanted = np.array([float(day.toordinal()) for day in at])
    left = np.clip(np.searchsorted(days, wanted, side="right") - 1, 0, len(days) - 2)
    share = np.clip((wanted - days[left]) / (days[left + 1] - days[left]), 0.0, 1.0)
    before, after = totals[:, left], totals[:, left + 1]
    found: _Array = np.minimum(before + (after - before) * share, after)  # rounding never makes a later day smaller
    return found


def _completion(totals: _Array, days: _Array, plan: _Array) -> _Array:
    """The decimal year in which each run has declared its final plan; inf where it has not by the end."""
    reached = totals >= plan[:, None] - 1e-9
    years = np.array([decimal_year(date.fromordinal(int(day))) for day in days])
    return np.where(reached.any(axis=1), years[reached.argmax(axis=1)], np.inf)


# --- in words -------------------------------------------------------------------------------------------------------


def _too_few(known: Course) -> str:
    have = len(known.stretches)
    return (
        f"A pace needs two stretches between declared totals, or two declared weeks, and {have} "
        f"{'is' if have == 1 else 'are'} known by then. Give a later origin, or more declarations."
    )


def _why(known: Course, winter: str, planned_km2: float | None) -> tuple[str, ...]:
    paces = [one.km2_per_week for one in known.stretches]
    told = [
        f"declared pace so far: {min(paces):.3g} to {max(paces):.3g} km² a week in {len(paces)} stretches up to "
        f"{known.last.isoformat()}; the pace stays uncertain in the same direction for months",
        *known.notes,
    ]
    if known.pauses:
        told.append(f"{len(known.pauses)} stretch(es) without any declared area count as pauses")
    if winter:
        told.append(f"winter ({winter}) slows work by a stated table, to a degree between nothing and the whole of it")
    if planned_km2:
        told.append(f"what is planned ({planned_km2:,.0f} km²) is taken to be revised by about a tenth either way")
    told.append("a forecast of declarations: what will be said, not what will be cleared or released")
    return tuple(told)
