"""The overview: what is known, what clashes, what is left, what was done, when, and how good the data is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.accounting import Question
from tilth.desk.ports import Head
from tilth.desk.starting import about
from tilth.desk.work_brief import by_state
from tilth.web.cells import public_until
from tilth.web.pages.asking import account_of, findings_of, quality_of, query_of, reading_for, tasks_of, today
from tilth.web.pages.claims import conflicts_of
from tilth.web.pages.missions import units_of
from tilth.web.rendering import page
from tilth.web.room import Reading
from tilth.web.viewer import viewer_of
from tilth.work.fold import FOLDED_KINDS

_WORKED = ("suspected", "confirmed")
_RELEASED = ("cancelled", "reduced", "cleared")
_COARSE_M2 = 100_000  # public figures are told in tenths of a square kilometre


def start(request: Request) -> Response:
    """`/`: everything on one page, each figure a link to its records; without an account the public view."""
    if not viewer_of(request).sees_restricted:
        return _public(request)
    with reading_for(request) as reading:
        values = _values(request, reading)
    known: tuple[Head, dict[str, Any]] | None = request.app.state.last_forecast
    return page(request, "start.html", values=values | {"forecast": known})


def _values(request: Request, reading: Reading) -> dict[str, Any]:
    account = account_of(reading, Question())
    year = _a_year_before(account["as_at"])
    lately = account_of(reading, Question(start=year))
    clashes = conflicts_of(reading)
    found = findings_of(request, reading)
    return {
        "reading": reading,
        "about": about(reading.programme),
        "account": account,
        "bars": bars(account["accounts"]),
        "left_m2": sum(account["accounts"][status] for status in _WORKED),
        "released_m2": sum(account["accounts"][status] for status in _RELEASED),
        "lately": {"since": year, "m2": sum(_flowed(lately, status) for status in _RELEASED)},
        "lately_query": query_of(Question(start=year)),
        "waiting": waiting(reading),
        "clashes": [one for one in clashes if one["severity"] != "info"],
        "clash_counts": Counter(one["severity"] for one in clashes),
        "found": Counter(one.found.severity for one in found if not one.mended_by),
        "by_state": by_state_of(reading),
        "units": units_of(reading),
    }


def by_state_of(reading: Reading) -> list[dict[str, Any]]:
    """The tasks of each state today."""
    on = today()
    return reading.once(("by state", on), lambda programme: by_state(programme.store, as_at=on), of=FOLDED_KINDS)


def _public(request: Request) -> Response:
    """Coarse and delayed: whole tenths of square kilometres, of what had happened some months ago."""
    until = public_until(today())
    question = Question(as_at=until.isoformat())
    with reading_for(request, right=None) as reading:
        first = about(reading.programme)
        accounts = account_of(reading, question)["accounts"]
    coarse = {status: round(m2 / _COARSE_M2) * _COARSE_M2 for status, m2 in accounts.items()}
    values = {"accounts": coarse, "bars": bars(coarse), "until": until, "invented": first.invented}
    return page(request, "public.html", values=values)


def bars(accounts: dict[str, int]) -> list[dict[str, Any]]:
    """The statuses side by side on a line 1,000 wide, in the order confirmed to cleared."""
    total = sum(accounts.values())
    order = ("confirmed", "suspected", "cancelled", "reduced", "cleared")
    found, at = [], 0.0
    for status in order:
        width = 1000 * accounts[status] / total if total else 0.0
        found.append({"status": status, "at": round(at, 2), "width": round(width, 2), "m2": accounts[status]})
        at += width
    return found


def _a_year_before(as_at: str) -> str:
    on = date.fromisoformat(as_at) if len(as_at) == 10 else today()
    return (on.replace(day=28) if (on.month, on.day) == (2, 29) else on).replace(year=on.year - 1).isoformat()


def _flowed(account: dict[str, Any], status: str) -> int:
    flows = ("cancelled", "reduced", "cleared", "released_unrecorded")
    return sum(one["m2"] for one in account["flows"] if one["to_status"] == status and one["flow"] in flows)


def waiting(reading: Reading) -> dict[str, int]:
    """How many tasks wait for an inspection, for an approval and for their handover."""
    states = [one["state"] for one in tasks_of(reading)]
    return {
        "inspection": len(quality_of(reading)["waiting"]),
        "approval": states.count("passed"),
        "handover": states.count("approved"),
    }


ROUTES = (Route("/", start, name="start"),)
