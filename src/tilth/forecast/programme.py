"""How a recorded stock moves: the model of one programme, as many possible programmes side by side.

A particle is one possible programme: its habits (parameters that stay) and its state. In a year land is released at a
pace, new land is recorded, and now and then a survey redraws the record. All arrays are of shape (n,).

A programme releases O = pace · A · (R/A)^g km² a year, R being the recorded stock and A the one it was set up for: for
g = 0 the same area every year (the straight line), for g = 1 the same share of what is left (exponential decay).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEAST_KM2 = 0.01  # one hectare: a smaller record is nothing left


@dataclass(frozen=True, slots=True)
class Habit:
    """One parameter: the middle and the spread of what programmes are like, on the scale named."""

    scale: str  # log, or logit, or share (uniform between 0 and `most`)
    middle: float
    spread: float = 1.0
    most: float = 1.0


# What is known of programmes before any is looked at; reasons in docs/methods/forecast-from-history.md.
HABITS: Mapping[str, Habit] = {
    "pace": Habit("log", log(0.06), 1.0),  # share of the stock released a year at the start
    "elasticity": Habit("share", 0.0, most=1.3),  # g
    "swing": Habit("log", log(0.35), 0.75),  # standard deviation of the log pace over the years: funding, seasons
    "memory": Habit("log", log(8.0), 0.6),  # years for which a good or bad time lasts
    "lumps": Habit("log", log(0.3), 0.7),  # deviation of a year's output: what is booked in one year and not the next
    "restless": Habit("log", log(0.08), 1.2),  # breaks of the pace a year: a donor leaves or comes, a war, a new plan
    "finds": Habit("log", log(0.3), 1.2),  # additions a year
    "find_size": Habit("log", log(0.015), 1.4),  # of one addition, as a share of the stock A: few are large
    "hidden": Habit("log", log(0.1), 2.0),  # land not yet recorded, as a share of the first record
    "paper": Habit("logit", -0.8, 1.5),  # share of the record that a survey would strike off
    "surveys": Habit("log", log(0.08), 1.2),  # redrawings of the record a year, while the record is young
    "blocked": Habit("share", 0.0),  # rank by the share of the record nobody can work on; none in half of them
}
NAMES = tuple(HABITS)


@dataclass(frozen=True, slots=True)
class Programmes:
    """Possible programmes. `habits` are standard normal scores, shape (len(NAMES), n); all else has shape (n,)."""

    habits: Floats
    stock: Floats  # recorded, km²
    basis: Floats  # the stock the programme was set up for, km²
    mood: Floats  # log of the present pace over the usual one
    hidden: Floats  # not yet recorded, km²
    paper: Floats  # share of the stock that a survey would strike off
    fog: Floats  # how much the record waits for a survey: 1 for a young record, falling to 0
    blocked: Floats  # km² nobody can work on
    released: Floats  # since the start, km²

    def take(self, chosen: Whole) -> Programmes:
        """The chosen ones, with repeats."""
        return Programmes(**{one.name: getattr(self, one.name)[..., chosen] for one in fields(self)})

    def __len__(self) -> int:
        return int(self.stock.shape[0])

    def habit(self, name: str) -> Floats:
        """The values of one habit."""
        return value_of(name, self.habits[NAMES.index(name)])


# Where the books are orderly in one way they mostly are in others: these habits have a part in common.
_UNRULY = ("swing", "lumps", "restless", "finds", "hidden", "paper", "surveys")
_COMMON = 0.6  # correlation of each with that part


def any_habits(n: int, rng: np.random.Generator) -> Floats:
    """Scores of `n` programmes of which nothing is known, shape (len(NAMES), n); each is standard normal."""
    scores = rng.standard_normal((len(NAMES), n))
    unruly = rng.standard_normal(n)
    for name in _UNRULY:
        place = NAMES.index(name)
        scores[place] = _COMMON * unruly + np.sqrt(1 - _COMMON**2) * scores[place]
    return scores


def value_of(name: str, score: Floats, *, shift: float = 0.0) -> Floats:
    """A habit from its standard normal score; `shift` moves the middle."""
    habit = HABITS[name]
    if habit.scale == "share":
        return habit.most * _normal_cdf(score)
    moved = habit.middle + shift + habit.spread * score
    return np.asarray(np.exp(moved) if habit.scale == "log" else 1.0 / (1.0 + np.exp(-moved)))


def _normal_cdf(score: Floats) -> Floats:
    """By the logistic approximation of Bowling et al. 2009, doi:10.3926/jiem.2009.v2n1.p114-127; error below 1.4e-4."""
    near = np.clip(score, -8.0, 8.0)
    return np.asarray(1.0 / (1.0 + np.exp(-(0.07056 * near**3 + 1.5976 * near))))


def started(habits: Floats, *, km2: float, doubt: int) -> Programmes:
    """Programmes with these habits whose first record is `km2`; `doubt` 0 (a report) to 3 (a guess)."""
    n = habits.shape[1]
    paper = value_of("paper", habits[NAMES.index("paper")], shift=_PAPER[doubt])
    basis = km2 if km2 > 0 else _EMPTY_KM2
    hidden = basis * value_of("hidden", habits[NAMES.index("hidden")], shift=_HIDDEN[doubt])
    blocked = np.maximum(2.0 * value_of("blocked", habits[NAMES.index("blocked")]) - 1.0, 0.0)
    return Programmes(
        habits=habits,
        stock=np.full(n, km2),
        basis=np.full(n, max(basis, LEAST_KM2)),
        mood=np.zeros(n),
        hidden=hidden,
        paper=paper,
        fog=np.full(n, FOG[doubt]),
        blocked=_MOST_BLOCKED * blocked**2 * km2,
        released=np.zeros(n),
    )


_PAPER = (0.0, 0.3, 1.2, 2.4)  # by doubt, added to the middle of `paper`
_HIDDEN = (0.0, 0.3, 0.6, 0.6)
FOG = (0.7, 1.0, 2.0, 3.0)
_EMPTY_KM2 = 0.3  # the size of what may still be found where nothing was ever on record
_USUAL_KM2 = 200.0  # the stock to which the habit of pace refers
_SIZE = 0.25  # means grow less than the task: a stock sixteen times larger has half the pace
_BENDS = 0.3  # score of elasticity more for a stock e times larger
_MOST_BLOCKED = 0.3  # of the record
_OPENED = 0.06  # a year, that blocked land can be worked on
_FOG_YEARS = 20.0  # in which a record that nobody redraws comes to be trusted
_FINDS_AT_THE_END = 0.5  # of the size of finds at the start
_AS_BEFORE = 0.5  # how far a new beginning resembles the pace before it
REPLANNED = 0.6  # chance of a new beginning when a survey has redrawn the record
_IN_SIGHT = 6.0  # years of work at the present pace
_DRIVES = 0.12  # a year, that the end in sight brings the means to finish


def step(now: Programmes, years: float, rng: np.random.Generator, *, lumpy: bool = True) -> Programmes:
    """The programmes `years` later; a step is best not above one year. Not `lumpy`: every year has its usual output."""
    n = len(now)
    mood = _moved_mood(now, years, rng)
    stock, released = _release(now, mood, years, rng if lumpy else None)
    stock, hidden = _find(now, stock, years, rng)
    stock, hidden, basis, paper, fog, redrawn = _survey(now, stock, hidden, years, rng)
    turned = rng.random(n) < np.where(redrawn, REPLANNED, 1 - np.exp(-now.habit("restless") * years))
    habits, mood = turn(now.habits, mood, turned, rng)
    stock = np.where(stock < LEAST_KM2, 0.0, stock)
    opened = rng.random(n) < 1 - np.exp(-_OPENED * years)
    return Programmes(
        habits=habits,
        stock=stock,
        basis=basis,
        mood=mood,
        hidden=hidden,
        paper=paper,
        fog=fog,
        blocked=np.where(opened, 0.0, np.minimum(now.blocked, stock)),
        released=now.released + released,
    )


def _moved_mood(now: Programmes, years: float, rng: np.random.Generator) -> Floats:
    """The pace drifts back to its habit and is broken at times; with the end in sight some find the means to finish."""
    n = len(now)
    kept = np.exp(-years / now.habit("memory"))
    drift = now.habit("swing") * np.sqrt(1 - kept**2) * rng.standard_normal(n)
    near = pace(now, now.mood) > 1.0 / _IN_SIGHT
    driven = (rng.random(n) < 1 - np.exp(-_DRIVES * years)) & near
    mood = now.mood * kept + drift + driven * rng.exponential(1.0, n)
    return np.asarray(np.clip(mood, -4.0, 4.0))


def pace(now: Programmes, mood: Floats) -> Floats:
    """The share of the stock released a year at this moment."""
    left = np.clip(now.stock / now.basis, 1e-4, 1e2)
    size = (np.maximum(now.basis, 0.1) / _USUAL_KM2) ** -_SIZE
    return np.clip(size * now.habit("pace") * np.exp(mood) * left ** (bend(now) - 1.0), 0.0, 50.0)


def bend(now: Programmes) -> Floats:
    """Elasticity: a small task is one project to be worked through, a large one has easy land to take first."""
    size = np.log(np.maximum(now.basis, 0.1) / _USUAL_KM2)
    return value_of("elasticity", now.habits[NAMES.index("elasticity")] + _BENDS * size)


def _release(now: Programmes, mood: Floats, years: float, rng: np.random.Generator | None) -> tuple[Floats, Floats]:
    """Solve dR/dt = −O over the step, on the land that can be worked on."""
    luck = np.ones(len(now)) if rng is None else _luck(now, years, rng)
    g = bend(now)
    bent = np.where(np.abs(1.0 - g) < 1e-3, 1e-3, 1.0 - g)
    base = np.maximum(1.0 - bent * pace(now, mood) * luck * years, 0.0)
    kept = np.where(base > 0, np.maximum(base, 1e-300) ** (1.0 / bent), 0.0)
    open_land = np.maximum(now.stock - now.blocked, 0.0)
    gone = open_land * (1.0 - np.clip(kept, 0.0, 1.0))
    return now.stock - gone, gone


def _luck(now: Programmes, years: float, rng: np.random.Generator) -> Floats:
    """Output over usual output, 1 on average."""
    spread = lumps_over(now, years)
    luck: Floats = np.exp(spread * rng.standard_normal(len(now)) - 0.5 * spread**2)
    return luck


def lumps_over(now: Programmes, years: float) -> Floats:
    """The deviation of log(output/usual output) over some years: lumps of years average out."""
    return np.asarray(np.minimum(now.habit("lumps") / np.sqrt(max(years, 0.05)), 1.5))


def _find(now: Programmes, stock: Floats, years: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Additions come one by one: part of what is hidden, and some that nobody could know of."""
    n = len(now)
    found = rng.random(n) < 1 - np.exp(-now.habit("finds") * years)
    part = 1.0 - rng.random(n) ** (1.0 / 3.0)  # of the hidden land, a quarter on average
    work = np.sqrt(np.clip(stock / now.basis, _FINDS_AT_THE_END**2, 1.0))  # land is found beside land that is worked on
    fresh = work * now.basis * now.habit("find_size") * rng.exponential(1.0, n)
    shown = found * part * now.hidden
    return stock + shown + found * fresh, now.hidden - shown


def _survey(
    now: Programmes, stock: Floats, hidden: Floats, years: float, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
    """At times a survey redraws the record: strikes off what is only paper and adds what was hidden."""
    n = len(now)
    redrawn = rng.random(n) < 1 - np.exp(-now.habit("surveys") * now.fog * years)
    share = redrawn * (0.4 + 0.6 * np.sqrt(rng.random(n)))  # mostly nearly all of it
    struck = share * now.paper
    shown = share * hidden
    basis = now.basis * (1.0 - struck)
    paper = now.paper * (1.0 - share) / np.maximum(1.0 - struck, 1e-9)
    fog = now.fog * np.where(redrawn, 0.35, np.exp(-years / _FOG_YEARS))
    return (
        stock * (1.0 - struck) + shown,
        (hidden - shown) * (1.0 - struck),
        np.maximum(basis, LEAST_KM2),
        np.clip(paper, 0, 1),
        fog,
        redrawn,
    )


def turn(habits: Floats, mood: Floats, turned: NDArray[np.bool_], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A new beginning for those marked: a pace as of any programme, from its usual level."""
    changed = habits.copy()
    place = NAMES.index("pace")
    fresh = _AS_BEFORE * habits[place] + np.sqrt(1 - _AS_BEFORE**2) * rng.standard_normal(len(mood))
    changed[place] = np.where(turned, fresh, habits[place])
    return changed, np.where(turned, 0.0, mood)
