"""How fast area is declared, and how sure that is: a level, a deviation from it that fades, and noise of reporting.

The logarithm of the pace (km² a week) is a constant level with a flat prior, plus an Ornstein-Uhlenbeck deviation of
standard deviation `swing` and memory `memory_weeks`, plus noise of each report that averages out over longer stretches.
The three are not known, so that every combination of a table is weighed by how well it explains the stretches (a
Gaussian process with a sum of kernels: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, chapters
2 and 5, doi:10.7551/mitpress/3206.001.0001) and by a prior that was set on other declared series: see
docs/methods/decades.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tilth.forecast.declarations import WEEK

_Array = NDArray[np.float64]

SWINGS = (0.1, 0.2, 0.35, 0.6, 1.0)
MEMORIES_WEEKS = (6.0, 26.0, 200.0)
NOISES = (0.1, 0.25, 0.5, 0.9, 1.4)
WINTERS = (0.0, 0.5, 1.0)  # how far the stated slow-down of winter is felt
_LEVEL_SD = 3.0
_FLOOR = 0.05  # of noise that no length of a stretch averages out


@dataclass(frozen=True, slots=True)
class Pace:
    """Draws of the pace on the day of the origin; every array has shape (runs,)."""

    level: _Array  # logarithm of km² a week
    deviation: _Array
    swing: _Array
    memory_weeks: _Array
    noise: _Array
    winter: _Array  # 0 to 1


def pace(paces: _Array, *, winters: _Array, origin: float, runs: int, rng: np.random.Generator) -> Pace:
    """Draws of the pace at `origin` (a day number) after the stretches `paces`, shape (n, 3): see `Course.paces`.

    `winters`, shape (n, len(WINTERS)), is the mean logarithm of the slow-down of winter over each stretch.
    """
    combos = list(product(SWINGS, MEMORIES_WEEKS, NOISES, range(len(WINTERS))))
    fits = [_fit(paces, winters[:, w], origin, swing, memory, noise) for swing, memory, noise, w in combos]
    log_weight = np.array([fit[0] for fit in fits]) + np.array([_prior(*one) for one in combos])
    weight = np.exp(log_weight - log_weight.max())
    picked = rng.choice(len(combos), size=runs, p=weight / weight.sum())
    means, roots = np.array([fit[1] for fit in fits]), np.array([fit[2] for fit in fits])
    normal = rng.standard_normal((runs, 2))
    state = means[picked] + np.einsum("rij,rj->ri", roots[picked], normal)
    chosen = np.array([(swing, memory, noise, WINTERS[w]) for swing, memory, noise, w in combos])[picked]
    return Pace(state[:, 0], state[:, 1], *chosen.T)


def _prior(swing: float, memory: float, noise: float, _: int) -> float:
    """Logarithm of the prior weight: log-normal around 0.45 for swing and 0.45 for noise, flat in memory."""
    return float(-0.5 * (np.log(swing / 0.45) / 0.6) ** 2 - 0.5 * (np.log(noise / 0.45) / 0.8) ** 2)


def _fit(
    paces: _Array, winter: _Array, origin: float, swing: float, memory: float, noise: float
) -> tuple[float, _Array, _Array]:
    """Logarithm of the evidence, and mean and root of the covariance of (level, deviation) at the origin."""
    y, at, days = paces[:, 0] - winter, paces[:, 1], paces[:, 2]
    centre = float(np.average(y, weights=days))
    apart = np.abs(at[:, None] - at[None, :]) / WEEK
    own = _averaged(days / WEEK / memory)
    kernel = swing**2 * np.exp(-apart / memory)
    np.fill_diagonal(kernel, swing**2 * own)
    spread = kernel + _LEVEL_SD**2 + np.diag(noise**2 * np.minimum(1.0, np.median(days) / days) + _FLOOR**2)
    root = np.linalg.cholesky(spread)
    white = np.linalg.solve(root, y - centre)
    evidence = -0.5 * float(white @ white) - float(np.log(np.diag(root)).sum())
    cross = np.vstack([np.full(len(y), _LEVEL_SD**2), swing**2 * np.exp(-np.abs(origin - at) / WEEK / memory)])
    gain = np.linalg.solve(root, cross.T)
    mean = np.array([centre, 0.0]) + gain.T @ white
    covariance = np.diag([_LEVEL_SD**2, swing**2]) - gain.T @ gain
    return evidence, mean, np.linalg.cholesky(covariance + 1e-9 * np.eye(2))


def _averaged(lengths: _Array) -> _Array:
    """Variance of the mean of an Ornstein-Uhlenbeck process of variance 1 over `lengths` memories."""
    lengths = np.maximum(lengths, 1e-6)
    averaged: _Array = 2 * (lengths - 1 + np.exp(-lengths)) / lengths**2
    return averaged
