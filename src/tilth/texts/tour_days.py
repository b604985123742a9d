"""When a mission is said to have begun, how long it took, and the end that follows from the two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tilth.evidence.metrics import dimension
from tilth.figures.stated import StatedDate
from tilth.texts.claim import Claim
from tilth.texts.counted import is_of_unit
from tilth.texts.told import Draft

_BEGINS = re.compile(
    r"\b(?:deployed|sent|arrived|began|begun|started|dispatched|on\s+the\s+hill|working|worked|at\s+work)\b", re.I
)
_ENDS = re.compile(
    r"\b(?:completed|finished|ended|concluded|returned|welcomed\s+back|withdrawn|came\s+home)\b", re.IGNORECASE
)
_FIRST_YEAR = 1000  # before it stands the year of a text that names none
_DAYS = {"years": 365, "months": 30, "weeks": 7, "days": 1, "hours": 0}
_SLACK = {"years": 60, "months": 8, "weeks": 2, "days": 0, "hours": 0}  # days either way: "three months" is no day


@dataclass(frozen=True, slots=True)
class Ended:
    """A claim that says that the work was over."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class ImpliedEnd:
    """The days between which a stated duration ends, if it is counted from a stated start."""

    claim_id: str  # of the duration
    duration_text: str
    start_claim: str
    start_text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tour:
    """What a text says of the time of a mission."""

    ended_by: Ended | None = None
    implied_end: ImpliedEnd | None = None


def tour_of(claims: Sequence[Claim], told: Sequence[Draft]) -> Tour:
    """The end of the work a text is about, stated or implied; nothing where it tells of no unit."""
    pairs = [
        (claim, draft) for claim, draft in zip(claims, told, strict=True) if claim.modality in ("asserted", "reported")
    ]
    of_units = [claim for claim, draft in pairs if is_of_unit(claim, draft)]
    ended = next((claim for claim in of_units if _ENDS.search(claim.statement)), None)
    return Tour(Ended(ended.id) if ended else None, _implied(of_units))


def with_implied_end(claim: Claim, tour: Tour) -> Claim:
    """The claim of a duration with the days it ends in, if it is counted from the stated start."""
    implied = tour.implied_end
    if implied is None or implied.claim_id != claim.id or implied.first.year < _FIRST_YEAR:
        return claim
    span = next(one.span for one in claim.quantities if one.text == implied.duration_text)
    end = StatedDate(
        text=implied.duration_text,
        start=implied.first,
        end=implied.last,
        precision="interval",
        year_inferred=True,
        span=span,
        bound="implied",
    )
    return replace(claim, dates=(*claim.dates, end))


def _implied(claims: Sequence[Claim]) -> ImpliedEnd | None:
    starts = [
        (claim, one)
        for claim in claims
        if _BEGINS.search(claim.statement)
        for one in claim.dates
        if one.start and one.end and one.bound in ("since", "on")
    ]
    lasted = [
        (claim, one)
        for claim in claims
        if _ENDS.search(claim.statement)
        for one in claim.quantities
        if dimension(one.unit) == "time" and one.unit in _DAYS
    ]
    for of_start, stated in starts:
        for claim, one in lasted:
            if stated.start and stated.end and abs(claim.sentence - of_start.sentence) <= 3:
                days, slack = int(one.value * _DAYS[one.unit]), _SLACK[one.unit]
                first, last = stated.start + timedelta(days - slack), stated.end + timedelta(days + slack)
                return ImpliedEnd(claim.id, one.text, of_start.id, stated.text, first, last)
    return None
