"""An operation of the API: one row from which its route, the check of its input and its OpenAPI entry are made."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.web.problem import Problem
from tilth.web.schema import Schema, faults
from tilth.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the query or the path. Arrays are numbers with commas between."""

    name: str
    schema: Schema
    description: str
    where: str = "query"
    required: bool = False


LANDING = "/ogc"
Values = dict[str, Any]
Endpoint = Callable[[Request, Values], Response]


@dataclass(frozen=True, slots=True)
class Operation:
    """A path and a method; `endpoint` is called with the request and its checked values."""

    path: str
    id: str
    summary: str
    endpoint: Endpoint
    parameters: tuple[Parameter, ...] = ()
    method: str = "GET"
    body: Schema | None = None
    body_types: tuple[str, ...] = ("application/json",)
    answer: Schema = field(default_factory=lambda: {"type": "object"})
    media_type: str = "application/json"
    status: int = 200
    right: str = ""  # which right the viewer needs; empty: everybody
    tag: str = "api"
    is_fixed: bool = False  # the answer does not depend on the programme
    is_upload: bool = False  # the body is a file, handed over as the path `file`, under its `name`
    keeps_own_tag: bool = False  # the endpoint knows better than the head what the answer depends on


def query_values(request: Request, parameters: Iterable[Parameter], *, extra: Mapping[str, Schema] = {}) -> Values:
    """The checked values of path and query. Raises Problem 400 for what is not known or not understood."""
    known = {one.name: one for one in parameters}
    values: Values = {}
    for name, raw in _pairs(request):
        if name in values:
            raise Problem(400, f"The parameter {name} is given twice. Give it once.")
        one = known.get(name) or (Parameter(name, dict(extra[name]), "") if name in extra else None)
        if one is None or one.where != "query":
            raise Problem(400, f"The parameter {_short(name)} is not known here. Known are: {_names(known, extra)}.")
        values[name] = _read(one, raw)
    for one in known.values():
        if one.where == "path":
            values[one.name] = _read(one, str(request.path_params[one.name]), status=404)
        elif one.required and one.name not in values:
            raise Problem(400, f"The parameter {one.name} is missing: {one.description}")
    return values


def _pairs(request: Request) -> list[tuple[str, str]]:
    return list(request.query_params.multi_items())


def _names(known: Mapping[str, Parameter], extra: Mapping[str, Schema]) -> str:
    return ", ".join([*(name for name, one in known.items() if one.where == "query"), *extra]) or "none"


def _short(text: str) -> str:
    return text[:60].encode("utf-8", "backslashreplace").decode()


def _read(one: Parameter, raw: str, *, status: int = 400) -> Any:
    """A text as the type of its schema."""
    try:
        value = _READERS[one.schema["type"]](raw)
    except ValueError:
        raise Problem(status, f"{one.name} must be of type {one.schema['type']}. {one.description}") from None
    for fault in faults(value, one.schema, where=one.name):
        raise Problem(status, f"{fault} {one.description}".strip())
    return value


def _integer(raw: str) -> int:
    if not raw.isascii() or not raw.removeprefix("-").isdecimal() or len(raw) > 19:
        raise ValueError(raw)
    return int(raw)


def _number(raw: str) -> float:
    value = float(raw)
    if not math.isfinite(value) or "_" in raw:
        raise ValueError(raw)
    return value


def _text(raw: str) -> str:
    raw.encode("utf-8")  # half a surrogate is no text
    if "\0" in raw:
        raise ValueError(raw)
    return raw


def _boolean(raw: str) -> bool:
    if raw not in ("true", "false"):
        raise ValueError(raw)
    return raw == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": _text,
    "array": lambda raw: [_number(part) for part in raw.split(",")],
}


def need(request: Request, right: str) -> None:
    """Refuse a viewer without a right: 401 where nobody is logged in, else 403."""
    viewer = viewer_of(request)
    if right and not viewer.may(right):
        if viewer.role == "anonymous":
            raise Problem(401, "Log in first: this is not public.", headers={"www-authenticate": "Session"})
        raise Problem(403, f"The role {viewer.role} may not do this. Ask an administrator of this room.")


def routes(operations: Iterable[Operation]) -> tuple[Route, ...]:
    """The routes of operations, those of one path together, so that a wrong method is answered 405 with all of them."""
    by_path: dict[str, list[Operation]] = {}
    for one in operations:
        by_path.setdefault(one.path, []).append(one)
    slashed = {f"{path}/": many for path, many in by_path.items() if path == LANDING}  # clients ask for either
    return tuple(_route(path, many) for path, many in (by_path | slashed).items())


def _route(path: str, many: list[Operation]) -> Route:
    from tilth.web.bodies import with_body  # bodies reads operations too

    by_method = {one.method: one for one in many}

    async def endpoint(request: Request) -> Response:
        one = by_method.get("GET" if request.method == "HEAD" else request.method)
        if one is None:
            raise Problem(405, "This method is not offered here.")
        return await with_body(request, one)

    return Route(path, endpoint, methods=list(by_method), name=many[0].id)


def as_json(answer: Any, *, status: int = 200, media_type: str = "application/json", **headers: str) -> Response:
    """One JSON document; half surrogates of damaged rows are written as escapes, never as broken text."""
    try:
        body = json.dumps(answer, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        body = json.dumps(answer, ensure_ascii=True, allow_nan=False).encode("ascii")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body, status, headers=named, media_type=media_type)
