"""What the compiled simulation reads, writes and keeps while it runs; docs/methods/forecast-from-work.md tells it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

NTS, TS, CLEAR, DONE = 0, 1, 2, 3
QUEUES = 9  # non-technical survey, technical survey, and clearance by each of the 7 sets of 3 methods
PURPOSES = 11  # streams of random numbers

# counters of a room: whole numbers, then others
TEAMS, LATER, YEAR, REMAINS, SURVEYED, COUNT, NEXT, OPENING = range(8)
SPENT, DONE_AT, NEXT_AT, FOUND_RATE = range(4)


class Case(NamedTuple):
    """Everything a replication needs to know: n hazards in priority order, k teams, z zones, m months, y years."""

    area: Ints  # (n,) m²
    confirms: Floats  # (n,) chance that non-technical survey confirms it
    left: Floats  # (n,) share of the area that technical survey leaves for clearance
    hard: Floats  # (n,) team-days relative to ordinary ground
    stage: Ints  # (n,) NTS, TS or CLEAR: what is to be done next
    queue: Ints  # (n,) clearance queue, 2 to 8
    zone: Ints  # (n,)
    closed: Flags  # (n,) nobody may enter at the start
    rate: Floats  # (k, 3) m² per team-day for each action, 0 where the team does not do it
    spread: Floats  # (k,) standard deviation of the logarithm of the team's rate
    serves: Flags  # (k, QUEUES)
    begins: Floats  # (k,) day
    ends: Floats  # (k,) day, inf without an end
    usd_per_day: Floats  # (k,)
    month_edge: Floats  # (m + 1,) day
    month_of: Ints  # (days + 1,) month in which a day lies
    worked: Floats  # (z, m + 1) working days from the start to each edge
    year_end: Floats  # (y,) day
    budget: Floats  # (y,) US$ for work in each year, inf where money is no limit
    overhead: Floats  # (y,) US$ in each year while anything remains
    setup: Floats  # (3,) team-days for each lot
    lot: Ints  # (3,) m², the most that one team takes at once
    hard_spread: float
    level_spread: float  # of the logarithm of all rates together
    action_spread: float  # of the logarithm of the rates of one action
    confirm_spread: float  # of the log-odds that survey confirms, shared
    left_level: float  # of the log-odds of the share left, shared
    left_spread: float  # the same, of each hazard
    stand_chance: float
    stand_days: float
    fund_spread: float
    fund_chance: float  # of a shock in a year
    fund_low: float
    fund_high: float
    fund_back: float  # factor by which money comes back in a year without a shock
    loss_per_day: float  # at which a zone loses access
    closed_days: float  # mean length of such a loss
    reopen_days: float  # mean time until what is closed at the start opens
    found_per_day: float
    found_shape: float
    found_floor: float  # share of the rate that is left when everything is surveyed
    found_m2: float  # median
    found_spread: float
    found_confirms: float
    found_left: float
    found_queue: int
    released: int  # m² before the start: surveyed ground, on which finds are as rare as they get


class Told(NamedTuple):
    """What replications tell: flows of each year (runs, y) and the day (runs,) on which nothing recorded remained."""

    found: Ints
    cancelled: Ints
    reduced: Ints
    cleared: Ints
    usd: Floats
    done: Floats  # inf: not within the horizon


class Room(NamedTuple):
    """Scratch of one replication; one room serves a whole chunk."""

    size: Ints
    left: Ints  # not yet taken at this stage
    stage: Ints
    queue: Ints
    zone: Ints
    out: Ints  # lots in work
    lots: Ints
    known: Flags  # surveyed
    low: Words
    mid: Words
    top: Words
    later_at: Floats
    later_h: Ints
    heap_at: Floats
    heap_k: Ints
    job: Ints  # (k, 4) hazard or -1, action, m² taken, m² that will be done
    idle: Flags
    idle_for: Ints
    factor: Floats  # (k, 3) m² per team-day in this replication
    budget: Floats
    shut: Floats  # (z, 2) present or next loss of access
    shut_no: Ints
    keys: Words
    level: Floats
    served: Flags  # (2,) some team does this survey
    n: Ints  # counters, see below
    f: Floats


def room_for(case: Case, found: int) -> Room:
    """Scratch for the hazards of a case and as many as may be found."""
    n, (k, queues), z = len(case.area) + found, case.serves.shape, len(case.worked)
    words = (n >> 6) + 1

    def whole(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    def bits(size: int) -> Words:
        return np.zeros((queues, size), np.uint64)

    return Room(
        size=whole(n),
        left=whole(n),
        stage=whole(n),
        queue=whole(n),
        zone=whole(n),
        out=whole(n),
        lots=whole(n),
        known=np.zeros(n, np.bool_),
        low=bits(words),
        mid=bits((words >> 6) + 1),
        top=bits((words >> 12) + 1),
        later_at=np.zeros(n + k),
        later_h=whole(n + k),
        heap_at=np.zeros(k),
        heap_k=whole(k),
        job=whole(k, 4),
        idle=np.zeros(k, np.bool_),
        idle_for=whole(queues),
        factor=np.zeros((k, 3)),
        budget=np.zeros(len(case.year_end)),
        shut=np.zeros((z, 2)),
        shut_no=whole(z),
        keys=np.zeros(PURPOSES, np.uint64),
        level=np.zeros(2),
        served=np.zeros(2, np.bool_),
        n=whole(8),
        f=np.zeros(4),
    )


def told_of(runs: int, years: int) -> Told:
    """Empty sheets for some replications."""

    def flow() -> Ints:
        return np.zeros((runs, years), np.int64)

    return Told(flow(), flow(), flow(), flow(), np.zeros((runs, years)), np.zeros(runs))
