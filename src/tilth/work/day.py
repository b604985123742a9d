"""A day of work as its form states it, and a visit of inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

UNSIGNED = "not stated"
MOST_M2 = 10**9  # a thousand square kilometres in a day is no figure of work
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """One form of daily progress."""

    entry: int  # 0 while it is not booked
    on: date
    task: str
    team: str
    m2: int
    said_by: str
    form: str | None = None  # its own number, if it has one
    items: Mapping[str, int] = field(default_factory=dict)
    destroyed: Mapping[str, int] = field(default_factory=dict)
    lost_minutes: int = 0
    lost_why: str = ""
    lanes: str = ""
    outside_m2: int = 0  # of its outline, outside the outline of the task
    outside_metres: int = 0  # how far the farthest corner lies outside

    def figures(self) -> tuple[object, ...]:
        """What makes two forms the same: day, team, and every figure."""
        figures = (self.m2, tuple(sorted(self.items.items())), self.lost_minutes, self.lanes)
        return (self.form, self.on, self.team.casefold(), *figures)


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection of a task."""

    entry: int
    on: date
    by: str
    result: str  # pass or fail
    counts: bool  # it passed, nothing was left open, and no day of work came after it
    sampled_m2: int | None = None
    found: int | None = None
    nonconformity: str = ""


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """What an inspection found wrong, and the correction of it, if there is one."""

    entry: int  # of the inspection
    on: date
    what: str
    corrected_in: int | None = None
    correction: str = ""


def day_of(body: Mapping[str, Any], *, entry: int = 0, on: date, said_by: str, form: str | None = None) -> Day:
    """The day that the body of an entry of progress states. What cannot be read in it counts as not stated."""
    return Day(
        entry,
        on,
        str(body.get("task") or ""),
        str(body.get("team") or UNSIGNED),
        whole(body.get("m2")) or 0,
        said_by,
        form,
        body.get("items") or {},
        body.get("destroyed") or {},
        whole(body.get("lost_minutes")) or 0,
        str(body.get("lost_why") or ""),
        str(body.get("lanes") or ""),
        whole(body.get("outside_m2")) or 0,
        whole(body.get("outside_metres")) or 0,
    )


def whole(value: object, *, most: int = MOST_M2) -> int | None:
    """A whole number from 0 to `most`; None where `value` is none. A fraction is rounded half up."""
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return int(number + 0.5) if 0 <= number <= most else None


def minutes(value: object) -> int | None:
    """Minutes of one day's work of a team; None where `value` is no such number."""
    return whole(value, most=100 * _MINUTES_A_DAY)
