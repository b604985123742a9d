"""The vocabulary of tilth as tables: code lists, fields of records, kinds of finding."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `terms/NAME.csv`, in order, each a dict of column to text."""
    text = files("tilth.terms").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
