"""Documents of a task, a hazard or a mission, the same that `tilth report` writes, as HTML or PDF."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.papers import hazard_paper, task_paper
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.reports.paper import KINDS, Paper, as_html, as_pdf, paper
from tilth.web.pages.asking import asked, reading_for, today
from tilth.web.pages.brief import OWN_POLICY

_SUFFIXES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def document(request: Request) -> Response:
    """`/papers/KIND.html` or `.pdf`, with `task` or `hazard`; `/papers/after-action.html` with `unit`."""
    kind, suffix = request.path_params["kind"], request.path_params["suffix"]
    known = (*KINDS, "after-action")
    if kind not in known or suffix not in _SUFFIXES or (kind == "after-action" and suffix == "pdf"):
        raise Refusal("404.4", what="document", name=f"{kind}.{suffix}", hint=f"Known are: {', '.join(known)}.")
    about = asked(request, "task"), asked(request, "hazard"), asked(request, "unit")
    with reading_for(request) as reading:
        key = ("paper", kind, suffix, about, today())
        made: bytes = reading.once(key, lambda programme: _made(programme, kind, suffix, about))
    headers = {"Content-Security-Policy": OWN_POLICY, "Cache-Control": "private, no-cache"}
    return Response(made, media_type=_SUFFIXES[suffix], headers=headers)


def _made(programme: Programme, kind: str, suffix: str, about: tuple[str | None, str | None, str | None]) -> bytes:
    task, hazard, unit = about
    if kind == "after-action":
        from tilth.desk.reporting import after_action
        from tilth.reports.after_action import render

        return render(after_action(programme, unit=unit, known_at=None)).encode()
    one = _paper(programme, kind, task=task, hazard=hazard)
    return as_pdf(one) if suffix == "pdf" else as_html(one).encode()


def _paper(programme: Programme, name: str, *, task: str | None, hazard: str | None) -> Paper:
    from tilth.reports.paper_map import map_of  # what draws is loaded with the first paper

    kind = KINDS[name]
    if name == "area-sheet":
        view, ground = hazard_paper(programme, hazard or "", today=today())
    else:
        view, ground = task_paper(programme, task or "", today=today())
    picture = map_of(ground, view, public=not kind.shows_unreleased, today=today())
    return paper(kind, view, {"map": picture} if picture else {})


ROUTES = (Route("/papers/{kind}.{suffix}", document, name="paper"),)
