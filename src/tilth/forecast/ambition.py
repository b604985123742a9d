"""What a stated year of completion does to a programme: seldom enough, sometimes all.

Of the stated years of completion known to us most were moved, some twice (Cambodia 2010, 2020, 2025; Bosnia and
Herzegovina 2009, 2019, 2021; Croatia 2009, 2019). But a deadline under a treaty does bring money and teams at times,
the more so the less is asked beyond the present pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tilth.forecast.known import Target
from tilth.forecast.outlook import decimal_year
from tilth.forecast.programme import NAMES, Programmes, pace

_BELIEVED = 0.6  # chance that a small programme drives for the year, where the present pace would do
_HALF_KM2 = 30.0  # the task for which that chance is half as high; it falls with the root of the task
_DARING = 1.5  # how that chance falls with log(pace needed/present pace)
_SAME_EVERY_YEAR = -2.5  # score of an elasticity near 0
_SLIP = 1.5  # years by which those who drive for it are late, on average


def driven_by(targets: Sequence[Target], now: Programmes, *, year: float, rng: np.random.Generator) -> Programmes:
    """The programmes, some of them set to finish about the stated year; unchanged without such a year ahead."""
    stated = [one for one in targets if one.series == "target_completion" and decimal_year(one.at) > year]
    if not stated:
        return now
    due = decimal_year(max(stated, key=lambda one: one.published).at)
    n = len(now)
    needed = 1.0 / np.maximum(due + rng.exponential(_SLIP, n) - year, 0.25)
    short = np.log(needed / np.maximum(pace(now, now.mood), 1e-3))
    believed = _BELIEVED / (1.0 + np.sqrt(now.basis / _HALF_KM2))
    drives = (short > 0) & (rng.random(n) < believed * np.exp(-_DARING * short.clip(0.0)))
    habits = now.habits.copy()
    place = NAMES.index("elasticity")
    habits[place] = np.where(drives, _SAME_EVERY_YEAR, habits[place])
    set_to = replace(now, habits=habits)
    more = np.log(needed / np.maximum(pace(set_to, now.mood), 1e-3))
    return replace(
        set_to,
        mood=now.mood + np.where(drives, more, 0.0),
        blocked=np.where(drives, 0.0, now.blocked),
    )
