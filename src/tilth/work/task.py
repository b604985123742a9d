"""A task: what was ordered, what was done, what was found wrong, and what became of its land."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tilth.work.day import Day, Nonconformity, Visit


@dataclass(frozen=True, slots=True)
class Planned:
    """What the order foresees."""

    start: date | None = None
    end: date | None = None
    m2: int | None = None

    @property
    def days(self) -> int | None:
        """Calendar days from start to end, both included; None where either is not stated."""
        return (self.end - self.start).days + 1 if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class Actual:
    """What the days of work on record add up to."""

    start: date | None
    end: date | None
    m2: int
    days: int  # on which ground was finished
    team_days: int  # forms on which ground was finished
    lost_minutes: dict[str, int]  # by reason
    items: dict[str, int]  # by kind
    destroyed: dict[str, int]

    @property
    def m2_per_team_day(self) -> float | None:
        """Square metres a team finished on a day with progress."""
        return self.m2 / self.team_days if self.team_days else None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a task's history: who said what and when, and the state it led to."""

    entry: int
    kind: str
    on: str  # the day as stated
    by: str
    author: str
    recorded_at: str
    state: str  # after it
    said: str = ""
    refusal: str = ""  # the number of the refusal, for an entry that had no place in the state it met


@dataclass(frozen=True, slots=True)
class Moved:
    """Land that a handover released or a re-opening took back; whole square metres inside and outside the task."""

    entry: int
    on: date
    inside_m2: int
    outside_m2: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind an entry: who said it, and the account that wrote it, empty where a file brought it."""

    said_by: str
    author: str

    def is_same(self, other: Person) -> bool:
        """Whether two entries are one person's, as far as the journal can tell."""
        if " ".join(self.said_by.casefold().split()) == " ".join(other.said_by.casefold().split()):
            return True
        return bool(self.author) and self.author == other.author


@dataclass(slots=True)
class Task:
    """The present state of a task, folded from its entries."""

    id: str
    entry: int  # the order
    hazard: str = ""
    action: str = ""  # cancel, reduce or clear
    method: str = ""
    depth_cm: int | None = None
    team: str = ""
    criteria: str = ""  # the version of the criteria that the work must meet
    season: str = ""  # MM-DD..MM-DD, empty for all year
    given_on: date | None = None
    by: str = ""
    m2: int | None = None  # its land, fixed when the order was booked
    planned: Planned = field(default_factory=Planned)
    state: str = "open"
    since: Line | None = None  # the entry that led to the state
    state_before: str = ""  # where a resumption leads back to
    days: list[Day] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    nonconformities: list[Nonconformity] = field(default_factory=list)
    handovers: list[Moved] = field(default_factory=list)
    reopenings: list[Moved] = field(default_factory=list)
    history: list[Line] = field(default_factory=list)
    completion: Line | None = None
    completed_by: Person | None = None
    approval: Line | None = None
    passed: Visit | None = None  # the inspection that the completion rests on
    forms: dict[tuple[object, ...], int] = field(default_factory=dict)  # figures of each day -> its entry
    done_m2: int = 0
    last_day: date | None = None

    @property
    def open_nonconformities(self) -> list[Nonconformity]:
        """Those that nothing corrects yet."""
        return [one for one in self.nonconformities if one.corrected_in is None]

    @property
    def is_inspected(self) -> bool:
        """Whether a passed inspection covers every day of work, with no non-conformity open."""
        passed = self.passed is not None and (self.last_day is None or self.passed.on >= self.last_day)
        return passed and not self.open_nonconformities

    @property
    def released_m2(self) -> int:
        """Its land that is released now: handed over and not taken back."""
        return sum(one.inside_m2 for one in self.handovers) - sum(one.inside_m2 for one in self.reopenings)

    @property
    def remaining_m2(self) -> int | None:
        """Its land that is not released, by subtraction of whole numbers; None where its size is not stated."""
        return None if self.m2 is None else self.m2 - self.released_m2

    @property
    def actual(self) -> Actual:
        """What the days on record add up to."""
        worked = [day for day in self.days if day.m2]
        lost, items, destroyed = Counter[str](), Counter[str](), Counter[str]()
        for day in self.days:
            if day.lost_minutes:
                lost[day.lost_why or "not stated"] += day.lost_minutes
            items.update(day.items)
            destroyed.update(day.destroyed)
        return Actual(
            min((day.on for day in self.days), default=None),
            max((day.on for day in self.days), default=None),
            sum(day.m2 for day in worked),
            len({day.on for day in worked}),
            len(worked),
            dict(lost),
            dict(items),
            dict(destroyed),
        )
