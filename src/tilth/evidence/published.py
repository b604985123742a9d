"""The published book: do a country's published stocks follow from its published releases?

For two stocks in succession: stated change = closing - opening; explained = added - released, as stated; what is left
is its own line, unexplained = closing - opening + released - added. It is not a fault of anybody: additions,
re-measuring, late reporting and changes of scope make it up, and no publication says how much of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tilth.evidence.choice import RULE, SetAside, is_foretold, is_qualified, set_aside
from tilth.evidence.flows import ADDED, RELEASE, Bundle, Window, area_of, choose, gaps, parts_of, spell, touches
from tilth.evidence.statement import Statement
from tilth.evidence.stocks import Stock, consecutive, stocks

_APART = "battle area clearance is never added to mine clearance"


@dataclass(frozen=True, slots=True)
class BookLine:
    """Two published stocks of one country, and how far the published flows between them explain the change."""

    who: str
    metric: str
    opening: Statement
    closing: Statement
    first: date  # the first and last day between the two stocks
    last: date
    released: tuple[Statement, ...]
    added: tuple[Statement, ...]
    not_stated: tuple[str, ...]  # what is missing to close the line
    assumptions: tuple[str, ...]  # what must hold for it to mean anything
    set_aside: tuple[SetAside, ...]

    @property
    def stated(self) -> int:
        """The stated change of the stock, in m²; negative where it fell."""
        return area_of(self.closing) - area_of(self.opening)

    @property
    def released_m2(self) -> int:
        """Stated releases between the two stocks, in m²."""
        return sum(area_of(one) for one in self.released)

    @property
    def added_m2(self) -> int:
        """Stated additions between the two stocks, in m²."""
        return sum(area_of(one) for one in self.added)

    @property
    def explained(self) -> int:
        """The change the stated flows make, in m²."""
        return self.added_m2 - self.released_m2

    @property
    def unexplained(self) -> int:
        """The part of the stated change that no stated flow explains, in m²."""
        return self.stated - self.explained

    @property
    def verdict(self) -> str:
        """balances; unexplained; or not stated, where releases of some part or days were never published."""
        if self.not_stated:
            return "not stated"
        return "unexplained" if self.unexplained else "balances"

    def as_json(self) -> dict[str, object]:
        """The contract's object; areas in whole m², days inclusive."""
        return {
            "who": self.who,
            "metric": self.metric,
            "period": f"{self.first.isoformat()}/{self.last.isoformat()}",
            "stated": self.stated,
            "explained": self.explained,
            "unexplained": self.unexplained,
            "verdict": self.verdict,
            "opening": area_of(self.opening),
            "closing": area_of(self.closing),
            "released": self.released_m2,
            "added": self.added_m2,
            "statements": [self.opening.claim_id, self.closing.claim_id],
            "flows": [one.claim_id for one in (*self.released, *self.added)],
            "not_stated": list(self.not_stated),
            "assumptions": list(self.assumptions),
            "set_aside": [one.as_json() for one in self.set_aside],
            "rule": RULE,
        }


@dataclass(frozen=True, slots=True)
class Books:
    """All lines, by country, metric and day; and the published stocks and flows that stand in none, with why."""

    lines: tuple[BookLine, ...]
    beside: tuple[SetAside, ...]


def national_books(statements: Iterable[Statement]) -> Books:
    """The published book of every country in the statements; the order in which they come makes no difference."""
    told = sorted((one for one in statements if _family(one) in ("stock", "flow")), key=repr)
    usable, beside = _usable(told)
    flows: dict[str, list[Statement]] = defaultdict(list)
    series: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in usable:
        if _family(one) == "flow":
            flows[one.group].append(one)
        else:
            series[one.group, one.metric].append(one)
    lines = [
        _line(who, metric, pair, flows[who])
        for (who, metric), stated in sorted(series.items())
        for pair in consecutive(stocks(stated))
    ]
    lines.sort(key=lambda line: (line.who, line.metric, line.last, line.opening.scope, line.closing.claim_id))
    return Books(tuple(lines), tuple(sorted({*beside, *_in_no_line(usable, lines)})))


def _family(statement: Statement) -> str:
    return statement.about.family if statement.about else ""


def _usable(told: Iterable[Statement]) -> tuple[list[Statement], list[SetAside]]:
    """The stocks and flows the book can take, and the others with why not."""
    usable, beside = [], []
    for one in told:
        if why := _unusable(one):
            beside.append(SetAside(one.claim_id, why))
        else:
            usable.append(one)
    return usable, beside


def _unusable(one: Statement) -> str:
    if not one.is_fact:
        return "an opinion or a plan: never computed with"
    if one.area_m2 is None:
        return "states no area"
    if is_foretold(one):
        return "published before the day it describes: a forecast, not a report"
    if _family(one) == "stock":
        return "" if one.as_of else "states no day"
    return "" if one.period else "states no period"


def _line(who: str, metric: str, pair: tuple[Stock, Stock], flows: list[Statement]) -> BookLine:
    opening, closing = pair
    scopes = tuple(dict.fromkeys((closing.scope, opening.scope)))
    window = Window(opening.day, closing.day, scopes)
    about = closing.statement.about
    explained = about is not None and about.explained_by == "releases"
    candidates = flows if explained else []
    released, left = choose([one for one in candidates if parts_of(one) - ADDED], window=window, wanted=RELEASE)
    added, more = choose([one for one in candidates if parts_of(one) == ADDED], window=window, wanted=ADDED)
    apart = set_aside([one for one in candidates if not parts_of(one) and touches(one, window)], _APART)
    used = [one for bundle in (*released, *added) for one in bundle.used]
    return BookLine(
        who=who,
        metric=metric,
        opening=opening.statement,
        closing=closing.statement,
        first=window.first,
        last=window.closing,
        released=tuple(one for bundle in released for one in bundle.used),
        added=tuple(one for bundle in added for one in bundle.used),
        not_stated=tuple(
            _not_stated(released, window) if explained else [f"no release stated that belongs to {metric} alone"]
        ),
        assumptions=tuple(_assumptions(opening, closing, used)),
        set_aside=tuple(sorted({*opening.set_aside(), *closing.set_aside(), *left, *more, *apart})),
    )


def _not_stated(released: list[Bundle], window: Window) -> list[str]:
    days = [f"no release stated for {spell(*gap)}" for gap in gaps(released, window=window)]
    return days + [
        f"no {part} area stated for {spell(one.first, one.last)}" for one in released for part in sorted(one.missing)
    ]


def _assumptions(opening: Stock, closing: Stock, used: list[Statement]) -> list[str]:
    """What the line takes for granted, in sentences."""
    before, after = opening.statement, closing.statement
    told = []
    if opening.scope != closing.scope:
        told.append(
            f"{before.claim_id} counts {opening.scope or 'an unstated scope'} and {after.claim_id} counts "
            f"{closing.scope or 'an unstated scope'}: taken as the same stock"
        )
    for scope in sorted({one.scope for one in used} - {closing.scope}):
        names = ", ".join(one.claim_id for one in used if one.scope == scope)
        told.append(f"{names} counts {scope or 'an unstated scope'}: taken as flow of this stock")
    told += [
        f'{one.claim_id} is qualified "{one.qualifier}": taken as stated'
        for one in (before, after, *used)
        if is_qualified(one)
    ]
    return told


def _in_no_line(usable: Iterable[Statement], lines: Iterable[BookLine]) -> list[SetAside]:
    """Stocks and flows no line cites."""
    cited = {one.claim_id for line in lines for one in (line.opening, line.closing, *line.released, *line.added)}
    cited |= {one.claim_id for line in lines for one in line.set_aside}
    left = [one for one in usable if one.claim_id not in cited]
    return [SetAside(one.claim_id, _why_in_no_line(one)) for one in left]


def _why_in_no_line(one: Statement) -> str:
    if _family(one) == "stock":
        return "no second stock of this kind to compare with"
    return "not between two published stocks" if parts_of(one) else _APART
