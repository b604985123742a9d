"""The brief as PDF: the same view as the page, set on A4 by the typesetter of the papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tilth.reports.markdown import Picture, tokens_of
from tilth.reports.page import km2, text_of
from tilth.reports.paper import NOTICE
from tilth.reports.sandbox import filled
from tilth.reports.typeset import pdf_of

_MOST_CLASHES, _MOST_DIVISIONS, _MOST_NUMBERS = 10, 8, 12
_NOT_STATED = "not stated"


def brief_pdf(view: Mapping[str, Any], *, land: Picture | None = None) -> bytes:
    """The PDF of a brief (`tilth.desk.briefing.brief`) with the map of the land, where there is one.

    Raises Refusal 501.1 where jinja2, markdown-it-py or typst is not installed.
    """
    what = "The brief as PDF"
    text = filled(text_of("templates/brief.md"), _values(view, has_map=land is not None), what=what)
    return pdf_of(_head(view), tokens_of(text, what=what), {"map": land} if land else {}, what=what)


def _head(view: Mapping[str, Any]) -> dict[str, Any]:
    account = view["account"]
    return {
        "kicker": "Mine action brief",
        "title": view["programme"]["name"] or "A programme without a name",
        "labels": ["RESTRICTED", *(["INVENTED"] if view["programme"]["invented"] else [])],
        "warning": f"{NOTICE} It tells of land that is not released: keep it from the public.",
        "foot": f"{NOTICE} As at {account['as_at']}.",
        "mark": "tilth brief",
        "journal": f"Journal: {account['entries']} entries, head {account['entries']}:{account['head']}",
    }


def _values(view: Mapping[str, Any], *, has_map: bool) -> dict[str, Any]:
    account = view["account"]
    balanced = "Opening + flows = closing, checked for every status."
    broken = "The account does not balance: run tilth verify before using any figure."
    ahead = view.get("forecast") or {}
    return {
        "as_at": account["as_at"],
        "known_at": account["known_at"] or "the last entry",
        "entries": view["known_entries"],
        "sources": [one["said_by"] for one in view["sources"]],
        "accounts": [{"status": name, "m2": m2, "km2": km2(m2)} for name, m2 in account["accounts"].items()],
        "balance": balanced if account["balanced"] else broken,
        "flows": account["flows"],
        "has_map": has_map,
        "forecast": _forecast(ahead.get("work")),
        "divisions": [_division(one) for one in ahead.get("press") or ()][:_MOST_DIVISIONS],
        "missions": [_mission(one) for one in view["missions"]],
        "conflicts": view["conflicts"]["shown"][:_MOST_CLASHES],
        "findings": view["findings"],
        "traces": [_trace(one) for one in view["traces"].values() if one.get("entries")],
    } | _work(view["work"])


def _work(work: Mapping[str, Any] | None) -> dict[str, Any]:
    if not work:
        return {"states": [], "passed": 0, "failed": 0, "not_counted": 0, "open": 0}
    counts = {name: work["inspections"][name] for name in ("passed", "failed", "not_counted")}
    return {"states": work["by_state"], "open": work["nonconformities"]["open"]} | counts


def _forecast(work: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not work:
        return None
    done, cost = work["completion"], work["cost_musd"]["to_completion"]
    told = {name: done.get(f"{name}_on") or "a day beyond the horizon" for name in ("p10", "p50", "p90")}
    rows = work["remaining_km2"]
    last = next((at for at, row in enumerate(rows) if not row["p90"]), len(rows) - 1)
    shown = [{"at": row["at"]} | {name: _area(row[name]) for name in told} for row in rows[: last + 1]]
    spent = _spread(cost[name] for name in ("p10", "p50", "p90")) if cost else _NOT_STATED
    return told | {"rows": shown, "cost": spent}


def _spread(values: Iterable[float | None]) -> str:
    low, middle, high = (_NOT_STATED if one is None else f"{one:,.1f}" for one in values)
    return f"{middle} ({low} to {high})"


def _area(value: float | None) -> str:
    return _NOT_STATED if value is None else f"{value:,.2f}"


def _division(one: Mapping[str, Any]) -> dict[str, str]:
    years = one["years"]
    told = _NOT_STATED if years is None else f"{years:,.1f}"
    return {"years": told, "numerator": one["numerator"], "denominator": one["denominator"]}


def _mission(tour: Mapping[str, Any]) -> dict[str, Any]:
    phases = [
        {"phase": one["phase"], "start": one["start"] or _NOT_STATED, "end": one["end"] or _NOT_STATED}
        | {"claims": one["claims"]}
        for one in tour["phases"]
    ]
    return {"unit": tour["unit"], "phases": phases}


def _trace(one: Mapping[str, Any]) -> dict[str, str]:
    numbers = [str(number) for number in one["entries"][:_MOST_NUMBERS]]
    left = one["count"] - len(numbers)
    more = f" and {left} more (tilth log)" if left > 0 else ""
    return {"title": one["title"], "entries": f"entries {', '.join(numbers)}{more}"}
