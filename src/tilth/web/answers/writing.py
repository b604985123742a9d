"""Writing through the desk: each operation is the command of that name, its options the members of the body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import shapely
from starlette.requests import Request
from starlette.responses import Response

from tilth.desk import mending
from tilth.desk.approving import approve, approve_completion
from tilth.desk.handing import RESIDUAL_RISK, Receipt, hand_over, reopen
from tilth.desk.ordering import Wish, open_task
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.tasks import task_of
from tilth.desk.working import Done, Form, Hand, complete, correct, inspect, progress, resume, suspend
from tilth.terms.finding import Finding
from tilth.web.ground_check import GEOMETRY, examined_drawing
from tilth.web.operation import Operation, Parameter, Values, as_json
from tilth.web.problem import Problem
from tilth.web.room import room_of
from tilth.web.schema import Schema, day, integer, record, text
from tilth.web.viewer import viewer_of
from tilth.work.items import read_items

Write = Callable[[Programme, Values, Hand], dict[str, Any]]
_DAY = day("The day it happened.")
_BY = text("Key of who states it; the account that writes, if left out.")
_TASK = Parameter("task", {"type": "string", "minLength": 1, "maxLength": 200}, "Id of the task.", where="path")
_ENTRY = Parameter("entry", integer(), "Number of the entry.", where="path")
_ITEMS: Schema = {"type": "object", "additionalProperties": integer(), "description": 'Items by kind: {"AP mine": 3}.'}
DONE = record({"id": text(), "state": text(), "entry": integer()}, is_open=True)
MENDED = record({"entry": integer(), "amends": integer()}, required=("entry", "amends"))


def booked(write: Write) -> Callable[[Request, Values], Response]:
    """An endpoint that writes under the name of whoever is logged in."""

    def endpoint(request: Request, values: Values) -> Response:
        hand = _hand(request, values["body"])
        with room_of(request).write() as programme:
            answer = write(programme, values | {"body": values["body"]}, hand)
            head = programme.store.head()
        return as_json(answer, status=201, tilth_head=str(head))

    return endpoint


def _hand(request: Request, body: Values) -> Hand:
    """Who states it and who writes it. At the owner's desk a body may name who states it, as `--by` does."""
    name = viewer_of(request).name
    by = body.get("by", "").strip() or name
    own_desk = not getattr(request.app.state, "accounts", None) or not request.app.state.accounts.in_use()
    return Hand(by, by if own_desk else name, datetime.now(UTC))


def _ground(
    programme: Programme, body: Values, task: str | None = None
) -> tuple[shapely.Geometry | None, list[Finding]]:
    """The outline of a body, as it is booked; None where it has none."""
    if "geometry" not in body:
        return None, []
    if task is not None:
        task_of(programme.store, task)  # a task that is not there is told before an outline that is none
    examined = examined_drawing(programme, body["geometry"])
    if examined.geometry[0] is None:
        said = examined.findings[0].sentence if examined.findings else "It encloses no land."
        raise Problem(422, said)
    return examined.geometry[0], list(examined.findings)


def _told(done: Done, findings: list[Finding] | None = None) -> dict[str, Any]:
    done.findings[:0] = findings or []
    return done.as_json()


def _open(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    polygon, found = _ground(programme, body)
    stated = {name: body[name] for name in ("method", "depth_cm", "criteria", "season") if name in body}
    wish = Wish(
        body["hazard"],
        body["action"],
        body["team"],
        body["from"],
        body["to"],
        name=body.get("id"),
        given_on=body.get("on"),
        polygon=polygon,
        **stated,
    )
    return _told(open_task(programme, wish, hand=hand), found)


def _progress(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    polygon, found = _ground(programme, body, values["task"])
    form = Form(
        body["on"],
        body["team"],
        body["m2"],
        number=body.get("id"),
        items=_items(body, "items"),
        destroyed=_items(body, "destroyed"),
        lost_minutes=body.get("lost_minutes", 0),
        lost_why=body.get("lost_why", ""),
        lanes=body.get("lanes", ""),
        polygon=polygon,
    )
    return _told(progress(programme, values["task"], form, hand=hand), found)


def _items(body: Values, name: str) -> dict[str, int]:
    found = read_items(body.get(name, {}))
    if found is None:
        raise Refusal("422.1", what="The list of items", text=name, hint='Write it as {"AP mine": 3, "UXO": 1}.')
    return found


def _inspect(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    stated = {name: body[name] for name in ("found", "nonconformity", "sampled_m2") if name in body}
    return _told(inspect(programme, values["task"], on=body["on"], result=body["result"], hand=hand, **stated))


def _correct(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    done = correct(programme, values["task"], on=body["on"], what=body["what"], of=body.get("of"), hand=hand)
    return _told(done)


def _suspend(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    note = body.get("note", "")
    return _told(suspend(programme, values["task"], on=body["on"], why=body["why"], note=note, hand=hand))


def _resume(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    return _told(resume(programme, values["task"], on=body["on"], why=body.get("why", ""), hand=hand))


def _complete(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    return _told(complete(programme, values["task"], on=values["body"]["on"], hand=hand))


def _approve_task(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    return _told(approve_completion(programme, values["task"], on=values["body"].get("on"), hand=hand))


def _hand_over(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    polygon, found = _ground(programme, body, values["task"])
    receipt = Receipt(body["to"], body.get("residual_risk", RESIDUAL_RISK), body.get("use", ""))
    done = hand_over(programme, values["task"], on=body["on"], receipt=receipt, polygon=polygon, hand=hand)
    return _told(done, found)


def _reopen(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    polygon, found = _ground(programme, body, values["task"])
    status = body.get("as", "suspected")
    done = reopen(programme, values["task"], on=body["on"], why=body["why"], polygon=polygon, status=status, hand=hand)
    return _told(done, found)


def _amend(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    body = values["body"]
    done = mending.amend(programme, values["entry"], body["set"], why=body["why"], author=hand.author, now=hand.now)
    return {"entry": done.number, "amends": values["entry"]}


def _withdraw(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    done = mending.withdraw(programme, values["entry"], why=values["body"]["why"], author=hand.author, now=hand.now)
    return {"entry": done.number, "amends": values["entry"]}


def _approve(programme: Programme, values: Values, hand: Hand) -> dict[str, Any]:
    done, number = approve(programme, values["entry"], on=values["body"].get("on"), hand=hand)
    return done.as_json() if done is not None else {"entry": number, "approves": values["entry"]}


def _post(
    path: str, name: str, write: Write, summary: str, body: Schema, *, right: str = "write", answer: Schema = DONE
) -> Operation:
    known = {"task": _TASK, "entry": _ENTRY}
    parameters = tuple(one for word, one in known.items() if f"{{{word}}}" in path)
    return Operation(
        f"/api{path}",
        name,
        summary,
        booked(write),
        parameters,
        method="POST",
        body=body,
        answer=answer,
        status=201,
        right=right,
        tag="writing",
    )


def _of_task(word: str, name: str, write: Write, summary: str, body: Schema, *, right: str = "write") -> Operation:
    return _post(f"/tasks/{{task}}/{word}", name, write, summary, body, right=right)


_WHY = text("The reason, kept with the entry.", minLength=1)
OPERATIONS = (
    _post(
        "/entries/{entry}/amendments",
        "amendEntry",
        _amend,
        "Amend an entry: a new entry takes its place, and both stay",
        record(
            {
                "set": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 1_000_000}},
                "why": _WHY,
                "by": _BY,
            },
            required=("set", "why"),
        ),
        answer=MENDED,
    ),
    _post(
        "/entries/{entry}/withdrawals",
        "withdrawEntry",
        _withdraw,
        "Take an entry back; it stays in the journal",
        record({"why": _WHY, "by": _BY}, required=("why",)),
        answer=MENDED,
    ),
    _post(
        "/entries/{entry}/approvals",
        "approveEntry",
        _approve,
        "Approve an entry that somebody else wrote",
        record({"on": _DAY, "by": _BY}),
        right="approve",
    ),
    _post(
        "/tasks",
        "openTask",
        _open,
        "Give a task: its ground is the geometry, or the outline of the hazard",
        record(
            {
                "hazard": text("Id of the hazard."),
                "action": text("What to do.", enum=["cancel", "reduce", "clear"]),
                "team": text("The team that is to work."),
                "from": day("First planned day."),
                "to": day("Last planned day."),
                "id": text("Its id; made if left out.", minLength=1),
                "on": day("Day of the order."),
                "method": text("How."),
                "depth_cm": integer("Depth to work to, in cm."),
                "criteria": text("Version of the criteria to meet."),
                "season": text("Days of the year, as 03-15..11-30."),
                "geometry": GEOMETRY,
                "by": _BY,
            },
            required=("hazard", "action", "team", "from", "to"),
        ),
    ),
    _of_task(
        "progress",
        "bookProgress",
        _progress,
        "Book a day of work",
        record(
            {
                "on": _DAY,
                "team": text("The team that worked."),
                "m2": integer("Square metres finished."),
                "id": text("Number of the form.", minLength=1),
                "items": _ITEMS,
                "destroyed": _ITEMS,
                "lost_minutes": integer("Working time lost."),
                "lost_why": text("Why."),
                "lanes": text("Lanes or boxes finished."),
                "geometry": GEOMETRY,
                "by": _BY,
            },
            required=("on", "team", "m2"),
        ),
    ),
    _of_task(
        "inspections",
        "inspectTask",
        _inspect,
        "Book an inspection",
        record(
            {
                "on": _DAY,
                "result": text("pass or fail.", enum=["pass", "fail"]),
                "sampled_m2": integer("Square metres checked."),
                "found": integer("Items found in them."),
                "nonconformity": text("What was found wrong."),
                "by": _BY,
            },
            required=("on", "result"),
        ),
    ),
    _of_task(
        "corrections",
        "correctTask",
        _correct,
        "Book what was done about a non-conformity",
        record(
            {"on": _DAY, "what": text("What was done.", minLength=1), "of": integer("The inspection."), "by": _BY},
            required=("on", "what"),
        ),
    ),
    _of_task(
        "suspensions",
        "suspendTask",
        _suspend,
        "The work stops for a while",
        record({"on": _DAY, "why": _WHY, "note": text("More, in words."), "by": _BY}, required=("on", "why")),
    ),
    _of_task(
        "resumptions",
        "resumeTask",
        _resume,
        "The work goes on",
        record({"on": _DAY, "why": text("Why."), "by": _BY}, required=("on",)),
    ),
    _of_task(
        "completions",
        "completeTask",
        _complete,
        "Say that the work is done; no land moves",
        record({"on": _DAY, "by": _BY}, required=("on",)),
    ),
    _of_task(
        "approvals",
        "approveTask",
        _approve_task,
        "Approve a completion that somebody else stated",
        record({"on": _DAY, "by": _BY}),
        right="approve",
    ),
    _of_task(
        "handovers",
        "handTaskOver",
        _hand_over,
        "Hand the land over: only now it is released in the books",
        record(
            {
                "on": _DAY,
                "to": text("Who takes the land over.", minLength=1),
                "residual_risk": text("The statement on residual risk."),
                "use": text("Use of the land after handover."),
                "geometry": GEOMETRY,
                "by": _BY,
            },
            required=("on", "to"),
        ),
        right="approve",
    ),
    _of_task(
        "reopenings",
        "reopenTask",
        _reopen,
        "Land that was handed over is suspected again",
        record(
            {
                "on": _DAY,
                "why": _WHY,
                "as": text("suspected or confirmed.", enum=["suspected", "confirmed"]),
                "geometry": GEOMETRY,
                "by": _BY,
            },
            required=("on", "why"),
        ),
    ),
)
