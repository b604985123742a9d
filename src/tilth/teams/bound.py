"""When a phase began or ended: the days that most speakers leave possible, and who stands aside.

Every stated date is a closed interval of days. The interval that is consistent with the largest number of speakers is
the reconciled one: K. Marzullo, "Tolerating failures of continuous-valued sensors", ACM Transactions on Computer
Systems 8(4), 1990, doi:10.1145/128733.128735. Where two separate intervals have equally many speakers nothing is
reconciled: tilth takes no side. A speaker who gives the same date twice counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tilth.evidence.choice import SetAside
from tilth.evidence.statement import Statement
from tilth.units.dates import When

Days = tuple[date, date]  # first and last, both included
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a phase: all that the statements leave open, and what of it they can agree on."""

    earliest: date  # no statement leaves an earlier day open
    latest: date  # nor a later one
    agreed: Days | None  # the days all of `claims` leave open; None where no set of speakers outnumbers another
    claims: tuple[str, ...]
    set_aside: tuple[SetAside, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values; days as ISO text."""
        agreed = {"first": self.agreed[0].isoformat(), "last": self.agreed[1].isoformat()} if self.agreed else None
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "agreed": agreed,
            "claims": list(self.claims),
            "set_aside": [one.as_json() for one in self.set_aside],
        }


def bound(statements: Iterable[Statement]) -> Bound | None:
    """The bound that dated statements of one end of a phase leave; `None` where no statement has a date."""
    dated = [(one, one.when) for one in statements if one.when]
    if not dated:
        return None
    earliest = min(when.first for _, when in dated)
    latest = max(when.last for _, when in dated)
    places = _most_agreed(dated)
    if len(places) > 1:
        return Bound(earliest, latest, None, (), tuple(_no_two_agree(dated)))
    first, last = places[0]
    agreeing = [one.claim_id for one, when in dated if when.first <= first and last <= when.last]
    aside = [SetAside(one.claim_id, _why(when, (first, last))) for one, when in dated if one.claim_id not in agreeing]
    return Bound(earliest, latest, (first, last), tuple(agreeing), tuple(aside))


def _most_agreed(dated: list[tuple[Statement, When]]) -> list[Days]:
    """The stretches of days that the largest number of speakers leave possible; of one set of speakers the narrowest.

    More than one stretch means that different speakers, or one speaker at different times, stand against each other.
    """
    best: list[tuple[Days, frozenset[str], int]] = []
    for days, speakers, claims in _stretches(dated):
        most = len(best[0][1]) if best else 1
        if len(speakers) >= most:
            best = [*(best if len(speakers) == most else ()), (days, frozenset(speakers), claims)]
    if len({speakers for _, speakers, _ in best}) > 1:
        return [days for days, _, _ in best]
    narrowest = max(claims for _, _, claims in best)
    return [days for days, _, claims in best if claims == narrowest]


def _stretches(dated: list[tuple[Statement, When]]) -> Iterator[tuple[Days, Counter[str], int]]:
    """Stretches of days over which nothing begins or ends: the speakers who leave them open, and by how many claims."""
    steps: dict[date, list[tuple[str, int]]] = {}  # a statement begins on its first day, and is over after its last
    for one, when in dated:
        steps.setdefault(when.first, []).append((_speaker(one), 1))
        steps.setdefault(when.last + _A_DAY, []).append((_speaker(one), -1))
    speakers: Counter[str] = Counter()
    for day, following in pairwise(sorted(steps)):
        for speaker, step in steps[day]:
            speakers[speaker] += step
        speakers = +speakers
        yield (day, following - _A_DAY), speakers, speakers.total()


def _speaker(one: Statement) -> str:
    return (one.speaker or one.outlet or one.url or one.claim_id).casefold()


def _why(when: When, agreed: Days) -> str:
    if when.last < agreed[0]:
        return f"ends {when.last}, before the days most speakers leave open"
    if when.first > agreed[1]:
        return f"begins {when.first}, after the days most speakers leave open"
    return "leaves only a part of those days open"


def _no_two_agree(dated: list[tuple[Statement, When]]) -> list[SetAside]:
    why = "as many speakers give other days; none is preferred"
    return [SetAside(one.claim_id, why) for one, _ in dated]
