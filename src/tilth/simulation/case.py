"""A workload in the form in which the compiled simulation takes it, for a first day and a number of years."""

from __future__ import annotations

from datetime import date

import numpy as np

from tilth.simulation.kernel_tables import CLEAR, NTS, QUEUES, TS, Case
from tilth.simulation.workload import ACTIONS, EVERY_METHOD, METHODS, Floats, Ints, Workload, full_cost, kinds

_DAYS_A_YEAR = 365.25


def year_ends(start: date, *, years: int) -> tuple[date, ...]:
    """1 January of each year after `start`, and last the same day as `start`, `years` later (28 for 29 February)."""
    last = date(start.year + years, start.month, min(start.day, 28) if start.month == 2 else start.day)
    firsts = (date(year, 1, 1) for year in range(start.year + 1, last.year + 1))
    return (*(day for day in firsts if day < last), last)


def case_of(workload: Workload, *, start: date, years: int) -> Case:
    """The case of a workload; areas of 0 m² are left out. Raises ValueError for what the kernel could not bear."""
    _check(workload)
    hazards, figure = workload.hazards.take(np.flatnonzero(workload.hazards.area_m2)), workload.figure
    edges, months = _months(start, year_ends(start, years=years)[-1])
    ends = np.array([(day - start).days for day in year_ends(start, years=years)], dtype=np.float64)
    share = np.diff(ends, prepend=0.0) / _DAYS_A_YEAR
    budget = full_cost(workload) if workload.budget_usd is None else workload.budget_usd
    zones = len(workload.working_days)
    worked = np.zeros((zones, len(edges)))
    lengths = np.diff(edges) / _month_lengths(edges, start)
    worked[:, 1:] = np.cumsum(workload.working_days[:, months] * lengths, axis=1)
    size = float(hazards.area_m2.mean()) if len(hazards) else figure("found_m2")
    number = len(hazards) + workload.released_m2 / size  # also those that are released already, as far as is known
    return Case(
        area=hazards.area_m2,
        confirms=hazards.confirms,
        left=hazards.left,
        hard=hazards.difficulty,
        stage=hazards.stage if workload.survey else np.full(len(hazards), CLEAR, np.int64),
        queue=hazards.methods + 1,
        zone=hazards.zone,
        closed=hazards.closed,
        rate=np.ascontiguousarray(workload.teams.rate_m2_per_day),
        spread=workload.teams.spread,
        serves=_serves(workload),
        begins=workload.teams.begins,
        ends=workload.teams.ends,
        usd_per_day=workload.teams.usd_per_day,
        month_edge=edges,
        month_of=np.minimum(np.searchsorted(edges, np.arange(edges[-1] + 1), side="right") - 1, len(edges) - 2),
        worked=worked,
        year_end=ends,
        budget=budget * share,
        overhead=workload.overhead_usd * share,
        setup=np.array([figure(f"setup_{action}") for action in ACTIONS]),
        lot=np.array([figure(f"lot_{action}") for action in ACTIONS]).astype(np.int64),
        found_per_day=figure("found_share") * number / _DAYS_A_YEAR,
        found_m2=float(np.median(hazards.area_m2)) if len(hazards) else figure("found_m2"),
        found_confirms=figure("confirm_share"),
        found_left=figure("left_share"),
        found_queue=EVERY_METHOD + 1,
        released=workload.released_m2,
        loss_per_day=figure("loss_per_year") / _DAYS_A_YEAR,
        closed_days=figure("closed_years") * _DAYS_A_YEAR,
        reopen_days=figure("reopen_years") * _DAYS_A_YEAR,
        hard_spread=figure("hazard_spread"),
        **{name: figure(name) for name in _BY_NAME},
    )


_BY_NAME = (
    *("level_spread", "action_spread", "confirm_spread", "left_level", "left_spread", "stand_chance", "stand_days"),
    *("fund_spread", "fund_chance", "fund_low", "fund_high", "fund_back", "found_shape", "found_floor", "found_spread"),
)


def _check(workload: Workload) -> None:
    """Compiled code asks nothing: an impossible zone or method would be read from somewhere else in memory."""
    hazards, teams, zones = workload.hazards, workload.teams, len(workload.working_days)
    impossible = {
        "an area": (hazards.area_m2 < 0).any(),
        "a stage": not np.isin(hazards.stage, (NTS, TS, CLEAR)).all(),
        "a set of methods": ((hazards.methods < 1) | (hazards.methods > EVERY_METHOD)).any(),
        "a zone": ((hazards.zone < 0) | (hazards.zone >= zones)).any(),
        "a chance or share": not all(((x >= 0) & (x <= 1)).all() for x in (hazards.confirms, hazards.left)),
        "a difficulty": not (np.isfinite(hazards.difficulty) & (hazards.difficulty > 0)).all(),
        "a pace": not (np.isfinite(teams.rate_m2_per_day) & (teams.rate_m2_per_day >= 0)).all(),
        "a calendar": workload.working_days.shape[1:] != (12,) or not (workload.working_days >= 0).all(),
        "a budget": workload.budget_usd is not None and not workload.budget_usd >= 0,
        "a figure": not all(value >= 0 for value in workload.figures.values()),
        "a lot": min(workload.figure(f"lot_{action}") for action in ACTIONS) < 1,
    }
    wrong = [name for name, is_so in impossible.items() if is_so]
    if wrong:
        raise ValueError(f"the workload holds {wrong[0]} that cannot be")


def _months(start: date, last: date) -> tuple[Floats, Ints]:
    """The first days of the months from `start` to `last` as days since the start, both included; and the months."""
    days, months = [0.0], [start.month - 1]
    year, month = start.year, start.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if date(year, month, 1) >= last:
            break
        days.append(float((date(year, month, 1) - start).days))
        months.append(month - 1)
    return np.array([*days, float((last - start).days)]), np.array(months, dtype=np.int64)


def _month_lengths(edges: Floats, start: date) -> Floats:
    """Days of the whole month in which each piece between edges lies."""
    firsts = [date.fromordinal(start.toordinal() + int(day)).replace(day=1) for day in edges[:-1]]
    after = [date(day.year + day.month // 12, day.month % 12 + 1, 1) for day in firsts]
    return np.array([(b - a).days for a, b in zip(firsts, after, strict=True)], dtype=np.float64)


def _serves(workload: Workload) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which queues each team takes from: its surveys, and clearance of what one of its methods may clear."""
    able = np.zeros((len(workload.teams), QUEUES), dtype=np.bool_)
    for at, kind in enumerate(workload.teams.kind):
        named = kinds()[kind]["methods"].split("|")
        mine = sum(1 << bit for bit, method in enumerate(METHODS) if method in named)
        rates = workload.teams.rate_m2_per_day[at]
        able[at, :CLEAR] = rates[:CLEAR] > 0
        able[at, CLEAR:] = [rates[CLEAR] > 0 and bool(mask & mine) for mask in range(1, EVERY_METHOD + 1)]
    return able
