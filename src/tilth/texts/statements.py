"""From claims of a text to statements of evidence: one for each figure or dated act that has a name.

A figure without a metric is kept as a statement without one. The first statement of a claim has its id, the others
have `id.2`, `id.3` and so on. What they say is told in our own words; the sentence stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tilth.evidence.statement import Statement
from tilth.texts.claim import Claim
from tilth.texts.counted import metric_of, one_place, place_of, scope_of_figure
from tilth.texts.dated_acts import acts_of
from tilth.texts.told import Draft
from tilth.texts.whens import any_day, as_of, period_of, when_of
from tilth.units.dates import When, parse_when

_FLOWS = frozenset(
    ("cleared", "reduced", "cancelled", "released_total", "area_cleared_week", "items_destroyed_week", "items_week")
)
_NOT_SAID_SO = re.compile(
    r"\b(?:not\s+correct|incorrect|not\s+true|untrue|wrong|typing\s+error|misprint|by\s+mistake|erroneous|exaggerated)\b",
    re.IGNORECASE,
)
_LONG_TIME = re.compile(r"\b(?:decades|generations|a\s+generation|many\s+years|years)\b", re.IGNORECASE)
_NAME_WORDS = 6
_TAKES = re.compile(
    r"\b((?:could|may|might|will|would|can)\s+)?(?:take|takes|last|need|needs|require)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text comes from, as far as it is known."""

    sha256: str
    published: date | None
    outlet: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one statement says beyond who said it."""

    metric: str = ""
    value: Decimal | str | None = None
    unit: str = ""
    qualifier: str = ""
    as_of: When | None = None
    period: When | None = None
    scope: str = ""
    subject: str = ""
    place: str = ""


def statements_of(claim: Claim, draft: Draft, *, source: Source, seen: str) -> list[Statement]:
    """The statements of one claim, at least one; an opinion and what is denied are kept without a figure."""
    if claim.modality == "opinion":
        said = [_Said(metric="assessment", unit="text", subject=draft.subject_name)]
    elif is_denied(claim, draft):
        said = [_Said(subject=_subject(claim, draft))]
    else:
        said = [*_figures(claim, draft, seen), *_acts(claim, draft, seen), *_long_time(claim, draft)]
        said = said or [_Said(as_of=any_day(claim.dates), subject=_subject(claim, draft))]
    return [_statement(claim, one, source, number) for number, one in enumerate(said, 1)]


def is_denied(claim: Claim, draft: Draft) -> bool:
    """Whether the speaker says that this is not so: such a figure is nobody's."""
    return draft.segment.commitment == "denies" or bool(_NOT_SAID_SO.search(claim.statement))


def _subject(claim: Claim, draft: Draft) -> str:
    """The name of the subject, else the few words it is printed in; a longer phrase is the text's and stays there."""
    printed = claim.subject if len(claim.subject.split()) <= _NAME_WORDS else ""
    return draft.subject_name or printed


def _figures(claim: Claim, draft: Draft, seen: str) -> Iterator[_Said]:
    for at, one in enumerate(claim.quantities):
        metric = metric_of(claim, draft, at, seen)
        place = place_of(claim, draft, at)
        is_flow = metric in _FLOWS
        of_unit = metric.startswith(("unit_", "mission_")) or metric.endswith("_by_unit")
        yield _Said(
            metric=metric,
            value=one.value,
            unit=one.unit,
            qualifier=one.qualifier or ("may" if one.high else ""),
            as_of=None if is_flow else as_of(claim.dates),
            period=period_of(claim.dates) if is_flow else None,
            scope="" if of_unit else scope_of_figure(claim, draft, at, seen),
            subject=_subject(claim, draft) if of_unit else (place.stands_for if place else ""),
            place=place.country if place else "",
        )


def _acts(claim: Claim, draft: Draft, seen: str) -> Iterator[_Said]:
    place = one_place(draft.names)
    for act in acts_of(claim, draft, seen):
        when = when_of(act.stated) if act.stated else None
        bound = act.stated.bound if act.stated else "on"
        yield _Said(
            metric=act.metric,
            value=when.text if when else None,
            unit=when.precision if when and when.precision != "day" else "date",
            qualifier="" if bound == "on" else bound,
            as_of=when,
            subject=_subject(claim, draft),
            place=place.country if place and act.metric != "unit_formed" else "",
        )


def _long_time(claim: Claim, draft: Draft) -> Iterator[_Said]:
    """As in "could take decades": an estimate without a number."""
    takes, found = _TAKES.search(claim.statement), _LONG_TIME.search(claim.statement)
    if claim.quantities or takes is None or found is None or found.start() < takes.start():
        return
    place = one_place([*draft.lead_names, *draft.names])
    yield _Said(
        metric="years_to_clear",
        value=found[0].lower(),
        unit="text",
        qualifier=" ".join(takes[0].lower().split()),
        subject=place.stands_for if place else _subject(claim, draft),
        place=place.country if place else "",
    )


def _statement(claim: Claim, said: _Said, source: Source, number: int) -> Statement:
    return Statement(
        claim_id=claim.id if number == 1 else f"{claim.id}.{number}",
        metric=said.metric,
        value=said.value,
        unit=said.unit,
        qualifier=said.qualifier,
        as_of=said.as_of,
        period=said.period,
        published=parse_when(source.published.isoformat()) if source.published else None,
        scope=said.scope,
        scope_note="",
        subject=said.subject,
        taken_as="",
        taken_because="",
        place=said.place,
        speaker=claim.speaker,
        speaker_kind=claim.speaker_kind,
        via=claim.via,
        outlet=source.outlet,
        url=source.url,
        document_sha256=source.sha256,
        sentence=claim.sentence,
        span=claim.span,
        words=_words(claim, said),
        modality=claim.modality,
        note=", ".join(remark.code for remark in claim.remarks),
    )


def _words(claim: Claim, said: _Said) -> str:
    """Our own words for a statement; never those of the text."""
    if claim.modality == "opinion":
        return f"an opinion of {claim.speaker}"
    if not said.metric or said.value is None:
        return f"a statement of {claim.speaker} without a figure that has a name here"
    told = (said.qualifier, str(said.value), said.unit if isinstance(said.value, Decimal) else "")
    return f"{said.metric.replace('_', ' ')}: {' '.join(part for part in told if part)}"
