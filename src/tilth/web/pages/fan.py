"""A fan: what remains over time as a band from P10 to P90 with its middle, drawn as paths in a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 760.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 20.0, 14.0, 34.0
_MOST_MARKS = 8
_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Fan:
    """Two paths, and the marks of both axes as (place, words)."""

    band: str
    middle: str
    years: list[tuple[float, str]]
    areas: list[tuple[float, str]]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    bottom: float = HEIGHT - _BOTTOM
    width: float = WIDTH
    height: float = HEIGHT


def fan_of(rows: Sequence[Mapping[str, Any]], *, origin: date, now_km2: float) -> Fan | None:
    """The fan of rows with `at`, p10, p50 and p90 in km², from what is on record at the origin; None without any."""
    told = [row for row in rows if row["p10"] is not None and row["p90"] is not None]
    if not told:
        return None
    last = next((at for at, row in enumerate(told) if row["p90"] <= now_km2 / 200), len(told) - 1)
    points = [(0.0, now_km2, now_km2, now_km2)] + [
        ((date.fromisoformat(row["at"]) - origin).days / 365.25, row["p10"], row["p50"], row["p90"])
        for row in told[: last + 2]
    ]
    end = max(points[-1][0], 0.1)
    most = float(max(max(point[1:]) for point in points)) or 1.0

    def x(years: float) -> float:
        place: float = _LEFT + (WIDTH - _LEFT - _RIGHT) * years / end
        return round(place, 1)

    def y(km2: float) -> float:
        place: float = HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * km2 / most
        return round(place, 1)

    upper = [f"{x(at)} {y(high)}" for at, _, _, high in points]
    lower = [f"{x(at)} {y(low)}" for at, low, _, _ in reversed(points)]
    middle = "M" + "L".join(f"{x(at)} {y(half)}" for at, _, half, _ in points)
    return Fan("M" + "L".join(upper + lower) + "Z", middle, _years(origin, end, x), _areas(most, y))


def _years(origin: date, end: float, x: Any) -> list[tuple[float, str]]:
    step = next((one for one in _STEPS if end / one <= _MOST_MARKS), _STEPS[-1])
    started = origin.year + (origin.timetuple().tm_yday - 1) / 365.25
    whole = range(origin.year + 1, int(started + end) + 1)
    return [(x(year - started), str(year)) for year in whole if year % step == 0]


def _areas(most: float, y: Any) -> list[tuple[float, str]]:
    """Four marks or so at round numbers of square kilometres."""
    power = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    step = next(one * power / 10 for one in (1, 2, 5, 10, 20, 50) if most / (one * power / 10) <= 5)
    return [(y(step * count), f"{step * count:g}") for count in range(int(most / step) + 1)]
