"""Stated flows between two stocks, so chosen that nothing is counted twice.

Within one period the disjoint parts that cover most of {cancelled, reduced, cleared} are used, in the finest pieces
stated: cleared + reduced + cancelled before cleared + a reported survey sum before one total. Between periods those
are used that together cover most days, complete ones first: yearly figures and a sum over the same years never both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, groupby

from tilth.evidence.choice import SetAside, preference, set_aside, why_not
from tilth.evidence.statement import Statement

RELEASE = frozenset({"cancelled", "reduced", "cleared"})
ADDED = frozenset({"added"})


@dataclass(frozen=True, slots=True)
class Window:
    """The days after `opening` up to and with `closing`, and the scopes of the two stocks, the closing one first."""

    opening: date
    closing: date
    scopes: tuple[str, ...]

    @property
    def first(self) -> date:
        """The first day whose flows count."""
        return self.opening + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The flows used for one period, and the parts of it nobody stated."""

    first: date
    last: date
    used: tuple[Statement, ...]
    missing: frozenset[str]

    @property
    def m2(self) -> int:
        """Their sum in square metres."""
        return sum(area_of(one) for one in self.used)

    @property
    def worth(self) -> tuple[int, int, int]:
        """Days covered completely, days covered at all, and one: what the choice of bundles adds up."""
        days = (self.last - self.first).days + 1
        return (0 if self.missing else days), days, 1


def area_of(statement: Statement) -> int:
    """Its area in square metres. Raises ValueError where it states none."""
    if statement.area_m2 is None:
        raise ValueError(f"{statement.claim_id} states no area")
    return statement.area_m2


def parts_of(statement: Statement) -> frozenset[str]:
    """What it counts: cancelled, reduced, cleared, qualified or added; nothing where it is no flow of the book."""
    return statement.about.release_parts if statement.about else frozenset()


def choose(
    flows: Iterable[Statement], *, window: Window, wanted: frozenset[str]
) -> tuple[list[Bundle], list[SetAside]]:
    """The bundles used in a window, in order of time, and every other flow that touches it, with why."""
    touching = sorted((one for one in flows if touches(one, window)), key=preference)
    inside = [one for one in touching if _is_inside(one, window)]
    aside = [SetAside(one.claim_id, _reaches_beyond(one)) for one in touching if not _is_inside(one, window)]
    bundles = []
    for _, same in groupby(sorted(inside, key=_days), key=_days):
        bundle, others = _bundle(sorted(same, key=preference), scopes=window.scopes, wanted=wanted)
        bundles.append(bundle)
        aside += others
    used = _without_overlap(bundles)
    names = ", ".join(one.claim_id for bundle in used for one in bundle.used)
    for bundle in bundles:
        if bundle not in used:
            aside += set_aside(bundle.used, f"its days are counted in {names} already")
    return used, sorted(aside)


def gaps(bundles: Sequence[Bundle], *, window: Window) -> list[tuple[date, date]]:
    """The runs of days of the window no bundle covers."""
    found, day = [], window.first
    for bundle in bundles:
        if bundle.first > day:
            found.append((day, bundle.first - timedelta(days=1)))
        day = bundle.last + timedelta(days=1)
    return [*found, (day, window.closing)] if day <= window.closing else found


def spell(first: date, last: date) -> str:
    """A run of days in words: whole years as years."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _days(statement: Statement) -> tuple[date, date]:
    if statement.period is None:
        raise ValueError(f"{statement.claim_id} has no period")
    return statement.period.first, statement.period.last


def touches(statement: Statement, window: Window) -> bool:
    """Whether a flow's days and the window's have one in common."""
    first, last = _days(statement)
    return first <= window.closing and last >= window.first


def _is_inside(statement: Statement, window: Window) -> bool:
    first, last = _days(statement)
    return first >= window.first and last <= window.closing


def _reaches_beyond(statement: Statement) -> str:
    return f"counts {spell(*_days(statement))}, which reaches beyond the days between the two stocks"


def _bundle(same: list[Statement], *, scopes: tuple[str, ...], wanted: frozenset[str]) -> tuple[Bundle, list[SetAside]]:
    """The best set of one period's flows, all of one scope, and the others. `same` is in order of preference."""
    kept, aside = _one_each(same)
    order = [*scopes, *sorted({one.scope for one in kept} - set(scopes))]
    sets = [
        parts
        for scope in order
        for size in range(1, len(wanted) + 2)
        for parts in combinations([one for one in kept if one.scope == scope], size)
        if _disjoint(parts)
    ]
    best = max(sets, key=lambda parts: _merit(parts, wanted))  # the first of equals: by scope, then as in the table
    covered = frozenset().union(*(parts_of(one) for one in best))
    names = ", ".join(one.claim_id for one in best)
    aside += [SetAside(one.claim_id, _why_not_in(one, best, names)) for one in kept if one not in best]
    return Bundle(*_days(best[0]), used=best, missing=wanted - covered), aside


def _one_each(same: list[Statement]) -> tuple[list[Statement], list[SetAside]]:
    """The preferred statement of each metric and scope."""
    chosen: dict[tuple[frozenset[str], str], Statement] = {}
    aside = []
    for one in same:
        first = chosen.setdefault((parts_of(one), one.scope), one)
        if first is not one:
            aside.append(SetAside(one.claim_id, why_not(one, first)))
    return sorted(chosen.values(), key=_place), aside


def _place(statement: Statement) -> tuple[int, str]:
    return (statement.about.place if statement.about else 0), statement.scope


def _disjoint(parts: tuple[Statement, ...]) -> bool:
    return sum(len(parts_of(one)) for one in parts) == len(frozenset().union(*(parts_of(one) for one in parts)))


def _merit(parts: tuple[Statement, ...], wanted: frozenset[str]) -> tuple[int, int]:
    covered = frozenset().union(*(parts_of(one) for one in parts))
    return len(covered & wanted), len(parts)


def _why_not_in(one: Statement, best: tuple[Statement, ...], names: str) -> str:
    if one.scope != best[0].scope:
        return f"counts another scope ({one.scope or 'not stated'}); {names} is used"
    return f"its parts are counted in {names} already"


def _without_overlap(bundles: list[Bundle]) -> list[Bundle]:
    """The non-overlapping bundles worth most together (weighted interval scheduling), in order of time."""
    ordered = sorted(bundles, key=lambda one: (one.last, one.first))
    ends = [one.last for one in ordered]
    best = [(0, 0, 0)]  # worth of the best choice among the first n
    for number, bundle in enumerate(ordered):
        best.append(max(best[number], _plus(best[_ending_before(bundle, ends)], bundle.worth)))
    chosen, number = [], len(ordered)
    while number:
        bundle = ordered[number - 1]
        if best[number] == best[number - 1]:
            number -= 1
        else:
            chosen.append(bundle)
            number = _ending_before(bundle, ends)
    return chosen[::-1]


def _ending_before(bundle: Bundle, ends: list[date]) -> int:
    return bisect_left(ends, bundle.first)


def _plus(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
