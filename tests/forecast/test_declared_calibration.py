"""Bands against what came: the claims on Kursk Oblast, and monthly clearance in Colombia (docs/methods/decades.md)."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tilth.desk.forecast_declared import campaigns
from tilth.evidence.statement import read_statement
from tilth.forecast.declarations import Declaration
from tilth.forecast.declared import DeclaredOutlook, declared_outlook

CLAIMS = Path(__file__).parents[2] / "examples" / "kursk_claims" / "claims.csv"
LEAST_MONTHS, FIRST_ORIGIN = 8, 4


def held(known, later, *, seed=1, **more):
    """Which of the later totals lie inside the 80 % band of what was known."""
    origin = max(one.at for one in known)
    found = declared_outlook(known, origin=origin, at=[one.at for one in later], runs=600, seed=seed, **more)
    if not isinstance(found, DeclaredOutlook):
        return []
    low, high = np.quantile(found.declared_km2, [0.1, 0.9], axis=0)
    return [bool(a <= one.km2 <= b) for a, one, b in zip(low, later, high, strict=True)]


def test_most_later_totals_of_the_kursk_claims_lie_inside_the_band_of_each_earlier_day():
    rows = csv.DictReader(CLAIMS.read_text(encoding="utf-8").splitlines())
    told = [one for row in rows if (one := read_statement(row)[0]) is not None]
    (whole,) = campaigns(told, origin=date(2025, 8, 31))
    totals = [one for one in whole.declared if one.start is None]
    weeks = [one for one in whole.declared if one.start is not None]
    inside = []
    for at in range(1, len(totals) - 1):
        known = [*totals[: at + 1], *(one for one in weeks if one.at <= totals[at].at)]
        inside += held(known, totals[at + 1 :], planned_km2=whole.planned_km2, winter="frozen ground")
    assert len(inside) == 15
    assert sum(inside) >= 12


def departments(path):
    """Cumulative monthly totals of every department with months enough; a month without a row is one without work."""
    months: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        month = 12 * int(row["year"]) + int(row["month"]) - 1
        months[row["adm1"]][month] += float(row["area_cleared_m2"] or 0) * 1e-6
    for found in months.values():
        worked = sorted(month for month, km2 in found.items() if km2 > 0)
        if len(worked) >= LEAST_MONTHS:
            yield totals_of(found, worked[0], worked[-1])


def totals_of(found, first, last):
    start = date(first // 12, first % 12 + 1, 1) - timedelta(days=1)
    totals = [Declaration(start, 0.0)]
    for month in range(first, last + 1):
        year, number = month // 12, month % 12 + 1
        day = date(year, number, monthrange(year, number)[1])
        totals.append(Declaration(day, totals[-1].km2 + found.get(month, 0.0)))
    return totals


def test_bands_of_one_to_four_months_hold_about_80_percent_of_what_came_in_colombia(shared_data):
    inside = defaultdict(list)
    for totals in departments(shared_data / "colombia_clearance.csv"):
        for at in range(FIRST_ORIGIN, len(totals) - 1, 3):
            later = totals[at + 1 : at + 5]
            for ahead, one in enumerate(held(totals[: at + 1], later, seed=at), start=1):
                inside[ahead].append(one)
    assert len(inside[1]) >= 80
    assert 0.74 <= np.mean([one for months in inside.values() for one in months]) <= 0.86
    for ahead, found in inside.items():
        assert 0.66 <= np.mean(found) <= 0.92, ahead
