"""What other programmes say of this one: a new programme is like one of them, or like none.

Blackwell & MacQueen 1973, doi:10.1214/aos/1176342372: after n programmes the next one takes its habits from the prior
with probability a/(a + n), else from one of them, all alike; "like" means near, not equal (kernel of Liu & West 2001,
doi:10.1007/978-1-4757-3437-9_10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from zlib import crc32

import numpy as np

from tilth.forecast.known import History, chosen_stock
from tilth.forecast.learning import exposure, learned
from tilth.forecast.programme import Floats, any_habits

STRANGERS = 4.0  # a: how many programmes the prior is worth
LIKENESS = 0.85  # correlation of a programme's habits with those it takes after
_EACH = 1200  # particles for one programme of the pool
_MANY, _FEWER = 80, 300  # of a larger pool each is asked for fewer
MOST = 200  # programmes of a pool that are learned from; more of them add nothing
_ENOUGH = 2  # published stocks without which a programme says nothing


@lru_cache(maxsize=4096)
def habits_of(history: History, seed: int, each: int = _EACH) -> Floats | None:
    """Habits (scores) that explain the history of one programme of the pool; None where it says nothing.

    Of shape (habits, each). The random numbers depend on the days described, not on the name.
    """
    stock = chosen_stock(history)
    if len(stock.values) < _ENOUGH:
        return None
    days = ",".join(one.at.isoformat() for one in stock.values)
    rng = np.random.default_rng([seed, crc32(days.encode())])
    found = learned(history, any_habits(each, rng), rng)
    return None if found is None else found[0].habits - exposure(stock.series)[:, None]


def voices(pool: Sequence[History]) -> int:
    """How many programmes of the pool have something to say."""
    return sum(len(chosen_stock(one).values) >= _ENOUGH for one in pool)


def heard(pool: Sequence[History], *, seed: int) -> list[History]:
    """Those with something to say, in an order that depends on what they say; of very many a sample."""
    told = sorted((one for one in pool if len(chosen_stock(one).values) >= _ENOUGH), key=_content)
    if len(told) <= MOST:
        return told
    rng = np.random.default_rng([seed, len(told)])
    chosen = rng.permutation(len(told))[:MOST]
    return [told[place] for place in sorted(chosen)]


def _content(history: History) -> list[tuple[str, str, float]]:
    return [(one.at.isoformat(), one.series, one.km2) for one in history.observations]


def expected(pool: Sequence[History], n: int, rng: np.random.Generator, *, seed: int) -> Floats:
    """Habits of a programme of which nothing is known but the pool: scores of shape (habits, n)."""
    asked = heard(pool, seed=seed)
    each = _EACH if len(asked) <= _MANY else _FEWER
    told = [
        found
        for one in asked
        if (found := habits_of(replace(one, findings=(), costs=(), targets=()), seed, each)) is not None
    ]
    scores = any_habits(n, rng)
    if not told:
        return scores
    whom = rng.integers(0, len(told), n)
    which = rng.integers(0, each, n)
    taken = np.stack(told)[whom, :, which].T
    like = LIKENESS * taken + np.sqrt(1 - LIKENESS**2) * scores
    stranger = rng.random(n) < STRANGERS / (STRANGERS + len(told))
    return np.where(stranger, scores, like)
