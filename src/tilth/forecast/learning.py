"""What a published history says of the programme behind it: a particle filter over its observations.

Possible programmes are run from the first published stock to the last; at every published value those that come near
it are kept (sequential importance resampling: Gordon, Salmond & Smith 1993, doi:10.1049/ip-f-2.1993.0015). How near is
near follows from the words that go with the value; where hardly any programme comes near, the measure is widened, so
that a surprise is survived and not explained away (tempering: Del Moral, Doucet & Jasra 2012,
doi:10.1007/s11222-011-9271-y).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, log10

import numpy as np

from tilth.forecast.contested import jumps, levels, mixed, shared
from tilth.forecast.evidence_of_release import Release, releases
from tilth.forecast.known import History, Observation, Stock, chosen_stock
from tilth.forecast.outlook import decimal_year
from tilth.forecast.programme import (
    FOG,
    NAMES,
    REPLANNED,
    Floats,
    Programmes,
    Whole,
    lumps_over,
    started,
    step,
    turn,
)
from tilth.terms import table

LONGEST_STEP = 0.5  # years
_NEAR = (0.015, 0.04, 0.15, 0.5)  # by doubt: deviation of log(published/recorded)
_OUTLIER = 0.03  # share of published values that count something else
_REPORTING = 0.7  # deviation of log(fall of the stock by release/published release): books and stocks rarely agree
_OTHER_COUNT = 0.4  # share of published releases that count something else than the stock does
_TRACE = 0.01  # km²
_FEWEST = 0.02  # of the particles, that must stay in play


def doubt_of(one: Observation, *, first: bool) -> int:
    """0 for a plain report, 1 for a rounded or qualified figure, 2 for an estimate, 3 for a guess or a disputed one."""
    words = one.qualifier.lower()
    told = max((int(row["standing"]) for row in table("qualifiers") if row["words"] in words), default=0)
    return max(told, int(first and _digits(one.km2) <= 2))


def _digits(value: float) -> int:
    """Significant digits of a figure, up to 4."""
    if value <= 0:
        return 4
    for digits in (1, 2, 3):
        if abs(round(value, digits - 1 - int(np.floor(log10(value)))) / value - 1) < 1e-9:
            return digits
    return 4


def learned(known: History, habits: Floats, rng: np.random.Generator) -> tuple[Programmes, date] | None:
    """Possible programmes on the day of the last published stock or release, and that day; None without any stock.

    `habits`: standard normal scores to start from, shape (habits, n).
    """
    stock = chosen_stock(known)
    if not stock.values:
        return None
    first = stock.values[0]
    habits = habits + exposure(stock.series)[:, None]
    play = _Play(_begun(habits, stock, rng), first.at, rng)
    for day, kind, place in _events(stock, told := releases(known)):
        play.go_to(day)
        if kind == "stock":
            play.see(stock, place)
        elif kind == "opens":
            play.open[place] = play.now.released
        else:
            play.weigh(told[place], place)
    return play.now, play.day


def _begun(habits: Floats, stock: Stock, rng: np.random.Generator) -> Programmes:
    """Programmes at the first published stock, at each of its levels."""
    doubt, told = doubt_of(stock.values[0], first=True), levels(stock, 0)
    whose = shared(habits.shape[1], len(told), rng, unbelieved=False)
    return mixed([started(habits, km2=km2, doubt=doubt) for km2 in told], whose)


def exposure(series: str) -> Floats:
    """What is added to the scores of habits for territory exposed to hostilities, shape (habits,); zeros for others.

    The easy part goes first, by looking at maps and fields; and while the war goes on new land is exposed.
    """
    shift = np.zeros(len(NAMES))
    if series == "remaining_exposed":
        for name, more in (("elasticity", 0.8), ("finds", 0.6), ("find_size", 0.6)):
            shift[NAMES.index(name)] = more
    return shift


_ORDER = {"closes": 0, "stock": 1, "opens": 2}


def _events(stock: Stock, told: Sequence[Release]) -> list[tuple[date, str, int]]:
    """What happens when: stocks are seen; periods of release open (at the end of the day before) and close."""
    first = stock.values[0].at
    events = [(one.at, "stock", place) for place, one in enumerate(stock.values) if place]
    for place, one in enumerate(told):
        before = one.start - timedelta(days=1)
        if before >= first:
            events += [(before, "opens", place), (one.end, "closes", place)]
    return sorted(events, key=lambda event: (event[0], _ORDER[event[1]], event[2]))


class _Play:
    """Programmes in play: run forward from day to day, and thinned out by what is seen."""

    def __init__(self, now: Programmes, day: date, rng: np.random.Generator) -> None:
        self.now, self.day, self.rng = now, day, rng
        self.open: dict[int, Floats] = {}  # released when a period opened, by the place of its release
        self.since = now.released  # released when the last stock was seen
        self.years = 0.0  # since then

    def go_to(self, day: date) -> None:
        years = decimal_year(day) - decimal_year(self.day)
        self.now = run(self.now, years, self.rng, lumpy=False)
        self.day, self.years = day, self.years + years

    def see(self, stock: Stock, place: int) -> None:
        one, before = stock.values[place], stock.values[place - 1]
        lumps = (self.now.released - self.since) * lumps_over(self.now, self.years)
        told = levels(stock, place)
        spread = stock.spread[place] if len(told) == 1 else 0.0
        seen = [near_stock(self.now, replace(one, km2=km2), self.rng, spread=spread, lumps=lumps) for km2 in told]
        unbelieved = jumps(before.km2, one.km2, estimated=doubt_of(before, first=place == 1) >= 2)
        if unbelieved:
            seen.append((self.now, np.arange(len(self.now))))
        whose = shared(len(self.now), len(seen), self.rng, unbelieved=unbelieved)
        self._keep(mixed([now for now, _ in seen], whose), np.choose(whose, [chosen for _, chosen in seen]))
        self.since, self.years = self.now.released, 0.0

    def weigh(self, release: Release, place: int) -> None:
        years = (release.end - release.start).days / 365.25
        weights = _likely(release, self.now.released - self.open.pop(place), lumps_over(self.now, years))
        chosen = _resampled(weights, self.rng)
        self._keep(self.now.take(chosen), chosen)

    def _keep(self, now: Programmes, chosen: Whole) -> None:
        self.now = now
        self.since = self.since[chosen]
        self.open = {place: released[chosen] for place, released in self.open.items()}


def _likely(release: Release, output: Floats, lumps: Floats) -> Floats:
    """Weights of programmes by their output in a period whose release was published.

    What authorities and operators report of one year differs by a quarter and more, and what is counted differs from
    the stock forecast: the deviation is wide, and some figures count something else.
    """
    off = np.log((output + _TRACE) / (release.km2 + _TRACE)) / np.hypot(_REPORTING, lumps)
    if not release.whole:
        off = np.minimum(off, 0.0)
    weights = (1 - _OTHER_COUNT) * np.exp(-0.5 * off**2) + _OTHER_COUNT
    return np.asarray(weights / weights.sum())


def run(now: Programmes, years: float, rng: np.random.Generator, *, lumpy: bool) -> Programmes:
    """The programmes `years` later, in steps not longer than half a year."""
    steps = ceil(years / LONGEST_STEP - 1e-9)
    for _ in range(steps):
        now = step(now, years / steps, rng, lumpy=lumpy)
    return now


def near_stock(
    now: Programmes, one: Observation, rng: np.random.Generator, *, spread: float, lumps: Floats
) -> tuple[Programmes, Whole]:
    """The programmes that come near a published stock, moved onto it, and which ones they are.

    `spread`: log of the largest over the smallest value published for the day. `lumps`: deviation in km² of the output
    since the stock before, which was run without; it enters here, where it needs no draws.
    """
    doubt = doubt_of(one, first=False)
    floor = 0.002 * float(np.median(now.basis)) + 0.005
    off = np.log(now.stock + floor) - np.log(one.km2 + floor)
    near = max(_NEAR[doubt], 0.5 * spread)
    chosen = _resampled(_weights(off, near, lumps / (now.stock + floor)), rng)
    kept, off, lumpy = now.take(chosen), off[chosen], (lumps / (now.stock + floor))[chosen]
    allowed = np.clip(off, -near - 2 * lumpy, near + 2 * lumpy)
    redrawn = np.exp(np.minimum(allowed - off, 0.0))  # what no programme came near is taken as struck off
    noise = np.clip(off, -near, near) * 0.5
    stock = np.maximum((one.km2 + floor) * np.exp(noise) - floor, 0.0) if one.km2 > 0 else np.zeros(len(kept))
    habits, mood = turn(kept.habits, kept.mood, (redrawn < 0.7) & (rng.random(len(kept)) < REPLANNED), rng)
    moved = replace(
        kept,
        habits=habits,
        mood=mood,
        stock=stock,
        basis=np.maximum(kept.basis * redrawn, stock),
        hidden=kept.hidden * redrawn,
        blocked=np.minimum(kept.blocked * redrawn, stock),
        fog=np.maximum(kept.fog, FOG[doubt] if doubt == 3 else 0.0),
    )
    return moved, chosen


def _weights(off: Floats, near: float, lumps: Floats) -> Floats:
    """Student-t weights (4 degrees of freedom), widened until enough programmes stay in play."""
    for _ in range(30):
        wide = np.hypot(near, lumps)
        found = (1 - _OUTLIER) * (1 + (off / wide) ** 2 / 4) ** -2.5 / wide
        found += _OUTLIER * (1 + (off / (8 * wide)) ** 2 / 4) ** -2.5 / (8 * wide)
        found /= found.sum()
        if 1.0 / (found**2).sum() >= _FEWEST * len(off):
            break
        near *= 1.4
    return found


def _resampled(weights: Floats, rng: np.random.Generator) -> Whole:
    """Systematic resampling: Kitagawa 1996, doi:10.1080/10618600.1996.10474692."""
    n = len(weights)
    points = (rng.random() + np.arange(n)) / n
    chosen: Whole = np.searchsorted(np.cumsum(weights), points).clip(0, n - 1)
    return chosen
