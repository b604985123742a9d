"""How much to check: what waits for an inspection, what the samples so far can say, and each team's own record.

The shares of an inspection effort rest on two choices and no law: a clearance is taken to miss one item in ten
(`MISS`), whatever its method, and the density of items before it is that of all work on record, worth half an item, so
that the finds of a task outweigh it at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tilth.desk.ports import JournalReader
from tilth.desk.refusal import Refusal
from tilth.desk.tasks import entries_of
from tilth.work.chart import Check, chart, tell_point
from tilth.work.day import Day, Visit
from tilth.work.density import JEFFREYS_ITEMS, Density, density_seen
from tilth.work.effort import Lot, Share, steer, tell_share
from tilth.work.fold import live, take
from tilth.work.plans import zero_acceptance
from tilth.work.sampled import Sampled, tell_inspector
from tilth.work.task import Task

BAD_SHARES = (0.01, 0.05)  # of the ground of a lot, from which a sample is to catch it
BETA = 0.05  # the chance that such a sample does not
MISS = 0.1  # the chance that clearance misses an item
LEAST_M2 = 50  # of each lot, so that each is seen
_WAITS = ("working", "completed", "failed")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A task that waits for an inspection, with the ground and the days to be inspected."""

    task: Task
    lot_m2: int
    days: list[Day]


def quality(
    reader: JournalReader, *, on: date | None = None, known: int | None = None, effort_m2: int | None = None
) -> dict[str, Any]:
    """What waits, what was inspected, and the chart of each team, of what had happened by the end of a day.

    `known` counts the entries of the journal that are looked at. Raises Refusal 422.5 where `effort_m2` is too little
    to give every lot its minimum.
    """
    every = _tasks_on(reader, on, known)
    waiting = [one for task in every if (one := _waiting(task)) is not None]
    shares = {} if effort_m2 is None else _shares(waiting, every, effort_m2)
    return {
        "on": on.isoformat() if on else None,
        "waiting": [_wait(one, shares.get(one.task.id)) for one in waiting],
        "inspections": [_inspection(task, visit) for task, visit in _visits(every)],
        "teams": _teams(every),
    }


def _tasks_on(reader: JournalReader, on: date | None, known: int | None) -> list[Task]:
    found: dict[str, Task] = {}
    for entry in live(entries_of(reader, known)):
        if on is None or date.fromisoformat(entry.counts_on) <= on:
            take(found, entry)
    return list(found.values())


# --- what waits -----------------------------------------------------------------------------------------------------


def _waiting(task: Task) -> _Waiting | None:
    """A task with work that no passed inspection covers; None for any other.

    Of work that goes on the lot is what was reported done since the last passed inspection, of work that is said to be
    done the land of the task that is not released. Work from before a re-opening is not inspected again.
    """
    if task.state not in _WAITS or task.is_inspected:
        return None
    reopened = max((one.on for one in task.reopenings), default=date.min)
    passed = task.passed.on if task.passed and task.state == "working" else date.min
    days = [day for day in task.days if day.on >= reopened and day.on > passed]
    done, land = sum(day.m2 for day in days), max(0, task.remaining_m2 or 0)
    return _Waiting(task, min(done, land or done) if task.state == "working" else land or done, days)


def _wait(one: _Waiting, share: Share | None) -> dict[str, Any]:
    task = one.task
    told: dict[str, Any] = {"task": task.id, "state": task.state, "team": task.team, "lot_m2": one.lot_m2}
    told |= {"finds": _finds(one.days), "open_nonconformities": len(task.open_nonconformities)}
    told["samples"] = [_sample(one.lot_m2, bad) for bad in BAD_SHARES] if one.lot_m2 else []
    if share is not None:
        told |= {"inspect_m2": share.inspect_m2, "share": tell_share(share)}
    return told


def _sample(lot: int, bad_share: float) -> dict[str, Any]:
    plan = zero_acceptance(lot, bad_share=bad_share, beta=BETA)
    return {"bad_share": bad_share, "sample_m2": plan.sample if plan else None}


def _finds(days: Iterable[Day]) -> int:
    return sum(sum(day.items.values()) for day in days)


def _shares(waiting: list[_Waiting], every: list[Task], effort_m2: int) -> dict[str, Share]:
    """The effort over the lots that have ground, by task."""
    density = _density(every)
    lots = [Lot(one.task.id, one.lot_m2, density, MISS, _finds(one.days)) for one in waiting if one.lot_m2]
    needed = sum(min(LEAST_M2, lot.area_m2) for lot in lots)
    if effort_m2 < needed:
        raise Refusal("422.5", effort=effort_m2, lots=len(lots), least=LEAST_M2, needed=needed)
    return {share.lot.name: share for share in steer(lots, effort_m2, least_m2=LEAST_M2)} if lots else {}


def _density(every: list[Task]) -> Density:
    """Before clearance: the mean of all work on record, with the weight of half an item."""
    searched = sum(task.done_m2 for task in every) * (1 - MISS)
    seen = density_seen(sum(_finds(task.days) for task in every), searched_m2=max(1.0, searched))
    return Density(JEFFREYS_ITEMS, JEFFREYS_ITEMS / seen.mean_per_m2)


# --- what was inspected ---------------------------------------------------------------------------------------------


def _visits(every: Iterable[Task]) -> list[tuple[Task, Visit]]:
    return sorted(((task, visit) for task in every for visit in task.visits), key=lambda one: (one[1].on, one[1].entry))


def _inspection(task: Task, visit: Visit) -> dict[str, Any]:
    lot = task.m2 or task.done_m2
    told: dict[str, Any] = {"task": task.id, "entry": visit.entry, "on": visit.on.isoformat(), "by": visit.by}
    told |= {"result": visit.result, "nonconformity": visit.nonconformity}
    return told | {"lot_m2": lot, "sampled_m2": visit.sampled_m2, "found": visit.found, "says": _says(lot, visit)}


def _says(lot: int, visit: Visit) -> str:
    """What the sample of a visit can and cannot say."""
    if not visit.sampled_m2:
        return "The size of the sample is not on record, so that it has no probability of finding anything."
    if visit.sampled_m2 > lot:
        return (
            f"The sample of {visit.sampled_m2:,} m² is larger than the lot of {lot:,} m². See the form, then: "
            f"tilth amend FILE {visit.entry} --set sampled_m2=N --why REASON"
        )
    return tell_inspector(Sampled(lot, visit.sampled_m2, min(visit.found or 0, visit.sampled_m2)))


# --- each team beside its own past ----------------------------------------------------------------------------------


def _teams(every: list[Task]) -> list[dict[str, Any]]:
    """The control chart of each team, in the order of their names; what cannot be put on a chart is counted."""
    of_team: dict[str, list[tuple[Task, Visit]]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for task, visit in _visits(every):
        for key, name in _workers(task, visit).items():
            spelled.setdefault(key, name)
            of_team[key].append((task, visit))
    return [_team(spelled[key], of_team[key]) for key in sorted(of_team)]


def _workers(task: Task, visit: Visit) -> dict[str, str]:
    """The teams whose work a visit looked at, by their names without capitals."""
    return {day.team.casefold(): day.team for day in task.days if day.on <= visit.on}


def _team(name: str, visits: list[tuple[Task, Visit]]) -> dict[str, Any]:
    tried = [(visit, _check(task, visit)) for task, visit in visits]
    checks = [check for _, check in tried if check is not None]
    points = chart(checks)
    return {
        "team": name,
        "checks": len(checks),
        "not_charted": len(visits) - len(checks),
        "faulty_not_charted": sum(check is None and _is_faulty(visit) for visit, check in tried),
        "faults": sum(check.faults for check in checks),
        "checked_m2": round(sum(check.checked_m2 for check in checks)),
        "points": [
            {"check": one.check.name, "faults": one.check.faults, "checked_m2": round(one.check.checked_m2)}
            | {"expected": one.expected, "chance": one.chance, "out_of_control": one.out_of_control}
            | {"says": tell_point(one)}
            for one in points
        ],
    }


def _check(task: Task, visit: Visit) -> Check | None:
    """A visit as a point of a chart; None for one of work of several teams, or of a sample that cannot be.

    A find and the non-conformity that names it are one fault.
    """
    sampled, found = visit.sampled_m2 or 0, visit.found or 0
    if len(_workers(task, visit)) != 1 or not found <= sampled <= (task.m2 or task.done_m2) or not sampled:
        return None
    return Check(f"{visit.on} {task.id}", max(found, int(_is_faulty(visit))), sampled)


def _is_faulty(visit: Visit) -> bool:
    return visit.result != "pass" or bool(visit.nonconformity) or bool(visit.found)
