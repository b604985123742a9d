"""The brief as a page of its own, the same that `tilth brief` writes, and as PDF."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tilth.desk.programme import Programme
from tilth.web.pages.asking import brief_of, question_of, reading_for, today

# The brief is one file with its own style and pictures in it, and has no script.
OWN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


def brief(request: Request) -> Response:
    """`/brief`: one page that can be kept, mailed and printed."""
    question = question_of(request)
    with reading_for(request) as reading:
        view = brief_of(reading, question)
        html: str = reading.once(("brief page", question, today()), lambda programme: _page(programme, view))
    return HTMLResponse(html, headers={"Content-Security-Policy": OWN_POLICY, "Cache-Control": "private, no-cache"})


def pdf(request: Request) -> Response:
    """`/brief.pdf`: the same on A4."""
    question = question_of(request)
    with reading_for(request) as reading:
        view = brief_of(reading, question)
        made: bytes = reading.once(("brief pdf", question, today()), lambda programme: _pdf(programme, view))
    headers = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="brief.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


def _page(programme: Programme, view: dict[str, Any]) -> str:
    from tilth.reports.brief import pictures_of, render
    from tilth.reports.brief_map import land_map

    pictures = pictures_of(view)
    land = land_map(programme, view)
    if land is not None:
        pictures["map"] = land.src
    return render(view, pictures=pictures)


def _pdf(programme: Programme, view: dict[str, Any]) -> bytes:
    from tilth.reports.brief_map import land_map
    from tilth.reports.brief_paper import brief_pdf

    return brief_pdf(view, land=land_map(programme, view))


ROUTES = (Route("/brief", brief, name="brief"), Route("/brief.pdf", pdf, name="brief-pdf"))
