"""What it takes to be done by a day with a wanted chance: more teams of one kind, more of all, or more money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import sqrt
from typing import Any

import numpy as np

from tilth.simulation.work_outlook import MOST_YEARS, Runner, WorkOutlook, simulate
from tilth.simulation.workload import Workload, what_if

MOST_TEAMS = 64  # of one kind, added
MOST_TIMES = 8.0  # all teams, or the money, multiplied
_STEPS = 16  # of a multiple: a quarter each, up to twice the teams; then finer than anybody plans
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be done in time, or how near it comes."""

    how: str  # teams of KIND, all teams, money
    amount: float  # teams added, or the factor
    reaches: bool
    p_done: float
    p_low: float  # the ends of the 95 % interval of p_done that is left by the number of replications
    p_high: float
    usd_more: float  # mean money spent until the day, more than without the change
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def finish_by(
    workload: Workload,
    *,
    day: date,
    start: date,
    p: float = 0.8,
    runs: int = 500,
    seed: int = 1,
    runner: Runner = map,
) -> tuple[Way, ...]:
    """The least of each change with which no recorded area is left at the end of `day` with chance `p`, cheapest first.

    Ways that do not reach it within their bounds come last and say how near they come. Found by doubling and halving
    on simulations that share their luck; where more of a change is not always better, the answer still reaches `p`,
    and a smaller one might. Raises ValueError for a chance outside 0..1 or a day that is not within 60 years.
    """
    years = day.year - start.year + 1
    if not 0 < p < 1 or day < start or years > MOST_YEARS:
        raise ValueError(f"impossible: {day} with chance {p}, from {start}")

    def outlook(one: Workload) -> WorkOutlook:
        return simulate(one, start=start, years=years, runs=runs, seed=seed, runner=runner)

    before = outlook(workload)
    if not before.is_asked:
        return ()
    found = []
    for how, most, change in _changes(workload):
        amount, after = _least(partial(_changed, outlook, change), before, most, lambda one: _p(one, day) >= p)
        found.append(_way(how, amount, before, after, day, p))
    return tuple(sorted(found, key=lambda one: (not one.reaches, one.usd_more if one.reaches else -one.p_done)))


def _changed(outlook: Callable[[Workload], WorkOutlook], change: Callable[[int], Workload], n: int) -> WorkOutlook:
    return outlook(change(n))


def _p(outlook: WorkOutlook, day: date) -> float:
    return outlook.p_done_by(day) or 0.0


def _changes(workload: Workload) -> Iterator[tuple[str, int, Callable[[int], Workload]]]:
    """Name, greatest amount, and the workload with an amount of it; multiples count in sixteenths of themselves."""
    counts = Counter(workload.teams.kind)
    for kind in sorted({*counts, "nts", "ts", "manual"}):
        yield f"teams {kind}", MOST_TEAMS, lambda n, kind=kind: what_if(workload, add={kind: n})  # type: ignore[misc]
    most = round((MOST_TIMES - 1) * _STEPS)
    if len(workload.teams):
        yield (
            "all teams",
            most,
            lambda n: what_if(workload, add={kind: -(-count * n // _STEPS) for kind, count in counts.items()}),
        )
    if workload.budget_usd is None or workload.budget_usd > 0:
        yield "money", most, lambda n: what_if(workload, budget=1 + n / _STEPS)


def _least(
    outlook: Callable[[int], WorkOutlook], before: WorkOutlook, most: int, enough: Callable[[WorkOutlook], bool]
) -> tuple[int, WorkOutlook]:
    """The least amount from 0 to `most` that is enough, and its outlook; `most` where none is."""
    if enough(before):
        return 0, before
    low, high = 0, 1
    after = outlook(high)
    while not enough(after) and high < most:
        low, high = high, min(most, 2 * high)
        after = outlook(high)
    while enough(after) and high - low > 1:
        middle = (low + high) // 2
        tried = outlook(middle)
        if enough(tried):
            high, after = middle, tried
        else:
            low = middle
    return high, after


def _way(how: str, steps: int, before: WorkOutlook, after: WorkOutlook, day: date, p: float) -> Way:
    chance = _p(after, day)
    low, high = wilson(chance, after.runs)
    more = float(np.mean(after.usd.sum(axis=1) - before.usd.sum(axis=1)))
    amount = steps if how.startswith("teams") else 1 + steps / _STEPS
    said = f"{amount} more {how.removeprefix('teams ')} team(s)" if how.startswith("teams") else f"{amount:.3g} × {how}"
    if steps == 0:
        said = "With nothing changed"
    sentence = f"{said}: done by {day} with a chance of {chance:.0%} ({low:.0%} to {high:.0%})"
    if chance >= p:
        return Way(how, amount, True, chance, low, high, more, f"{sentence}, for {more:,.0f} US$ more until then.")
    sentence += f"; that is the most that was tried, and {p:.0%} is not reached. Look for what else holds the work up."
    return Way(how, amount, False, chance, low, high, more, sentence)


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share seen in `count` replications (Wilson, 1927, doi:10.1080/01621459.1927.10502953)."""
    z2 = _Z95**2 / count
    middle, half = share + z2 / 2, _Z95 * sqrt(share * (1 - share) / count + z2 / (4 * count))
    return max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))
