"""What a figure of a claim counts: its metric, by the words that stand beside it, and its scope.

The words are in `terms/metric_words.csv`; the first row that fits wins. A figure is first judged by what stands right
beside it ("cleared 0.9 sq km and destroyed 940 items"), then by the words around the list it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tilth.evidence.metrics import dimension
from tilth.figures.stated import Quantity, StatedDate
from tilth.names.name import Name
from tilth.terms import table
from tilth.texts.claim import Claim
from tilth.texts.phrases import Phrases
from tilth.texts.told import Draft
from tilth.texts.whens import period_of
from tilth.units.dates import When
from tilth.units.spans import Span

_UNIT_NOUN = re.compile(r"\b(?:regiment|battalion|brigade|company|detachment|contingent|unit)s?\b", re.IGNORECASE)
_ITS_PEOPLE = re.compile(
    r"(?!\d)(?:\w+\s+)*?[A-Z][\w’'-]+(?:\s+\w+)*?\s+(?:sappers|engineers|personnel|troops|soldiers)\b"
)
_PARTS_FOLLOW = re.compile(r"\W*Of\s+(?:the|these|those|them|this)\b")
_WEEK = re.compile(
    r"\b(?:in|over|during|for)\s+the\s+(?:past|last|same|reporting|previous)\s+week\b|\blast\s+week\b|\bweekly\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,;]*(?:and|as\s+well\s+as|including|plus|or|of\s+which)?\s*(?:over|about|some|more\s+than)?\s*"
)
PART = re.compile(r"\b(?:including|of\s+which|of\s+whom|of\s+them|of\s+these|of\s+those|among\s+them)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:(?:down|up)\s+from|compared\s+(?:with|to)|as\s+against|against|versus|instead\s+of|rather\s+than|not|than|from"
    r"|previously|originally)\s*(?:a|an|the|its|some|about)?\s*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|remain|remains|remained)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but|while)\b")
_ACTIVE = re.compile(r"\b[a-z]{3,}ed\b|\bfound\b")
_NEW_CLAUSE = re.compile(r"[,;]\s|\bthat\b")
_NEXT_VERB = re.compile(r"[;]\s|\b(?:and|but|while)\s+(?=(?:we|they|it|he|she|the|has|have|had|was|were|only|also)\b)")
_LONGEST_WEEK = 10  # days


def metric_of(claim: Claim, draft: Draft, at: int, seen: str) -> str:
    """The metric of quantity number `at` of a claim; empty for none, and for a figure something is compared with."""
    one = claim.quantities[at]
    lead, tail = _beside(claim.quantities, at, draft.content, seen)
    if _COMPARED.search(lead):
        return ""
    words = seen[draft.content[0] : draft.content[1]]
    same = dimension(one.unit)
    alone = not any(dimension(other.unit) == same for other in claim.quantities if other is not one)
    around = words if alone else _of_list(claim.quantities, at, draft.content, seen)
    near = _in_order_of_nearness(lead, tail, around)
    rows = _fitting(claim, draft, one.unit, words)
    if claim.modality == "planned":
        rows = sorted(rows, key=lambda one: one[1]["told"] != "planned")
        near = [around] if rows and rows[0][1]["told"] == "planned" else near
    for text in near if rows else ():
        wanted, unless = (phrases.found(text) for phrases in _phrases())
        for number, row in rows:
            is_any = row["words"] == "*" and text is around
            if (is_any or number in wanted) and number not in unless:
                return row["metric"]
    return ""


def _in_order_of_nearness(lead: str, tail: str, around: str) -> list[str]:
    """Where the words of a figure are looked for: behind it where a passive follows, else before it.

    In "surveyed 14 villages, cleared ..." what was done to the villages stands before them and nowhere else.
    """
    if _PASSIVE.search(tail):
        return [tail, lead, around]
    return [lead] if _ACTIVE.search(lead) else [lead, tail, around]


def _beside(quantities: Sequence[Quantity], at: int, content: Span, seen: str) -> tuple[str, str]:
    """The words between a figure and its neighbours."""
    before = quantities[at - 1].span[1] if at else content[0]
    following = quantities[at + 1].span[0] if at + 1 < len(quantities) else content[1]
    lead = seen[before : quantities[at].span[0]]
    if at and not _BETWEEN.fullmatch(lead):
        lead = _NEW_CLAUSE.split(lead)[-1]
        if _PASSIVE.search(lead):  # "11 km2 was reduced and 1 km2 ...": that was done to the figure before
            lead = _AND.split(lead)[-1]
    return lead, _NEXT_VERB.split(seen[quantities[at].span[1] : following])[0]


def _of_list(quantities: Sequence[Quantity], at: int, content: Span, seen: str) -> str:
    """The words around a list that a figure stands in: before its first and behind its last figure."""
    first = last = at
    while first > 0 and _BETWEEN.fullmatch(seen[quantities[first - 1].span[1] : quantities[first].span[0]]):
        first -= 1
    while last + 1 < len(quantities) and _BETWEEN.fullmatch(
        seen[quantities[last].span[1] : quantities[last + 1].span[0]]
    ):
        last += 1
    return f"{_beside(quantities, first, content, seen)[0]} … {_beside(quantities, last, content, seen)[1]}"


@cache
def _rows() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((str(at), row) for at, row in enumerate(table("metric_words")))


@cache
def _phrases() -> tuple[Phrases, Phrases]:
    """The words that make a metric and those that exclude it, labelled with the number of their row."""
    wanted, unless = (
        Phrases((number, word) for number, row in _rows() for word in row[column].split("|") if word != "*")
        for column in ("words", "unless")
    )
    return wanted, unless


def _fitting(claim: Claim, draft: Draft, unit: str, words: str) -> list[tuple[str, dict[str, str]]]:
    """The rows that can hold for a figure in this unit."""
    period = period_of(claim.dates)
    span = "week" if _WEEK.search(words) or _is_week(period) else "period" if period else ""
    is_unit = is_of_unit(claim, draft)
    return [
        (number, row)
        for number, row in _rows()
        if row["unit"] in (unit, dimension(unit))
        and (row["subject"] != "unit" or is_unit)
        and row["period"] in ("", span)
        and row["told"] in ("", claim.modality)
    ]


def is_of_unit(claim: Claim, draft: Draft) -> bool:
    """Whether a claim is about a unit, named or described."""
    named = _UNIT_NOUN.search(claim.subject) or _ITS_PEOPLE.match(claim.subject)
    return draft.subject_kind == "unit" or named is not None


def _is_week(period: When | None) -> bool:
    return period is not None and 0 < (period.last - period.first).days <= _LONGEST_WEEK


# --- scope ----------------------------------------------------------------------------------------------------------


def place_of(claim: Claim, draft: Draft, at: int) -> Name | None:
    """The one place named right behind a figure, else the one place of a clause that tells of no parts."""
    quantities = claim.quantities
    following = quantities[at + 1].span[0] if at + 1 < len(quantities) else draft.content[1]
    near = one_place(draft.names, (quantities[at].span[1], following))
    return near or (None if PART.search(claim.statement) else one_place([*draft.lead_names, *draft.names]))


def one_place(names: Sequence[Name], span: Span | None = None) -> Name | None:
    """The one place among names, or among those in a span; None for several."""
    found = [one for one in names if one.kind == "place" and (span is None or span[0] <= one.span[0] < span[1])]
    return found[0] if len({one.stands_for for one in found}) == 1 else None


def scope_of_figure(claim: Claim, draft: Draft, at: int, seen: str) -> str:
    """What was counted: a kind of thing, a part of the figure before, one actor's share, and since when."""
    one = claim.quantities[at]
    kind = one.of if one.unit == "items" else ""
    told_so = PART.search(_beside(claim.quantities, at, draft.content, seen)[0]) is not None
    is_part = told_so or (at > 0 and _PARTS_FOLLOW.match(seen[slice(*draft.content)]) is not None)
    actor = (draft.subject_name or draft.subject) if draft.subject_kind == "organisation" else ""
    told = [f"including {kind or 'a part'}" if is_part else kind, f"{actor} only" if actor else "", _since(claim.dates)]
    return ", ".join(piece for piece in told if piece)


def _since(dates: Sequence[StatedDate]) -> str:
    start = next((one.start for one in dates if one.bound == "since" and one.start), None)
    return f"since {start.isoformat()}" if start else ""
