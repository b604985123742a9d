"""Tasks: a list, one with its plan, work, quality and history, and the forms of the day."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.dossiers import dossier
from tilth.desk.handing import RESIDUAL_RISK
from tilth.desk.paper_map import ground_of_task
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.tasks import task_of
from tilth.desk.tasks_view import shown
from tilth.terms import table
from tilth.web.pages.asking import asked, leaf, quality_of, reading_for, tasks_of, today
from tilth.web.pages.drawing import drawing_of
from tilth.web.rendering import page
from tilth.web.viewer import OWNER, viewer_of
from tilth.work.states import states, step

# form: the events of the table of states, one of which must have a place in the present state
_EVENTS = {
    "progress": ("progress",),
    "inspect": ("inspection_passed",),
    "correct": ("correction",),
    "suspend": ("stoppage",),
    "resume": ("resumption",),
    "complete": ("completion", "completion_inspected"),
    "approve": ("approval",),
    "handover": ("handover",),
    "reopen": ("reopening",),
}
_APPROVER = ("approve", "handover")


def tasks(request: Request) -> Response:
    """`/tasks`: all, or those in a state or of a team; what waits for an inspection, and how much to check."""
    state, team = asked(request, "state"), asked(request, "team")
    if state is not None and state not in states():
        raise Refusal("422.1", what="The state", text=state, hint=f"Known are: {', '.join(states())}.")
    with reading_for(request) as reading:
        every = tasks_of(reading)
        waits = quality_of(reading)["waiting"]
    rows = [one for one in every if state in (None, one["state"]) and (team is None or team == one["team"])]
    values = {
        "reading": reading,
        "leaf": leaf(request, rows, size=50),
        "states": [(one, count) for one in states() if (count := Counter(task["state"] for task in every)[one])],
        "teams": sorted({one["team"] for one in every if one["team"]}),
        "waiting": waits,
        "chosen": {"state": state, "team": team},
    }
    return page(request, "tasks.html", values=values)


def task(request: Request) -> Response:
    """`/tasks/ID`: everything on record about a task, and what may be said of it next."""
    name = request.path_params["task"]
    with reading_for(request) as reading:
        told = reading.once(("task", name, today()), lambda programme: _told(programme, name))
    viewer = viewer_of(request)
    acts = [
        act
        for act, events in _EVENTS.items()
        if viewer.may("approve" if act in _APPROVER else "write") and _has_place(told["task"]["state"], events)
    ]
    if "approve" in acts and viewer != OWNER and viewer.name in told["completed_by"]:
        acts.remove("approve")
    if "correct" in acts and not told["task"]["open_nonconformities"]:
        acts.remove("correct")
    papers = ["task-dossier", *(["completion"] if told["completed_by"] else [])]
    papers += ["handover"] if told["task"]["handovers"] else []
    values = {"reading": reading, "acts": acts, "papers": papers, "today": today(), "residual_risk": RESIDUAL_RISK}
    return page(request, "task.html", values=told | values | {"reasons": [one["why"] for one in table("stop_reasons")]})


def _has_place(state: str, events: tuple[str, ...]) -> bool:
    return any(not step(state, event).refusal for event in events)


def _told(programme: Programme, name: str) -> dict[str, Any]:
    found = shown(programme, name)
    one = task_of(programme.store, name)
    ground = ground_of_task(programme, one)
    shapes = {"hazard": [ground.hazard], "own": [ground.task], found_status(one.action): [ground.released]}
    done = one.completion
    return {
        "task": found,
        "check": dossier(programme, name),
        "drawing": drawing_of({key: [shape for shape in many if shape is not None] for key, many in shapes.items()}),
        "completed_by": {done.by, done.author} if done else set(),
    }


def found_status(action: str) -> str:
    """The status that released land of a task has, as a look of the drawing."""
    return {"cancel": "cancelled", "reduce": "reduced"}.get(action, "cleared")


ROUTES = (
    Route("/tasks", tasks, methods=["GET"], name="tasks"),
    Route("/tasks/{task:path}", task, methods=["GET"], name="task"),
)
