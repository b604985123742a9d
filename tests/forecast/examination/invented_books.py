"""What gets published about a programme, as rows of a time series: late, rounded, revised, in several units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from invented_stories import Rng, Story, draw
from invented_world import Truth, live

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
LAST_REPORTED = 2024
_PER_KM2 = {"km2": 1.0, "ha": 100.0, "m2": 1e6}


@dataclass(frozen=True)
class Nation:
    """One invented country: the truth, and the rows somebody could have read."""

    name: str
    story: Story
    truth: Truth
    rows: tuple[dict[str, str], ...]
    unit: str


def decimal_year(day: date) -> float:
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


class _Clerk:
    """Writes rows; knows how sloppy this country's sources are."""

    def __init__(self, name: str, story: Story, truth: Truth, rng: Rng, *, harsh: bool) -> None:
        self.name, self.story, self.truth, self.rng, self.harsh = name, story, truth, rng, harsh
        self.unit = str(rng.choice(["km2", "ha", "m2"], p=[0.85, 0.11, 0.04]))
        self.mixes = rng.random() < (0.25 if harsh else 0.1)
        self.digits = int(rng.choice([0, 1, 2], p=[0.35, 0.3, 0.35]))
        self.precision = str(rng.choice(["year", "month", "day"], p=[0.25, 0.2, 0.55]))
        self.blank = rng.uniform(0, 0.5 if harsh else 0.25)
        self.lag = rng.uniform(0.3, 2.0)
        self.split_from = rng.uniform(2008, 2020)
        self.flows_told = rng.uniform(0.2, 0.95)
        self.rows: list[dict[str, str]] = []

    def published(self, day: date, *, extra: float = 0.0) -> str:
        if self.rng.random() < self.blank:
            return ""
        when = day + timedelta(days=int(365 * (extra + np.clip(self.lag * self.rng.uniform(0.4, 1.6), 0.25, 2.0))))
        return {"year": f"{when.year}", "month": f"{when:%Y-%m}", "day": when.isoformat()}[self.precision]

    def written(self, km2: float) -> tuple[str, str]:
        unit = self.unit
        if self.mixes and self.rng.random() < 0.3:
            unit = str(self.rng.choice(["km2", "ha", "m2"]))
        digits = self.digits if km2 >= 10 or km2 == 0 else 3
        km2 = round(km2, digits)
        return f"{round(km2 * _PER_KM2[unit], 3):.10g}" if unit != "m2" else f"{km2 * 1e6:.0f}", unit

    def add(self, series: str, km2: float, day: date, *, published: str, source: str = "Yearbook", **more: str) -> None:
        value, unit = self.written(km2)
        self.row(series, value, unit, day, published=published, source=source, **more)

    def row(
        self, series: str, value: str, unit: str, day: date, *, published: str, source: str = "Yearbook", **more: str
    ) -> None:
        row = dict.fromkeys(COLUMNS, "")
        row |= {
            "country": self.name,
            "year": str(day.year),
            "as_of": day.isoformat(),
            "series": series,
            "value": value,
            "unit": unit,
            "qualifier": "reported",
            "source": source,
            "scope": "mines",
            "published": published,
        }
        self.rows.append(row | more)

    def stock(self, day: date) -> None:
        rng = self.rng
        exposed = self.story.kind == "exposed territory"
        series = "remaining_exposed" if exposed else "remaining_total"
        scope = "exposed to hostilities, not confirmed" if exposed else "mines"
        told = decimal_year(day) - (rng.uniform(0, 0.5) if rng.random() < 0.3 else 0.0)  # the database lags
        sha = float(np.interp(told, self.truth.time, self.truth.suspected))
        cha = float(np.interp(told, self.truth.time, self.truth.confirmed))
        km2 = sha + cha
        if rng.random() < (0.1 if self.harsh else 0.04) and km2 > 0:  # told to two figures
            km2 = float(f"{km2:.2g}")
        guessing = self.story.guess is not None and decimal_year(day) < self.story.guess_until
        published = self.published(day)
        split = not exposed and not guessing and decimal_year(day) > self.split_from and km2 > 0
        if split:
            self.add("remaining_sha", sha, day, published=published, scope=scope)
            self.add("remaining_cha", cha, day, published=published, scope=scope)
        if not split or rng.random() < 0.75:
            more = {"qualifier": "initial estimate" if guessing else "derived sum" if split else "reported"}
            self.add(series, km2, day, published=published, scope=scope, **more)
        if rng.random() < (0.18 if self.harsh else 0.08) and km2 > 0:
            other = km2 * rng.lognormal(0, 0.25 if self.harsh else 0.12)
            self.add(
                series,
                other,
                day,
                published=self.published(day),
                source="Another reader",
                scope=scope,
                qualifier="conflicting source",
            )
        if rng.random() < (0.1 if self.harsh else 0.05) and km2 > 0:
            self.add(
                series,
                km2 * rng.lognormal(0, 0.06),
                day,
                published=self.published(day, extra=1),
                scope=scope,
                qualifier="revised",
            )

    def year_flows(self, year: int) -> None:
        chosen = [f for t, f in zip(self.truth.time, self.truth.flows, strict=True) if year < t <= year + 1]
        sums = {k: sum(f.get(k, 0.0) for f in chosen) for k in ("cancelled", "reduced", "cleared", "added")}
        if self.rng.random() > self.flows_told or not chosen:
            return
        day, period = date(year, 12, 31), {"period_from": f"{year}-01-01", "period_to": f"{year}-12-31"}
        published = self.published(day)
        for name, km2 in sums.items():
            told = {"cleared": 0.95, "cancelled": 0.6, "reduced": 0.6, "added": 0.25}[name]
            if km2 > 0 and self.rng.random() < told:
                self.add(name, km2 * self.rng.lognormal(0, 0.08), day, published=published, **period)
        if self.rng.random() < 0.4:
            self.add(
                "released_total",
                sums["cancelled"] + sums["reduced"] + sums["cleared"],
                day,
                published=published,
                **period,
            )
        if self.rng.random() < 0.3:
            money = float(np.interp(year, self.truth.time, self.truth.money)) * self.rng.lognormal(0, 0.2)
            self.row("cost_total", f"{money:.2f}", "MUSD", day, published=published, **period)

    def promises(self) -> None:
        if self.story.deadline:
            day = date(int(self.story.start), 6, 30)
            self.row("target_completion", f"{self.story.deadline:.0f}", "year", day, published=day.isoformat())
        for said, until, rate in self.truth.deadlines:
            day = date(int(said), 1 + int(12 * (said % 1)), 15)
            if said > LAST_REPORTED or self.rng.random() < 0.3:
                continue
            self.row("target_completion", f"{until:.0f}", "year", day, published=day.isoformat())
            for ahead in (1, 2):
                then = date(day.year + ahead, 12, 31)
                hoped = max(0.0, self.truth.stock(said) - rate * (decimal_year(then) - said))
                self.add("target_remaining", hoped, then, published=day.isoformat())
                self.add("target_release", rate, then, published=day.isoformat())
            if self.rng.random() < 0.15:  # somebody's forecast, entered as if it were a stock
                then = date(day.year + 1, 12, 31)
                self.add(
                    "remaining_total", hoped, then, published=day.isoformat(), qualifier=f"forecast end {then.year}"
                )


def _days(story: Story, truth: Truth, rng: Rng, *, harsh: bool) -> list[date]:
    years = [y for y in range(int(story.first_report), LAST_REPORTED + 1) if y + 0.99 > story.start]
    silent_from, gap = (
        (rng.integers(2004, 2020), rng.integers(3, 9)) if rng.random() < (0.35 if harsh else 0.15) else (9999, 0)
    )
    days = []
    for year in years:
        if rng.random() > story.reporting or silent_from <= year < silent_from + gap:
            continue
        days.append(
            date(year, 12, 31)
            if rng.random() < 0.75
            else date(year, int(rng.integers(1, 13)), int(rng.integers(1, 29)))
        )
        if story.kind == "exposed territory" and rng.random() < 0.6:
            days.append(date(year, int(rng.integers(1, 7)), 1))
    done = truth.completed()
    if done is not None and done < LAST_REPORTED:  # finishing is news, an empty record afterwards is not
        said = date(int(done), 12, 31)
        days = [d for d in days if d <= said or truth.stock(decimal_year(d)) > 0] + [said]
    days = sorted({d for d in days if decimal_year(d) >= story.start})
    if story.only_three and len(days) > 5:
        days = sorted(days[int(i)] for i in rng.choice(len(days), 5, replace=False))
    return days


def report(name: str, story: Story, truth: Truth, rng: Rng, *, harsh: bool) -> Nation:
    clerk = _Clerk(name, story, truth, rng, harsh=harsh)
    for day in _days(story, truth, rng, harsh=harsh):
        clerk.stock(day)
    for year in range(int(story.start), LAST_REPORTED):
        if story.guess is None or year > story.guess_until:
            clerk.year_flows(year)
    clerk.promises()
    return Nation(name, story, truth, tuple(sorted(clerk.rows, key=lambda r: (r["as_of"], r["series"]))), clerk.unit)


_FIRST = (
    "Ka",
    "Mor",
    "Be",
    "Tal",
    "Sú",
    "Or",
    "Li",
    "Zan",
    "Gre",
    "Pa",
    "Ne",
    "Vo",
    "Ru",
    "Ilm",
    "Do",
    "Ash",
    "Ty",
    "Fe",
    "Qua",
    "Hel",
)
_MIDDLE = ("ra", "li", "ven", "ço", "ta", "mi", "do", "sha", "re", "bu", "na", "ki")
_LAST = ("nia", "stan", "land", "via", "dor", "que", "mar", "tia", "wa", "ria", "'im", "goa")


def _names(rng: Rng, count: int) -> list[str]:
    every = [a + b + c for a in _FIRST for b in _MIDDLE for c in _LAST]
    chosen = [every[i] for i in rng.choice(len(every), count, replace=False)]
    return [
        f"{'North ' if rng.random() < 0.04 else ''}{n}{' and Isles' if rng.random() < 0.03 else ''}" for n in chosen
    ]


def invent(count: int, *, seed: int, harsh: bool = False) -> list[Nation]:
    """That many invented countries with their truth and their published rows, the same for the same seed."""
    rng = np.random.default_rng(seed)
    stories = draw(rng, count, harsh=harsh)
    nations = []
    for name, story in zip(_names(rng, count), stories, strict=True):
        own = np.random.default_rng(rng.integers(2**63))
        nations.append(report(name, story, live(story, own), own, harsh=harsh))
    return nations
