"""The compiled simulation of the work: every replication is a history of hazards, teams, money, seasons and surveys.

The process is told in docs/methods/forecast-from-work.md. Time is in days since the start, land in whole square metres.
A function marked `part` is written into its caller.
"""

# mypy: disable-error-code="no-any-return,call-overload"
# numba's scalars are numpy's while it compiles, and Python's while nobody compiles

from __future__ import annotations

from typing import Any

import numpy as np

from tilth.simulation.draws import compiled, gamma, normal, part, shifted, stream, uniform
from tilth.simulation.kernel_tables import (
    CLEAR,
    COUNT,
    DONE,
    DONE_AT,
    FOUND_RATE,
    LATER,
    NEXT,
    NEXT_AT,
    NTS,
    OPENING,
    QUEUES,
    REMAINS,
    SPENT,
    SURVEYED,
    TEAMS,
    TS,
    YEAR,
    Case,
    Floats,
    Ints,
    Room,
    Told,
    room_for,
    told_of,
)
from tilth.simulation.waiting import drop, first, push, put, sink

_LEVEL, _TEAM, _HARD, _CONFIRM, _LEFT, _STAND, _FUND, _ZONE, _REOPEN, _FOUND, _GAMMA = range(11)

# --- calendar -------------------------------------------------------------------------------------------------------


@part
def _working(case: Case, z: int, t: float) -> float:
    """Working days in a zone from the start to day `t`."""
    if t >= case.month_edge[-1]:
        return case.worked[z, -1]
    m = case.month_of[int(t)]
    if t >= case.month_edge[m + 1]:
        m += 1
    share = (t - case.month_edge[m]) / (case.month_edge[m + 1] - case.month_edge[m])
    return case.worked[z, m] + share * (case.worked[z, m + 1] - case.worked[z, m])


@part
def _day_of(case: Case, z: int, t: float, worked: float) -> float:
    """The day after `t` by which a zone has had `worked` working days since the start; inf beyond the horizon."""
    if worked > case.worked[z, -1]:
        return np.inf
    m = case.month_of[int(t)]
    while case.worked[z, m + 1] < worked:
        m += 1
    a, b = case.worked[z, m], case.worked[z, m + 1]
    share = (worked - a) / (b - a) if b > a else 0.0
    return max(t, case.month_edge[m] + share * (case.month_edge[m + 1] - case.month_edge[m]))


@compiled
def _opens(shut: Floats, shut_no: Ints, key: Any, loss_per_day: float, closed_days: float, z: int, t: float) -> float:
    """When a zone that is closed on day `t` opens; -1 if it is open."""
    if loss_per_day <= 0.0:
        return -1.0
    while t >= shut[z, 1]:
        at = (z << 20) + 2 * shut_no[z]
        shut[z, 0] = shut[z, 1] - np.log(uniform(key, at)) / loss_per_day
        shut[z, 1] = shut[z, 0] - np.log(uniform(key, at + 1)) * closed_days
        shut_no[z] += 1
    return shut[z, 1] if t >= shut[z, 0] else -1.0


# --- one replication ------------------------------------------------------------------------------------------------


@part
def _queue_of(case: Case, room: Room, h: int) -> int:
    return room.stage[h] if room.stage[h] < CLEAR else room.queue[h]


@part
def _enter(case: Case, room: Room, h: int, stage: int, served: Any) -> int:
    """A hazard reaches a stage; one of survey that no team does is passed by. The queue it now waits in."""
    while stage < CLEAR and not served[stage]:
        stage += 1
    room.stage[h] = stage
    room.left[h] = room.size[h]
    q = _queue_of(case, room, h)
    put(room, q, h)
    return q


@compiled
def _find(case: Case, room: Room, told: Told, run: int, served: Any) -> None:
    """A hazard may be found: the chance falls as survey is completed."""
    j = room.n[NEXT]
    key = room.keys[_FOUND]
    _next_found(case, room)
    surveyed = room.n[SURVEYED] / room.n[OPENING] if room.n[OPENING] > 0 else 0.0
    if uniform(key, 5 * j + 1) > case.found_floor + (1.0 - case.found_floor) * (1.0 - min(1.0, surveyed)):
        return
    h = room.n[COUNT]
    room.n[COUNT] = h + 1
    m2 = max(1, np.int64(case.found_m2 * np.exp(case.found_spread * normal(key, 5 * j + 2)) + 0.5))
    room.size[h], room.queue[h] = m2, case.found_queue
    room.zone[h] = min(case.worked.shape[0] - 1, int(uniform(key, 5 * j + 3) * case.worked.shape[0]))
    room.out[h], room.lots[h], room.known[h] = 0, 0, False
    told.found[run, room.n[YEAR]] += m2
    room.n[REMAINS] += m2
    _enter(case, room, h, NTS, served)


@part
def _next_found(case: Case, room: Room) -> None:
    """The moment of the next candidate for a find."""
    if room.f[FOUND_RATE] <= 0.0:
        room.f[NEXT_AT] = np.inf
        return
    room.n[NEXT] += 1
    room.f[NEXT_AT] -= np.log(uniform(room.keys[_FOUND], 5 * room.n[NEXT])) / room.f[FOUND_RATE]


@part
def _choose(case: Case, room: Room, k: int, t: float) -> int:
    """The waiting hazard of highest priority that a team can work on and reach; what is closed waits until it opens."""
    while True:
        best = -1
        for q in range(QUEUES):
            if case.serves[k, q]:
                h = first(room, q)
                if h >= 0 and (best < 0 or h < best):
                    best = h
        if best < 0:
            return -1
        opens = _opens(
            room.shut, room.shut_no, room.keys[_ZONE], case.loss_per_day, case.closed_days, room.zone[best], t
        )
        if opens < 0.0:
            return best
        drop(room, _queue_of(case, room, best), best)
        push(room.later_at, room.later_h, room.n[LATER], opens, best)
        room.n[LATER] += 1


@part
def _begin(case: Case, room: Room, told: Told, run: int, k: int, h: int, t: float) -> float:
    """A team begins a lot of a hazard. The day on which it is free again: the lot is done, or the team leaves."""
    a, z = room.stage[h], room.zone[h]
    m2 = min(room.left[h], case.lot[a])
    room.left[h] -= m2
    if room.left[h] == 0:
        drop(room, _queue_of(case, room, h), h)
    room.out[h] += 1
    base = case.hard[h] if h < len(case.hard) else 1.0
    s = case.hard_spread
    hard = base * np.exp(s * normal(room.keys[_HARD], 3 * h + a) - 0.5 * s * s) if s > 0.0 else base
    days = case.setup[a] + m2 * hard / room.factor[k, a]
    if case.stand_chance > 0.0:
        at = ((3 * h + a) << 20) + 2 * room.lots[h]
        if uniform(room.keys[_STAND], at) < case.stand_chance:
            days -= np.log(uniform(room.keys[_STAND], at + 1)) * case.stand_days
    room.lots[h] += 1
    before = _working(case, z, t)
    end, done, share = _day_of(case, z, t, before + days), m2, 1.0
    if end > case.ends[k]:
        share = (_working(case, z, case.ends[k]) - before) / days
        end, done = case.ends[k], min(m2 - 1, np.int64(share * m2))
    elif end == np.inf:
        share = (case.worked[z, -1] - before) / days
    usd = share * days * case.usd_per_day[k]
    told.usd[run, room.n[YEAR]] += usd
    room.f[SPENT] += usd
    room.job[k, 0], room.job[k, 1], room.job[k, 2], room.job[k, 3] = h, a, m2, done
    return end


@part
def _take(case: Case, room: Room, told: Told, run: int, k: int, t: float) -> float:
    """A free team looks for work. The day of its next event; inf if it leaves, -1 if it waits for something to do."""
    room.job[k, 0] = -1
    if t >= case.ends[k]:
        return np.inf
    y = room.n[YEAR]
    if room.f[SPENT] >= room.budget[y]:
        return case.year_end[y] if y + 1 < len(case.year_end) else np.inf
    h = _choose(case, room, k, t)
    if h >= 0:
        return _begin(case, room, told, run, k, h, t)
    room.idle[k] = True
    for q in range(QUEUES):
        room.idle_for[q] += case.serves[k, q]
    return -1.0


@part
def _wake(case: Case, room: Room, t: float) -> None:
    """Where something waits in a queue and a team waits for such work, the first listed looks; after it the next."""
    for q in range(QUEUES):
        if room.idle_for[q] > 0 and first(room, q) >= 0:
            for k in range(len(room.idle)):
                if room.idle[k] and case.serves[k, q]:
                    room.idle[k] = False
                    for other in range(QUEUES):
                        room.idle_for[other] -= case.serves[k, other]
                    push(room.heap_at, room.heap_k, room.n[TEAMS], t, k)
                    room.n[TEAMS] += 1
                    break


@part
def _finish(case: Case, room: Room, told: Told, run: int, k: int, served: Any) -> None:
    """A team ends its lot."""
    h, a, m2, done = room.job[k, 0], room.job[k, 1], room.job[k, 2], room.job[k, 3]
    y = room.n[YEAR]
    room.out[h] -= 1
    if a == CLEAR:
        told.cleared[run, y] += done
        room.n[REMAINS] -= done
    if done < m2:  # the team leaves: the rest waits for another
        room.left[h] += m2 - done
        put(room, _queue_of(case, room, h), h)
        return
    if room.left[h] > 0 or room.out[h] > 0:
        return
    size = room.size[h]
    if a != TS and not room.known[h]:
        room.known[h] = True
        room.n[SURVEYED] += size
    if a == NTS:
        confirms = case.confirms[h] if h < len(case.confirms) else case.found_confirms
        if uniform(room.keys[_CONFIRM], h) < shifted(confirms, room.level[0]):
            _enter(case, room, h, TS, served)
            return
        told.cancelled[run, y] += size
        room.n[REMAINS] -= size
    elif a == TS:
        share = case.left[h] if h < len(case.left) else case.found_left
        by = room.level[1] + case.left_spread * normal(room.keys[_LEFT], h)
        rest = min(size, np.int64(size * shifted(share, by) + 0.5))
        told.reduced[run, y] += size - rest
        room.n[REMAINS] -= size - rest
        room.size[h] = rest
        if rest > 0:
            _enter(case, room, h, CLEAR, served)
            return
    room.stage[h] = DONE


@compiled
def _to_year(year_end: Floats, budget: Floats, n: Ints, f: Floats, t: float) -> None:
    """Turn the year up to day `t`: money that was overspent is missing next year, money left over lapses."""
    while t >= year_end[n[YEAR]]:
        f[SPENT] = max(0.0, f[SPENT] - budget[n[YEAR]])
        n[YEAR] += 1


@compiled
def _levels(case: Case, room: Room, seed: int, run: int) -> None:
    """What a replication's hazards and teams share, and the money of its years."""
    for purpose in range(len(room.keys)):
        room.keys[purpose] = stream(seed, run, purpose)
    level = room.keys[_LEVEL]
    room.level[0] = case.confirm_spread * normal(level, 0)
    room.level[1] = case.left_level * normal(level, 1)
    for k in range(len(case.spread)):
        own = case.spread[k] * normal(room.keys[_TEAM], k) + case.level_spread * normal(level, 2)
        for a in range(3):
            room.factor[k, a] = case.rate[k, a] * np.exp(own + case.action_spread * normal(level, 3 + a))
    share = 1.0
    always = np.exp(case.fund_spread * normal(level, 6))
    for y in range(len(case.budget)):
        if uniform(room.keys[_FUND], 2 * y) < case.fund_chance:
            part = uniform(room.keys[_FUND], 2 * y + 1)
            share *= case.fund_low + part * (case.fund_high - case.fund_low)
        else:
            share = min(1.0, share * case.fund_back)
        room.budget[y] = case.budget[y] * share * always
    room.f[:] = 0.0
    if case.found_per_day > 0.0:
        room.f[FOUND_RATE] = case.found_per_day * gamma(room.keys[_GAMMA], case.found_shape)


@compiled
def _set_out(case: Case, room: Room, served: Any) -> None:
    """Everything as it is on the first day."""
    n = len(case.area)
    room.low[:] = 0
    room.mid[:] = 0
    room.top[:] = 0
    room.n[:] = 0
    room.idle[:] = False
    room.idle_for[:] = 0
    room.shut[:] = 0.0
    room.shut_no[:] = 0
    for h in range(n):
        room.size[h], room.queue[h], room.zone[h] = case.area[h], case.queue[h], case.zone[h]
        room.out[h], room.lots[h], room.known[h] = 0, 0, case.stage[h] > NTS
        room.n[REMAINS] += case.area[h]
        room.n[SURVEYED] += case.area[h] * room.known[h]
        q = _enter(case, room, h, case.stage[h], served)
        if case.closed[h]:
            drop(room, q, h)
            opens = -np.log(uniform(room.keys[_REOPEN], h)) * case.reopen_days
            push(room.later_at, room.later_h, room.n[LATER], opens, h)
            room.n[LATER] += 1
    room.n[OPENING], room.n[COUNT] = room.n[REMAINS] + case.released, n
    room.n[SURVEYED] += case.released
    room.f[DONE_AT] = 0.0 if room.n[REMAINS] == 0 else np.inf
    for k in range(len(case.begins)):
        room.job[k, 0] = -1
        if case.begins[k] < case.ends[k]:
            push(room.heap_at, room.heap_k, room.n[TEAMS], max(0.0, case.begins[k]), k)
            room.n[TEAMS] += 1


@compiled
def _most_found(rate: float, shape: float, horizon: float, seed: int, first: int, last: int) -> int:
    """How many hazards can be found at most within the horizon of any of some replications; `rate` a day on average."""
    most = 0
    for run in range(first, last):
        own = rate * gamma(stream(seed, run, _GAMMA), shape)
        key, t, j = stream(seed, run, _FOUND), 0.0, 0
        while t < horizon:
            j += 1
            t -= np.log(uniform(key, 5 * j)) / own
        most = max(most, j)
    return most


@part
def _team_event(case: Case, room: Room, told: Told, run: int, served: Any, t: float) -> None:
    """The team whose event is next ends what it does and looks for more."""
    k = room.heap_k[0]
    if room.job[k, 0] >= 0:
        _finish(case, room, told, run, k, served)
    at = _take(case, room, told, run, k, t)
    if 0.0 <= at < np.inf:
        sink(room.heap_at, room.heap_k, room.n[TEAMS], at, k)
    else:
        last = room.n[TEAMS] - 1
        room.n[TEAMS] = last
        if last > 0:
            sink(room.heap_at, room.heap_k, last, room.heap_at[last], room.heap_k[last])


@part
def _reopened(case: Case, room: Room) -> None:
    """The hazard whose access comes back first waits for work again."""
    h, last = room.later_h[0], room.n[LATER] - 1
    room.n[LATER] = last
    if last > 0:
        sink(room.later_at, room.later_h, last, room.later_at[last], room.later_h[last])
    if room.stage[h] != DONE and room.left[h] > 0:
        put(room, _queue_of(case, room, h), h)


@compiled
def _history(case: Case, room: Room, told: Told, run: int, served: Any) -> None:
    """Event after event until the horizon."""
    horizon = case.year_end[-1]
    _next_found(case, room)
    while True:
        t_team = room.heap_at[0] if room.n[TEAMS] > 0 else np.inf
        t_later = room.later_at[0] if room.n[LATER] > 0 else np.inf
        t = min(t_team, t_later, room.f[NEXT_AT])
        if t >= horizon:
            break
        _to_year(case.year_end, room.budget, room.n, room.f, t)
        if t == room.f[NEXT_AT]:
            _find(case, room, told, run, served)
        elif t == t_later:
            _reopened(case, room)
        else:
            _team_event(case, room, told, run, served, t)
        _wake(case, room, t)
        if room.n[REMAINS] == 0 and room.f[DONE_AT] == np.inf:
            room.f[DONE_AT] = t


@compiled
def _simulate(case: Case, room: Room, told: Told, seed: int, first: int) -> None:
    """Fill `told` with replications from `first` on."""
    served = room.served
    for k in range(len(case.begins)):
        for a in range(2):
            served[a] |= case.serves[k, a]
    for run in range(len(told.done)):
        _levels(case, room, seed, first + run)
        _set_out(case, room, served)
        _history(case, room, told, run, served)
        told.done[run] = room.f[DONE_AT]
        begins = 0.0
        for y in range(len(case.year_end)):
            if told.done[run] > begins:
                told.usd[run, y] += case.overhead[y]
            begins = case.year_end[y]


def simulate_runs(case: Case, seed: int, first: int, last: int) -> Told:
    """Replications `first` to `last` - 1; each is what it is whatever the others are."""
    told = told_of(last - first, len(case.year_end))
    found = 0
    if case.found_per_day > 0.0:
        found = _most_found(case.found_per_day, case.found_shape, case.year_end[-1], seed, first, last)
    _simulate(case, room_for(case, found), told, seed, first)
    return told
