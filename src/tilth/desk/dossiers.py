"""The dossier of a task: what its journal holds, put together for the rules that say what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tilth.desk.ports import JournalReader
from tilth.desk.programme import Programme
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import task_of
from tilth.evidence.register import fold_register
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast
from tilth.work.dossier import Dossier, Rule, check
from tilth.work.dossier_checks import Facts
from tilth.work.fold import tasks
from tilth.work.survey_signs import signs_of_survey
from tilth.work.task import Task

SURVEYS = ("cancel", "reduce")  # actions that are surveys


def dossier(programme: Programme, name: str, *, asked: Iterable[Rule] | None = None) -> Dossier:
    """What is missing in the papers of a task, by the rules given or those of the package.

    Raises Refusal 404.4 where there is no such task.
    """
    task = task_of(programme.store, name)
    return check(task, facts_of(programme, task), asked=asked)


def facts_of(programme: Programme, task: Task) -> Facts:
    """What is on record beside a task: its hazard, what that rests on, its order and handover, and the roster."""
    reader = programme.store
    hazard = live_entries(reader, task.hazard, "suspected")
    order, handover = entries_said(reader, task)
    return Facts(
        order=body_of(order),
        handover=body_of(handover),
        surveys=tuple(_surveys(reader, task, hazard)),
        evidence=tuple(_evidence(reader, task, hazard)),
        hazard_drawn=any(entry.geometry for entry in hazard),
        released_drawn=handover is not None and handover.geometry is not None,
        allowed=roster_of(programme).allowed,
    )


def entries_said(reader: JournalReader, task: Task) -> tuple[Entry | None, Entry | None]:
    """The order of a task and its last handover, if there is one."""
    return reader.entry(task.entry), reader.entry(task.handovers[-1].entry) if task.handovers else None


def live_entries(reader: JournalReader, name: str, kind: str) -> list[Entry]:
    """The entries under a name that nothing amends, in the layer of `kind`; none for an empty name."""
    numbers = reader.live_ids(None, [name], kind).get(name, []) if name else []
    return [entry for number in numbers if (entry := reader.entry(number)) is not None]


def body_of(entry: Entry | None) -> dict[str, Any]:
    """The fields of an entry; none where there is no entry."""
    found: dict[str, Any] = json.loads(entry.body) if entry is not None else {}
    return found


def _surveys(reader: JournalReader, task: Task, hazard: list[Entry]) -> Iterator[str]:
    """Signs of survey in the record of the hazard, survey tasks on it with work done, and releases after survey."""
    for entry in hazard:
        yield from signs_of_survey(body_of(entry))
    says = f'"hazard":{json.dumps(task.hazard, ensure_ascii=False)}'
    named = [upcast(one.entry) for one in reader.read(kinds=("task", "cancelled", "reduced"), holding=says)]
    for entry in named:
        if entry.kind != "task" and reader.replacement(entry.number) is None:
            yield f"{entry.kind} in entry {entry.number}"
    surveys = [one.id for one in tasks(one for one in named if one.kind == "task").values() if one.action in SURVEYS]
    for name in surveys:
        if name != task.id and (other := task_of(reader, name)).days:
            yield f"task {name}, {len(other.days)} day(s) of work"


def _evidence(reader: JournalReader, task: Task, hazard: list[Entry]) -> Iterator[str]:
    """What the hazard's own record tells, and the claims that are cited for it or for the task."""
    for entry in hazard:
        if said := str(body_of(entry).get("evidence_text") or "").strip():
            yield said
    names = {name for name in (task.hazard, task.id) if name}
    read = reader.read(kinds=("citation", "withdrawal"), drawn=False)
    for one in fold_register(upcast(sealed.entry) for sealed in read).citations:
        cited_for = reader.entry(one.of_entry)
        if cited_for is not None and cited_for.source_id in names:
            yield one.claim_id
