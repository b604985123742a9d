"""The denominators of the press: what was done in a year, in other years, is planned, or is said to be possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tilth.forecast.areas import km2_per
from tilth.forecast.known import History, Observation, chosen_stock
from tilth.forecast.outlook import decimal_year
from tilth.forecast.stated_paces import stated_paces

Rows = Mapping[str, Mapping[str, object]]
_MEAN_OF = 5
_YEAR_DAYS = (350, 380)
_WEEK = 7
_RECENT_DAYS = 3660


def number(value: float) -> str:
    """Four significant digits at most, without an exponent: 17,500 or 59.22."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


class Denominator(NamedTuple):
    """A pace, in km² a year, and where it comes from."""

    kind: str
    km2_per_year: float
    words: str
    is_main: bool = False  # also used with numerators beside the first


def denominators(known: History, rows: Rows, *, origin: date) -> tuple[Denominator, ...]:
    """Every pace that what is known allows, without those that are nothing."""
    found = [
        *_last_year(known),
        *_mean_years(known),
        *_sums(known),
        *_weeks(known),
        *_fall(known),
        *_plans(known, origin),
        *_capacities(known),
        *_stated(known, rows),
    ]
    return tuple(one for one in found if one.km2_per_year > 0)


def _years(known: History, series: str) -> dict[int, Observation]:
    """For each calendar year the value published last of a flow of the whole year."""
    found: dict[int, Observation] = {}
    for one in known.observations:
        if one.series == series and one.start and _YEAR_DAYS[0] <= (one.at - one.start).days <= _YEAR_DAYS[1]:
            before = found.get(one.at.year)
            if before is None or one.published >= before.published:
                found[one.at.year] = one
    return found


def _last_year(known: History) -> list[Denominator]:
    """The last year with clearance: cleared, with reduced, and with everything released."""
    cleared, reduced, cancelled = (_years(known, name) for name in ("cleared", "reduced", "cancelled"))
    total, survey = _years(known, "released_total"), _years(known, "released_survey")
    found = []
    if cleared:
        year = max(cleared)
        km2 = cleared[year].km2
        found.append(Denominator("cleared", km2, f"{number(km2)} km² cleared in {year}", True))
        if year in reduced and reduced[year].km2:
            both = km2 + reduced[year].km2
            found.append(Denominator("cleared_reduced", both, f"{number(both)} km² cleared and reduced in {year}"))
    released = {year: one.km2 for year, one in total.items()}
    for year in set(cleared) & (set(cancelled) | set(survey)) - set(released):
        parts = [cancelled, reduced] if year in cancelled else [survey]
        released[year] = cleared[year].km2 + sum(part[year].km2 for part in parts if year in part)
    for year in sorted(released)[-2:]:
        words = f"{number(released[year])} km² released in {year}, survey included"
        found.append(Denominator("released", released[year], words, year == max(released)))
    return found


def _mean_years(known: History) -> list[Denominator]:
    found = []
    for series, word in (("cleared", "cleared"), ("released_total", "released")):
        years = _years(known, series)
        last = sorted(years)[-_MEAN_OF:]
        if len(last) >= 2:
            km2 = sum(years[year].km2 for year in last) / len(last)
            words = f"{number(km2)} km² {word} a year, mean of {len(last)} years between {last[0]} and {last[-1]}"
            found.append(Denominator("mean", km2, words))
    stated = (one for one in known.observations if one.series == "released_mean_per_year")
    found += [
        Denominator("mean", one.km2, f"{number(one.km2)} km² a year, mean stated for {one.at.year}") for one in stated
    ]
    return found


def _sums(known: History) -> list[Denominator]:
    """Sums over several years, divided by them."""
    found = []
    for one in known.observations:
        if one.series in ("cleared_cum", "released_cum") and one.start:
            years = ((one.at - one.start).days + 1) / 365.25
            if years >= 0.5:
                word, km2 = one.series.removesuffix("_cum"), one.km2 / years
                words = f"{number(km2)} km² {word} a year, mean from {one.start.isoformat()} to {one.at.isoformat()}"
                found.append(Denominator("released" if word == "released" else "cleared", km2, words))
    return found


def _weeks(known: History) -> list[Denominator]:
    """Declared weeks, the slowest and the fastest, and the mean pace between the first and the last declared total."""
    weeks = sorted((one for one in known.observations if one.series == "cleared_week"), key=lambda one: one.km2)
    found = []
    for one in {weeks[0], weeks[-1]} if weeks else set():
        words = f"{number(one.km2)} km² declared in the week to {one.at.isoformat()}, all year round"
        found.append(Denominator("week", one.km2 * 365.25 / _WEEK, words))
    totals = [one for one in known.observations if one.series == "cleared_cum" and one.start is None]
    if len(totals) >= 2 and totals[-1].at > totals[0].at:
        km2 = (totals[-1].km2 - totals[0].km2) / (totals[-1].at - totals[0].at).days * 365.25
        words = f"{number(km2)} km² a year, declared from {totals[0].at.isoformat()} to {totals[-1].at.isoformat()}"
        found.append(Denominator("declared", km2, words, True))
    return found


def _fall(known: History) -> list[Denominator]:
    """The fall of the stock between its last two days, and over ten years or since it was first stated."""
    values = chosen_stock(known).values
    recent = [one for one in values if (values[-1].at - one.at).days <= _RECENT_DAYS]
    pairs = {(recent[-2], recent[-1]), (recent[0], recent[-1])} if len(recent) >= 2 else set()
    found = []
    for before, after in sorted(pairs, key=lambda pair: pair[0].at):
        km2 = (before.km2 - after.km2) / (decimal_year(after.at) - decimal_year(before.at))
        words = (
            f"{number(km2)} km² a year, by which the stock fell from {before.at.isoformat()} to {after.at.isoformat()}"
        )
        found.append(Denominator("fall", km2, words))
    return found


def _plans(known: History, origin: date) -> list[Denominator]:
    """The two plans that reach furthest."""
    found = []
    values = chosen_stock(known).values
    for one in known.targets:
        if one.series == "target_release" and one.km2 and one.start and (one.at - one.start).days > _YEAR_DAYS[0]:
            found.append(Denominator("target", one.km2, f"{number(one.km2)} km² planned for {one.at.year}"))
        if one.series == "target_completion" and values:
            years = decimal_year(one.at) - decimal_year(max(values[-1].at, min(one.published, origin)))
            if years > 0:
                words = f"completion by the end of {one.at.year}, as planned on {one.published.isoformat()}"
                found.append(Denominator("target", values[-1].km2 / years, words))
    return found[-2:]


def _capacities(known: History) -> list[Denominator]:
    found = []
    for one in known.costs:
        area, _, per = one.unit.partition("/")
        factor = km2_per(area)
        if one.series == "capacity_claim" and factor is not None and per in ("yr", "year"):
            km2 = one.value * factor
            found.append(Denominator("capacity", km2, f"{number(km2)} km² a year, a capacity stated by {one.at.year}"))
    return found


def _stated(known: History, rows: Rows) -> list[Denominator]:
    """Paces in the words beside a row that was published by then."""
    found: dict[tuple[float, float], list[Denominator]] = defaultdict(list)
    for name in (*(one.row for one in known.observations), *(one.row for one in known.costs)):
        row = rows.get(name, {})
        source = str(row.get("source") or row.get("speaker") or "a note")
        for pace in stated_paces(" ".join(str(row.get(key) or "") for key in ("note", "words"))):
            ends = {pace.low, pace.high}
            found[pace.low, pace.high] = [
                Denominator("pace", km2, f"“{pace.text}” ({source}): {number(km2)} km² a year") for km2 in sorted(ends)
            ]
    return [one for group in found.values() for one in group]
