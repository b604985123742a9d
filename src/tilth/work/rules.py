"""Rules that bite on the day: what a form of daily progress must be, and what is asked about it.

A form that breaks one of `STOPPED_BY` is not booked. What the rules of `ASKED_BY` notice is booked and asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tilth.terms.finding import Finding, finding
from tilth.work.day import UNSIGNED, Day
from tilth.work.states import step
from tilth.work.task import Task

ABSURD_TIMES = 10  # as much as the whole task, in one day
UNUSUAL_TIMES = 10  # as much as the team's own usual day
DAYS_OF_HISTORY = 5  # before a team has a usual day
LEAST_M2 = 2  # rounding may leave a square metre on either side
FAR_SHARE = 0.01  # of a day's ground; the field's own checks use 0.9 %

Allowed = Callable[[str, date, str], list[Finding]]  # may this team do this action on this day: what speaks against it


def nobody_asked(team: str, on: date, action: str) -> list[Finding]:
    """Stands for the accreditation of teams where it is not to be asked about."""
    return []


@dataclass(slots=True)
class Pace:
    """What a team usually finishes in a day, over all its tasks; unusual days are left out."""

    days: int = 0
    m2: int = 0

    def is_unusual(self, m2: int) -> bool:
        """Whether a day's figure is ten times the usual one, once there is a usual one."""
        return self.days >= DAYS_OF_HISTORY and m2 * self.days >= UNUSUAL_TIMES * self.m2

    def add(self, m2: int) -> None:
        """Count a day with progress, unless it is unusual."""
        if m2 and not self.is_unusual(m2):
            self.days += 1
            self.m2 += m2


@dataclass(slots=True)
class Situation:
    """What the rules look at beside the task and the day."""

    allowed: Allowed = nobody_asked
    paces: dict[str, Pace] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)  # hazard id -> its access, where it is not open

    def pace(self, team: str) -> Pace:
        """The pace of a team so far."""
        return self.paces.setdefault(team.casefold(), Pace())


def stopped_by(task: Task, day: Day) -> Finding | None:
    """The first reason not to book the day, None if there is none."""
    return next((found for rule in STOPPED_BY for found in rule(task, day)), None)


def asked_by(task: Task, day: Day, situation: Situation) -> list[Finding]:
    """What is asked about a day that is booked."""
    return [found for rule in ASKED_BY for found in rule(task, day, situation)]


# --- what is not booked ---------------------------------------------------------------------------------------------


def closed_task(task: Task, day: Day) -> Iterator[Finding]:
    """No work on a task whose completion was said."""
    if step(task.state, "progress").refusal:
        since = task.since.entry if task.since else task.entry
        yield finding("closed_task", task=task.id, state=task.state.replace("_", " "), of=since)


def before_the_task(task: Task, day: Day) -> Iterator[Finding]:
    """No work before the task was given."""
    if task.given_on is not None and day.on < task.given_on:
        yield finding("before_task", on=day.on, since=task.given_on, task=task.id, of=task.entry)


def absurd_area(task: Task, day: Day) -> Iterator[Finding]:
    """No day with ten times the ground of its task: that is another unit."""
    if task.m2 and day.m2 > ABSURD_TIMES * task.m2:
        yield finding("absurd_area", m2=day.m2, task_m2=task.m2, task=task.id)


def same_form_again(task: Task, day: Day) -> Iterator[Finding]:
    """A form is booked once."""
    if (of := task.forms.get(day.figures())) is not None:
        yield finding("duplicate_day", task=task.id, of=of)


STOPPED_BY = (closed_task, before_the_task, absurd_area, same_form_again)


# --- what is asked --------------------------------------------------------------------------------------------------


def more_than_the_task_holds(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """Days add up to no more than the task."""
    if task.m2 is not None and task.done_m2 + day.m2 > task.m2 and day.m2:
        yield finding("more_than_task", m2=task.done_m2 + day.m2, task_m2=task.m2, task=task.id)


def suspended_task(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """No work while the task is suspended."""
    if task.state == "suspended" and task.since is not None:
        yield finding("work_while_suspended", task=task.id, since=task.since.on, why=task.since.said)


def suspended_land(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """No work on land that is not accessible."""
    if access := situation.access.get(task.hazard):
        yield finding("land_not_accessible", hazard=task.hazard, access=access)


def out_of_season(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """No work outside the season of the order."""
    start, _, end = task.season.partition("..")
    on = day.on.strftime("%m-%d")
    inside = start <= on <= end if start <= end else (on >= start or on <= end)
    if task.season and not inside:
        yield finding("out_of_season", on=day.on, season=task.season, task=task.id)


def unsigned(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """Somebody signs each form."""
    if day.said_by == UNSIGNED:
        yield finding("unsigned_day", team=day.team, of=day.entry or "ENTRY")


def not_destroyed(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """What was found has a record of its destruction."""
    for item, count in day.items.items():
        destroyed = day.destroyed.get(item, 0)
        if destroyed < count:
            yield finding("not_destroyed", count=count, item=item, destroyed=destroyed)


def unusual_rate(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """A day ten times the team's own is looked at again."""
    pace = situation.pace(day.team)
    if pace.is_unusual(day.m2):
        usual = pace.m2 / pace.days
        times, whole = f"{day.m2 / usual:.0f}", f"{usual:.0f}"
        yield finding("unusual_rate", m2=day.m2, times=times, usual=whole, team=day.team, days=pace.days)


def outside_the_task(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """The ground of a day lies inside the task."""
    if day.outside_m2 >= max(LEAST_M2, FAR_SHARE * day.m2):
        yield finding("day_outside_task", m2=day.outside_m2, task=task.id, metres=day.outside_metres)


def other_team(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """The team of the order does the work."""
    if task.team and day.team.casefold() != task.team.casefold():
        yield finding("other_team", task=task.id, ordered=task.team, team=day.team, of=task.entry)


def lost_without_a_reason(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """Lost time has a reason."""
    if day.lost_minutes and not day.lost_why:
        yield finding("lost_without_reason", minutes=day.lost_minutes, team=day.team)


def not_accredited(task: Task, day: Day, situation: Situation) -> Iterator[Finding]:
    """The team may do this work on this day."""
    yield from situation.allowed(day.team, day.on, task.action)


ASKED_BY = (
    *(more_than_the_task_holds, suspended_task, suspended_land, out_of_season, unsigned, not_destroyed),
    *(unusual_rate, outside_the_task, other_team, lost_without_a_reason, not_accredited),
)
