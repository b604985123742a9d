"""Values that may not be the level: several sources for one day that differ, and jumps as a wrong unit makes them.

Which of them is right is not known on the day. Possible programmes are therefore divided among the levels; the next
published value tells between them, and until then the range holds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from math import log

import numpy as np
from numpy.typing import NDArray

from tilth.forecast.known import Stock, spread_of
from tilth.forecast.programme import Floats, Programmes

_DIFFER = log(1.25)  # sources closer than this count the same, less exactly
_SLIP = 30.0  # times the value before: a hundred hectares are one km², a million m² another
_UNBELIEVED = 0.2  # chance that the level before such a jump still holds


def levels(stock: Stock, place: int) -> tuple[float, ...]:
    """The areas that may be the level on the day of a value, in km²: one, or those of sources that differ."""
    km2 = stock.values[place].km2
    if stock.spread[place] <= _DIFFER:
        return (km2,)
    ends = [end for end in stock.ends[place] if spread_of((min(end, km2), max(end, km2))) > _DIFFER]
    return (km2, *ends)


def jumps(before: float, after: float, *, estimated: bool) -> bool:
    """Whether a value is so far from the one before that it may be a slip; estimates may fall by any factor."""
    if min(before, after) <= 0:
        return False
    return after > _SLIP * before or (before > _SLIP * after and not estimated)


def shared(n: int, parts: int, rng: np.random.Generator, *, unbelieved: bool) -> NDArray[np.int64]:
    """Which level each of `n` programmes has: all alike; where one is `unbelieved`, the last has its own chance."""
    believed = parts - unbelieved
    found = rng.integers(0, believed, n)
    return np.where(unbelieved & (rng.random(n) < _UNBELIEVED), parts - 1, found)


def mixed(parts: Sequence[Programmes], whose: NDArray[np.int64]) -> Programmes:
    """The programmes of several sets of the same length, each from the set `whose` names."""
    if len(parts) == 1:
        return parts[0]
    return Programmes(
        **{one.name: _from([getattr(part, one.name) for part in parts], whose) for one in fields(Programmes)}
    )


def _from(arrays: Sequence[Floats], whose: NDArray[np.int64]) -> Floats:
    chosen = np.broadcast_to(whose, arrays[0].shape)[None]
    return np.asarray(np.take_along_axis(np.stack(arrays), chosen, axis=0)[0])
