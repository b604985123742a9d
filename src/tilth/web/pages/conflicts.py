"""What cannot all hold: the smallest sets of statements that clash, with what is assumed."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.conflicts.conflict import SEVERITIES
from tilth.desk.refusal import Refusal
from tilth.web.pages.asking import asked, leaf, reading_for
from tilth.web.pages.claims import conflicts_of
from tilth.web.rendering import page


def conflicts(request: Request) -> Response:
    """`/conflicts`: all but what has an explanation, or those of a kind or severity, as known at a moment."""
    kind, severity, known_at = asked(request, "kind"), asked(request, "severity"), asked(request, "known_at")
    if severity not in (None, *SEVERITIES):
        raise Refusal("422.1", what="The severity", text=severity, hint=f"Known are: {', '.join(SEVERITIES)}.")
    with reading_for(request) as reading:
        every = conflicts_of(reading, known_at)
    shown = [
        one
        for one in every
        if kind in (None, one["kind"]) and (one["severity"] == severity if severity else one["severity"] != "info")
    ]
    values = {
        "reading": reading,
        "leaf": leaf(request, shown, size=30),
        "kinds": sorted(Counter(one["kind"] for one in every).items()),
        "severities": SEVERITIES,
        "counts": Counter(one["severity"] for one in every),
        "chosen": {"kind": kind, "severity": severity, "known_at": known_at},
    }
    return page(request, "conflicts.html", values=values)


ROUTES = (Route("/conflicts", conflicts, name="conflicts"),)
