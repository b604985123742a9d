"""The OpenAPI 3.0 document, built from the operations: self-contained, nothing in it is written twice."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tilth.web.columns import filters_of
from tilth.web.ogc import items
from tilth.web.ogc.collections import shown
from tilth.web.operation import LANDING, Operation, Parameter, Values, as_json, routes
from tilth.web.problem import MEDIA_TYPE
from tilth.web.room import room_of
from tilth.web.schema import integer, record, text

MEDIA = "application/vnd.oai.openapi+json;version=3.0"
PARTS = ("tilth.web.ogc", "tilth.web.tiles.answering", "tilth.web.answers", "tilth.web.map_routes")
_PROBLEM = record(
    {"type": text(), "title": text(), "status": integer(), "detail": text()}, required=("title", "status"), is_open=True
)
_SAID = {
    400: "The request is not understood; the detail says what to change.",
    401: "Log in first.",
    403: "The role may not do this.",
    404: "There is no such thing.",
    405: "This method is not offered here.",
    409: "The desk refuses: it would contradict what is on record. The number is the refusal's.",
    410: "It was erased.",
    413: "Too large.",
    415: "The type of the body is not read here.",
    422: "The desk does not understand a value.",
    423: "Another program is writing.",
    424: "Something it needs is not here.",
    426: "The file was written by a newer version.",
    501: "A package is missing.",
    507: "The disk is full.",
}
_ALWAYS = (400, 401, 403, 404, 405)
_WRITING = (409, 410, 413, 415, 422, 423, 424, 426, 501, 507)


def operations() -> tuple[Operation, ...]:
    """The operations of every part."""
    found = [one for name in PARTS for one in import_module(name).OPERATIONS]
    return (*found, *OPERATIONS)


@cache
def document() -> dict[str, Any]:
    """The whole document, without the address of the server."""
    paths: dict[str, dict[str, Any]] = {}
    for one in operations():
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "tilth",
            "version": version("tilth"),
            "description": "A mine action programme: features, tiles, and every answer of the command line. What is on "
            "record is not permission to enter; ask the mine action authority.",
            "license": {"name": "Apache-2.0"},
        },
        "tags": [{"name": name} for name in ("features", "tiles", "answers", "writing")],
        "paths": paths,
        "components": {"schemas": {"Problem": _of_answer(_PROBLEM)}},
    }


def _operation(one: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary,
        "tags": [one.tag],
        "responses": _responses(one),
    }
    if one.parameters:
        said["parameters"] = [_parameter(each) for each in one.parameters]
    if one.body is not None:
        said["requestBody"] = {
            "required": True,
            "content": {kind: {"schema": one.body} for kind in one.body_types},
        }
    return said


def _parameter(one: Parameter) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.name,
        "in": one.where,
        "required": one.required or one.where == "path",
        "description": one.description,
        "schema": one.schema,
    }
    if one.schema["type"] == "array":
        said |= {"style": "form", "explode": False}
    elif one.where == "query":
        said["style"] = "form"
    return said


def _responses(one: Operation) -> dict[str, Any]:
    schema = _of_answer(one.answer)
    responses: dict[str, Any] = {
        str(one.status): {"description": one.summary, "content": {one.media_type: {"schema": schema}}}
    }
    if one.method == "GET":
        responses["304"] = {"description": "The client has this answer already."}
    if one.keeps_own_tag:
        responses["204"] = {"description": "Nothing lies there."}
    for status in (*_ALWAYS, *(_WRITING if one.method != "GET" else ()), *_of_desk(one)):
        responses[str(status)] = {
            "description": _SAID[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return responses


def _of_answer(schema: Any) -> Any:
    """The schema without limits of length: those are for what comes in, an answer is as long as what it repeats."""
    if isinstance(schema, list):
        return [_of_answer(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _of_answer(value) for key, value in schema.items() if key != "maxLength"}


def _of_desk(one: Operation) -> tuple[int, ...]:
    return (409, 415, 422, 423, 501) if one.method == "GET" and one.tag == "answers" else ()


def of_features(request: Request, values: Values) -> Response:
    """The features API alone, each collection that may be seen with the properties it can be filtered by."""
    del values
    with room_of(request).read() as reading:
        names = [name for name, _ in shown(request, reading)]
    paths: dict[str, dict[str, Any]] = {}
    for one in (operation for operation in operations() if operation.path.startswith(f"{LANDING}/collections")):
        for name in names if "{collection}" in one.path else [""]:
            paths[one.path.removeprefix(LANDING).replace("{collection}", name)] = {"get": _of_collection(one, name)}
    for one in (operation for operation in operations() if operation.path in (LANDING, f"{LANDING}/conformance")):
        paths[one.path.removeprefix(LANDING) or "/"] = {"get": _operation(one)}
    server = {"url": str(request.base_url).rstrip("/") + LANDING}
    return as_json(document() | {"paths": paths, "servers": [server]}, media_type=MEDIA)


def _of_collection(one: Operation, name: str) -> dict[str, Any]:
    """An operation for one collection: filters that it does not know are left out."""
    if not name:
        return _operation(one)
    strange = items.FILTERS.keys() - {column.name for column in filters_of(name)}
    parameters = tuple(each for each in one.parameters if each.name not in {"collection", *strange})
    return _operation(replace(one, id=f"{one.id}_{name}", parameters=parameters))


def openapi(request: Request, values: Values) -> Response:
    """The document with the address at which it was asked for."""
    del values
    server = {"url": str(request.base_url).rstrip("/")}
    return as_json(document() | {"servers": [server]}, media_type=MEDIA)


OPERATIONS = (
    Operation("/ogc/api", "getFeaturesApi", "The features API", of_features, media_type=MEDIA, tag="features"),
    Operation("/openapi.json", "getApi", "This document", openapi, media_type=MEDIA, tag="features", is_fixed=True),
)
ROUTES = routes(OPERATIONS)
