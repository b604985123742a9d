"""Randomised probability integral transform: where the outcome fell in the forecast, uniform if the forecast is right.

A U-shaped histogram says that bands are too narrow, a hump that they are too wide, a slope that the forecast leans.
Where the forecast has atoms (a stock that may be exactly 0) the place inside the step is drawn at random, without which
even a perfect forecast would look wrong.

Source: Czado, Gneiting & Held 2009, doi:10.1111/j.1541-0420.2009.01191.x; the idea is Dawid 1984, doi:10.2307/2981683.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tilth.forecast.scores import Sample


def pit(sample: Sample, outcome: float, *, rng: np.random.Generator) -> float:
    """F(y−) + V · (F(y) − F(y−)) of the empirical distribution, V uniform; in 0–1. `sample`: shape (n,)."""
    values = np.asarray(sample, dtype=np.float64)
    below = float((values < outcome).mean())
    return below + float(rng.random()) * float((values == outcome).mean())


def histogram(places: Iterable[float], *, bins: int = 10) -> tuple[int, ...]:
    """How many of the places fall into each of `bins` equal parts of 0–1; 1 itself into the last."""
    counts, _ = np.histogram(np.fromiter(places, dtype=np.float64), bins=bins, range=(0.0, 1.0))
    return tuple(int(count) for count in counts)
