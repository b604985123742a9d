"""Days of the invented decade, counted from its first, and the words a source would state them in."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

FIRST_DAY = date(2015, 1, 1)
DAYS = (date(2025, 1, 1) - FIRST_DAY).days  # the first day that has not happened yet
DAY, MONTH, YEAR = 0, 1, 2
PRECISION_SHARES = (0.93, 0.055, 0.015)  # of statements: to the day, to the month, to the year

_DATES = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
_TEXTS = tuple([day.isoformat()[:length] for day in _DATES] for length in (10, 7, 4))


def _last_of(texts: list[str]) -> NDArray[np.int32]:
    last = {text: number for number, text in enumerate(texts)}
    return np.array([last[text] for text in texts], dtype=np.int32)


_LAST = np.stack([_last_of(texts) for texts in _TEXTS])


def state(days: NDArray[np.int32], *, rng: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """How the days are stated: the last day each statement can mean, and its precision.

    Days from `DAYS` on have not happened: they come back as they are.
    """
    precision = np.searchsorted(np.cumsum(PRECISION_SHARES[:-1]), rng.random(len(days)), side="right").astype(np.int8)
    last = _LAST[precision, np.minimum(days, DAYS - 1)]
    return np.where(days < DAYS, last, days).astype(np.int32), precision


def say(day: int, precision: int) -> str:
    """The text of a date: `2019-03-07`, `2019-03` or `2019`."""
    return _TEXTS[precision][day]
