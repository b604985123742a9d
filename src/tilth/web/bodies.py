"""Reading what a request sends: its size is refused before it is read whole, its depth before it is taken apart."""

from __future__ import annotations

import json
import math
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.web.operation import Operation, need, query_values
from tilth.web.problem import Problem
from tilth.web.schema import faults
from tilth.web.tagging import tagged

MOST_JSON_BYTES = 10_000_000
DEEPEST = 60  # levels of JSON; a geometry has six
MOST_FILE_BYTES = 200_000_000
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


async def with_body(request: Request, one: Operation) -> Response:
    """Call an operation: rights first, then its input, then its endpoint on a thread."""
    if one.method == "GET":
        return await run_in_threadpool(_call, request, one, None)
    await run_in_threadpool(need, request, one.right)  # before anything is taken in
    if one.is_upload:
        return await _with_file(request, one)
    raw = await _bytes(request, one)
    return await run_in_threadpool(_call, request, one, raw)


async def _with_file(request: Request, one: Operation) -> Response:
    """The body goes to a file of its own, piece by piece, which is gone after the answer."""
    _refuse_other_types(request, one)
    values = query_values(request, one.parameters)
    refuse_stated_size(request, MOST_FILE_BYTES)
    with TemporaryDirectory(prefix="tilth-upload-") as folder:
        values["file"] = Path(folder) / file_name(values["name"])
        with values["file"].open("wb") as file:
            async for chunk in pieces(request, MOST_FILE_BYTES):
                await run_in_threadpool(file.write, chunk)
        return await run_in_threadpool(one.endpoint, request, values)


def file_name(stated: str) -> str:
    """A name for a file of ours out of one that a stranger states: no folder, nothing a shell or a system minds."""
    base = re.split(r"[/\\]", stated)[-1]
    kept = re.sub(r"[^\w.() -]", "_", base).strip(". ")
    return kept[-100:] or "upload"


def _call(request: Request, one: Operation, raw: bytes | None) -> Response:
    need(request, one.right)
    values = query_values(request, one.parameters)
    if raw is not None and one.body is not None:
        body = read_json(raw)
        found = list(faults(body, one.body))
        if found:
            raise Problem(400, " ".join(found[:5]))
        values["body"] = body
    if one.method == "GET" and not one.keeps_own_tag:
        return tagged(request, one, values)
    return one.endpoint(request, values)


async def _bytes(request: Request, one: Operation) -> bytes:
    _refuse_other_types(request, one)
    refuse_stated_size(request, MOST_JSON_BYTES)
    return b"".join([chunk async for chunk in pieces(request, MOST_JSON_BYTES)])


def _refuse_other_types(request: Request, one: Operation) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in one.body_types:
        raise Problem(415, f"Send the body as {' or '.join(one.body_types)}.")


def refuse_stated_size(request: Request, most: int) -> None:
    """Raise Problem 413 before a byte is read, where the request says that it is too large."""
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated) > most:
        raise too_large(most)


async def pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body, piece by piece. Raises Problem 413 as soon as it has more than `most` bytes."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise too_large(most)
        yield chunk


def too_large(most: int) -> Problem:
    """The answer to a body that is too large; the connection ends, so that the rest is never sent."""
    said = f"More than {most // 1_000_000} MB are not taken here. Send it in parts, or use: tilth import FILE SOURCE"
    return Problem(413, said, headers={"connection": "close"})


def read_json(raw: bytes) -> Any:
    """A JSON document. Raises Problem 400 for what is none, is nested too deep, or holds numbers that are none."""
    if depth_of(raw) > DEEPEST:
        raise Problem(400, f"The JSON is nested deeper than {DEEPEST} levels.")
    try:
        read = json.loads(raw, parse_constant=_no_number, parse_float=_finite)
        if b"\\u" in raw:  # the only way in for half a surrogate, which no file can hold
            json.dumps(read, ensure_ascii=False).encode()
        return read
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The body is not JSON: {error}") from None


def depth_of(raw: bytes) -> int:
    """How deep brackets are nested, outside of strings."""
    depth = deepest = 0
    for found in _BRACKET.finditer(raw):
        first = found.group()[:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")
