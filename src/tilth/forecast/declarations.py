"""Declared area as it is published: totals up to a day and areas of a week, made into stretches with one pace each.

A declaration is what somebody said was done. Nothing here is released land.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WEEK = 7.0  # days
_SAME = 1  # days by which the end of a week and the day of a total may differ


@dataclass(frozen=True, slots=True, order=True)
class Declaration:
    """One declared area in km²: a total up to the day `at`, or with `start` the area of the days from then on."""

    at: date
    km2: float
    start: date | None = None  # the day after which the area was counted


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one declared amount: after `start`, up to and with `end`."""

    start: date
    end: date
    km2: float

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.end - self.start).days

    @property
    def km2_per_week(self) -> float:
        """Its mean pace."""
        return self.km2 * WEEK / self.days

    @property
    def middle(self) -> float:
        """The middle of it, as a day number."""
        return (self.start.toordinal() + self.end.toordinal()) / 2


@dataclass(frozen=True, slots=True)
class Course:
    """What was declared until a day: stretches in order of time, the last total, and what was noticed on the way."""

    stretches: tuple[Stretch, ...]  # with something declared
    pauses: tuple[Stretch, ...]  # with nothing declared
    last: date
    km2: float | None  # the last total; None where only areas of weeks or years were declared
    notes: tuple[str, ...]

    @property
    def report_days(self) -> float:
        """How many days a report usually covers, a week at least and a year at most."""
        return float(np.clip(np.median([one.days for one in self.stretches]), WEEK, 366.0))

    def paces(self) -> NDArray[np.float64]:
        """Shape (stretches, 3): logarithm of km² a week, middle as a day number, days."""
        return np.array([(np.log(one.km2_per_week), one.middle, one.days) for one in self.stretches]).reshape(-1, 3)


def course(declared: Iterable[Declaration], *, until: date) -> Course:
    """The stretches of what is declared up to a day. An area of a week splits the stretch between two totals."""
    known = sorted({one for one in declared if one.at <= until and one.km2 >= 0}, key=_order)
    totals, notes = _growing([one for one in known if one.start is None])
    weeks = [one for one in known if one.start is not None]
    points = [(one.at, one.km2) for one in totals]
    points = sorted({*points, *_split(points, weeks)})
    stretches = [Stretch(a[0], b[0], b[1] - a[1]) for a, b in pairwise(points)]
    first, last = (points[0][0], points[-1][0]) if points else (date.max, date.min)
    alone = [one for one in weeks if one.start is not None and (one.at <= first or one.start >= last)]
    stretches += [Stretch(one.start, one.at, one.km2) for one in _apart(alone) if one.start is not None]
    stretches.sort(key=lambda one: one.start)
    ends = [one.end for one in stretches] + [last] * bool(points)
    return Course(
        tuple(one for one in stretches if one.km2 > 0),
        tuple(one for one in stretches if one.km2 == 0),
        max(ends, default=until),
        points[-1][1] if points else None,
        tuple(notes),
    )


def _order(one: Declaration) -> tuple[date, date, float]:
    return one.at, one.start or date.min, one.km2


def _growing(totals: Sequence[Declaration]) -> tuple[list[Declaration], list[str]]:
    """Totals that never fall, as long a run of them as there is; the others are told."""
    best: list[list[Declaration]] = []
    for one in totals:
        before = [run for run in best if run[-1].km2 <= one.km2 and run[-1].at < one.at]
        best.append([*max(before, key=len, default=[]), one])
    kept = max(best, key=lambda run: (len(run), run[-1].at), default=[])
    left = len(totals) - len(kept)
    return kept, [f"{left} total(s) fall below or stand beside another one and are set aside"] if left else []


def _split(points: Sequence[tuple[date, float]], weeks: Iterable[Declaration]) -> list[tuple[date, float]]:
    """The totals that stood at the start of declared weeks, where that fits between the totals around it."""
    found = []
    for week in weeks:
        end = next((one for one in points if abs((one[0] - week.at).days) <= _SAME), None)
        if end is None or week.start is None:
            continue
        day, km2 = end[0] - (week.at - week.start), end[1] - week.km2
        before = max((one for one in points if one[0] < end[0]), default=None)
        if before is not None and before[0] + timedelta(days=2) <= day and before[1] < km2 < end[1]:
            found.append((day, km2))
    return found


def _apart(weeks: Sequence[Declaration]) -> list[Declaration]:
    """Those that do not overlap one before them; of two that end on one day the shorter."""
    kept: list[Declaration] = []
    for one in sorted(weeks, key=lambda week: (week.at, -(week.start or date.min).toordinal())):
        if one.start is not None and one.start < one.at and (not kept or kept[-1].at <= one.start):
            kept.append(one)
    return kept
