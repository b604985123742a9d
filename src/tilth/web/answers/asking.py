"""Every answer of the command line as JSON, by the very functions that `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.accounting import BREAKDOWNS, Question, answer
from tilth.desk.checking import verify
from tilth.desk.claims_view import Wanted as WantedClaims
from tilth.desk.claims_view import claims
from tilth.desk.conflicting import conflicting
from tilth.desk.dossiers import dossier
from tilth.desk.findings_view import SEVERITIES, queue
from tilth.desk.log_view import entry_as_json, logged
from tilth.desk.programme import Programme, known_entries
from tilth.desk.quality_view import quality
from tilth.desk.register import STATED_KINDS
from tilth.desk.roster_view import team, teams
from tilth.desk.rostering import day_asked
from tilth.desk.sources_view import source, sources
from tilth.desk.tasks_view import listed, shown
from tilth.desk.touring import tour
from tilth.desk.working import day_stated
from tilth.terms import table
from tilth.web.operation import Endpoint, Operation, Parameter, Values, as_json
from tilth.web.room import room_of
from tilth.web.schema import Schema, integer, listing, record, text
from tilth.work.fold import FOLDED_KINDS

Ask = Callable[[Programme, Values], Any]
_DAY: Schema = {"type": "string", "format": "date"}
# A year or a month counts on its last day, as everywhere.
_WHEN: Schema = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"}],
}
_MOMENT: Schema = {"type": "string", "maxLength": 40, "anyOf": [{"format": "date"}, {"format": "date-time"}]}
KNOWN_AT = Parameter("known_at", _MOMENT, "As known then: a moment, or the end of a day.")
OPEN = record({}, is_open=True)
MANY = listing(OPEN)
FINDINGS = listing(
    record(
        {"code": text(), "kind": text(), "severity": text(), "sentence": {"type": "string"}},
        required=("code", "kind", "severity", "sentence"),
        is_open=True,
    )
)


def today() -> date:
    """The present day, UTC."""
    return datetime.now(UTC).date()


def _word(name: str, description: str, **more: Any) -> Parameter:
    return Parameter(name, {"type": "string", "minLength": 1, "maxLength": 200} | more, description)


def _account(programme: Programme, values: Values) -> Any:
    asked = Question(values.get("from"), values.get("as_at"), values.get("known_at"), values.get("by"))
    return answer(programme, asked, today=today())


def _brief(programme: Programme, values: Values) -> Any:
    from tilth.desk.briefing import brief

    return brief(programme, Question(as_at=values.get("as_at"), known_at=values.get("known_at")), today=today())


def _claims(programme: Programme, values: Values) -> Any:
    wanted = WantedClaims(values.get("metric"), values.get("subject"), values.get("speaker"))
    return claims(programme, wanted, known_at=values.get("known_at"))[0]


def _conflicts(programme: Programme, values: Values) -> Any:
    return conflicting(programme, **_named(values, "kind", "severity", "known_at")).as_json()


def _mission(programme: Programme, values: Values) -> Any:
    return tour(programme, **_named(values, "unit", "known_at")).mission.as_json()


def _tasks(programme: Programme, values: Values) -> Any:
    return listed(programme.store, _known(programme, values))


def _quality(programme: Programme, values: Values) -> Any:
    on = day_stated(values["on"], today=today()).last if "on" in values else None
    return quality(programme.store, on=on, known=_known(programme, values), effort_m2=values.get("effort"))


def _log(programme: Programme, values: Values) -> Any:
    entries = logged(programme.store, values.get("known_at"))
    chosen = [entry for entry in entries if entry.number > values.get("after", 0)]
    return [entry_as_json(entry) for entry in chosen[: values.get("limit")]]


def _teams(programme: Programme, values: Values) -> Any:
    return teams(programme, on=day_asked(values.get("on"), today=today()), known_at=values.get("known_at"))


def _team(programme: Programme, values: Values) -> Any:
    on = day_asked(values.get("on"), today=today())
    return team(programme, values["team"], on=on, known_at=values.get("known_at"))


def _verify(programme: Programme, values: Values) -> Any:
    return verify(programme, head=values.get("head"), geometry=values.get("geometry", False))


def _forecast(programme: Programme, values: Values) -> Any:
    from tilth.desk.forecasting import Wanted, forecast  # loaded when one is asked for: the room opens sooner

    wanted = Wanted(
        values.get("origin"),
        _several(values, "by"),
        values.get("runs", 1000),
        values.get("years", 30),
        values.get("seed", 1),
        values.get("country"),
        _several(values, "levers"),
    )
    return forecast(programme, wanted, today=today())


def _several(values: Values, name: str) -> tuple[str, ...]:
    """A list written with commas between."""
    return tuple(part.strip() for part in values.get(name, "").split(",") if part.strip())


def _known(programme: Programme, values: Values) -> int | None:
    return known_entries(programme.store, values["known_at"]) if "known_at" in values else None


def _named(values: Values, *names: str) -> Values:
    return {name: values[name] for name in names if name in values}


def answered(ask: Ask, name: str, *, of: Collection[str] | None = None) -> Endpoint:
    """An endpoint that answers with what `ask` says, worked out once for a head, a day and a question.

    `of`: the kinds of entries that the answer rests on, None for all.
    """

    def endpoint(request: Request, values: Values) -> Response:
        with room_of(request).read() as reading:
            key = (name, today(), tuple(sorted(values.items())))
            return as_json(reading.once(key, lambda programme: ask(programme, values), of=of))

    return endpoint


def _get(
    path: str,
    ask: Ask,
    summary: str,
    *parameters: Parameter,
    schema: Schema = OPEN,
    of: Collection[str] | None = None,
) -> Operation:
    name = "get" + "".join(part.capitalize() for part in path.strip("/").split("/") if "{" not in part)
    name += "One" if path.endswith("}") else ""
    return Operation(
        f"/api{path}", name, summary, answered(ask, name, of=of), parameters, answer=schema, right="see", tag="answers"
    )


_ON = Parameter("on", _DAY, "The day that is asked about; today if left out.")
_AS_AT = Parameter("as_at", _WHEN, "As at the end of this day.")
_ONE_DAY = "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_DAYS_WITH_COMMAS = f"^{_ONE_DAY}(,{_ONE_DAY})*$"
_KINDS_OF_CONFLICT = sorted({row["kind"] for row in table("conflicts")})
_PATH = {"type": "string", "minLength": 1, "maxLength": 200}
ACCOUNT = record(
    {"opening": OPEN, "flows": MANY, "accounts": OPEN, "balanced": {"type": "boolean"}}
    | {"entries": integer(), "head": text()},
    required=("opening", "flows", "accounts", "balanced", "entries", "head"),
    is_open=True,
)
OPERATIONS = (
    _get(
        "/account",
        _account,
        "The land account: opening + flows = closing, in whole square metres",
        Parameter("from", _WHEN, "Opening: as at the end of this day."),
        _AS_AT,
        KNOWN_AT,
        Parameter("by", {"type": "string", "enum": list(BREAKDOWNS)}, "A breakdown."),
        schema=ACCOUNT,
    ),
    _get("/brief", _brief, "Everything the brief says, with the entries behind each figure", _AS_AT, KNOWN_AT),
    _get(
        "/claims",
        _claims,
        "Who said what, with grades and relations",
        _word("metric", "Only of this metric."),
        _word("subject", "Only on this subject; part of a name."),
        _word("speaker", "Only by this speaker; part of a name."),
        KNOWN_AT,
        schema=MANY,
        of=STATED_KINDS,
    ),
    _get(
        "/conflicts",
        _conflicts,
        "Which statements cannot all hold, and if what",
        Parameter("kind", {"type": "string", "enum": _KINDS_OF_CONFLICT}, "Only of this kind."),
        Parameter("severity", {"type": "string", "enum": list(SEVERITIES)}, "Only of this severity."),
        KNOWN_AT,
        schema=MANY,
        of=STATED_KINDS,
    ),
    _get(
        "/mission",
        _mission,
        "A unit's tour",
        _word("unit", "The unit, or a part of its name."),
        KNOWN_AT,
        of=STATED_KINDS,
    ),
    _get("/tasks", _tasks, "Every task with its state", KNOWN_AT, schema=MANY, of=FOLDED_KINDS),
    _get(
        "/tasks/{task}",
        lambda programme, values: shown(programme, values["task"]),
        "One task with its plan, its work, its quality and its history",
        Parameter("task", _PATH, "Id of the task.", where="path"),
    ),
    _get(
        "/tasks/{task}/dossier",
        lambda programme, values: dossier(programme, values["task"]).as_json(),
        "What is missing in the papers of a task, and who can close each gap",
        Parameter("task", _PATH, "Id of the task.", where="path"),
    ),
    _get(
        "/quality",
        _quality,
        "What waits for an inspection, what samples can say, and each team beside its own past",
        Parameter("on", _DAY, "As it stood on this day."),
        Parameter("effort", integer(), "Square metres to inspect, shared over what waits."),
        KNOWN_AT,
        of=FOLDED_KINDS,
    ),
    _get("/teams", _teams, "Every team with how much it has, and what ends next", _ON, KNOWN_AT),
    _get(
        "/teams/{team}",
        _team,
        "One team on a day",
        Parameter("team", _PATH, "Its name.", where="path"),
        _ON,
        KNOWN_AT,
    ),
    _get("/sources", lambda programme, values: sources(programme), "Who says things, and how far each is trusted"),
    _get(
        "/sources/{source}",
        lambda programme, values: source(programme, values["source"]),
        "One source",
        Parameter("source", _PATH, "Its name.", where="path"),
    ),
    _get(
        "/findings",
        lambda programme, values: [one.as_json() for one in queue(programme)],
        "Everything that is imperfect, as a queue of work",
        schema=FINDINGS,
    ),
    _get(
        "/forecast",
        _forecast,
        "When it will be done and what it costs: P10, P50, P90, with the track record beside",
        Parameter("origin", _DAY, "As asked on this day, with what was known then."),
        _word("by", "Chance that it is done by then: days with commas between.", pattern=_DAYS_WITH_COMMAS),
        _word("levers", "What if: manual+3, dogs-1, budget=0.8, season=1.2, survey=off; with commas between."),
        _word("country", "Of published series only this one; part of a name."),
        Parameter("runs", {"type": "integer", "minimum": 100, "maximum": 1_000}, "How many futures of the work."),
        Parameter("years", {"type": "integer", "minimum": 1, "maximum": 40}, "How far is looked ahead."),
        Parameter("seed", integer(maximum=2**31), "The same seed gives the same answer."),
    ),
    _get(
        "/log",
        _log,
        "The journal, entry by entry",
        KNOWN_AT,
        Parameter("after", integer(), "Only entries after this number."),
        Parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100_000}, "So many entries at most."),
        schema=MANY,
    ),
    _get(
        "/verify",
        _verify,
        "Whether the chain holds and the books balance",
        Parameter(
            "head", {"type": "string", "pattern": "^[0-9]{1,15}:[0-9a-f]{12,64}$"}, "An earlier head that was kept."
        ),
        Parameter("geometry", {"type": "boolean"}, "Also measure all land again."),
        schema=record({"ok": {"type": "boolean"}, "entries": integer(), "head": text()}, is_open=True),
    ),
)
