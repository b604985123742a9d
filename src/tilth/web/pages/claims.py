"""Claims: who said what, with grades and relations; one claim with everything that stands beside it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.claims_view import Wanted
from tilth.desk.claims_view import claims as claims_wanted
from tilth.desk.conflicting import conflicting
from tilth.desk.refusal import Refusal
from tilth.desk.register import STATED_KINDS
from tilth.web.pages.asking import asked, leaf, reading_for
from tilth.web.rendering import page
from tilth.web.room import Reading


def claims(request: Request) -> Response:
    """`/claims`: all, or those of a metric, a subject, a speaker, as known at a moment."""
    metric, subject = asked(request, "metric"), asked(request, "subject")
    speaker, known_at = asked(request, "speaker"), asked(request, "known_at")
    with reading_for(request) as reading:
        found, note = _found(reading, Wanted(metric, subject, speaker), known_at)
        metrics = sorted({one["metric"] for one in _found(reading, Wanted(), None)[0] if "metric" in one})
    chosen = {"metric": metric, "subject": subject, "speaker": speaker, "known_at": known_at}
    values = {"reading": reading, "leaf": leaf(request, found, size=50), "note": note, "metrics": metrics}
    return page(request, "claims.html", values=values | {"chosen": chosen})


def claim(request: Request) -> Response:
    """`/claims/ID`: one claim: its words, its source, its grade, what supports it and what it clashes with."""
    name = request.path_params["claim"]
    with reading_for(request) as reading:
        found = next((one for one in _found(reading, Wanted(), None)[0] if one["claim_id"] == name), None)
        if found is None:
            raise Refusal("404.4", what="claim", name=name, hint="See the list of claims.")
        clashes = [one for one in conflicts_of(reading) if name in (*one["claims"], *one["also"])]
    return page(request, "claim.html", values={"reading": reading, "one": found, "clashes": clashes})


def conflicts_of(reading: Reading, known_at: str | None = None) -> list[dict[str, Any]]:
    """Every conflict as plain values, worked out once for a head."""
    found: list[dict[str, Any]] = reading.once(
        ("conflicts", known_at), lambda programme: conflicting(programme, known_at=known_at).as_json(), of=STATED_KINDS
    )
    return found


def _found(reading: Reading, wanted: Wanted, known_at: str | None) -> tuple[list[dict[str, Any]], str]:
    found: tuple[list[dict[str, Any]], str] = reading.once(
        ("claims", wanted, known_at),
        lambda programme: claims_wanted(programme, wanted, known_at=known_at),
        of=STATED_KINDS,
    )
    return found


ROUTES = (
    Route("/claims", claims, name="claims"),
    Route("/claims/{claim:path}", claim, name="claim"),
)
