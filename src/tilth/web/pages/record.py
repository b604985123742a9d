"""The track record: how good forecasts of this kind were, as the back-test of the package measured it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.forecast.backtest import CALLED, OURS
from tilth.web.accounts.rights import need
from tilth.web.rendering import page

_RECORD = Path(__file__).parents[1] / "track-record.json"


def record(request: Request) -> Response:
    """`/track-record`: error and coverage by years ahead, beside simple rules."""
    need(request, "see")
    return page(request, "record.html", values={"parts": _parts()})


@cache
def _parts() -> list[dict[str, Any]]:
    """The parts of the record as tables."""
    told = json.loads(_RECORD.read_text(encoding="utf-8"))
    return [_part(name, part) for name, part in told.items()]


def _part(name: str, part: dict[str, Any]) -> dict[str, Any]:
    rules = [rule for rule in part["horizons"][0]["crps"] if rule != OURS] if part["horizons"] else []
    rows = [
        {"years": one["years"], "n": one["n"], "ours": one["crps"][OURS]}
        | {"rules": [one["crps"].get(rule) for rule in rules]}
        | {"coverage": one["coverage"][OURS].get("80")}
        for one in part["horizons"]
    ]
    return {"name": name, "rules": [CALLED[rule] for rule in rules], "rows": rows} | {
        key: part[key] for key in ("questions", "refused")
    }


ROUTES = (Route("/track-record", record, name="track-record"),)
