"""Published releases of a period as evidence of output: what counts as all of it, and what only as a part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tilth.evidence.metrics import metric
from tilth.forecast.known import History, Observation

_ALL = frozenset({"cleared", "reduced", "cancelled"})
_SHORTEST, _LONGEST = 80, 1900  # days: weeks and whole programmes are not years


@dataclass(frozen=True, slots=True)
class Release:
    """What was published as released between two days, both included."""

    start: date
    end: date
    km2: float
    whole: bool  # all ways of release are in it; else it is a part, and more may have been released


def releases(known: History) -> tuple[Release, ...]:
    """One for each period, in order of its end. Battle area clearance and sums over whole programmes are left out."""
    found: dict[tuple[date, date], list[Observation]] = defaultdict(list)
    for one in known.observations:
        if one.start is not None and _SHORTEST <= (one.at - one.start).days <= _LONGEST and _parts(one):
            found[one.start, one.at].append(one)
    told = [_release(start, end, same) for (start, end), same in found.items()]
    return tuple(sorted(told, key=lambda one: (one.end, one.start)))


def _release(start: date, end: date, same: list[Observation]) -> Release:
    """The largest stated sum, or the sum of the parts where they are stated apart, if that is more."""
    latest: dict[str, Observation] = {}
    for one in sorted(same, key=lambda one: one.published):
        latest[one.series] = one
    single = {name: one.km2 for name, one in latest.items() if len(_parts(one)) == 1}
    apart = sum(single.values())
    surveyed = latest["released_survey"].km2 if "released_survey" in latest else None
    sums = [(one.km2, _parts(one) >= _ALL) for one in latest.values() if len(_parts(one)) > 1]
    sums.append((apart, single.keys() >= _ALL))
    if surveyed is not None and "cleared" in single:
        sums.append((surveyed + single["cleared"], True))
    km2, whole = max(sums)
    return Release(start, end, km2, whole)


def _parts(one: Observation) -> frozenset[str]:
    about = metric(one.series)
    return frozenset() if about is None else about.release_parts - {"added", "qualified"}
