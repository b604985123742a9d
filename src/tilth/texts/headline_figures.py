"""A headline that gives another figure than the text under it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from tilth.conflicts.conflict import Conflict, usual_severity
from tilth.conflicts.figure import Range, range_of
from tilth.evidence.statement import Statement

KIND = "headline_against_body"
_ALIKE = Decimal("1.5")  # a figure further away counts something else
_SLIPS = tuple(Decimal(10) ** power for power in (1, 2, 3, 6))
_SLIP = Decimal("0.05")


def headline_clashes(statements: Sequence[Statement], headline: Collection[str]) -> Iterator[Conflict]:
    """One conflict for each figure of the headline's claims that no claim under it gives, though one gives its like."""
    told = [(one, ranged) for one in statements if (ranged := range_of(one))]
    of_headline = [pair for pair in told if pair[0].claim_id.partition(".")[0] in headline]
    of_body = [pair for pair in told if pair[0].claim_id.partition(".")[0] not in headline]
    for statement, ranged in of_headline:
        same = [pair for pair in of_body if _count_the_same(statement, pair[0])]
        if any(ranged.nearly_meets(other) for _, other in same):
            continue
        alike = [(_distance(ranged, other), one.claim_id, one) for one, other in same if _is_like(ranged, other)]
        if alike:
            yield _against(statement, min(alike)[2])


def _count_the_same(one: Statement, other: Statement) -> bool:
    """Whether both give one metric; a figure of a headline without one is held against those in its unit."""
    if one.is_fact != other.is_fact:
        return False
    return one.metric == other.metric if one.metric else one.unit == other.unit


def _distance(one: Range, other: Range) -> Decimal:
    small, large = sorted((one.value, other.value))
    return large / small if small > 0 else Decimal("Infinity")


def _is_like(one: Range, other: Range) -> bool:
    if one.base != other.base:
        return False
    ratio = _distance(one, other)
    return ratio <= _ALIKE or any(abs(ratio / factor - 1) <= _SLIP for factor in _SLIPS)


def _against(headline: Statement, body: Statement) -> Conflict:
    said = [" ".join(part for part in (one.qualifier, f"{one.value:f}", one.unit) if part) for one in (headline, body)]
    return Conflict(
        kind=KIND,
        severity=usual_severity(KIND),
        claims=(headline.claim_id, body.claim_id),
        assumptions=(f"the headline counts what {body.claim_id} counts",),
        sentence=(
            f"The headline ({headline.claim_id}) says {said[0]}; the text under it ({body.claim_id}) says {said[1]}."
        ),
        reconciled_by=("the source the text rests on",),
    )
