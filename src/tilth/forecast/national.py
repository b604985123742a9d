"""The forecast of a national stock from its published history and from those of other programmes.

Possible programmes are learned from what was published (`learning`), starting from what other programmes are like
(`hierarchy`), and run on: through the time between the last published value and the origin, which nobody has reported
on yet, and then to the days asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np

from tilth.forecast.ambition import driven_by
from tilth.forecast.hierarchy import expected, voices
from tilth.forecast.known import History, Stock, chosen_stock
from tilth.forecast.learning import doubt_of, learned
from tilth.forecast.outlook import Floats, Outlook, Refused, decimal_year
from tilth.forecast.programme import Programmes, step

HORIZON = 60.0  # years after the origin: completion later than that is a probability, not a year
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
    itself. The same arguments give the same answer. A day before the origin is answered as known at the origin.
    """
    stock = chosen_stock(known)
    if not stock.values:
        return Refused(_nothing_to_go_on(known, origin))
    rng = np.random.default_rng([seed, crc32(known.country.encode())])
    found = learned(known, expected(pool, _SEARCH * runs, rng, seed=seed), rng)
    if found is None:  # chosen_stock and learned look at the same values
        raise ValueError(f"{known.country}: a stock without a programme")
    tried, day = found
    clock = _Clock(tried.take(rng.permutation(_SEARCH * runs)[:runs]), decimal_year(day), rng)
    clock.go_to(decimal_year(origin))
    clock.now = driven_by(known.targets, clock.now, year=clock.year, rng=rng)
    start = clock.now.released
    remaining: dict[date, Floats] = {}
    released: dict[date, Floats] = {}
    for one in sorted(set(at)):
        clock.go_to(decimal_year(one))
        remaining[one] = _as_published(clock.now.stock, rng)
        released[one] = clock.now.released - start
    clock.go_to(decimal_year(origin) + HORIZON)
    done = np.where(clock.done <= decimal_year(origin) + HORIZON, clock.done, np.inf)
    return Outlook(
        stock.series,
        origin,
        tuple(at),
        np.stack([remaining[one] for one in at], axis=1) if at else np.empty((runs, 0)),
        np.stack([released[one] for one in at], axis=1) if at else np.empty((runs, 0)),
        done,
        (*stock.why, *_why(known, stock, pool, origin)),
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


def _as_published(stock: Floats, rng: np.random.Generator) -> Floats:
    """What will be published where this is on record."""
    spread = np.where(rng.random(len(stock)) < _SELDOM, _OTHER_COUNT, _MISCOUNT)
    return np.asarray(stock * np.exp(spread * rng.standard_normal(len(stock))))


# --- words ----------------------------------------------------------------------------------------------------------


def _nothing_to_go_on(known: History, origin: date) -> str:
    if known.observations:
        return (
            f"{known.country} has published releases but no stock by {origin}: what remains cannot be forecast from "
            "what was released. Add a row of remaining_total with its day."
        )
    return f"Nothing was published about {known.country} by {origin}. Add a row of remaining_total with its day."


def _why(known: History, stock: Stock, pool: Sequence[History], origin: date) -> list[str]:
    last = stock.values[-1]
    told = [f"the last of them describes {last.at}, {_years((origin - last.at).days)} before the origin"]
    others = voices(pool)
    own = len(stock.values)
    told.append(
        f"learned from {own} own stock value{'s' * (own > 1)} and {others} other programme{'s' * (others != 1)}"
        + (", with nothing published by the origin of others: the prior alone stands behind it" if not others else "")
    )
    if own < 3:
        told.append("so few own values leave the pace to what other programmes did: the range is wide for that reason")
    if doubt_of(last, first=own == 1) >= 2:
        told.append("the last value is an estimate or disputed: a survey may redraw it")
    if last.km2 <= 0:
        told.append("nothing was left at the last count: what is forecast is later discovery")
    if any(one.series == "target_completion" and one.at > origin for one in known.targets):
        told.append("a stated year of completion counts as ambition: most were missed, some were met")
    if stock.series == "remaining_exposed":
        told.append("exposed to hostilities is not confirmed contamination, and new hostilities may raise it")
    told.append("what a survey strikes off the record lowers what remains and is not counted as released")
    return told


def _years(days: int) -> str:
    return f"{days / 365.25:.1f} years"
