"""Histories of invented countries, told in few words."""

from __future__ import annotations

from datetime import date

from tilth.forecast.known import History, Observation, Target


def stock(at: str, km2: float, published: str | None = None, *, series: str = "remaining_total") -> Observation:
    """What remained at the end of a day, published on that day unless told otherwise."""
    day = date.fromisoformat(at)
    told = date.fromisoformat(published) if published else day
    return Observation(series, None, day, km2, told, "stated", "reported", "mines", f"{series} {at} {told}")


def country(name: str, *observations: Observation, targets: tuple[Target, ...] = ()) -> History:
    """A country in the order of the days described."""
    return History(name, tuple(sorted(observations, key=lambda one: (one.at, one.series, one.published))), targets)


def target(at: str, km2: float | None, published: str) -> Target:
    """A planned stock, or a completion where `km2` is None."""
    series = "target_completion" if km2 is None else "target_remaining"
    due, told = date.fromisoformat(at), date.fromisoformat(published)
    return Target(series, None, due, km2, told, "stated", f"{series} {at}")


def falling(name: str, *, first: int, last: int, km2: float, factor: float, lag_years: int = 1) -> History:
    """A stock that falls by the same share each year, each year's end published `lag_years` later."""
    found = [
        stock(f"{year}-12-31", km2 * factor ** (year - first), f"{year + lag_years}-12-31")
        for year in range(first, last + 1)
    ]
    return country(name, *found)
