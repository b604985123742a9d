"""What stands in each row of a mission's timeline, from the answer of `tilth mission --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tilth.evidence.metrics import metric
from tilth.units.dates import parse_when

MOST_CLAIMS = 12  # of one phase or group; more are counted in a row of their own

Statement = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """The days something can mean, both ends included."""

    first: date
    last: date
    look: str  # a precision (day, interval, month, season, year), "together" or "implied"
    end: str = ""  # begins or ends: on which side it goes on


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading, a claim, an implied end, or something nobody states."""

    kind: str  # head, claim, implied or missing
    text: str
    claim_id: str = ""
    bar: Bar | None = None
    published: date | None = None


def timeline_rows(tour: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows of a mission in the order of its phases, then its other events and what was declared of its results."""
    rows: list[Row] = []
    in_phases: set[str] = set()
    for phase in tour["phases"]:
        rows += [_head(phase), *_claims(phase["statements"]), *_implied(tour, phase), *_missing(tour, phase)]
        in_phases |= {one["claim_id"] for one in phase["statements"]}
    events = [one for one in tour["events"] if one["claim_id"] not in in_phases and "first" in one]
    for title, told in (("other events", events), ("results: declared, unverified", _dated(tour["results"]))):
        if told:
            rows += [Row("head", title), *_claims(told)]
    return tuple(rows)


def _dated(statements: Iterable[Statement]) -> list[Statement]:
    return [one for one in statements if "first" in one]


def _head(phase: Mapping[str, Any]) -> Row:
    """The name of a phase, and the days all or most of its claims leave open together."""
    found = phase["starts"] or phase["ends"]
    dated = len(found["claims"]) + len(found["set_aside"]) if found else 0
    if not found or dated < 2 or not found["agreed"]:
        return Row("head", phase["phase"])
    days = [date.fromisoformat(found["agreed"][end]) for end in ("first", "last")]
    return Row("head", phase["phase"], bar=Bar(days[0], days[1], "together"))


def _claims(statements: Iterable[Statement]) -> list[Row]:
    every = list(statements)
    rows = [_claim(one) for one in every[:MOST_CLAIMS]]
    left = len(every) - len(rows)
    return [*rows, Row("missing", f"and {left} more, in the table")] if left else rows


def _claim(one: Statement) -> Row:
    published = parse_when(one.get("published", ""))
    day = published.last if published and published.precision == "day" else None
    bar = _bar(one)
    hidden = day and bar and bar.first <= day <= bar.last
    return Row("claim", f"{_what(one)}{_who(one)}", one["claim_id"], bar, None if hidden else day)


def _what(one: Statement) -> str:
    """The figure with its words, and what it counts where the heading does not say so; a date is shown by the bar."""
    planned = "planned, " if one.get("modality") == "planned" else ""
    known = metric(one["metric"])
    named = known.mission_part in ("event", "result") if known else True
    name = one["metric"].removeprefix("unit_").removesuffix("_by_unit").replace("_", " ") if named else ""
    value = one.get("value")
    shown = f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if isinstance(value, int | float) else ""
    figure = " ".join(part for part in (one.get("qualifier", ""), shown, one.get("unit", "")) if part and shown)
    text = " ".join(part for part in (name, figure) if part)
    return f"{planned}{text}: " if text else planned


def _who(one: Statement) -> str:
    """Who said it and through whom, the text that was read left out: the page names it."""
    speaker = one.get("speaker") or one.get("outlet") or "nobody named"
    if one.get("via"):
        return ", via ".join([speaker, *reversed(one["via"][1:])])
    outlet = one.get("outlet", "")
    return speaker if outlet in speaker else f"{speaker} ({outlet})"


def _bar(one: Statement) -> Bar | None:
    if "first" not in one:
        return None
    first, last = date.fromisoformat(one["first"]), date.fromisoformat(one["last"])
    return Bar(first, last, one["precision"], _end(one))


def _end(one: Statement) -> str:
    known = metric(one["metric"])
    return {"start": "begins", "end": "ends"}.get(known.bound, "") if known else ""


def _implied(tour: Mapping[str, Any], phase: Mapping[str, Any]) -> list[Row]:
    return [
        Row(
            "implied",
            f"implied end, counted from {one['counted_from']}",
            bar=Bar(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), "implied", "ends"),
        )
        for one in tour["implied"]
        if one["phase"] == phase["phase"]
    ]


def _missing(tour: Mapping[str, Any], phase: Mapping[str, Any]) -> list[Row]:
    asked = [one["topic"] for one in tour["questions"] if one["phase"] == phase["phase"]]
    return [Row("missing", f"not stated: {topic}") for topic in asked]
