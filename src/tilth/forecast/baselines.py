"""What others would say: simple forecasters of a remaining stock, which ours has to beat.

Each is a function (known, pool, origin, at) → remaining km², shape (n, len(at)); a point forecast has n = 1. `known`
and every history of `pool` are cut to what was published by the origin, and the pool never holds the country itself.
Each needs a known stock at least. The reference class is that of Kahneman & Lovallo 1993, doi:10.1287/mnsc.39.1.17, and
Flyvbjerg 2006, doi:10.1177/875697280603700302.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from math import log
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tilth.forecast.known import History, Observation, stock_of
from tilth.forecast.outlook import decimal_year

Remaining: TypeAlias = npt.NDArray[np.float64]  # (n, len(at)), km², never negative
Forecaster: TypeAlias = Callable[[History, Sequence[History], date, Sequence[date]], Remaining]
Stocks: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]  # decimal years and km², in order of time

LAST = 5  # known stocks a straight line or a decay is fitted to
_POINTS = 999  # values by which the reference class is given
_LEAST_KM2 = 0.01  # stands for nothing left where a logarithm is taken
_SPANS = (0.5, 2.0)  # a span is alike if it is between half and twice the one asked for


def straight_line(
    known: History, pool: Sequence[History], origin: date, at: Sequence[date], *, last: int = LAST
) -> Remaining:
    """Least squares through the last `last` known stocks, never below 0."""
    years, km2 = (values[-last:] for values in _stocks(known))
    return np.atleast_2d(_fitted(years, km2, at).clip(0))


def last_rate(known: History, pool: Sequence[History], origin: date, at: Sequence[date]) -> Remaining:
    """The line through the last two known stocks, never below 0."""
    return straight_line(known, pool, origin, at, last=2)


def no_change(known: History, pool: Sequence[History], origin: date, at: Sequence[date]) -> Remaining:
    """The last known stock, for ever."""
    return np.full((1, len(at)), _stocks(known)[1][-1])


def exponential_decay(known: History, pool: Sequence[History], origin: date, at: Sequence[date]) -> Remaining:
    """Least squares through the logarithms of the last five known stocks: a constant share goes each year."""
    years, km2 = (values[-LAST:] for values in _stocks(known))
    logs = _fitted(years, np.log(km2.clip(_LEAST_KM2)), at)
    return np.atleast_2d(np.exp(logs.clip(None, log(1e9))))


def official_target(known: History, pool: Sequence[History], origin: date, at: Sequence[date]) -> Remaining:
    """The line from the last known stock through the targets published by the origin that are due after it.

    Of several targets for one day the one published last counts; a completion is 0 at the end of its day. After the
    last target the line goes on. Where there is no such target it falls back to the straight line: see `has_target`.
    """
    due = _targets_ahead(known, origin)
    if not due:
        return straight_line(known, pool, origin, at)
    last = stock_of(known)[-1]
    days = sorted(due)
    years = np.array([decimal_year(day) for day in [last.at, *days]])
    km2 = np.array([last.km2, *(due[day] for day in days)])
    asked = _years(at)
    slope = (km2[-1] - km2[-2]) / (years[-1] - years[-2])
    beyond = km2[-1] + min(slope, 0.0) * (asked - years[-1])
    return np.atleast_2d(np.where(asked > years[-1], beyond, np.interp(asked, years, km2)).clip(0))


def has_target(known: History, origin: date) -> bool:
    """Whether a target published by the origin is due after it, so that `official_target` does not fall back."""
    return bool(_targets_ahead(known, origin))


def _targets_ahead(known: History, origin: date) -> dict[date, float]:
    stocks = stock_of(known)
    due: dict[date, float] = {}
    for one in sorted(known.targets, key=lambda target: target.published):
        value = 0.0 if one.series == "target_completion" else one.km2
        if one.series != "target_release" and value is not None and one.at > max(origin, stocks[-1].at):
            due[one.at] = value
    return due


def reference_class(known: History, pool: Sequence[History], origin: date, at: Sequence[date]) -> Remaining:
    """What the other countries' stocks did over a span of like length, as a factor on the last known stock.

    The spread of log(later/earlier) per year over all pairs of stocks of a country whose span is between half and twice
    the one asked for (all its pairs, where none is), times the span. Every country of the pool weighs alike, so that a
    long series does not speak for all. Given as 999 quantiles, without any draw. With nobody in the pool: no change.
    """
    years, km2 = _stocks(known)
    spans = (_years(at) - years[-1]).clip(0.05)
    pairs = [pairs for one in pool if len(pairs := _log_changes(stock_of(one)))]
    if not pairs:
        return no_change(known, pool, origin, at)
    return np.stack([km2[-1] * np.exp(_pooled(pairs, span) * span) for span in spans], axis=1)


def _log_changes(stocks: Sequence[Observation]) -> npt.NDArray[np.float64]:
    """Span in years and log change per year of every two stocks of a country, shape (pairs, 2)."""
    told = [(decimal_year(one.at), log(max(one.km2, _LEAST_KM2))) for one in stocks]
    pairs = [(b[0] - a[0], (b[1] - a[1]) / (b[0] - a[0])) for i, a in enumerate(told) for b in told[i + 1 :]]
    return np.array(pairs).reshape(-1, 2)


def _pooled(pairs: Sequence[npt.NDArray[np.float64]], span: float) -> npt.NDArray[np.float64]:
    """Quantiles of the log change per year over spans alike, every country with weight 1; shape (999,)."""
    alike = [one[(one[:, 0] >= _SPANS[0] * span) & (one[:, 0] <= _SPANS[1] * span)] for one in pairs]
    rates = [(like if len(like) else all_)[:, 1] for like, all_ in zip(alike, pairs, strict=True)]
    weights = np.concatenate([np.full(len(one), 1 / len(one)) for one in rates])
    values = np.concatenate(rates)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    asked = (np.arange(_POINTS) + 0.5) / _POINTS
    places = np.searchsorted(reached, asked).clip(None, len(values) - 1)
    return np.asarray(values[order][places])


def _fitted(years: npt.NDArray[np.float64], values: npt.NDArray[np.float64], at: Sequence[date]) -> Remaining:
    """The least-squares line at the days asked, shape (len(at),)."""
    middle = years.mean()
    spread = float(((years - middle) ** 2).sum())
    slope = float((years - middle) @ values) / spread if spread > 0 else 0.0
    return np.asarray(values.mean() + slope * (_years(at) - middle), dtype=np.float64)


def _stocks(known: History) -> Stocks:
    stocks = stock_of(known)
    return np.array([decimal_year(one.at) for one in stocks]), np.array([one.km2 for one in stocks])


def _years(days: Sequence[date]) -> npt.NDArray[np.float64]:
    return np.array([decimal_year(day) for day in days])


BASELINES: Mapping[str, Forecaster] = {
    "straight_line": straight_line,
    "straight_line_3": partial(straight_line, last=3),
    "last_rate": last_rate,
    "no_change": no_change,
    "exponential_decay": exponential_decay,
    "official_target": official_target,
    "reference_class": reference_class,
}
