"""From the state of a programme to a workload: its open areas, its tasks and their days of work, its teams.

What the programme itself shows outweighs the table of defaults the more, the more of it there is; what was assumed is
told in `Workload.why`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, log, sqrt

import numpy as np

from tilth.evidence.source import plain
from tilth.simulation.workload import (
    CLEAR,
    EVERY_METHOD,
    NTS,
    TS,
    WORKING_DAYS,
    Hazards,
    Teams,
    Workload,
    default,
    hazards_of,
    kinds,
    no_teams,
    team_of,
)
from tilth.teams.roster import Roster
from tilth.teams.spans import ENDLESS
from tilth.work.task import Task

_STAGE_OF = {"cancel": NTS, "reduce": TS, "clear": CLEAR}
_ACTION_OF = {"nts": "cancel", "ts": "reduce", "survey": "reduce"}  # of a kind of team; all others clear
_ACTIVE = ("open", "working", "suspended", "failed", "re-opened")
_WAITING = ("completed", "passed", "approved")  # the work is done, the land is not handed over
_LEAST_WORK = 0.02  # of an area whose work is done: inspection and paper
_PRIORITY = {"high": 0, "medium": 1, "": 2, "unknown": 2, "low": 3}
_RECENT_DAYS = 365
_LEAST_SPREAD = 0.05
_MOSTLY = 0.9  # of the possible days; less is told


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is recorded and not released."""

    name: str
    m2: int
    status: str  # suspected or confirmed
    zone: str = ""  # a district, for calendars and access
    closed: bool = False  # nobody may enter now
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a team's days of work show: m² and team-days with progress, for each action."""

    m2: dict[str, int]
    days: dict[str, int]

    def rate(self, action: str, *, prior: float) -> tuple[float, float]:
        """m² per team-day for an action and the standard deviation of its logarithm, shrunk towards `prior`.

        The mean of two normal laws of the logarithm, weighted by their precision (Gelman et al., Bayesian Data
        Analysis, 2013, section 2.5, doi:10.1201/b16018).
        """
        before, days = default("team_spread"), self.days.get(action, 0)
        if not days:
            return prior, before
        weight = before**2 / (before**2 + default("day_spread") ** 2 / days)
        seen = log(self.m2[action] / days)
        return exp(weight * seen + (1 - weight) * log(prior)), max(_LEAST_SPREAD, before * sqrt(1 - weight))


def workload_from(
    areas: Sequence[Area],
    *,
    on: date,
    tasks: Iterable[Task] = (),
    roster: Roster | None = None,
    released_m2: Mapping[str, int] | None = None,
    budget_usd: float | None = None,
    working_days: Mapping[str, Sequence[float]] | None = None,
) -> Workload:
    """The workload of a programme as it stands on a day.

    `released_m2` are the square metres cancelled, reduced and cleared so far; `working_days` the twelve months of a
    zone by its name, with "" for all others.
    """
    every = list(tasks)
    why: list[str] = []
    released = dict(released_m2 or {})
    zones = sorted({area.zone for area in areas}) or [""]
    hazards = _hazards(areas, every, zones)
    confirms, left = _shares(hazards, released, why)
    hazards = replace(hazards, confirms=np.full(len(hazards), confirms), left=np.full(len(hazards), left))
    teams = _teams(every, roster, on, why)
    if budget_usd is None and len(teams):
        why.append("No budget is on record: the money is taken to pay for the teams on record, with falls and returns.")
    if not working_days:
        why.append(
            "No season is on record: 200 working days a year, few of them in winter, are assumed for every zone."
        )
    calendar = [list((working_days or {}).get(zone, (working_days or {}).get("", WORKING_DAYS))) for zone in zones]
    return Workload(
        hazards,
        teams,
        np.array(calendar, dtype=np.float64) * _used(every, why),
        budget_usd=budget_usd,
        figures={"confirm_share": confirms, "left_share": left},
        released_m2=sum(released.values()),
        why=tuple(why),
    )


def _hazards(areas: Sequence[Area], tasks: Sequence[Task], zones: list[str]) -> Hazards:
    """The areas in the order of work: those in work, then by priority, then as they come."""
    stage_of: dict[str, int] = {}
    for task in tasks:
        if task.hazard and task.state in (*_ACTIVE, *_WAITING) and task.action in _STAGE_OF:
            stage_of[task.hazard] = max(stage_of.get(task.hazard, NTS), _STAGE_OF[task.action])

    def rank(area: Area) -> tuple[bool, int]:
        return area.name not in stage_of, _PRIORITY.get(area.priority, 2)

    ordered = sorted((area for area in areas if area.m2 > 0), key=rank)
    stages = [stage_of.get(area.name, TS if area.status == "confirmed" else NTS) for area in ordered]
    done = _done_m2(tasks, stage_of)
    return hazards_of(
        [area.m2 for area in ordered],
        stage=np.array(stages, dtype=np.int64),
        difficulty=[max(_LEAST_WORK, 1 - done.get(area.name, 0) / area.m2) for area in ordered],
        zone=[zones.index(area.zone) for area in ordered],
        closed=[area.closed for area in ordered],
        methods=EVERY_METHOD,
    )


def _done_m2(tasks: Sequence[Task], stage_of: Mapping[str, int]) -> dict[str, int]:
    """Square metres on which the work of the present stage is done and that are not handed over yet, by area."""
    done: dict[str, int] = {}
    for task in tasks:
        if task.hazard in stage_of and _STAGE_OF.get(task.action) == stage_of[task.hazard]:
            m2 = task.done_m2 if task.state in _ACTIVE else task.m2 or task.done_m2 if task.state in _WAITING else 0
            done[task.hazard] = done.get(task.hazard, 0) + m2
    return done


def _shares(hazards: Hazards, released: Mapping[str, int], why: list[str]) -> tuple[float, float]:
    """How much of surveyed land is confirmed, and how much technical survey leaves; own releases against defaults.

    A released square metre counts as its share of a hazard of mean size.
    """
    size = float(hazards.area_m2.mean()) if len(hazards) else default("found_m2")
    cancelled, reduced, cleared = (released.get(name, 0) / size for name in ("cancelled", "reduced", "cleared"))
    confirmed = float(hazards.area_m2[hazards.stage > NTS].sum()) / size + reduced + cleared
    if not cancelled + reduced + cleared:
        why.append("Nothing was released so far: what survey cancels and leaves is taken from the table of defaults.")
    weight, rest = default("confirm_weight"), default("left_weight")
    confirms = (weight * default("confirm_share") + confirmed) / (weight + confirmed + cancelled)
    return confirms, (rest * default("left_share") + cleared) / (rest + reduced + cleared)


def _used(tasks: Sequence[Task], why: list[str]) -> float:
    """The share of working days on which teams with days on record did work, in the last year on record; at most 1.

    As many days as one team has in a year are added to what was seen and to what could have been, so that a few days
    on record do not decide.
    """
    worked = {(plain(day.team), day.on) for task in tasks for day in task.days if day.m2}
    if not worked:
        return 1.0
    last, a_year = max(on for _, on in worked), float(sum(WORKING_DAYS))
    first: dict[str, date] = {}
    recent = [(team, on) for team, on in worked if (last - on).days < _RECENT_DAYS]
    for team, on in recent:
        first[team] = min(on, first.get(team, on))
    could = sum((last - on).days + 1 for on in first.values()) * a_year / _RECENT_DAYS
    share = min(1.0, (len(recent) + a_year) / (could + a_year))
    if share < _MOSTLY:
        why.append(
            f"In the year up to {last} teams have {len(recent)} days of work on record where about {could:.0f} were "
            f"possible: the season is shortened to {share:.0%}. If days were not booked, this is too few."
        )
    return share


# --- teams ----------------------------------------------------------------------------------------------------------


def _teams(tasks: Sequence[Task], roster: Roster | None, on: date, why: list[str]) -> Teams:
    """Teams on record from this day on, and teams that nobody put on record but whose days of work are recent."""
    paces, seen, spelled = _paces(tasks)
    found, told = no_teams(), set[str]()
    without: list[str] = []
    others: list[str] = []
    for name in roster.names() if roster else ():
        stated = roster.stated(name)[-1] if roster else None
        if stated is None or stated.period.span[1] < on.toordinal():
            continue
        told.add(plain(name))
        if stated.kind not in kinds():
            others.append(name)
            continue
        first, last = stated.period.span
        ends = np.inf if last == ENDLESS else float(last + 1 - on.toordinal())
        pace = paces.get(plain(name), Pace({}, {}))
        found = found.join(_team(stated.kind, pace, begins=max(0.0, float(first - on.toordinal())), ends=ends))
        action = _ACTION_OF.get(stated.kind, "clear")
        if (
            roster
            and first <= on.toordinal()
            and any(one.kind == "not_accredited" for one in roster.allowed(name, on, action))
        ):
            without.append(name)
    for key, last_day in seen.items():
        if key not in told and (on - last_day).days <= _RECENT_DAYS:
            found = found.join(_team(_kind_by_work(paces[key]), paces[key]))
            told.add(key)
            why.append(f"The team {spelled[key]} is not on the roster; by its days of work it is taken to go on.")
    if others:
        why.append(f"{len(others)} team(s) of a kind that releases no area, such as {others[0]}, are left out.")
    if without:
        why.append(
            f"{len(without)} team(s) have no accreditation on record that is valid on {on}, such as {without[0]}: they "
            "are counted as working. Record the certificates."
        )
    if len(found) and not any(pace.days for pace in paces.values()):
        why.append("No day of work is on record: the pace of every team is taken from the table of defaults.")
    return found


def _paces(tasks: Sequence[Task]) -> tuple[dict[str, Pace], dict[str, date], dict[str, str]]:
    """By team: its pace, its last day of work, and how its name is written."""
    paces: dict[str, Pace] = {}
    last: dict[str, date] = {}
    spelled: dict[str, str] = {}
    for task in tasks:
        for day in task.days:
            key = plain(day.team)
            pace = paces.setdefault(key, Pace({}, {}))
            spelled.setdefault(key, day.team)
            last[key] = max(last.get(key, day.on), day.on)
            if day.m2 and task.action:
                pace.m2[task.action] = pace.m2.get(task.action, 0) + day.m2
                pace.days[task.action] = pace.days.get(task.action, 0) + 1
    return paces, last, spelled


def _kind_by_work(pace: Pace) -> str:
    """The kind of a team that nobody stated: by the action of most of its days."""
    action = max(pace.days, key=lambda one: pace.days[one], default="clear")
    return {"cancel": "nts", "reduce": "ts"}.get(action, "unknown")


def _team(kind: str, pace: Pace, *, begins: float = 0.0, ends: float = np.inf) -> Teams:
    """One team at its observed pace."""
    team = team_of(kind, begins=begins, ends=ends)
    rates, spread = team.rate_m2_per_day.copy(), team.spread.copy()
    for at, action in enumerate(_STAGE_OF):
        if rates[0, at] > 0:
            rates[0, at], spread[0] = pace.rate(action, prior=rates[0, at])
    return replace(team, rate_m2_per_day=rates, spread=spread)
