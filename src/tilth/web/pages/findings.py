"""Findings as a queue of work: what is imperfect, which entry it is about, and the way to mend it."""

from __future__ import annotations

from collections import Counter

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tilth.desk.findings_view import SEVERITIES
from tilth.desk.outside import book_outside_edits
from tilth.desk.reading import NOT_STATED
from tilth.desk.starting import about
from tilth.web.accounts.forms import posted, text
from tilth.web.accounts.rights import need
from tilth.web.pages.asking import asked, findings_of, leaf, now, reading_for
from tilth.web.rendering import page
from tilth.web.room import room_of

ROWS = 50


def findings(request: Request) -> Response:
    """`/findings`: all of them or those of a kind or severity; those of mended entries only where asked."""
    kind, severity, mended = asked(request, "kind"), asked(request, "severity"), asked(request, "mended")
    with reading_for(request) as reading:
        every = findings_of(request, reading)
    shown = [
        one
        for one in every
        if kind in (None, one.found.kind) and severity in (None, one.found.severity) and (mended or not one.mended_by)
    ]
    values = {
        "reading": reading,
        "leaf": leaf(request, shown, size=ROWS),
        "kinds": sorted(Counter(one.found.kind for one in every).items(), key=lambda one: -one[1]),
        "severities": SEVERITIES,
        "chosen": {"kind": kind, "severity": severity, "mended": mended},
        "outside": sum(one.is_outside for one in every),
        "mended": sum(bool(one.mended_by) for one in every),
        "count": len(every),
    }
    return page(request, "findings.html", values=values)


def book_outside(request: Request, form: FormData) -> Response:
    """Book what other programs changed in the layers, as said by whoever is named."""
    viewer = need(request, "write")
    with room_of(request).write() as programme:
        book_outside_edits(
            programme,
            author=viewer.name,
            said_by=text(form, "said_by") or NOT_STATED,
            now=now(),
            outline=about(programme).outline(),
        )
    return RedirectResponse("/findings", status_code=303)


ROUTES = (
    Route("/findings", findings, name="findings"),
    Route("/findings/outside-edits", posted(book_outside), methods=["POST"], name="outside-edits"),
)
