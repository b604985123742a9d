"""Chains of stocks: which published stock follows which, for one country and one metric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tilth.evidence.choice import SetAside, preference, why_not
from tilth.evidence.statement import Statement


@dataclass(frozen=True, slots=True)
class Stock:
    """The statement used for one scope on one day, and those of the same thing that stand aside."""

    day: date  # the stock at the end of this day
    statement: Statement
    others: tuple[Statement, ...]

    @property
    def scope(self) -> str:
        """What was counted."""
        return self.statement.scope

    def set_aside(self) -> list[SetAside]:
        """The others, each with why."""
        return [SetAside(other.claim_id, why_not(other, self.statement)) for other in self.others]


def stock_day(statement: Statement) -> date:
    """The day at whose end the stock stood: its last possible day; "as at 1 January" is the end of the year before."""
    if statement.as_of is None:
        raise ValueError(f"{statement.claim_id} is undated: only dated stocks make a chain")
    day = statement.as_of.last
    return day - timedelta(days=1) if (day.month, day.day) == (1, 1) else day


def stocks(statements: Iterable[Statement]) -> list[Stock]:
    """One stock for each day and scope, in order of day, from dated statements of one country and one metric."""
    ordered = sorted(statements, key=lambda one: (stock_day(one), one.scope, preference(one)))
    found = []
    for (day, _), same in groupby(ordered, key=lambda one: (stock_day(one), one.scope)):
        chosen, *others = same
        found.append(Stock(day, chosen, tuple(others)))
    return found


def consecutive(series: Iterable[Stock]) -> list[tuple[Stock, Stock]]:
    """Each stock with the one before it: of the same scope if that chain is open, else the last one of another scope.

    A chain is continued once. So two scopes counted side by side keep two chains, and a change of wording between
    two reports ("antipersonnel", then "mine") still gives a line, whose change of scope the book states.
    """
    ends: list[Stock] = []
    pairs: list[tuple[Stock, Stock]] = []
    for _, same_day in groupby(sorted(series, key=lambda one: (one.day, one.scope)), key=lambda one: one.day):
        today = list(same_day)
        links = [(end, one) for one in today for end in ends if end.scope == one.scope]
        continued = {one.scope for _, one in links}
        free = [end for end in ends if end.scope not in continued]
        for one in sorted((one for one in today if one.scope not in continued), key=_by_preference):
            if free:
                links.append((max(free, key=_latest), one))
                free.remove(links[-1][0])
        pairs += links
        ends = [end for end in ends if all(end is not before for before, _ in links)] + today
    return pairs


def _by_preference(stock: Stock) -> tuple[int, int, str, str]:
    return preference(stock.statement)


def _latest(stock: Stock) -> tuple[date, str]:
    return stock.day, stock.scope
