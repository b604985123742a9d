"""Reading a table of published values into histories: every row counts or is named by a finding, none raises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tilth.evidence.metrics import Metric, metric
from tilth.forecast.areas import figure, is_possible, km2_per, split
from tilth.forecast.known import Cost, History, Observation, Target
from tilth.forecast.vintage import ASSUMED_LAG, publication
from tilth.terms.finding import Finding, finding
from tilth.units.dates import When, parse_when

Row = Mapping[str, object]
# tilth's name of a column: the names it goes by; the first that is filled counts
_NAMES = {
    "country": ("country", "subject", "territory"),
    "series": ("series", "metric"),
    "row": ("row_id", "claim_id", "id"),
    "source": ("source", "speaker", "outlet"),
    **{
        name: (name,)
        for name in ("year", "as_of", "value", "unit", "qualifier", "url", "scope", "period_from", "period_to")
    },
    "published": ("published",),
}
_PLANNED = ("forecast", "projection", "projected", "planned", "expected by", "target")


@dataclass(frozen=True, slots=True)
class _Dated:
    start: date | None
    at: date


class _Reader:
    """Collects what the rows of one table say, by country."""

    def __init__(self, *, lag: timedelta) -> None:
        self.lag = lag
        self.observations: dict[str, list[Observation]] = defaultdict(list)
        self.targets: dict[str, list[Target]] = defaultdict(list)
        self.costs: dict[str, list[Cost]] = defaultdict(list)
        self.findings: dict[str, list[Finding]] = defaultdict(list)

    def note(self, kind: str, told: dict[str, str], position: int, **values: Any) -> None:
        """Keep a finding about one row."""
        said: dict[str, Any] = {
            "name": told["row"],
            "country": told["country"] or "no country",
            "series": told["series"],
            **values,
        }
        self.findings[told["country"]].append(finding(kind, row=position, field=None, layer=None, entry=None, **said))

    def read(self, row: Row, position: int) -> None:
        """Read one row; `position` counts rows of data from 1."""
        told = _told(row, position)
        if not told["country"]:
            return self.note("country_missing", told, position)
        if not told["series"]:
            return self.note("series_missing", told, position)
        dated = self._dated(told, position)
        if dated is None:
            return None
        about = metric(told["series"])
        if about is not None and about.dimension == "area":
            return self._area(told, position, about, dated)
        return self._figure(told, position, dated)

    def _dated(self, told: dict[str, str], position: int) -> _Dated | None:
        """The days a row is about; `None`, with a finding, where it cannot be placed in time."""
        ends: dict[str, When | None] = {}
        for name in ("as_of", "period_from", "period_to", "year"):
            ends[name] = parse_when(told[name]) if told[name] else None
            if told[name] and ends[name] is None:
                self.note("date_not_readable", told, position, value=told[name], done="It was read without it.")
        day = ends["period_to"] or ends["as_of"] or ends["year"]
        if day is None:
            self.note("undated_value", told, position)
            return None
        start = ends["period_from"].first if ends["period_from"] else None
        if start is not None and start > day.last:
            self.note("period_reversed", told, position)
            return None
        if day is ends["year"]:
            self.note("year_for_day", told, position, year=told["year"])
        return _Dated(start, day.last)

    def _area(self, told: dict[str, str], position: int, about: Metric, dated: _Dated) -> None:
        km2 = self._km2(told, position)
        if km2 is None:
            return
        published, how = self._published(told, dated.at)
        if about.family == "target":
            self._target(told, dated, km2, published, how)
        elif published < dated.at or (about.family == "stock" and _is_plan(told["qualifier"])):
            self.note("foretold_value", told, position)
            plan = "target_remaining" if about.family == "stock" else "target_release"
            self._target(told | {"series": plan}, dated, km2, published, how)
        else:
            start = _start(told["series"], about, dated)
            self.observations[told["country"]].append(
                Observation(
                    told["series"], start, dated.at, km2, published, how, told["qualifier"], told["scope"], told["row"]
                )
            )

    def _km2(self, told: dict[str, str], position: int) -> float | None:
        found = split(told["value"], told["unit"])
        if found is None:
            self.note("area_not_readable", told, position, value=told["value"])
            return None
        number, unit = found
        if not unit:
            self.note("area_unit_missing", told, position)
        factor = km2_per(unit or "km2")
        if factor is None:
            self.note("area_unit_unknown", told, position, unit=unit)
            return None
        if number < 0:
            self.note("negative_area", told, position, value=told["value"])
            return None
        if not is_possible(number * factor):
            self.note("area_not_readable", told, position, value=told["value"])
            return None
        return number * factor

    def _figure(self, told: dict[str, str], position: int, dated: _Dated) -> None:
        """A year of completion, money, people and other figures; words are not read."""
        number = figure(told["value"])
        if told["series"] == "target_completion":
            when = parse_when(told["value"])
            if when is None:
                return self.note("figure_not_readable", told, position, value=told["value"])
            published, how = self._published(told, dated.at)
            return self._target(told, _Dated(None, when.last), None, published, how)
        if number is None:
            return self.note("figure_not_readable", told, position, value=told["value"])
        published, how = self._published(told, dated.at)
        self.costs[told["country"]].append(
            Cost(told["series"], dated.start, dated.at, number, told["unit"], published, how, told["row"])
        )
        return None

    def _target(self, told: dict[str, str], dated: _Dated, km2: float | None, published: date, how: str) -> None:
        planned = Target(told["series"], dated.start, dated.at, km2, published, how, told["row"])
        self.targets[told["country"]].append(planned)

    def _published(self, told: dict[str, str], at: date) -> tuple[date, str]:
        return publication(told["published"], source=told["source"], url=told["url"], at=at, lag=self.lag)


def read_histories(rows: Iterable[Row]) -> tuple[dict[str, History], tuple[Finding, ...]]:
    """Every country's history by name, and all findings in order of the rows.

    A row is a mapping with the columns of the national books: country, series, value, unit, as_of or year, period_from,
    period_to, qualifier, source, url, scope, published. Areas become km². Where no row of the table states when it was
    published, values count as known on the day they describe; otherwise a blank counts as in `vintage.publication`.
    """
    table = [row for row in rows if any(_text(value) for value in row.values())]
    stated = any(_text(row.get("published")) for row in table)
    reader = _Reader(lag=ASSUMED_LAG if stated else timedelta(0))
    for position, row in enumerate(table, 1):
        reader.read(row, position)
    countries = sorted({*reader.observations, *reader.targets, *reader.costs})
    histories = {country: _history(reader, country) for country in countries}
    findings = [one for country in histories for one in histories[country].findings]
    findings += [one for country, found in reader.findings.items() if country not in histories for one in found]
    return histories, tuple(sorted(findings, key=lambda one: (one.row or 0, one.code)))


def _history(reader: _Reader, country: str) -> History:
    observations, repeated = _without_repeats(country, reader.observations[country])
    return History(
        country,
        tuple(sorted(observations, key=lambda one: (one.at, one.series, one.published))),
        tuple(sorted(reader.targets[country], key=lambda one: (one.at, one.series, one.published))),
        tuple(sorted(reader.costs[country], key=lambda one: (one.at, one.series, one.published))),
        tuple(reader.findings[country] + repeated),
    )


def _without_repeats(country: str, found: list[Observation]) -> tuple[list[Observation], list[Finding]]:
    """Rows that say the same once (the earliest publication stands); a finding where values of one day differ."""
    groups: dict[tuple[str, date | None, date, str], list[Observation]] = defaultdict(list)
    for one in found:
        groups[one.series, one.start, one.at, one.scope if one.start else ""].append(one)
    kept, findings = [], []
    for (series, _, at, _), same in groups.items():
        by_value: dict[float, list[Observation]] = defaultdict(list)
        for one in same:
            by_value[one.km2].append(one)
        for twins in by_value.values():
            kept.append(min(twins, key=lambda one: one.published))
            if len(twins) > 1:
                names = ", ".join(one.row for one in twins)
                findings.append(finding("value_repeated", names=names, country=country, series=series))
        if len(by_value) > 1:
            names = ", ".join(one.row for one in same)
            ends: dict[str, Any] = {"low": f"{min(by_value):g}", "high": f"{max(by_value):g}"}
            findings.append(finding("values_differ", names=names, country=country, series=series, day=at, **ends))
    return kept, findings


def _start(series: str, about: Metric, dated: _Dated) -> date | None:
    """The first day of a flow; a yearly flow without its period counts over the year that ends with its day."""
    if about.family != "flow":
        return None
    if dated.start is None and not series.endswith(("_cum", "_week")):
        return dated.at.replace(year=dated.at.year - 1, day=min(dated.at.day, 28)) + timedelta(days=1)
    return dated.start


def _is_plan(qualifier: str) -> bool:
    return any(word in qualifier.lower() for word in _PLANNED)


def _told(row: Row, position: int) -> dict[str, str]:
    """Every column as trimmed text; a row without a name is called by its place."""
    told = {name: _first(row, names) for name, names in _NAMES.items()}
    return told | {"row": told["row"] or str(position)}


def _first(row: Row, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _text(row.get(name)))), "")


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()


def with_country(histories: Mapping[str, History], country: str) -> History:
    """The history of `country`, empty where the table has none; spelled as in the table or in other case."""
    for name, history in histories.items():
        if name.casefold() == country.strip().casefold():
            return history
    return replace(History(country, ()), country=country)
