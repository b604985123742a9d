"""Intervals for what a back-test says, by drawing whole countries with replacement.

Cases of one country share its funding, its war and its land, and overlap in time; to draw single cases would claim far
more evidence than there is. A block is a country. With few countries the interval is rough and mostly too narrow
(Cameron, Gelbach & Miller 2008, doi:10.1162/rest.90.3.414): below about ten blocks read it as an order of magnitude.

Source: Field & Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x (bootstrap of clustered data).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 2000
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the ends of its bootstrap interval; both are `None` where one block cannot give any."""

    value: float
    low: float | None
    high: float | None
    cases: int
    blocks: int


Statistic = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


def by_blocks(
    columns: npt.NDArray[np.float64],
    blocks: Sequence[str],
    statistic: Statistic,
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Estimate:
    """`statistic` of the mean over cases, with the central interval of `level` over redrawn blocks.

    `columns`: shape (cases, k), one row for each case. `blocks`: the country of each case. `statistic`: from means of
    shape (draws, k) to figures of shape (draws,), such as one mean over another. Raises ValueError for no case.
    """
    if not len(columns):
        raise ValueError("a figure needs at least one case")
    names = sorted(set(blocks))
    place = np.array([names.index(name) for name in blocks])
    sums = np.zeros((len(names), columns.shape[1]))
    np.add.at(sums, place, columns)
    counts = np.bincount(place, minlength=len(names)).astype(np.float64)
    value = float(statistic(columns.mean(axis=0, keepdims=True))[0])
    if len(names) == 1:
        return Estimate(value, None, None, len(columns), 1)
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws).astype(np.float64)
    redrawn = statistic(drawn @ sums / (drawn @ counts)[:, None])
    tail = (1 - level) / 2
    low, high = (float(end) for end in np.quantile(redrawn, [tail, 1 - tail], method="inverted_cdf"))
    return Estimate(value, low, high, len(columns), len(names))


def gap(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The second mean less the first: by how much the first is smaller."""
    return np.asarray(means[:, 1] - means[:, 0])


def mean(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The first column itself: a share, a mean loss."""
    return means[:, 0]


def skill(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """1 − the first mean loss over the second: 0.25 is a quarter less; 0 if neither loses, −inf if only the first."""
    ours, theirs = means[:, 0], means[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - ours / theirs
    return np.where(theirs > 0, found, np.where(ours > 0, -np.inf, 0.0))


def ratio(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The first mean over the second, such as our width over theirs."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(means[:, 1] > 0, means[:, 0] / means[:, 1], np.inf)
