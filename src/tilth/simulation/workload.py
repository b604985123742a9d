"""A workload: the areas that wait, the teams, the calendar, the money and what can go wrong, as arrays.

It is what the simulation of `tilth.simulation.work_outlook` starts from. Every default stands in
`terms/work_defaults.csv` with its source; `why` says which of them were used because nobody knows better.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.terms import table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NTS, TS, CLEAR = 0, 1, 2
ACTIONS = ("nts", "ts", "clear")
METHODS = ("manual", "dogs", "mechanical")
EVERY_METHOD = 7
WORKING_DAYS = (5, 8, 16, 20, 20, 20, 21, 21, 21, 21, 17, 10)  # in each month: 200 a year, few in winter
MOST_WORKING_DAYS = 26.0  # in a month, however long the season is made


@cache
def default(name: str) -> float:
    """A figure of `terms/work_defaults.csv`. Raises KeyError where it has none of that name."""
    return float({row["name"]: row["value"] for row in table("work_defaults")}[name])


@dataclass(frozen=True, slots=True)
class Hazards:
    """Areas (n,) in the order in which they are worked on."""

    area_m2: Ints  # recorded and not released
    stage: Ints  # NTS, TS or CLEAR: what has to be done next
    confirms: Floats  # chance in 0..1 that non-technical survey confirms it; else it is cancelled
    left: Floats  # share in 0..1 of its area that technical survey leaves for clearance
    difficulty: Floats  # team-days relative to ordinary ground
    methods: Ints  # 1 manual + 2 dogs + 4 mechanical: what may clear it
    zone: Ints  # row of the season table
    closed: NDArray[np.bool_]  # nobody may enter now

    def __len__(self) -> int:
        return len(self.area_m2)

    def take(self, rows: Ints) -> Hazards:
        """The areas at `rows`, in that order."""
        return Hazards(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Teams:
    """Teams (k,)."""

    kind: tuple[str, ...]  # of terms/work_kinds.csv
    rate_m2_per_day: Floats  # (k, 3) for each action of ACTIONS, 0 where the team does not do it
    spread: Floats  # (k,) standard deviation of the logarithm of the true rate around it
    begins: Floats  # (k,) day, 0 is the first day of the forecast
    ends: Floats  # (k,) day after the last one, inf without an end
    usd_per_day: Floats  # (k,)

    def __len__(self) -> int:
        return len(self.kind)

    def join(self, other: Teams) -> Teams:
        """These teams and then the others."""
        arrays = (np.concatenate([getattr(one, name) for one in (self, other)]) for name in self.__slots__[1:])
        return Teams(self.kind + other.kind, *arrays)

    def take(self, rows: Ints) -> Teams:
        """The teams at `rows`."""
        arrays = (getattr(self, name)[rows] for name in self.__slots__[1:])
        return Teams(tuple(self.kind[row] for row in rows), *arrays)


@dataclass(frozen=True, slots=True)
class Workload:
    """What waits, who works, when, for which money; and the uncertainty of all that, by name in `spreads`."""

    hazards: Hazards
    teams: Teams
    working_days: Floats  # (zones, 12) in each month
    budget_usd: float | None = None  # a year's money for work; None: as much as the teams need at the start
    overhead_usd: float = 0.0  # a year, while anything remains
    survey: bool = True  # False: what is recorded is cleared without asking or sampling first
    figures: dict[str, float] = field(default_factory=dict)  # what replaces a default of terms/work_defaults.csv
    released_m2: int = 0  # of the programme so far; only to tell an empty record from a finished one
    why: tuple[str, ...] = ()

    def figure(self, name: str) -> float:
        """A figure of this workload, or the default."""
        return self.figures[name] if name in self.figures else default(name)

    @property
    def recorded_m2(self) -> int:
        """All area that is recorded and not released."""
        return int(self.hazards.area_m2.sum())


def kinds() -> dict[str, dict[str, str]]:
    """The kinds of team that do work on land, by name."""
    return {row["kind"]: row for row in table("work_kinds")}


def team_of(kind: str, *, begins: float = 0.0, ends: float = np.inf, **observed: Any) -> Teams:
    """One team of a kind at the rates of the table; `rate`, `spread` and `usd_per_day` replace them.

    Raises KeyError for a kind that does no work on land.
    """
    row = kinds()[kind]
    rates = np.zeros(3)
    for action in row["actions"].split("|"):
        name = row["rate"] or action
        rates[ACTIONS.index(action)] = observed.get("rate") or default(f"rate_{name}")
    usd = observed.get("usd_per_day")
    if usd is None:
        usd = default(f"usd_{row['rate'] or 'ts'}")
    spread = observed.get("spread", default("team_spread"))
    return Teams(
        (kind,), rates[None], np.array([spread]), np.array([float(begins)]), np.array([float(ends)]), np.array([usd])
    )


def no_teams() -> Teams:
    """Nobody."""
    return team_of("manual").take(np.empty(0, np.int64))


def hazards_of(area_m2: Any, *, stage: Any = NTS, **known: Any) -> Hazards:
    """Areas with what is known of them: each field of `Hazards` one value for all, or one for each area."""
    area = np.asarray(area_m2, dtype=np.int64).reshape(-1)

    def filled(name: str, otherwise: Any, dtype: Any) -> Any:
        return np.broadcast_to(np.asarray(known.get(name, otherwise), dtype=dtype), area.shape).copy()

    return Hazards(
        area,
        np.broadcast_to(np.asarray(stage, dtype=np.int64), area.shape).copy(),
        filled("confirms", default("confirm_share"), np.float64),
        filled("left", default("left_share"), np.float64),
        filled("difficulty", 1.0, np.float64),
        filled("methods", EVERY_METHOD, np.int64),
        filled("zone", 0, np.int64),
        filled("closed", False, np.bool_),
    )


def workload_of(hazards: Hazards, teams: Teams, **more: Any) -> Workload:
    """A workload with one calendar for all zones, unless `working_days` says more."""
    zones = int(hazards.zone.max(initial=0)) + 1
    days = more.pop("working_days", np.tile(np.array(WORKING_DAYS, dtype=np.float64), (zones, 1)))
    return Workload(hazards, teams, np.asarray(days, dtype=np.float64), **more)


def what_if(
    workload: Workload,
    *,
    add: dict[str, int] | None = None,
    remove: dict[str, int] | None = None,
    budget: float | None = None,
    season: float = 1.0,
    productivity: float = 1.0,
    survey: bool | None = None,
    paid: bool = True,
) -> Workload:
    """The workload with some things changed.

    `add` and `remove` count teams by kind; `budget`, `season` and `productivity` are factors (1: as it is); `survey`
    False clears what is recorded without survey. Added teams bring their money unless `paid` is False.
    Raises KeyError for a kind that does no work on land, ValueError for a negative factor.
    """
    if min(budget or 0.0, season, productivity) < 0:
        raise ValueError("a factor is 0 or more")
    before = workload
    teams = before.teams
    for kind, count in (add or {}).items():
        teams = teams.join(_more(before.teams, kind, count))
    for kind, count in (remove or {}).items():
        gone = [at for at, one in enumerate(teams.kind) if one == kind][::-1][:count]
        teams = teams.take(np.array([at for at in range(len(teams)) if at not in gone], dtype=np.int64))
    money = full_cost(before) if before.budget_usd is None else before.budget_usd
    if paid and add:
        money += full_cost(replace(before, teams=teams.take(np.arange(len(before.teams), len(teams)))))
    rates = replace(teams, rate_m2_per_day=teams.rate_m2_per_day * productivity)
    return replace(
        before,
        teams=rates,
        working_days=np.minimum(before.working_days * season, np.maximum(before.working_days, MOST_WORKING_DAYS)),
        budget_usd=money * (1.0 if budget is None else budget),
        survey=before.survey if survey is None else survey,
    )


def _more(teams: Teams, kind: str, count: int) -> Teams:
    """New teams of a kind, from the first day on; as fast and as dear as the middle one of that kind on record."""
    alike = [at for at, one in enumerate(teams.kind) if one == kind]
    one = team_of(kind)
    if alike:
        speed = teams.rate_m2_per_day[alike].max(axis=1)
        middle = teams.take(np.array([alike[int(np.argsort(speed)[len(alike) // 2])]], dtype=np.int64))
        one = replace(middle, begins=one.begins, ends=one.ends, spread=one.spread)
    return one.take(np.zeros(count, dtype=np.int64))


def full_cost(workload: Workload) -> float:
    """US$ that the teams of the first day, and those that come later, need for a whole year of work."""
    days = float(workload.working_days.sum(axis=1).max(initial=0.0))
    return float(workload.teams.usd_per_day.sum()) * days
