"""The dossiers of all tasks at once: what they look up beside their tasks is read in one pass over the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tilth.desk.dossiers import SURVEYS, body_of, entries_said
from tilth.desk.programme import Programme
from tilth.journal.upcast import upcast
from tilth.work.dossier import Dossier, check
from tilth.work.dossier_checks import Facts
from tilth.work.rules import Allowed
from tilth.work.survey_signs import signs_of_survey
from tilth.work.task import Task

_HAZARDS, _AFTER_SURVEY = ("suspected", "confirmed"), ("cancelled", "reduced")


@dataclass(slots=True)
class _OnRecord:
    """What is on record of hazards, by their ids."""

    surveys: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    evidence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # of tasks too
    drawn: set[str] = field(default_factory=set)


def dossiers(programme: Programme, tasks: Iterable[Task], *, allowed: Allowed, known: int) -> Iterator[Dossier]:
    """Each task held against the rules of the package, as known from the first `known` entries."""
    every = list(tasks)
    found = _on_record(programme, every, known)
    for task in every:
        order, handover = entries_said(programme.store, task)
        facts = Facts(
            order=body_of(order),
            handover=body_of(handover),
            surveys=tuple(one for one in found.surveys[task.hazard] if one != f"task {task.id}"),
            evidence=(*found.evidence[task.hazard], *found.evidence[task.id]),
            hazard_drawn=task.hazard in found.drawn,
            released_drawn=handover is not None and handover.geometry is not None,
            allowed=allowed,
        )
        yield check(task, facts)


def _on_record(programme: Programme, tasks: list[Task], known: int) -> _OnRecord:
    found = _OnRecord()
    names: dict[int, str | None] = {}
    read = programme.store.read(kinds=(*_HAZARDS, *_AFTER_SURVEY, "task", "citation", "withdrawal"))
    entries = [upcast(sealed.entry) for sealed in read if sealed.entry.number <= known]
    amended = {entry.amends for entry in entries if entry.amends}
    for entry in entries:
        names[entry.number] = entry.source_id
        if entry.number in amended:
            continue
        body = json.loads(entry.body)
        if entry.kind in _HAZARDS and entry.source_id:
            found.surveys[entry.source_id] += signs_of_survey(body)
            found.evidence[entry.source_id] += [said] if (said := body.get("evidence_text")) else []
            found.drawn |= {entry.source_id} if entry.geometry else set()
        elif entry.kind in _AFTER_SURVEY:
            found.surveys[str(body.get("hazard"))].append(f"{entry.kind} in entry {entry.number}")
        elif entry.kind == "citation" and (name := names.get(int(body["of_entry"]))):
            found.evidence[name].append(str(body["claim_id"]))
    for task in tasks:
        if task.action in SURVEYS and task.days:
            found.surveys[task.hazard].append(f"task {task.id}")
    return found
