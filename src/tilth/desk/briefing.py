"""What the brief says, before anybody renders it: the account, who said what, and the entries behind every figure.

A *trace* lists the entries of the journal a figure was computed from, or the statements that it cites. Every figure
of the brief names its trace, so that a reader with the file can walk from the page to the journal.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.conflicts.conflict import SEVERITIES, Conflict
from tilth.conflicts.conflicts import conflicts
from tilth.desk.accounting import Question, answer, flow_key
from tilth.desk.forecast_brief import forecast_part
from tilth.desk.knowing import known_statements
from tilth.desk.programme import Programme, known_entries
from tilth.desk.series_view import telling_series
from tilth.desk.sourcing import cited, latest_grade
from tilth.desk.starting import about
from tilth.desk.work_brief import work_part
from tilth.evidence.register import Register
from tilth.evidence.statement import Statement
from tilth.journal.entry import LAND_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.land.postings import Postings
from tilth.land.transitions import FLOW_NUMBER, NUMBER
from tilth.teams.mission import Mission, mission
from tilth.teams.names import units
from tilth.units.dates import parse_when

MOST_ENTRIES = 40  # a trace lists so many and counts the rest
MOST_ROWS = 12  # rows listed for one kind of finding
MOST_UNITS = 5
MOST_CONFLICTS = 20  # told in full; the rest is counted
MOST_SERIES = 3
MOST_LISTED = 500  # claims of a series; of a longer one the picture alone is shown

Trace = dict[str, Any]


def brief(programme: Programme, question: Question, *, today: date) -> dict[str, Any]:
    """The brief as plain values; `account` is the answer of `tilth account` to the same question."""
    found = answer(programme, question, today=today)
    known = known_entries(programme.store, question.known_at) if question.known_at else found["entries"]
    journal = _Journal(programme, known, as_at_of(found))
    known_then = known_statements(programme, question.known_at)
    told, register = known_then.statements, known_then.register
    first = about(programme)
    clashes = conflicts(told)
    joined = register.identities
    missions = [mission(told, unit=one, conflicts=clashes, identities=joined) for one in units(told)[:MOST_UNITS]]
    series = telling_series(told, clashes, most=MOST_SERIES)
    work, behind = work_part(programme, as_at=as_at_of(found), known=known, known_at=question.known_at)
    ahead, ahead_traces = forecast_part(programme, question, today=today)
    work_traces = {key: trace(title, numbers) for key, (title, numbers) in behind.items()}
    return {
        "programme": {"name": first.name, "country": first.country, "invented": first.invented},
        "account": found,
        "known_entries": known,
        "note": known_then.note,
        "sources": journal.sources(register),
        "work": work,
        "missions": [one.as_json() for one in missions],
        "conflicts": _conflicts(clashes),
        "series": series,
        "forecast": ahead,
        "findings": journal.findings(),
        "statements": cited(register, _cited(told, found, missions, clashes, series, ahead_traces)),
        "traces": _land_traces(programme.postings(known), found)
        | work_traces
        | journal.traces()
        | _line_traces(found)
        | ahead_traces,
    }


def _conflicts(found: tuple[Conflict, ...]) -> dict[str, Any]:
    """The gravest in full and how many there are of each severity; what is only explained is counted."""
    counts = Counter(one.severity for one in found)
    grave = [one for one in found if one.severity != "info"]
    return {
        "shown": [one.as_json() for one in grave[:MOST_CONFLICTS]],
        "left": len(grave) - len(grave[:MOST_CONFLICTS]),
        "counts": {severity: counts[severity] for severity in SEVERITIES},
    }


def as_at_of(found: dict[str, Any]) -> date:
    """The day an answer to `tilth account` closes on. Raises ValueError where it names none."""
    when = parse_when(found["as_at"])
    if when is None:
        raise ValueError(f"not a date: {found['as_at']}")
    return when.last


def trace(title: str, numbers: Iterable[int], *, how: str = "") -> Trace:
    """The first entries behind a figure and how many there are."""
    entries = sorted(set(numbers))
    return {"title": title, "how": how, "entries": entries[:MOST_ENTRIES], "count": len(entries)}


# --- drawn land -----------------------------------------------------------------------------------------------------


def _land_traces(postings: Postings, found: dict[str, Any]) -> dict[str, Trace]:
    """The entries behind each balance and each flow."""
    last = as_at_of(found).toordinal()
    began = parse_when(found["from"]) if found["from"] else None
    start = began.last.toordinal() if began else 0
    until = postings.day <= last
    traces = {}
    for status in LAND_KINDS:
        moved = (postings.before == NUMBER[status]) | (postings.after == NUMBER[status])
        how = f"what these entries moved into {status}, less what they moved out of it"
        traces[f"closing-{status}"] = trace(f"Closing, {status}", _entries(postings, moved & until), how=how)
        opened = moved & (postings.day <= start)
        traces[f"opening-{status}"] = trace(f"Opening, {status}", _entries(postings, opened), how=how)
    for flow in found["flows"]:
        same = (
            (postings.flow == FLOW_NUMBER[flow["flow"]])
            & (postings.before == NUMBER[flow["from_status"]])
            & (postings.after == NUMBER[flow["to_status"]])
        )
        title = f"Flow {flow['flow']}, {flow['from_status']} to {flow['to_status']}"
        traces[flow_key(flow)] = trace(title, _entries(postings, same & until & (postings.day > start)))
    return traces


def _entries(postings: Postings, chosen: NDArray[np.bool_]) -> list[int]:
    return [int(number) for number in np.unique(postings.entry[chosen])]


# --- the published book ---------------------------------------------------------------------------------------------


def _line_traces(found: dict[str, Any]) -> dict[str, Trace]:
    """One trace for each line of the published book: which statements make it, and how."""
    return {
        f"line-{at}": {
            "title": f"{line['who']}, {line['metric'].replace('_', ' ')}, {line['period'].replace('/', ' to ')}",
            "how": "change = closing - opening; explained = added - released; unexplained = change - explained",
            "claims": [*line["statements"], *line["flows"]],
            "notes": [*line["assumptions"], *(f"not stated: {text}" for text in line["not_stated"])],
        }
        for at, line in enumerate(found["published"], start=1)
    }


def _cited(
    told: list[Statement],
    found: dict[str, Any],
    missions: list[Mission],
    clashes: tuple[Conflict, ...],
    series: list[dict[str, Any]],
    ahead: Mapping[str, Trace],
) -> list[Statement]:
    """The statements the brief shows: of missions, the published book, the forecast, conflicts and series shown."""
    used = {claim for line in found["published"] for claim in (*line["statements"], *line["flows"])}
    used |= {one["id"] for one in found["published_beside"]}
    used |= {one.claim_id for tour in missions for one in (*tour.statements, *tour.others)}
    used |= {claim for one in _conflicts(clashes)["shown"] for claim in (*one["claims"], *one["also"])}
    used |= {claim for one in ahead.values() for claim in one.get("claims", ())}
    used |= {claim["claim_id"] for one in series for claim in one["claims"] if len(one["claims"]) <= MOST_LISTED}
    return [one for one in told if one.claim_id in used]


# --- the journal ----------------------------------------------------------------------------------------------------


class _Journal:
    """One walk through the journal: who said how much, records without an outline, and findings kept with imports."""

    def __init__(self, programme: Programme, known: int, as_at: date) -> None:
        self.known, self.as_at = known, as_at.isoformat()
        self.by_source: dict[str, Counter[str]] = defaultdict(Counter)
        self.of_source: dict[str, list[int]] = defaultdict(list)
        self.imports: list[tuple[int, dict[str, Any]]] = []
        self.without_outline: list[Entry] = []
        self.amended: set[int] = set()
        for sealed in programme.store.read():
            if sealed.entry.number > known:
                break
            self._take(upcast(sealed.entry))

    def _take(self, entry: Entry) -> None:
        if entry.kind == "import":
            self.imports.append((entry.number, json.loads(entry.body)))
        elif entry.kind != "programme":
            self.by_source[entry.said_by][entry.kind] += 1
            self.of_source[entry.said_by].append(entry.number)
        if entry.amends and entry.counts_on <= self.as_at:
            self.amended.add(entry.amends)
        if entry.kind in LAND_KINDS and entry.geometry is None and entry.counts_on <= self.as_at:
            self.without_outline.append(entry)

    def sources(self, register: Register) -> list[dict[str, Any]]:
        """Everybody who is on record, the one with most entries first, with the grade somebody gave."""
        return [
            {"said_by": name, "entries": kinds.total(), "kinds": dict(sorted(kinds.items())), "trace": f"source-{at}"}
            | {"grade": latest_grade(register, name)}
            for at, (name, kinds) in enumerate(self._ranked(), start=1)
        ]

    def _ranked(self) -> list[tuple[str, Counter[str]]]:
        return sorted(self.by_source.items(), key=lambda item: (-item[1].total(), item[0]))

    def findings(self) -> list[dict[str, Any]]:
        """Findings of all imports by kind, errors first: how many, the first sentence, and the first rows."""
        order = {"error": 0, "warning": 1, "info": 2}
        kinds: dict[str, dict[str, Any]] = {}
        for number, body in self.imports:
            for one in body.get("findings", ()):
                kind = kinds.setdefault(one["kind"], _kind_of(one))
                kind["count"] += 1
                if len(kind["rows"]) < MOST_ROWS:
                    place = {key: one[key] for key in ("row", "entry", "layer") if one.get(key) is not None}
                    kind["rows"].append({"import": number, "source": body.get("source", "")} | place)
                if number not in kind["imports"]:
                    kind["imports"].append(number)
        return sorted(kinds.values(), key=lambda kind: (order.get(kind["severity"], 3), -kind["count"], kind["code"]))

    def traces(self) -> dict[str, Trace]:
        """The entries behind the counts of sources and findings and behind the undrawn book."""
        traces = {
            f"source-{at}": trace(f"Said by {name}", self.of_source[name])
            for at, (name, _) in enumerate(self._ranked(), start=1)
        }
        for kind in self.findings():
            how = "findings are kept with the import entry of their batch"
            traces[kind["trace"]] = trace(f"Findings {kind['code']}", kind["imports"], how=how) | {"rows": kind["rows"]}
        live = [entry.number for entry in self.without_outline if entry.number not in self.amended]
        how = "a release takes from the record it names what that record still holds"
        return traces | {"undrawn": trace("Records without an outline", live, how=how)}


def _kind_of(found: dict[str, Any]) -> dict[str, Any]:
    said = {key: found[key] for key in ("code", "kind", "severity", "sentence")}
    return said | {"count": 0, "rows": [], "imports": [], "trace": f"finding-{found['code']}"}
