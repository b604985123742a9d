"""Working: each thing said of a task is one entry, put to the table of states before it is booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import shapely

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.ground import m2_beyond, metres_beyond
from tilth.desk.ports import Head, JournalWriter
from tilth.desk.programme import Moment, Programme
from tilth.desk.refusal import Refusal
from tilth.desk.rostering import roster_of
from tilth.desk.tasks import as_entry, situation_of, task_of
from tilth.evidence.register_rules import known_words
from tilth.terms.finding import Finding, finding
from tilth.units.dates import When, parse_when
from tilth.work.day import MOST_M2, UNSIGNED, day_of
from tilth.work.events import event_of
from tilth.work.fold import put
from tilth.work.rules import asked_by, stopped_by
from tilth.work.sampled import Sampled, tell_inspector
from tilth.work.states import step
from tilth.work.task import Line, Task
from tilth.work.visit_rules import asked_about_completion, asked_about_visit


@dataclass(frozen=True, slots=True)
class Hand:
    """Who states something, which account writes it down, and when."""

    by: str
    author: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A task as it stands after an entry on it."""

    task: Task
    entry: int
    findings: list[Finding] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The contract's answer to what is said of a task."""
        told: dict[str, Any] = {"id": self.task.id, "state": self.task.state, "entry": self.entry}
        return told | self.more | {"findings": [one.as_json() for one in self.findings]}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of daily progress, read from words already."""

    on: str
    team: str
    m2: int
    number: str | None = None
    items: dict[str, int] = field(default_factory=dict)
    destroyed: dict[str, int] = field(default_factory=dict)
    lost_minutes: int = 0
    lost_why: str = ""
    lanes: str = ""
    polygon: shapely.Geometry | None = None


# --- a day of work --------------------------------------------------------------------------------------------------


def progress(programme: Programme, name: str, form: Form, *, hand: Hand) -> Done:
    """Book a day of work. Raises Refusal where a rule stops it; what else is noticed is a finding."""
    when = day_stated(form.on, today=hand.now.date())
    if not 0 <= form.m2 <= MOST_M2:
        hint = f"Write whole square metres from 0 to {MOST_M2}."
        raise Refusal("422.1", what="The area", text=form.m2, hint=hint)
    with programme.writing() as writer:
        task = task_of(writer, name)
        body = _progress_body(task, form, _outline(writer, task) if form.polygon is not None else None)
        draft = Draft("progress", hand.by or UNSIGNED, when, form.number, form.polygon, body)
        refuse_out_of_place(task, draft, hand)
        day = day_of(body, on=when.last, said_by=draft.said_by, form=form.number)
        if (why := stopped_by(task, day)) is not None:
            raise Refusal("422.3", said=why.sentence)
        findings = asked_by(task, day, situation_of(writer, task, team=form.team, allowed=roster_of(programme).allowed))
        return _book(programme, writer, task, draft, hand, findings)


def _progress_body(task: Task, form: Form, ground: shapely.Geometry | None) -> dict[str, Any]:
    body: dict[str, Any] = {"task": task.id, "team": form.team, "m2": form.m2}
    stated = {
        "items": form.items,
        "destroyed": form.destroyed,
        "lost_minutes": form.lost_minutes,
        "lost_why": form.lost_why,
        "lanes": form.lanes,
    }
    body |= {field: value for field, value in stated.items() if value}
    return body | outside_of(form.polygon, ground)


def outside_of(polygon: shapely.Geometry | None, ground: shapely.Geometry | None) -> dict[str, int]:
    """How much of a day's outline lies outside its task, and how far; measured once and kept with the entry."""
    if polygon is None:
        return {}
    told = {"area_m2": round(polygon.area)}
    if ground is not None and (beyond := m2_beyond(polygon, ground)):
        told |= {"outside_m2": beyond, "outside_metres": metres_beyond(polygon, ground)}
    return told


def _outline(writer: JournalWriter, task: Task) -> shapely.Geometry | None:
    """The outline of a task, as its order draws it."""
    entry = writer.entry(task.entry)
    return shapely.from_wkb(entry.geometry) if entry is not None and entry.geometry else None


# --- the steps ------------------------------------------------------------------------------------------------------


def inspect(
    programme: Programme,
    name: str,
    *,
    on: str,
    result: str,
    hand: Hand,
    sampled_m2: int | None = None,
    found: int | None = None,
    nonconformity: str = "",
) -> Done:
    """Book an inspection. A failed one, or one that names a non-conformity, keeps the task from being handed over."""
    if result not in ("pass", "fail"):
        raise Refusal("422.1", what="The result", text=result, hint="It is pass or fail.")
    for what, number in (("The sample", sampled_m2), ("The number found", found)):
        if number is not None and not 0 <= number <= MOST_M2:
            raise Refusal("422.1", what=what, text=number, hint="Write a whole number, 0 or more.")
    body = {"result": result, "sampled_m2": sampled_m2, "found": found, "nonconformity": nonconformity}
    done = say(programme, name, "inspection", on=on, hand=hand, body=body)
    return Done(done.task, done.entry, [*done.findings, *asked_about_visit(done.task)], _what_a_sample_says(done.task))


def _what_a_sample_says(task: Task) -> dict[str, Any]:
    """How likely the last visit's sample was to find a single missed item; nothing where no sample is stated."""
    visit = task.visits[-1]
    if not visit.sampled_m2 or not task.m2 or not (visit.found or 0) <= visit.sampled_m2 <= task.m2:
        return {}
    return {"sample": tell_inspector(Sampled(task.m2, visit.sampled_m2, visit.found or 0))}


def correct(programme: Programme, name: str, *, on: str, what: str, hand: Hand, of: int | None = None) -> Done:
    """Book the correction of a non-conformity: of one inspection's (entry `of`), or of all that are open."""
    return say(programme, name, "correction", on=on, hand=hand, body={"what": what, "of": of})


def suspend(programme: Programme, name: str, *, on: str, why: str, hand: Hand, note: str = "") -> Done:
    """Suspend a task. Work that is reported meanwhile is kept, with a finding.

    A reason that the vocabulary does not know is kept in words, as `other`.
    """
    known = why.strip().lower() in known_words("stop_reasons", "why")
    told = {"reason": why.strip().lower(), "note": note} if known else {"reason": "other", "note": note or why}
    return say(programme, name, "stoppage", on=on, hand=hand, body=told)


def resume(programme: Programme, name: str, *, on: str, why: str, hand: Hand) -> Done:
    """Resume a suspended task; it stands as it did before."""
    return say(programme, name, "resumption", on=on, hand=hand, body={"reason": why})


def complete(programme: Programme, name: str, *, on: str, hand: Hand) -> Done:
    """Say that a task is completed. Where the last inspection covers every day of work, it has passed at once."""
    done = say(programme, name, "completion", on=on, hand=hand, body={})
    return Done(done.task, done.entry, [*done.findings, *asked_about_completion(done.task)])


def say(programme: Programme, name: str, kind: str, *, on: str | None, hand: Hand, body: Any) -> Done:
    """Book one entry on a task. `body` holds its fields, or makes them from the task as it stands."""
    when = day_stated(on, today=hand.now.date()) if on is not None else None
    with programme.writing() as writer:
        task = task_of(writer, name)
        fields = body(task) if callable(body) else body
        kept = {field: value for field, value in fields.items() if value not in (None, "")}
        draft = Draft(kind, hand.by, when, None, None, {"task": task.id} | kept)
        refuse_out_of_place(task, draft, hand)
        refuse_too_early(task, draft)
        return _book(programme, writer, task, draft, hand, [])


def _book(
    programme: Programme, writer: JournalWriter, task: Task, draft: Draft, hand: Hand, findings: list[Finding]
) -> Done:
    booked = write(programme, [draft], author=hand.author, now=hand.now, writer=writer)[0]
    fold_in(task, booked, writer)
    return Done(task, booked.number, findings)


def fold_in(task: Task, booked: Booked, writer: JournalWriter) -> None:
    """Let an entry that was just booked change its task."""
    entry = writer.entry(booked.number)
    if entry is not None:
        put(task, entry, booked.draft.body)


# --- what has no place ----------------------------------------------------------------------------------------------


def day_stated(text: str, *, today: date) -> When:
    """A single day that has come. Raises Refusal 422.1 for anything else."""
    when = parse_when(text)
    if when is None or when.precision != "day":
        raise Refusal("422.1", what="The day", text=text, hint="Write it as 2024-05-31.")
    if when.first > today:
        raise Refusal("422.1", what="The day", text=text, hint="It has not come yet.")
    return when


def refuse_out_of_place(task: Task, draft: Draft, hand: Hand) -> None:
    """Raises the refusal that the table of states has for a draft, if it has one."""
    recorded_at = Moment.after(Head(0, b"", ""), hand.now).text
    entry = as_entry(draft, number=0, author=hand.author, recorded_at=recorded_at)
    refusal = step(task.state, event_of(task, entry, draft.body)).refusal
    if not refusal:
        return
    since = task.since
    raise Refusal(
        refusal,
        task=task.id,
        state=task.state.replace("_", " "),
        event=draft.kind,
        since=since.entry if since else task.entry,
        why=since.said if since else "",
        open=_open(task),
        author=hand.by,
        entry=task.completion.entry if task.completion else "",
        completed_by=task.completed_by.said_by if task.completed_by else "",
    )


def _open(task: Task) -> str:
    count = len(task.open_nonconformities)
    return f", and {count} non-conformity of it is open" if count else ""


def refuse_too_early(task: Task, draft: Draft) -> None:
    """Raises Refusal 422.3 where a draft is dated before what it rests on."""
    if draft.when is None:
        return
    on = draft.when.last
    if task.given_on is not None and on < task.given_on:
        said = finding("before_task", on=on, since=task.given_on, task=task.id, of=task.entry).sentence
        raise Refusal("422.3", said=said)
    for line in _rests_on(task, draft.kind):
        earlier = parse_when(line.on)
        if earlier is not None and on < earlier.last:
            raise Refusal("422.4", what=draft.kind, on=on, kind=line.kind, earlier=line.on, entry=line.entry)


def _rests_on(task: Task, kind: str) -> Iterable[Line]:
    """The entries whose day the day of a later step cannot come before."""
    before = {
        "completion": ("progress",),
        "approval": ("completion", "inspection"),
        "handover": ("completion", "approval", "inspection"),
        "reopening": ("handover",),
        "resumption": ("stoppage",),
    }.get(kind, ())
    reopened = max((one.entry for one in task.reopenings), default=0)
    return [line for line in task.history if line.kind in before and not line.refusal and line.entry > reopened]
