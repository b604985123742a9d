"""The forecast of a national stock from its published history and from those of other programmes.

Possible programmes are learned from what was published (`learning`), starting from what other programmes are like
(`hierarchy`), and run on: through the time between the last published value and the origin, which nobody has reported
on yet, and then to the days asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

import numpy as np

from tilth.forecast.ambition import driven_by
from tilth.forecast.hierarchy import expected
from tilth.forecast.known import History, Stock, chosen_stock
from tilth.forecast.learning import learned
from tilth.forecast.outlook import Floats, Outlook, Refused, decimal_year
from tilth.forecast.programme import Programmes, step
from tilth.forecast.reasons import reasons, years_between

HORIZON = 60.0  # years after the origin: completion later than that is a probability, not a year
MOST_SILENT = 15.0  # years without any publication after which the last value says nothing of today
FARTHEST = 200  # years after the origin
_SEARCH = 3  # programmes tried in learning for each future asked for
_MISCOUNT, _OTHER_COUNT = (
    0.015,
    0.15,
)  # deviation of log(published/recorded): usual, and where something else is counted
_SELDOM = 0.03  # how often that is


def outlook(
    known: History, *, pool: Sequence[History], origin: date, at: Sequence[date], runs: int = 4000, seed: int = 1
) -> Outlook | Refused:
    """`runs` possible futures of the stock of `known`, on the days `at`.

    `known` and every history of `pool` hold only what was published by `origin`; the pool does not hold the country
    itself. The same arguments give the same answer, whatever the countries are called, whichever way the pool is
    ordered and whatever other days are asked for. A day before the origin is answered as known at the origin.
    """
    stock = chosen_stock(known)
    why_not = _why_not(known, stock, origin, at)
    if why_not:
        return Refused(why_not)
    habits = expected(pool, _SEARCH * runs, np.random.default_rng([seed, 1]), seed=seed)
    found = learned(known, habits, rng := np.random.default_rng([seed, 2]))
    if found is None:  # chosen_stock and learned look at the same values
        raise ValueError(f"{known.country}: a stock without a programme")
    tried, day = found
    clock = _Clock(tried.take(rng.permutation(_SEARCH * runs)[:runs]), decimal_year(day), rng)
    start = decimal_year(origin)
    clock.go_to(start)
    clock.now = driven_by(known.targets, clock.now, year=start, rng=rng)
    path = _Path(clock, until=max([start + HORIZON, *(decimal_year(one) for one in at)]))
    done = np.where(clock.done <= start + HORIZON, clock.done, np.inf)
    if stock.values[-1].km2 > 0:
        done = np.maximum(done, start)  # nobody has reported that it is done
    told = [path.on(decimal_year(one)) for one in at]
    nothing = np.empty((runs, 0))
    return Outlook(
        stock.series,
        origin,
        tuple(at),
        np.stack([_as_published(km2, seed, one) for (km2, _), one in zip(told, at, strict=True)], 1) if at else nothing,
        np.stack([km2 for _, km2 in told], axis=1) if at else nothing,
        done,
        (*stock.why, *reasons(known, stock, pool, origin)),
    )


class _Clock:
    """Runs programmes forward and notes when each first has nothing left."""

    def __init__(self, now: Programmes, year: float, rng: np.random.Generator) -> None:
        self.now, self.year, self.start, self.rng = now, year, year, rng
        self.done = np.where(now.stock <= 0, year, np.inf)

    def go_to(self, year: float) -> None:
        """Half a year at a time in the first ten years, then a year; a day that has passed changes nothing."""
        while self.year < year - 1e-9:
            longest = 0.5 if self.year < self.start + 10 else 1.0
            span = (year - self.year) / np.ceil((year - self.year) / longest - 1e-9)
            self.now = step(self.now, float(span), self.rng)
            newly = (self.now.stock <= 0) & np.isinf(self.done)
            self.done = np.where(newly, self.year + self.rng.random(len(newly)) * span, self.done)
            self.year += float(span)


class _Path:
    """Stocks and releases at fixed times after the origin, so that no answer depends on the days asked for."""

    def __init__(self, clock: _Clock, *, until: float) -> None:
        begin = clock.year
        times = [*np.arange(0.0, 10.0, 0.5), *np.arange(10.0, until - begin + 1.0, 1.0)]
        self.years, self.clock = [begin + float(one) for one in times], clock
        self.stock, self.released = [clock.now.stock], [clock.now.released]
        for year in self.years[1:]:
            clock.go_to(year)
            self.stock.append(clock.now.stock)
            self.released.append(clock.now.released)

    def on(self, year: float) -> tuple[Floats, Floats]:
        """What remains and what was released since the origin, km²; evenly between two times."""
        place = min(max(bisect_right(self.years, year) - 1, 0), len(self.years) - 2)
        part = min(max((year - self.years[place]) / (self.years[place + 1] - self.years[place]), 0.0), 1.0)
        stock, released = (part * one[place + 1] + (1 - part) * one[place] for one in (self.stock, self.released))
        finished = (self.stock[place + 1] <= 0) & (self.clock.done <= year)
        return np.where(finished, 0.0, stock), np.maximum(released - self.released[0], 0.0)


def _as_published(stock: Floats, seed: int, day: date) -> Floats:
    """What will be published where this is on record."""
    rng = np.random.default_rng([seed, 3, day.toordinal()])
    spread = np.where(rng.random(len(stock)) < _SELDOM, _OTHER_COUNT, _MISCOUNT)
    return np.asarray(stock * np.exp(spread * rng.standard_normal(len(stock))))


# --- refusals -------------------------------------------------------------------------------------------------------


def _why_not(known: History, stock: Stock, origin: date, at: Sequence[date]) -> str:
    """The sentence of a refusal; empty where a forecast can be made."""
    if not stock.values:
        return _nothing_to_go_on(known, origin)
    latest = max(one.published for one in known.observations)
    if (origin - latest).days > MOST_SILENT * 365.25:
        return (
            f"Nothing was published about {known.country} for {years_between(latest, origin)} before {origin}: "
            "it may be done already, or far from it. Add a later value, or ask for an earlier origin."
        )
    if at and max(at).year - origin.year > FARTHEST:
        return f"{max(at)} is more than {FARTHEST} years after {origin}. Ask for an earlier day."
    return ""


def _nothing_to_go_on(known: History, origin: date) -> str:
    if known.observations:
        return (
            f"{known.country} has published releases but no stock by {origin}: what remains cannot be forecast from "
            "what was released. Add a row of remaining_total with its day."
        )
    return f"Nothing was published about {known.country} by {origin}. Add a row of remaining_total with its day."
