"""What really happens on the ground and in the record: hazards one by one, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from invented_stories import Rng, Story

STEP = 0.25
END = 2050.0
HIDDEN, SUSPECTED, CONFIRMED, DONE = range(4)


@dataclass
class Truth:
    """The record as it would be stated on any day. Arrays over `time` (decimal years, quarterly); areas in km2."""

    time: list[float] = field(default_factory=list)
    suspected: list[float] = field(default_factory=list)
    confirmed: list[float] = field(default_factory=list)
    flows: list[dict[str, float]] = field(default_factory=list)  # during the quarter that ends at `time`
    deadlines: list[tuple[float, float, float]] = field(default_factory=list)  # said at, new year, expected yearly rate
    money: list[float] = field(default_factory=list)

    def stock(self, when: float) -> float:
        """What the record says at a decimal year, km2."""
        total = np.add(self.suspected, self.confirmed)
        return float(np.interp(when, self.time, total))

    def completed(self) -> float | None:
        """The first decimal year with an empty record, None before 2050."""
        total = np.add(self.suspected, self.confirmed)
        empty = np.flatnonzero(total <= 1e-9)
        return float(self.time[empty[0]]) if len(empty) else None


class Country:
    """State of one programme: arrays over hazards, recorded or not."""

    def __init__(self, story: Story, rng: Rng) -> None:
        self.story, self.rng = story, rng
        hidden = max(1, round(story.hazards * min(story.hidden, 6)))
        number = story.hazards + hidden
        size = rng.lognormal(0, 1.1, number)
        size[: story.hazards] *= story.polygons_km2 / size[: story.hazards].sum()
        size[story.hazards :] *= story.polygons_km2 * story.hidden / size[story.hazards :].sum()
        self.honest = size
        self.state = np.full(number, HIDDEN)
        known = np.arange(number) < story.hazards
        self.state[known] = np.where(rng.random(story.hazards) < story.confirmed, CONFIRMED, SUSPECTED)
        spread = rng.lognormal(0, 0.3, number)
        self.book = np.where(self.state == SUSPECTED, size * np.maximum(1, story.inflation * spread), size)
        self.book[~known] = 0
        self.hard = rng.lognormal(0, 0.5, number)
        self.stuck = rng.random(number) < story.stuck
        if story.stuck and not (self.stuck & known).any():
            self.stuck[np.flatnonzero(known)[-1]] = True
        self.hard[self.stuck] = 1e9
        self.queue = np.argsort(self.hard * rng.lognormal(0, 0.7, number))
        self.redrawn = self.state == CONFIRMED
        self.method = float(rng.uniform(0.1, 0.6))  # part of a confirmed area released by technical survey
        will = size[known] * np.where(self.state[known] == CONFIRMED, 1.0, (1 - story.empty) * 0.6)
        self.pace = will.sum() * (1 - self.method) * 1.15 / story.clear_years
        self.looks = max(1.0, (self.state == SUSPECTED).sum()) / story.survey_years
        self.funding, self.mood, self.saved_survey, self.saved_work = 1.0, 0.0, 0.0, 0.0
        self.deadline = story.deadline
        self.flow: dict[str, float] = {}

    def note(self, flow: str, km2: float) -> None:
        self.flow[flow] = self.flow.get(flow, 0.0) + float(km2)

    def money(self) -> float:
        story, rng = self.story, self.rng
        self.mood = 0.93 * self.mood + rng.normal(0, 0.09)
        if self.funding > 0.9 and rng.random() < story.collapses * STEP:
            self.funding = story.collapse_to * rng.uniform(0.5, 1.5)
        elif self.funding <= 0.9 and rng.random() < story.comes_back * STEP:
            self.funding = rng.uniform(0.5, 1.3)
        return float(self.funding * np.exp(self.mood))

    def urgency(self, now: float, strength: float) -> float:
        story = self.story
        if self.deadline is None or story.mobilise <= 1 or not 0 < self.deadline - now < 3.5:
            return 1.0
        open_work = self.book[(self.state == CONFIRMED) & ~self.stuck].sum() * (1 - self.method)
        open_work += self.book[(self.state == SUSPECTED) & ~self.stuck].sum() * 0.3
        reach = self.pace * max(strength, 0.05) * (self.deadline - now)
        return story.mobilise if open_work < 3 * reach else 1.0

    def survey(self, strength: float) -> None:
        self.saved_survey += self.looks * strength * STEP
        waiting = [i for i in self.queue if self.state[i] == SUSPECTED and not self.stuck[i]]
        for i in waiting[: int(self.saved_survey)]:
            self.saved_survey -= 1
            if self.rng.random() < self.story.empty:
                self.note("cancelled", self.book[i])
                self.state[i], self.book[i] = DONE, 0
                continue
            new = self.honest[i] * self.rng.uniform(0.25, 0.95)
            self.note("cancelled" if new < self.book[i] else "added", abs(self.book[i] - new))
            self.state[i], self.book[i], self.redrawn[i] = CONFIRMED, new, True
        self.saved_survey = min(self.saved_survey, 3.0)

    def clear(self, strength: float) -> None:
        self.saved_work += self.pace * strength * STEP
        for i in self.queue:
            if self.state[i] != CONFIRMED or self.stuck[i]:
                continue
            effort = self.book[i] * (1 - self.method) * self.hard[i]
            if effort > self.saved_work:
                part = 0.0 if self.book[i] < 2 * self.honest.mean() else self.saved_work / effort
                done, self.saved_work = self.book[i] * part, self.saved_work * (1 - (part > 0))
            else:
                done, self.saved_work = self.book[i], self.saved_work - effort
            self.note("reduced", done * self.method)
            self.note("cleared", done * (1 - self.method))
            self.book[i] -= done
            if self.book[i] > 1e-9:
                break
            self.state[i], self.book[i] = DONE, 0
        else:
            self.saved_work = min(self.saved_work, self.pace * STEP)

    def discover(self, now: float) -> None:
        rate = self.story.find_rate
        if self.story.national_survey and 0 <= now - self.story.national_survey[0] < self.story.national_survey[1]:
            rate += 2.0 / self.story.national_survey[1]
        found = (self.state == HIDDEN) & (self.rng.random(len(self.state)) < rate * STEP)
        wide = self.honest * np.maximum(1, self.rng.normal(1.3, 0.3, len(self.state)))
        surer = self.rng.random(len(self.state)) < 0.5
        self.state[found] = np.where(surer, CONFIRMED, SUSPECTED)[found]
        self.book[found] = np.where(surer, self.honest, wide)[found]
        self.note("added", self.book[found].sum())
        if self.rng.random() < self.story.new_fights * STEP:
            self._fight()

    def _fight(self) -> None:
        again = (self.state == DONE) & (self.rng.random(len(self.state)) < self.rng.uniform(0.1, 0.6))
        self.state[again], self.book[again] = SUSPECTED, self.honest[again] * self.rng.uniform(1, 4)
        self.note("added", self.book[again].sum())

    def remeasure(self) -> None:
        """Databases are cleaned, merged and digitised again; nobody reports the difference as a flow."""
        if self.rng.random() < self.story.remeasured * STEP:
            self.book *= self.rng.lognormal(-0.02, 0.1)

    def redraw(self, now: float) -> None:
        story = self.story
        if not story.redraw or not 0 <= now - story.redraw[0] < story.redraw[1]:
            return
        chance = min(1.0, 2.5 * STEP / story.redraw[1])
        now_drawn = (self.state == SUSPECTED) & ~self.redrawn & (self.rng.random(len(self.state)) < chance)
        new = np.minimum(self.book, self.honest * self.rng.uniform(0.7, 1.6, len(self.state)))
        self.note("cancelled", (self.book - new)[now_drawn].sum() * (1 - story.silent))
        self.book[now_drawn] = new[now_drawn]
        self.redrawn |= now_drawn


def live(story: Story, rng: Rng) -> Truth:
    """The whole life of a programme until 2050."""
    truth = Truth()
    if story.kind == "exposed territory":
        return _exposed(story, rng, truth)
    country = Country(story, rng)
    for now in np.arange(story.start, END + STEP / 2, STEP):
        country.flow = {}
        strength = country.money()
        strength *= country.urgency(float(now), strength)
        slow_start = min(1.0, 0.3 + 0.25 * (now - story.start))
        country.discover(float(now))
        country.redraw(float(now))
        country.remeasure()
        country.survey(strength * slow_start)
        country.clear(strength * slow_start)
        _keep(truth, country, float(now), strength)
    return truth


def _keep(truth: Truth, country: Country, now: float, strength: float) -> None:
    story = country.story
    guessing = story.guess is not None and now < story.guess_until
    total = story.guess if guessing else float(country.book[country.state == SUSPECTED].sum())
    truth.time.append(now)
    truth.suspected.append(float(total or 0.0))
    truth.confirmed.append(0.0 if guessing else float(country.book[country.state == CONFIRMED].sum()))
    truth.flows.append({} if guessing else country.flow)
    truth.money.append(strength * country.pace * 0.9)
    if (
        country.deadline is not None
        and 0 < country.deadline - now <= 1.0
        and truth.suspected[-1] + truth.confirmed[-1] > 0
    ):
        left = truth.suspected[-1] + truth.confirmed[-1]
        hoped = float(np.clip(left / max(country.pace * strength, 1e-6) * country.rng.uniform(0.3, 0.9), 1, 10))
        country.deadline = float(np.ceil(country.deadline + hoped))
        truth.deadlines.append((now, country.deadline, left / hoped))


def _exposed(story: Story, rng: Rng, truth: Truth) -> Truth:
    level, floor, fast = story.polygons_km2, rng.uniform(0.05, 0.5), rng.uniform(0.05, 0.35)
    for now in np.arange(story.start, END + STEP / 2, STEP):
        age = now - story.start
        removed = max(0.0, level - story.polygons_km2 * floor) * (
            1 - np.exp(-fast / (1 + 0.25 * age) * STEP * rng.lognormal(0, 0.5))
        )
        came = level * rng.uniform(0.02, 0.2) if rng.random() < 0.12 * STEP else 0.0
        level += came - removed
        truth.time.append(float(now))
        truth.suspected.append(level)
        truth.confirmed.append(0.0)
        truth.flows.append(
            {"cancelled": removed * 0.93, "cleared": removed * 0.04 * rng.lognormal(0, 0.3), "added": came}
        )
        truth.money.append(level * 0.001)
    return truth
