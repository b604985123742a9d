"""What is known of a national programme, and what was known of it by a day.

A published value has two dates: the day it describes and the day it could first be read. A forecast made on a day may
use a value only when it could be read by then; this is what makes a back-test honest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from math import log

from tilth.terms.finding import Finding


@dataclass(frozen=True, slots=True)
class Observation:
    """One published area: a stock at the end of a day, or a flow between two days (both included)."""

    series: str
    start: date | None  # first day of a flow; None for a stock
    at: date  # the day a stock describes, or the last day of a flow
    km2: float  # never negative
    published: date  # the last day it can have been published
    published_how: str  # stated, told by source or assumed
    qualifier: str
    scope: str
    row: str

    @property
    def is_stock(self) -> bool:
        """Whether it says what remains on a day."""
        return self.series.startswith("remaining_")


@dataclass(frozen=True, slots=True)
class Target:
    """A plan or somebody's forecast: never evidence of what was done."""

    series: str  # target_completion, target_remaining or target_release
    start: date | None  # first day of a planned release
    at: date  # the day it is due
    km2: float | None  # None for a completion
    published: date
    published_how: str
    row: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A published figure that is not an area: money, people, capacity, years to clear."""

    series: str
    start: date | None
    at: date
    value: float
    unit: str
    published: date
    published_how: str
    row: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything published about one country or territory, in order of the day described."""

    country: str
    observations: tuple[Observation, ...]
    targets: tuple[Target, ...] = ()
    costs: tuple[Cost, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock that is forecast: one value for each day, what other values were published, and why this one."""

    series: str
    values: tuple[Observation, ...]
    ends: tuple[tuple[float, float], ...]  # for each value: the smallest and largest published for that day, km²
    why: tuple[str, ...]

    @property
    def spread(self) -> tuple[float, ...]:
        """For each value: the log of the largest over the smallest published for that day, 0 for one."""
        return tuple(spread_of(ends) for ends in self.ends)


def spread_of(ends: tuple[float, float]) -> float:
    """The log of the larger over the smaller area; a hectare more makes nothing comparable."""
    return log((ends[1] + 0.01) / (ends[0] + 0.01)) if ends[1] > ends[0] else 0.0


# The stock forecast is the first of these that has a value; parts counted on one day are added.
STOCKS: tuple[tuple[str, ...], ...] = (
    ("remaining_total",),
    ("remaining_exposed",),
    ("remaining_sha", "remaining_cha"),
    ("remaining_cha",),
    ("remaining_sha",),
    ("remaining_all_eo",),
    ("remaining_apm",),
)


def known_at(history: History, origin: date) -> History:
    """What could be read by the end of `origin`, in the same order; the findings of reading stay."""
    return replace(
        history,
        observations=tuple(one for one in history.observations if one.published <= origin and one.at <= origin),
        targets=tuple(one for one in history.targets if one.published <= origin),
        costs=tuple(one for one in history.costs if one.published <= origin),
    )


def stock_of(history: History) -> tuple[Observation, ...]:
    """The stock to be forecast, one value for each day in order of day; empty where no stock was published."""
    return chosen_stock(history).values


def chosen_stock(history: History) -> Stock:
    """The stock to be forecast with the reasons of its choice. For one day the value published last is used."""
    for parts in STOCKS:
        days = _days(history, parts)
        if days:
            break
    else:
        return Stock("", (), (), ("no recorded stock was published by then",))
    name = parts[0] if len(parts) == 1 else "+".join(parts)
    values = tuple(value for value, _ in days)
    return Stock(name, values, tuple(ends for _, ends in days), _why(name, days))


_Published = tuple[Observation, tuple[float, float]]  # the value that counts; the smallest and the largest of that day


def _days(history: History, parts: tuple[str, ...]) -> list[_Published]:
    """For every day on which all parts were published: their sum, and the ends of what was published for it."""
    found: dict[date, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for one in history.observations:
        if one.series in parts:
            found[one.at][one.series].append(one)
    complete = [found[day] for day in sorted(found) if len(found[day]) == len(parts)]
    return [_joined([_latest(day[part]) for part in parts]) for day in complete]


def _latest(same_day: list[Observation]) -> _Published:
    """The value published last (a revision), among equals the first in the table; the smallest and the largest."""
    values = [one.km2 for one in same_day]
    return max(same_day, key=lambda one: one.published), (min(values), max(values))


def _joined(parts: list[_Published]) -> _Published:
    first, ends = parts[0]
    if len(parts) == 1:
        return first, ends
    values = [value for value, _ in parts]
    joined = replace(
        first,
        series="+".join(one.series for one in values),
        km2=sum(one.km2 for one in values),
        published=max(one.published for one in values),
        row="+".join(one.row for one in values),
    )
    return joined, (sum(low for _, (low, _) in parts), sum(high for _, (_, high) in parts))


def _why(name: str, days: list[_Published]) -> tuple[str, ...]:
    said = [f"the stock forecast is {name}, published for {len(days)} day{'s' * (len(days) > 1)}"]
    revised = sum(low < high for _, (low, high) in days)
    if revised:
        said.append(
            f"for {revised} of them several values were published: the one published last is used, and all of them "
            "where they differ by a quarter"
        )
    assumed = sum(value.published_how == "assumed" for value, _ in days)
    if assumed:
        said.append(f"for {assumed} of them the day of publication is an assumption")
    return tuple(said)
