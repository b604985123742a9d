"""What is said of a task: its order, days of work, inspections, completion, approval and handover."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tilth.desk import working
from tilth.desk.approving import approve_completion
from tilth.desk.handing import RESIDUAL_RISK, Receipt, hand_over, reopen
from tilth.desk.ordering import Wish, open_task
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.working import Done, Form, Hand
from tilth.web.accounts.forms import posted, text
from tilth.web.accounts.rights import need
from tilth.web.pages.asking import now
from tilth.web.rendering import page
from tilth.web.room import room_of
from tilth.web.viewer import OWNER, Viewer
from tilth.work.items import read_items

Act = Callable[[Programme, str, FormData, Hand], Done]


def _progress(programme: Programme, name: str, form: FormData, hand: Hand) -> Done:
    day = Form(
        text(form, "on"),
        text(form, "team"),
        _whole(form, "m2", "The area") or 0,
        text(form, "form") or None,
        _items(form, "items"),
        _items(form, "destroyed"),
        lost_minutes=_whole(form, "lost_minutes", "The time lost") or 0,
        lost_why=text(form, "lost_why"),
        lanes=text(form, "lanes"),
    )
    return working.progress(programme, name, day, hand=hand)


def _inspect(programme: Programme, name: str, form: FormData, hand: Hand) -> Done:
    return working.inspect(
        programme,
        name,
        on=text(form, "on"),
        result=text(form, "result"),
        hand=hand,
        sampled_m2=_whole(form, "sampled_m2", "The sample"),
        found=_whole(form, "found", "The number found"),
        nonconformity=text(form, "nonconformity"),
    )


def _handover(programme: Programme, name: str, form: FormData, hand: Hand) -> Done:
    to = _needed(form, "to", "Who takes the land over")
    receipt = Receipt(to, text(form, "residual_risk") or RESIDUAL_RISK, text(form, "use_after"))
    return hand_over(programme, name, on=text(form, "on"), receipt=receipt, hand=hand)


# name of the form: (right it needs, what it does)
_ACTS: dict[str, tuple[str, Act]] = {
    "progress": ("write", _progress),
    "inspect": ("write", _inspect),
    "correct": (
        "write",
        lambda programme, name, form, hand: working.correct(
            programme, name, on=text(form, "on"), what=_needed(form, "what", "What was done"), hand=hand
        ),
    ),
    "suspend": (
        "write",
        lambda programme, name, form, hand: working.suspend(
            programme, name, on=text(form, "on"), why=_needed(form, "why", "The reason"), hand=hand
        ),
    ),
    "resume": (
        "write",
        lambda programme, name, form, hand: working.resume(
            programme, name, on=text(form, "on"), why=_needed(form, "why", "The reason"), hand=hand
        ),
    ),
    "complete": (
        "write",
        lambda programme, name, form, hand: working.complete(programme, name, on=text(form, "on"), hand=hand),
    ),
    "approve": (
        "approve",
        lambda programme, name, form, hand: approve_completion(programme, name, on=text(form, "on") or None, hand=hand),
    ),
    "handover": ("approve", _handover),
    "reopen": (
        "write",
        lambda programme, name, form, hand: reopen(
            programme, name, on=text(form, "on"), why=_needed(form, "why", "The reason"), hand=hand
        ),
    ),
}


def order(request: Request, form: FormData) -> Response:
    """Book the order of a task on a hazard."""
    viewer = need(request, "write")
    wish = Wish(
        _needed(form, "hazard", "The hazard"),
        text(form, "action"),
        _needed(form, "team", "The team"),
        text(form, "planned_from"),
        text(form, "planned_to"),
        text(form, "name") or None,
        method=text(form, "method"),
        depth_cm=_whole(form, "depth_cm", "The depth"),
        criteria=text(form, "criteria"),
    )
    with room_of(request).write() as programme:
        done = open_task(programme, wish, hand=hand_of(viewer, form))
    return _answer(request, done)


def say(request: Request, form: FormData) -> Response:
    """Book what a form says of a task."""
    name, act = request.path_params["task"], request.path_params["act"]
    if act not in _ACTS:
        raise Refusal("404.4", what="form", name=act, hint=f"Known are: {', '.join(_ACTS)}.")
    right, do = _ACTS[act]
    viewer = need(request, right)
    hand = hand_of(viewer, form)
    with room_of(request).write() as programme:
        done = do(programme, name, form, hand)
    return _answer(request, done)


def hand_of(viewer: Viewer, form: FormData) -> Hand:
    """Who states it and which account writes it down; at the owner's desk, as on the command line, the same."""
    by = text(form, "by") or viewer.name
    return Hand(by, by if viewer == OWNER else viewer.name, now())


def _answer(request: Request, done: Done) -> Response:
    """Back to the task; what was noticed is shown first, as it is kept nowhere else."""
    where = f"/tasks/{quote(done.task.id, safe='')}"
    if not done.findings:
        return RedirectResponse(where, status_code=303)
    differences = [one["sentence"] for one in done.more.get("differences", ())]
    return page(request, "booked.html", values={"done": done, "where": where, "differences": differences})


def _needed(form: FormData, name: str, what: str) -> str:
    told = text(form, name)
    if not told:
        raise Refusal("422.1", what=what, text="an empty field", hint="Go back and fill it in.")
    return told


def _whole(form: FormData, name: str, what: str) -> int | None:
    told = text(form, name)
    if not told:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) < 13):
        raise Refusal("422.1", what=what, text=told, hint="Write a whole number, 0 or more.")
    return int(told)


def _items(form: FormData, name: str) -> dict[str, int]:
    found = read_items(text(form, name))
    if found is None:
        raise Refusal("422.1", what="The list of items", text=text(form, name), hint="Write it as AP mine=3,UXO=1.")
    return found


ROUTES = (
    Route("/tasks", posted(order), methods=["POST"]),
    Route("/tasks/{task:path}/{act}", posted(say), methods=["POST"]),
)
