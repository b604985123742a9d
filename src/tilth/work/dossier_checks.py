"""The checks that a rule of a dossier can name. Each yields what is said of one gap, and nothing where none is.

A check takes the task, what else is on record (`Facts`), and the word that its rule gives it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tilth.work.day import UNSIGNED
from tilth.work.rules import Allowed, nobody_asked
from tilth.work.task import Task

MOST_DAYS = 5  # told by date, of many
Said = dict[str, object]
_NOT_ASKED = ("certificate_ends_soon",)  # told on the day, and no gap of a dossier
_ADVICE = re.compile(r"\. (Nothing is held up|Book it with)\b.*", flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record beside the task itself."""

    order: Mapping[str, Any] = field(default_factory=dict)  # fields of its order
    handover: Mapping[str, Any] = field(default_factory=dict)  # fields of its last handover, empty before it
    surveys: tuple[str, ...] = ()  # what shows that the hazard was surveyed
    evidence: tuple[str, ...] = ()  # what the hazard and the task rest on
    hazard_drawn: bool = False
    released_drawn: bool = False
    allowed: Allowed = nobody_asked


def order_given(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The order states its day."""
    if task.given_on is None:
        yield {}


def order_states(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The order states a field."""
    known = {"hazard": task.hazard, "method": task.method, "team": task.team, "criteria": task.criteria}
    if (known.get(of) or facts.order.get(of)) in (None, ""):
        yield {"field": of}


def hazard_drawn(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The hazard has an outline."""
    if not facts.hazard_drawn:
        yield {}


def survey_on_record(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The hazard was surveyed."""
    if not facts.surveys:
        yield {}


def evidence_cited(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The hazard rests on something."""
    if not facts.evidence:
        yield {}


def days_on_record(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """There is a day of work."""
    if not task.days:
        yield {}


def days_signed(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """Somebody answers for each day."""
    unsigned = [day for day in task.days if day.said_by == UNSIGNED]
    if unsigned:
        yield {"count": len(unsigned), "days": _days(day.on for day in unsigned), "of": unsigned[0].entry}


def days_accredited(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """Each team could do the work on each of its days; one gap for each team and each thing missing."""
    against: dict[tuple[str, str], list[date]] = defaultdict(list)
    sentences: dict[tuple[str, str], str] = {}
    for team, on in sorted({(day.team, day.on) for day in task.days}):
        for found in facts.allowed(team, on, task.action):
            if found.kind not in _NOT_ASKED:
                against[team, found.kind].append(on)
                sentences.setdefault((team, found.kind), _ADVICE.sub(".", found.sentence))
    for (team, kind), days in against.items():
        yield {"team": team, "count": len(days), "days": _days(days), "said": sentences[team, kind]}


def items_destroyed(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """Each item found has a record of its destruction, on whatever day."""
    actual = task.actual
    for item, count in actual.items.items():
        left = count - actual.destroyed.get(item, 0)
        if left > 0:
            days = [day for day in task.days if day.items.get(item, 0) > day.destroyed.get(item, 0)]
            entry = {"of": days[0].entry} if days else {}
            yield {"count": left, "item": item, "days": _days(day.on for day in days)} | entry


def completed(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """Somebody said that the work is completed."""
    if task.completion is None and task.state != "handed_over":
        yield {}


def nonconformities_closed(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """What was found wrong is corrected."""
    for one in task.open_nonconformities:
        yield {"on": one.on, "what": one.what, "of": one.entry}


def inspected(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """A passed inspection covers every day of work."""
    if not task.is_inspected:
        yield {}


def inspection_sampled(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The inspection that the completion rests on says how much ground was sampled and what was found there."""
    visit = task.passed
    if visit is None:
        return
    stated = {"the ground sampled": visit.sampled_m2, "what was found on it": visit.found}
    missing = [name for name, number in stated.items() if number is None]
    if missing:
        yield {"on": visit.on, "what": " or ".join(missing), "of": visit.entry}


def not_suspended(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The task is not suspended."""
    if task.state == "suspended" and task.since is not None:
        yield {"on": task.since.on, "what": task.since.said}


def approved(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """Another person approved the completion."""
    if task.approval is None and task.state != "handed_over":
        yield {"by": task.completed_by.said_by if task.completed_by else "whoever says it is completed"}


def handed_over(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The land is handed over."""
    if task.state != "handed_over":
        yield {}


def handover_states(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The handover, where there is one, states a field."""
    if task.state == "handed_over" and facts.handover.get(of) in (None, ""):
        yield {"field": of, "of": task.handovers[-1].entry if task.handovers else task.entry}


def released_drawn(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """The land that was handed over has an outline."""
    if task.state == "handed_over" and not facts.released_drawn:
        yield {}


def nothing_remains(task: Task, facts: Facts, of: str) -> Iterator[Said]:
    """All of the task's land is released."""
    if task.state == "handed_over" and (left := task.remaining_m2):
        yield {"m2": f"{left:,}"}


def _days(days: Iterable[date]) -> str:
    """The first few days, each with how often, and how many more there are."""
    counted = sorted(Counter(days).items())
    told = [f"{on} ({count} times)" if count > 1 else f"{on}" for on, count in counted[:MOST_DAYS]]
    more = len(counted) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


Check = Callable[[Task, Facts, str], Iterator[Said]]
CHECKS: dict[str, Check] = {
    one.__name__: one
    for one in (
        *(order_given, order_states, hazard_drawn, survey_on_record, evidence_cited, days_on_record, days_signed),
        *(days_accredited, items_destroyed, completed, nonconformities_closed, inspected, inspection_sampled),
        *(not_suspended, approved, handed_over, handover_states, released_drawn, nothing_remains),
    )
}
