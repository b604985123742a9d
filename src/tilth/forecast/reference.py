"""The packaged reference class: programmes whose published history is public, for one that has no pool of its own.

`reference_class.csv` is what `history.read_histories` reads of the national books in `examples/national_books`, whose
README names the sources; a test holds the two equal. It is used like any pool: cut at the origin, without the country
that is asked for.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from functools import cache
from importlib.resources import files

from tilth.forecast.known import History, Observation

COLUMNS = ("country", "series", "start", "at", "km2", "published", "published_how", "qualifier", "scope", "row")


@cache
def reference_class() -> tuple[History, ...]:
    """Every programme of the packaged reference class, by name, with all that is known of it to date."""
    text = files("tilth.forecast").joinpath("reference_class.csv").read_text(encoding="utf-8")
    found: dict[str, list[Observation]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        found[row["country"]].append(_observation(row))
    return tuple(History(country, tuple(told)) for country, told in sorted(found.items()))


def _observation(row: dict[str, str]) -> Observation:
    return Observation(
        series=row["series"],
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        at=date.fromisoformat(row["at"]),
        km2=float(row["km2"]),
        published=date.fromisoformat(row["published"]),
        published_how=row["published_how"],
        qualifier=row["qualifier"],
        scope=row["scope"],
        row=row["row"],
    )


def rows_of(histories: dict[str, History]) -> list[dict[str, str]]:
    """The rows of `reference_class.csv` for these histories: every programme that published a stock."""
    return [
        {"country": country}
        | {name: "" if getattr(one, name) is None else str(getattr(one, name)) for name in COLUMNS[1:]}
        for country, history in sorted(histories.items())
        if any(one.is_stock for one in history.observations)
        for one in history.observations
    ]
