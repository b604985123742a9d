"""Checking values against a schema: the part of JSON Schema that the API speaks, in one table of keywords.

The same dictionaries stand in the OpenAPI document, so that what is promised and what is checked are one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

Schema = dict[str, Any]
Fault = str

_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}


def faults(value: Any, schema: Schema, *, where: str = "") -> Iterator[Fault]:
    """What is wrong with a value, in sentences; nothing if it fits."""
    if value is None and schema.get("nullable"):
        return
    named = schema.get("type")
    if named and not _TYPES[named](value):
        yield f"{where or 'The body'} must be of type {named}."
        return
    for keyword, rule in _RULES.items():
        if keyword in schema:
            yield from rule(value, schema[keyword], where)
    if isinstance(value, dict) and "properties" in schema:
        yield from _members(value, schema, where)


def _members(value: dict[str, Any], schema: Schema, where: str) -> Iterator[Fault]:
    known: dict[str, Schema] = schema["properties"]
    at = f"{where}." if where else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}{name} is missing."
    for name, inner in value.items():
        if name in known:
            yield from faults(inner, known[name], where=at + name)
        elif schema.get("additionalProperties") is False:
            yield f"{at}{_shown(name)} is not known. Known are: {', '.join(known)}."
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from faults(inner, schema["additionalProperties"], where=at + _shown(name))


def _enum(value: Any, known: list[Any], where: str) -> Iterator[Fault]:
    if value not in known:
        yield f"{where} must be one of: {', '.join(map(str, known))}."


def _pattern(value: Any, pattern: str, where: str) -> Iterator[Fault]:
    if not re.search(pattern, value):
        yield f"{where} is not understood: {_shown(value)}."


def _format(value: Any, name: str, where: str) -> Iterator[Fault]:
    if name == "date" and not is_day(value):
        yield f"{where} must be a day such as 2024-05-31, not {_shown(value)}."
    if name == "date-time" and not is_moment(value):
        yield f"{where} must be a moment such as 2024-05-31T12:00:00Z, not {_shown(value)}."


def is_day(text: str) -> bool:
    """Whether a text is an ISO day, written in full."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, flags=re.ASCII):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether a text is an RFC 3339 moment: a day, a time and an offset."""
    try:
        return is_day(text[:10]) and text[10:11] in "Tt " and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _any_of(value: Any, schemas: list[Schema], where: str) -> Iterator[Fault]:
    many = [list(faults(value, schema, where=where)) for schema in schemas]
    if all(many):
        yield many[0][0]


def _items(value: Any, schema: Schema, where: str) -> Iterator[Fault]:
    for at, one in enumerate(value, start=1):
        yield from faults(one, schema, where=f"{where}, item {at}")


def _limit(is_kept: Callable[[Any, Any], bool], said: str) -> Callable[[Any, Any, str], Iterator[Fault]]:
    def rule(value: Any, limit: Any, where: str) -> Iterator[Fault]:
        if not is_kept(value, limit):
            yield f"{where} must be {said} {limit}."

    return rule


_RULES: dict[str, Callable[[Any, Any, str], Iterator[Fault]]] = {
    "enum": _enum,
    "pattern": _pattern,
    "format": _format,
    "minimum": _limit(lambda value, limit: value >= limit, "at least"),
    "maximum": _limit(lambda value, limit: value <= limit, "at most"),
    "minLength": _limit(lambda value, limit: len(value) >= limit, "of a length of at least"),
    "maxLength": _limit(lambda value, limit: len(value) <= limit, "of a length of at most"),
    "minItems": _limit(lambda value, limit: len(value) >= limit, "of a count of at least"),
    "maxItems": _limit(lambda value, limit: len(value) <= limit, "of a count of at most"),
    "items": _items,
    "anyOf": _any_of,
}


def _shown(text: object) -> str:
    """A value as a message can show it: short, on one line."""
    said = str(text).encode("utf-8", "backslashreplace").decode()
    said = "".join(char if char.isprintable() else "�" for char in said)
    return f"“{said[:60]}{'…' if len(said) > 60 else ''}”"


# --- schemas that several operations share ---------------------------------------------------------------------------


def text(description: str = "", **more: Any) -> Schema:
    """Text of a length that fits a form."""
    return {"type": "string", "maxLength": 2_000, "description": description} | more


def integer(description: str = "", **more: Any) -> Schema:
    """A whole number that a database can hold."""
    return {"type": "integer", "minimum": 0, "maximum": 2**53 - 1, "description": description} | more


def day(description: str = "") -> Schema:
    """A day, ISO."""
    return {"type": "string", "format": "date", "description": description}


def record(properties: dict[str, Schema], *, required: tuple[str, ...] = (), is_open: bool = False) -> Schema:
    """An object. A closed one refuses members that nobody reads."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": is_open}
    return schema | ({"required": list(required)} if required else {})


def listing(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}
