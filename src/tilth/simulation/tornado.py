"""A tornado: what each lever moves, with the uncertainty that simulation leaves, the strongest first.

Two simulations that differ in one lever share their luck (common random numbers: Heikes, Montgomery and Rardin, 1976,
doi:10.1177/003754977602700301), so that the difference of each pair of replications is known far better than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.simulation.levers import Lever, levers
from tilth.simulation.work_outlook import Runner, WorkOutlook, simulate
from tilth.simulation.workload import Workload

_DAYS_A_YEAR = 365.25
_Z95 = 1.959964
_RESAMPLES = 400

Difference = tuple[float, float, float]  # estimate, and the ends of its 95 % interval


@dataclass(frozen=True, slots=True)
class Effect:
    """What one lever changes, as pulled minus not pulled; negative years are sooner."""

    lever: Lever
    p50_years: Difference | None  # of the median day of completion; None where a median is beyond the horizon
    mean_years: Difference  # of the time to completion, cut at the horizon
    p_done: Difference | None  # of the chance to be done by the day asked for; None where nothing was recorded
    usd: Difference  # of all money spent within the horizon

    def as_json(self) -> dict[str, Any]:
        """Plain values: for each difference the estimate and its 95 % interval."""
        told: dict[str, Any] = {"lever": self.lever.name, "says": self.lever.says}
        for name in ("p50_years", "mean_years", "p_done", "usd"):
            value: Difference | None = getattr(self, name)
            told[name] = None if value is None else {"estimate": value[0], "low": value[1], "high": value[2]}
        return told


def tornado(
    workload: Workload,
    *,
    start: date,
    by: date,
    years: int = 30,
    runs: int = 1000,
    seed: int = 1,
    chosen: Sequence[Lever] | None = None,
    runner: Runner = map,
) -> tuple[Effect, ...]:
    """The effect of each lever (None: all of them), the strongest on the mean time to completion first.

    The time is cut at the horizon, so that it has a mean also where some histories are never done (restricted mean:
    Royston and Parmar, 2013, doi:10.1186/1471-2288-13-152).
    """

    def outlook(one: Workload) -> WorkOutlook:
        return simulate(one, start=start, years=years, runs=runs, seed=seed, runner=runner)

    before = outlook(workload)
    pulled = levers(workload) if chosen is None else chosen
    found = [effect(before, outlook(lever.pulled(workload)), lever=lever, by=by) for lever in pulled]
    return tuple(sorted(found, key=lambda one: (-abs(one.mean_years[0]), one.lever.name, one.lever.says)))


def effect(before: WorkOutlook, after: WorkOutlook, *, lever: Lever, by: date) -> Effect:
    """The effect of a lever, from simulations with the same seed and number of replications without and with it."""
    horizon = float((before.at[-1] - before.start).days + 1)
    cut = [np.minimum(one.done_day, horizon) / _DAYS_A_YEAR for one in (before, after)]
    within = (by - before.start).days + 1
    done = [(one.done_day < within).astype(np.float64) for one in (before, after)]
    usd = [one.usd.sum(axis=1) for one in (before, after)]
    return Effect(
        lever,
        _of_medians(before.done_day, after.done_day),
        _of_means(cut[1] - cut[0]),
        _of_means(done[1] - done[0]) if before.is_asked else None,
        _of_means(usd[1] - usd[0]),
    )


def _of_means(pairs: NDArray[np.float64]) -> Difference:
    """The mean of paired differences with its normal 95 % interval."""
    mean = float(pairs.mean())
    half = _Z95 * float(pairs.std()) / sqrt(len(pairs))
    return mean, mean - half, mean + half


def _of_medians(before: NDArray[np.float64], after: NDArray[np.float64]) -> Difference | None:
    """The difference of medians in years, with a percentile interval from resampled pairs.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, doi:10.1007/978-1-4899-4541-9.
    """
    days = np.stack([before, after])
    middle = _medians(days)
    if not np.isfinite(middle).all():
        return None
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(before), (_RESAMPLES, len(before)))
    drawn = _medians(days[:, rows])
    with np.errstate(invalid="ignore"):
        moved = (drawn[1] - drawn[0]) / _DAYS_A_YEAR
    moved = moved[np.isfinite(moved)]
    low, high = np.quantile(moved, [0.025, 0.975]) if len(moved) else (-np.inf, np.inf)
    return float(middle[1] - middle[0]) / _DAYS_A_YEAR, float(low), float(high)


def _medians(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle one, or the earlier of the two in the middle, along the last axis; never a mean with infinity."""
    at = (days.shape[-1] - 1) // 2
    found: NDArray[np.float64] = np.partition(days, at, axis=-1)[..., at]
    return found
