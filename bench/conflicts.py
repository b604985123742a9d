"""Conflicts among many claims: one huge series beside many small ones, with errors of every kind sown in.

Each size is measured on the processor time of one process; no rule uses more than one core.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench.figures import Figure, Result
from tilth.conflicts.conflicts import conflicts
from tilth.evidence.statement import read_statement

TOPIC = "conflicts"
FIRST_DAY = date(2001, 1, 1)
TOLD_BY = 10  # outlets tell each total of the huge series
METRICS = (
    ("area_cleared", "ha"),
    ("items_destroyed", "items"),
    ("area_cleared_week", "ha"),
    ("settlements_planned", "settlements"),
)


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """Seconds for rising numbers of claims; the growth per doubling is that of n log n, or less, if it is near 2."""
    del folder
    sizes = [2_500, 5_000, 10_000] if quick else [25_000, 50_000, 100_000]
    results: list[Result] = []
    took = []
    for size in sizes:
        statements = [one for row in claims(size) if (one := read_statement(row)[0])]
        before = time.process_time()
        found = conflicts(statements)
        took.append(time.process_time() - before)
        bar = 10 if size == max(sizes) else None
        what = f"{size} claims"
        results.append(Figure(TOPIC, what, took[-1], "s", bar, at_most=True, note=f"{len(found)} conflicts"))
    power = math.log(took[-1] / took[0]) / math.log(sizes[-1] / sizes[0])
    results.append(Figure(TOPIC, "power of growth with the number of claims", power, "", 1.3, at_most=True))
    return results


def claims(size: int) -> Iterator[dict[str, str]]:
    """Half of them in one series of totals, told by many; the rest in series of ten; one in fifty is off."""
    rng = np.random.default_rng(3)
    yield from _series(rng, metric="area_cleared", unit="ha", place="Ruritania", length=size // 2, prefix="H")
    for number in range(size // 20):
        metric, unit = METRICS[number % len(METRICS)]
        place = f"Province {number}"
        yield from _series(rng, metric=metric, unit=unit, place=place, length=10, prefix=f"S{number}-")


def _series(
    rng: np.random.Generator, *, metric: str, unit: str, place: str, length: int, prefix: str
) -> Iterator[dict[str, str]]:
    days = np.arange(length) if length < TOLD_BY * 2 else np.arange(length) // TOLD_BY
    grown = rng.integers(500, 2_000, length)
    figures = grown if metric.endswith("_week") else 10_000 + grown.cumsum()[days]
    wrong = rng.random(length)
    for at, figure in enumerate(figures.tolist()):
        value = figure if wrong[at] > 0.02 else figure // 1_000 if wrong[at] < 0.01 else figure * 3
        day = FIRST_DAY + timedelta(days=7 * int(days[at]))
        yield {
            "claim_id": f"{prefix}{at}",
            "metric": metric,
            "value": str(value),
            "unit": unit,
            "qualifier": ("", "over", "about")[at % 3],
            "as_of": day.isoformat(),
            "published": (day + timedelta(days=at % 5)).isoformat(),
            "scope": place,
            "speaker": f"spokesman {at % 5}",
            "outlet": f"outlet {at % 7}",
            "url": f"https://news.example/{prefix}{at}/report-on-{value}-items",
        }
