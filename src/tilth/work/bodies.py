"""What an entry on a task must say, and in which form: `terms/work_fields.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tilth.terms import table
from tilth.work.day import whole
from tilth.work.items import read_items


@cache
def _fields(kind: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("work_fields") if row["kind"] == kind)


def fault_of(kind: str, body: Mapping[str, object]) -> str:
    """Why an entry on a task cannot stand as it is, in words; empty where it can."""
    return tidied(kind, body)[1]


def tidied(kind: str, body: Mapping[str, object]) -> tuple[dict[str, Any], str]:
    """The body with numbers as numbers and items by kind, and what is wrong with it, in words."""
    tidy: dict[str, Any] = dict(body)
    for row in _fields(kind):
        name = row["field"]
        said = body.get(name)
        if said is None or str(said).strip() == "":
            if row["required"] == "yes":
                return tidy, f"it says nothing in {name}"
            tidy.pop(name, None)
            continue
        value, fault = _read(said, row["type"])
        if fault:
            return tidy, f"its {name} “{said}” is {fault}"
        tidy[name] = value
    return tidy, ""


def _read(said: object, kind: str) -> tuple[Any, str]:
    """A value of one type, and what is wrong with it."""
    if kind == "whole":
        number = whole(said)
        return number, "" if number is not None else "no whole number from 0 on"
    if kind == "items":
        items = read_items(said)
        return items, "" if items is not None else "no list as AP mine=3,UXO=1"
    if kind == "pass or fail":
        result = str(said).strip().lower()
        return result, "" if result in ("pass", "fail") else "neither pass nor fail"
    return str(said).strip(), ""
