"""The land account with a way from every figure to the entries it sums up."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.accounting import BREAKDOWNS, flow_key
from tilth.desk.tracing import behind
from tilth.web.pages.asking import account_of, asked, leaf, query_of, question_of, reading_for, today
from tilth.web.pages.entries import short_of
from tilth.web.rendering import page


def account(request: Request) -> Response:
    """`/account`: opening + flows = closing, as at and as known at any day, split as asked."""
    question = question_of(request)
    with reading_for(request) as reading:
        found = account_of(reading, question)
    values = {
        "reading": reading,
        "account": found,
        "question": question,
        "query": query_of(question),
        "breakdowns": BREAKDOWNS,
        "widest": max(found["accounts"].values(), default=0) or 1,
        "groups": [(name, _total(flows), flows) for name, flows in found.get("by", {}).items()],
        "flow_key": flow_key,
        "years": _years(found["as_at"]),
    }
    return page(request, "account.html", values=values)


def figure(request: Request) -> Response:
    """`/account/figures/NAME`: the movements a figure sums up, with the sum, each leading to its entry."""
    question, name, group = question_of(request), request.path_params["figure"], asked(request, "group")
    with reading_for(request) as reading:
        on = today()
        rows = reading.once(
            ("behind", question, name, group, on),
            lambda programme: behind(programme, question, name, today=on, group=group),
        )
        part = leaf(request, rows)
        entries = {one.entry: short_of(reading.programme.store, one.entry) for one in part.rows}
    values = {
        "reading": reading,
        "question": question,
        "query": query_of(question),
        "name": name,
        "kind": name.partition("-")[0],
        "group": group,
        "leaf": part,
        "entries": entries,
        "m2": sum(one.signed_m2 for one in rows),
        "as_at": question.as_at or on.isoformat(),
    }
    return page(request, "figure.html", values=values)


def _total(flows: list[dict[str, Any]]) -> int:
    return sum(flow["m2"] for flow in flows)


def _years(as_at: str) -> list[tuple[str, str]]:
    """The last three whole years as opening and closing days."""
    last = date.fromisoformat(as_at).year if len(as_at) == 10 else today().year
    return [(f"{year - 1}-12-31", f"{year}-12-31") for year in range(last - 1, last - 4, -1)]


ROUTES = (
    Route("/account", account, name="account"),
    Route("/account/figures/{figure}", figure, name="figure"),
)
