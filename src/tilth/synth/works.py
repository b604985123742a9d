"""How released land came to be released: for some releases the task, its days, inspections, approval and handover.

Nothing here moves land or draws any: each history ends on the day of its release, with its area and its outline, and
the items found are those that truly lay in that ground. Releases whose day is not stated, or that came too soon after
their hazard was recorded, have no history.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import shapely

from tilth.synth import rates
from tilth.synth.draft import Draft, invented
from tilth.synth.entries import METHODS
from tilth.synth.province import Province, Team

AUTHORITY = invented("Mine action authority")
INSPECTORS = tuple(invented(f"QA-{number}") for number in range(1, 4))
ACTIONS = {"cancelled": "cancel", "reduced": "reduce", "cleared": "clear"}
MOST_DAYS = 40  # of one task
LEAST_DAYS = 30  # from the record of a hazard to its release, for an order, work, inspection and approval
# Square metres a team finishes in a day, by the methods of `entries`.
_M2_A_DAY = dict(zip(METHODS, (20_000, 4_000, 350, 1_200, 4_000, 6_000), strict=True))
_ITEMS = ("AP mine", "AV mine", "ERW", "CMR")  # as forms name the types of `ordnance`
_LOST = ("weather", "equipment", "access", "medical")
_STOPS = ("weather", "season", "access")
_FAULTS = ("Marking missing on two lanes", "Depth not reached at one edge", "Daily forms incomplete")
_USES = ("farming", "grazing", "forest", "housing", "a road")
_RESIDUAL = "Items may remain below the stated depth or outside the outline. Report any find."


class Step(NamedTuple):
    """One entry of a history. `draws` says whether it has the outline of the release."""

    kind: str
    source_id: str | None
    happened_on: str
    said_by: str
    body: dict[str, Any]
    draws: bool = False


class History(NamedTuple):
    """The steps of one task in order, and the outlines some of them have, by place in the list."""

    task: str
    steps: list[Step]
    outlines: dict[int, shapely.Polygon]


@dataclass(slots=True)
class Works:
    """Looks at the drafts of a province as they pass, in the order of time, and tells the work behind some of them."""

    land: Province
    share: float  # of releases, 0 to 1
    _known: dict[str, str] = field(default_factory=dict)  # hazard -> the day of its last record
    _released: dict[str, Draft] = field(default_factory=dict)
    _since: dict[str, date] = field(default_factory=dict)
    _again: dict[int, list[Draft]] = field(default_factory=lambda: defaultdict(list))

    def see(self, draft: Draft) -> None:
        """Look at the next draft."""
        if draft.kind in ("suspected", "confirmed"):
            self._known[draft.source_id] = draft.happened_on
            if draft.source_id.startswith("REO"):
                self._again[_number(draft)].append(draft)
        elif self._is_told(draft):
            since = self._known.get(str(draft.attributes["hazard"]), "")
            if len(since) == len(draft.happened_on) == len("2020-01-01"):
                on, from_ = date.fromisoformat(draft.happened_on), date.fromisoformat(since)
                if (on - from_).days >= LEAST_DAYS:
                    self._released[draft.source_id], self._since[draft.source_id] = draft, from_

    def _is_told(self, draft: Draft) -> bool:
        drawn = crc32(f"{self.land.seed}:{draft.source_id}".encode()) / 2**32
        return drawn < self.share and draft.source_id not in self._released

    def histories(self) -> Iterator[History]:
        """The histories in the order of their releases."""
        buried = _Buried(self.land)
        for name, draft in self._released.items():
            rng = np.random.default_rng([self.land.seed, crc32(name.encode())])
            team = _team(self.land, draft)
            items = buried.take(draft.geometry) if draft.kind == "cleared" else Counter[str]()
            steps = _steps(draft, since=self._since[name], team=team, items=items, rng=rng)
            outlines = {at: draft.geometry for at, step in enumerate(steps) if step.draws}
            for again in self._again.get(_number(draft), ()):
                common = shapely.intersection(again.geometry, draft.geometry)
                is_later = len(again.happened_on) == len("2020-01-01") and again.happened_on > draft.happened_on
                if is_later and round(common.area) and not any(one.kind == "reopening" for one in steps):
                    outlines[len(steps)] = again.geometry
                    steps.append(_reopening(again, steps[0].source_id or "", common, draft.geometry))
            yield History(steps[0].source_id or "", steps, outlines)


def roster(land: Province) -> list[Step]:
    """What makes the teams of a province allowed to work: team, a member who may destroy items, accreditation."""
    steps = []
    for number, team in enumerate(land.teams, start=1):
        kind = {"manual clearance": "manual", "mine detection dogs": "dogs", "machine": "mechanical"}
        words = {"name": team.name, "operator": team.operator, "from": "2014-01-01"}
        steps.append(_says("team", words | {"team_kind": kind.get(team.method, "mixed")}, source_id=team.name))
        member = {"team": team.name, "key": f"invented-{number}", "role": "eod_operator", "skills": "eod_2"}
        steps.append(_says("member", member | {"from": "2014-01-01"}))
        accredited = {"holder": team.name, "certificate_kind": "operational_accreditation", "from": "2014-01-01"}
        steps.append(_says("certificate", accredited | {"until": "2025-12-31", "issued_by": AUTHORITY}))
    return steps


def _says(kind: str, body: dict[str, Any], *, source_id: str | None = None) -> Step:
    return Step(kind, source_id, "2014-01-01", AUTHORITY, body)


def _number(draft: Draft) -> int:
    return int(draft.source_id.split("-")[1])


def _team(land: Province, draft: Draft) -> Team:
    own = [team for team in land.teams if team.operator == draft.said_by] or list(land.teams)
    return own[_number(draft) % len(own)]


class _Buried:
    """The items that lie in the ground, each taken away once; those that were found later had been missed."""

    def __init__(self, land: Province) -> None:
        self._points = shapely.points(land.ordnance)
        self._types = land.ordnance_types
        self._tree = shapely.STRtree(self._points)
        self._there = np.ones(len(self._points), dtype=bool)
        missed = {(one.point.x, one.point.y) for one in land.finds}
        self._there[[at for at, xy in enumerate(map(tuple, land.ordnance.tolist())) if xy in missed]] = False

    def take(self, ground: shapely.Polygon) -> Counter[str]:
        inside = self._tree.query(ground, predicate="contains")
        inside = inside[self._there[inside]]
        self._there[inside] = False
        return Counter(_ITEMS[kind] for kind in self._types[inside].tolist())


# --- one task -------------------------------------------------------------------------------------------------------


def _steps(draft: Draft, *, since: date, team: Team, items: Counter[str], rng: np.random.Generator) -> list[Step]:
    """From the order to the handover; Σ of the days is the area of the release, to the square metre."""
    task, m2 = f"T-{draft.source_id}", round(draft.geometry.area)
    released = date.fromisoformat(draft.happened_on)
    approved = released - timedelta(days=int(rng.integers(0, 4)))
    passed = approved - timedelta(days=int(rng.integers(1, 4)))
    completed = passed - timedelta(days=int(rng.integers(4, 7)))
    method = str(draft.attributes["method"])
    count = int(np.clip(np.ceil(m2 / _M2_A_DAY[method]), 1, min(MOST_DAYS, (completed - since).days - 8)))
    days = _work_days(since + timedelta(days=5), completed, count=count, rng=rng)
    given = max(since, days[0] - timedelta(days=int(rng.integers(2, 15))))
    order = {
        **{"hazard": draft.attributes["hazard"], "action": ACTIONS[draft.kind], "team": team.name, "method": method},
        **{"planned_from": f"{days[0]}", "planned_to": f"{days[0] + timedelta(days=round(1.4 * count))}"},
        **{"criteria": invented("Criteria 2014"), "area_m2": m2, "planned_m2": m2},
    }
    order |= {"depth_cm": draft.attributes["depth_cm"]} if "depth_cm" in draft.attributes else {}
    leader = invented(f"Leader of {team.name.removesuffix(' (invented)')}")
    steps = [Step("task", task, f"{given}", AUTHORITY, order, draws=True)]
    steps += _work(task, days, m2=m2, team=team, leader=leader, items=items, rng=rng)
    steps.append(Step("completion", None, f"{completed}", draft.said_by, {"task": task}))
    steps += _inspections(task, completed, passed, m2=m2, leader=leader, samples=draft.kind == "cleared", rng=rng)
    steps.append(Step("approval", None, f"{approved}", AUTHORITY, {"task": task}))
    handed = {"task": task, "to": draft.attributes["district"], "inside_m2": m2, "outside_m2": 0}
    handed |= {"residual_risk": _RESIDUAL, "use_after": str(rng.choice(_USES)), "release": draft.source_id}
    steps.append(Step("handover", None, f"{released}", AUTHORITY, handed, draws=True))
    return steps


def _work_days(first: date, last: date, *, count: int, rng: np.random.Generator) -> list[date]:
    """Days of work up to the last, Sundays left out, one in five skipped where there is room."""
    room = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    room = [day for day in room if day.weekday() != 6] or [last]
    kept = [day for day in room[: 2 * count] if rng.random() < 0.8]
    return sorted((kept if len(kept) >= count else room)[:count])


def _work(
    task: str,
    days: list[date],
    *,
    m2: int,
    team: Team,
    leader: str,
    items: Counter[str],
    rng: np.random.Generator,
) -> Iterator[Step]:
    edges = np.round(np.cumsum(weights := rng.uniform(0.5, 1.5, len(days))) / weights.sum() * m2).astype(int)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for item in items.elements():
        found[int(rng.integers(len(days)))][item] += 1
    stop = int(rng.integers(1, len(days))) if len(days) > 3 and rng.random() < rates.SUSPENDED else 0
    for at, (day, done) in enumerate(zip(days, np.diff(edges, prepend=0).tolist(), strict=True)):
        if stop and at == stop and (day - days[at - 1]).days > 1:
            why, since = str(rng.choice(_STOPS)), days[at - 1] + timedelta(days=1)
            yield Step("stoppage", None, f"{since}", team.operator, {"task": task, "reason": why})
            yield Step("resumption", None, f"{day}", team.operator, {"task": task, "reason": "work can go on"})
        body: dict[str, Any] = {"task": task, "team": team.name, "m2": done}
        if found[at]:
            body["items"] = dict(found[at])
            body |= {} if rng.random() < rates.NOT_DESTROYED else {"destroyed": dict(found[at])}
        if rng.random() < rates.LOST_TIME:
            body |= {"lost_minutes": int(rng.integers(2, 25)) * 10, "lost_why": str(rng.choice(_LOST))}
        signed = "not stated" if rng.random() < rates.UNSIGNED_DAY else leader
        yield Step("progress", None, f"{day}", signed, body)


def _inspections(
    task: str, completed: date, passed: date, *, m2: int, leader: str, samples: bool, rng: np.random.Generator
) -> Iterator[Step]:
    """One that passes on a sample, now and then after one that does not."""
    by = str(rng.choice(INSPECTORS))
    sample = {"sampled_m2": max(1, round(m2 * float(rng.uniform(0.03, 0.1)))), "found": 0} if samples else {}
    if rng.random() < rates.FAILED_INSPECTION:
        fault = {"task": task, "result": "fail", "nonconformity": str(rng.choice(_FAULTS))}
        yield Step("inspection", None, f"{completed + timedelta(days=1)}", by, fault)
        mended = {"task": task, "what": "Done again and checked by the team leader"}
        yield Step("correction", None, f"{completed + timedelta(days=3)}", leader, mended)
    yield Step("inspection", None, f"{passed}", by, {"task": task, "result": "pass"} | sample)


def _reopening(again: Draft, task: str, common: shapely.Geometry, ground: shapely.Polygon) -> Step:
    inside = round(common.area)
    body: dict[str, Any] = {"task": task, "reason": "An item was found on released land", "inside_m2": inside}
    outside = round(again.geometry.area) - inside
    return Step("reopening", None, again.happened_on, again.said_by, body | {"outside_m2": max(0, outside)})
