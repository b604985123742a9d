"""Invented national histories: published stocks and releases of programmes that never were.

Each country has a recorded area of which only a part is truly contaminated, a survey that comes in waves and cancels
much early, clearance that learns slowly and depends on money that now and then falls, new finds, years without a
report, and publication about nine months late. Every row says "invented".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from tilth.synth.draft import invented
from tilth.synth.names import invent_names

SOURCE = "invented history"
FIRST_YEAR = 1998
COLUMNS = (
    "row_id",
    "country",
    "year",
    "as_of",
    "series",
    "value",
    "unit",
    "qualifier",
    "source",
    "url",
    "note",
    "scope",
    "period_from",
    "period_to",
    "published",
)
_REPORTED = 0.8  # chance that a year is published
_MONEY_FALLS = 0.08  # chance a year
_UNITS = (("km2", 1.0), ("ha", 100.0))


@dataclass(slots=True)
class _Country:
    """A programme on its way through the years."""

    name: str
    rng: np.random.Generator
    suspected: float = field(init=False)
    confirmed: float = field(init=False)
    survey: float = field(init=False)  # share of suspected land looked at in a good year
    capacity: float = field(init=False)  # km² cleared in a year with full money
    money: float = 1.0

    def __post_init__(self) -> None:
        recorded = float(self.rng.lognormal(5.0, 1.0))
        self.confirmed = recorded * float(self.rng.uniform(0.05, 0.3))
        self.suspected = recorded - self.confirmed
        self.survey = float(self.rng.uniform(0.02, 0.12))
        self.capacity = recorded / float(self.rng.uniform(15, 60))

    def year(self) -> dict[str, float]:
        """What is published of one year, in km²."""
        rng = self.rng
        self.money = self.money * rng.uniform(0.3, 0.8) if rng.random() < _MONEY_FALLS else min(1.0, self.money * 1.15)
        looked_at = self.suspected * min(0.9, self.survey * self.money * rng.lognormal(0, 0.5))
        confirmed = looked_at * rng.beta(1.5, 5.0)
        found = (self.suspected + self.confirmed) * rng.gamma(0.5, 0.03)
        cleared = min(self.confirmed + confirmed, self.capacity * self.money * rng.lognormal(0, 0.25))
        reduced = min(self.confirmed + confirmed - cleared, cleared * rng.lognormal(-0.3, 0.6))
        self.suspected += found - looked_at
        self.confirmed += confirmed - cleared - reduced
        return {
            "remaining_total": self.suspected + self.confirmed,
            "cleared": cleared,
            "reduced": reduced,
            "cancelled": looked_at - confirmed,
            "added": found,
        }


def histories(*, countries: int = 5, years: int = 20, seed: int = 1) -> list[dict[str, str]]:
    """Rows of the national books for invented countries; the same seed gives the same rows."""
    rows: list[dict[str, str]] = []
    called = invent_names(countries, rng=np.random.default_rng(seed))
    for number, name in enumerate(called):
        rng = np.random.default_rng([seed, number])
        rows += _rows(_Country(invented(name), rng), years, first=len(rows))
    return rows


def _rows(country: _Country, years: int, *, first: int) -> list[dict[str, str]]:
    unit, factor = _UNITS[int(country.rng.random() < 0.2)]
    rows: list[dict[str, str]] = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        told = country.year()
        published = date(year, 12, 31) + timedelta(days=int(country.rng.integers(200, 400)))
        if country.rng.random() < _REPORTED:
            for series, km2 in told.items():
                rows.append(_row(country.name, year, series, str(round(km2 * factor, 3)), unit, published))
    for at, row in enumerate(rows, first + 1):
        row["row_id"] = f"I{at:05d}"
    return rows


def _row(country: str, year: int, series: str, value: str, unit: str, published: date) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    end = f"{year}-12-31"
    row |= {"country": country, "year": str(year), "as_of": end, "series": series, "value": value, "unit": unit}
    row |= {"qualifier": "invented", "source": SOURCE, "scope": "mines", "published": published.isoformat()}
    if not series.startswith("remaining"):
        row |= {"period_from": f"{year}-01-01", "period_to": end}
    return row


def lines(rows: list[dict[str, str]]) -> Iterator[str]:
    """The rows as lines of CSV, the heading first. No value holds a comma."""
    yield ",".join(COLUMNS)
    for row in rows:
        yield ",".join(row[name] for name in COLUMNS)
