"""The same process as docs/methods/forecast-from-work.md tells it, once more, in SimPy and with numpy's random numbers.

Written from the page, not from the kernel: teams, districts, years and finds are processes that wait for each other.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np
import simpy

SURVEY, SAMPLE, CLEAR = 0, 1, 2
NEVER = math.inf


@dataclass
class Land:
    m2: int
    stage: int
    queue: int
    zone: int
    confirms: float
    left: float
    hard: float
    rank: int
    waiting_m2: int = 0
    lots_out: int = 0
    surveyed: bool = False
    ground: dict = field(default_factory=dict)


class History:
    def __init__(self, case, rng):
        self.case, self.rng, self.env = case, rng, simpy.Environment()
        self.horizon = float(case.year_end[-1])
        years = len(case.year_end)
        self.flows = {name: np.zeros(years) for name in ("found", "cancelled", "reduced", "cleared")}
        self.usd, self.spent, self.year = np.zeros(years), 0.0, 0
        self.done = NEVER
        normal = rng.standard_normal
        self.confirm_shift = case.confirm_spread * normal()
        self.left_shift = case.left_level * normal()
        level = case.level_spread * normal() + case.action_spread * normal(3)
        own = case.spread * normal(len(case.spread))
        self.pace = case.rate * np.exp(level[None, :] + own[:, None])
        self.budget = self._money()
        self.queues = [[] for _ in range(case.serves.shape[1])]
        self.served = case.serves.any(axis=0)
        self.edges, self.worked = case.month_edge.tolist(), case.worked.tolist()
        self.shut = [False] * len(self.worked)
        self.behind = [[] for _ in self.worked]  # what waits for a zone to open
        self.idle = []
        self.unpaid = []  # teams that wait for the money of the next year
        self.remaining, self.surveyed, self.opening = 0, int(case.released), 0

    def _money(self):
        case, rng, share, paid = self.case, self.rng, 1.0, []
        for budget in case.budget:
            if rng.random() < case.fund_chance:
                share *= rng.uniform(case.fund_low, case.fund_high)
            else:
                share = min(1.0, share * case.fund_back)
            paid.append(budget * share)
        return np.array(paid) * math.exp(case.fund_spread * rng.standard_normal())

    def run(self):
        case, env = self.case, self.env
        for at in range(len(case.area)):
            land = Land(
                int(case.area[at]), int(case.stage[at]), int(case.queue[at]), int(case.zone[at]), case.confirms[at],
                case.left[at], case.hard[at], at,
            )  # fmt: skip
            self.remaining += land.m2
            land.surveyed = land.stage > SURVEY
            self.surveyed += land.m2 * land.surveyed
            self.reach(land, land.stage, wait=bool(case.closed[at]))
            if case.closed[at]:
                env.process(self.opens_later(land))
        self.opening = self.remaining + case.released
        self.check_done()
        env.process(self.calendar())
        if case.loss_per_day > 0:
            for zone in range(len(self.worked)):
                env.process(self.access(zone))
        if case.found_per_day > 0:
            env.process(self.finds())
        for team in range(len(case.begins)):
            env.process(self.team(team))
        env.run(until=self.horizon)
        begins = np.concatenate([[0.0], case.year_end[:-1]])
        self.usd += case.overhead * (begins < self.done)
        return self

    # --- the world around the teams -----------------------------------------------------------------------------

    def calendar(self):
        for year, end in enumerate(self.case.year_end[:-1]):
            yield self.env.timeout(end - self.env.now)
            self.spent = max(0.0, self.spent - self.budget[year])
            self.year = year + 1
            for _, event in sorted(self.unpaid, key=lambda one: one[0]):  # of equal moments the first of the list first
                event.succeed()
            self.unpaid = []

    def access(self, zone):
        case, rng = self.case, self.rng
        while True:
            yield self.env.timeout(rng.exponential(1 / case.loss_per_day))
            self.shut[zone] = True
            yield self.env.timeout(rng.exponential(case.closed_days))
            self.shut[zone] = False
            held, self.behind[zone] = self.behind[zone], []
            for land in held:
                self.wait(land)

    def opens_later(self, land):
        yield self.env.timeout(self.rng.exponential(self.case.reopen_days))
        self.wait(land)

    def finds(self):
        case, rng = self.case, self.rng
        rate = case.found_per_day * rng.gamma(case.found_shape) / case.found_shape
        number = len(case.area)
        while True:
            yield self.env.timeout(rng.exponential(1 / rate) if rate > 0 else NEVER)
            surveyed = min(1.0, self.surveyed / self.opening) if self.opening else 0.0
            if rng.random() < case.found_floor + (1 - case.found_floor) * (1 - surveyed):
                m2 = max(1, math.floor(case.found_m2 * math.exp(case.found_spread * rng.standard_normal()) + 0.5))
                zone = int(rng.integers(len(self.worked)))
                land = Land(m2, SURVEY, case.found_queue, zone, case.found_confirms, case.found_left, 1.0, number)
                number += 1
                self.flows["found"][self.year] += m2
                self.remaining += m2
                self.reach(land, SURVEY)

    # --- land ---------------------------------------------------------------------------------------------------

    def reach(self, land, stage, *, wait=False):
        while stage < CLEAR and not self.served[stage]:
            stage += 1
        land.stage, land.waiting_m2 = stage, land.m2
        if not wait:
            self.wait(land)

    def wait(self, land):
        queue = land.stage if land.stage < CLEAR else land.queue
        heapq.heappush(self.queues[queue], (land.rank, id(land), land))
        still = []
        for event, team in self.idle:
            if self.case.serves[team, queue]:
                event.succeed()
            else:
                still.append((event, team))
        self.idle = still

    def check_done(self):
        if self.remaining == 0 and self.done == NEVER:
            self.done = self.env.now

    def release(self, name, m2):
        self.flows[name][self.year] += m2
        self.remaining -= m2

    def lot_ends(self, land, action, m2, done):
        land.lots_out -= 1
        if action == CLEAR:
            self.release("cleared", done)
        if done < m2:
            was_waiting = land.waiting_m2 > 0
            land.waiting_m2 += m2 - done
            if not was_waiting:
                self.wait(land)
        elif land.waiting_m2 == 0 and land.lots_out == 0:
            self.stage_ends(land, action)
        self.check_done()

    def stage_ends(self, land, action):
        rng, case = self.rng, self.case
        if action != SAMPLE and not land.surveyed:
            land.surveyed = True
            self.surveyed += land.m2
        if action == SURVEY:
            if rng.random() < moved(land.confirms, self.confirm_shift):
                self.reach(land, SAMPLE)
            else:
                self.release("cancelled", land.m2)
        elif action == SAMPLE:
            share = moved(land.left, self.left_shift + case.left_spread * rng.standard_normal())
            rest = math.floor(land.m2 * share + 0.5)
            self.release("reduced", land.m2 - rest)
            land.m2 = rest
            if rest:
                self.reach(land, CLEAR)

    # --- teams --------------------------------------------------------------------------------------------------

    def choose(self, team):
        while True:
            heads = [queue for at, queue in enumerate(self.queues) if queue and self.case.serves[team, at]]
            if not heads:
                return None
            queue = min(heads)
            land = queue[0][2]
            if not self.shut[land.zone]:
                return queue
            heapq.heappop(queue)
            self.behind[land.zone].append(land)

    def team(self, team):
        case, env = self.case, self.env
        yield env.timeout(max(0.0, case.begins[team]))
        while env.now < case.ends[team]:
            if self.spent >= self.budget[self.year]:
                event = env.event()
                self.unpaid.append((team, event))
                yield event
                continue
            queue = self.choose(team)
            if queue is None:
                event = env.event()
                self.idle.append((event, team))
                yield event
                continue
            yield from self.lot(team, queue)

    def lot(self, team, queue):
        case, env, rng = self.case, self.env, self.rng
        land = queue[0][2]
        action = land.stage
        m2 = min(land.waiting_m2, int(case.lot[action]))
        land.waiting_m2 -= m2
        if land.waiting_m2 == 0:
            heapq.heappop(queue)
        land.lots_out += 1
        if action not in land.ground:
            land.ground[action] = land.hard * rng.lognormal(-0.5 * case.hard_spread**2, case.hard_spread)
        days = case.setup[action] + m2 * land.ground[action] / self.pace[team, action]
        if rng.random() < case.stand_chance:
            days += rng.exponential(case.stand_days)
        worked = self.worked_by(land.zone, env.now)
        end, done, share = self.day_when(land.zone, worked + days), m2, 1.0
        if end > case.ends[team]:
            share = (self.worked_by(land.zone, case.ends[team]) - worked) / days
            end, done = case.ends[team], min(m2 - 1, math.floor(share * m2))
        elif end == NEVER:
            share = (self.worked[land.zone][-1] - worked) / days
        paid = share * days * case.usd_per_day[team]
        self.usd[self.year] += paid
        self.spent += paid
        yield env.timeout(end - env.now)
        self.lot_ends(land, action, m2, done)

    def worked_by(self, zone, day):
        if day >= self.edges[-1]:
            return self.worked[zone][-1]
        m = bisect_right(self.edges, day) - 1
        a, b = self.worked[zone][m], self.worked[zone][m + 1]
        return a + (b - a) * (day - self.edges[m]) / (self.edges[m + 1] - self.edges[m])

    def day_when(self, zone, worked):
        table = self.worked[zone]
        if worked > table[-1]:
            return NEVER
        m = max(0, bisect_left(table, worked) - 1)
        a, b = table[m], table[m + 1]
        share = (worked - a) / (b - a) if b > a else 0.0
        return max(self.env.now, self.edges[m] + share * (self.edges[m + 1] - self.edges[m]))


def moved(share, by):
    if share <= 0 or share >= 1:
        return share
    odds = share / (1 - share) * math.exp(by)
    return odds / (1 + odds)


def histories(case, *, runs, seed):
    """Independent histories of a case."""
    return [History(case, np.random.default_rng([seed, run])).run() for run in range(runs)]
