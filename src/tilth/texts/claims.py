"""Claims of a text: every sentence cut into clauses with a speaker, a modality, figures, dates and places.

Every sentence is covered by at least one claim, so that nothing is lost: what states nothing that can be checked is
kept as opinion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date

from tilth.figures.stated import SAID, Quantity, StatedDate
from tilth.texts.bylines import is_dateline
from tilth.texts.claim import Claim
from tilth.texts.clauses import Clause, clauses
from tilth.texts.document import Document, cut_sentences
from tilth.texts.modality import ASSERTED, OPINION, PLANNED, Weight, has, modality, tells_event
from tilth.texts.quotes import find_quotes, masked
from tilth.texts.speech import Segment
from tilth.texts.subjects import subject_of
from tilth.texts.told import Draft, Found
from tilth.texts.voices import HEARSAY, NARRATOR, Voice, Voices
from tilth.texts.weights import next_such_day, weight_of
from tilth.units.spans import Span

_PRESENT = re.compile(r"\W*(?:It|They|This|These|Those|Each|The\s+\w+)\s+(?:also\s+)?[a-z]+s?\b")
_TURNS = re.compile(
    r"\b(?:by\s+contrast|in\s+contrast|on\s+the\s+other\s+hand|meanwhile|separately|elsewhere)\b", re.IGNORECASE
)


def drafts(document: Document, segments: Iterable[Segment], found: Found, voices: Voices) -> list[Draft]:
    """The claims of a text in order, without ids and remarks."""
    told: list[Draft] = []
    for segment in segments:
        if _is_heading(document, segment, found):
            continue
        parts = [_draft(document, segment, part, found, voices) for part in _clauses(document, segment)]
        told += _carried_on(document, told[-1:], _merged(parts), published=found.published)
    before: Draft | None = None
    for draft in told:
        _name_subject(document, draft, before, voices)
        before = draft
    return told


def _carried_on(document: Document, before: list[Draft], parts: list[Draft], *, published: date | None) -> list[Draft]:
    """What follows a plan in the present tense is plan too: "It hands over the last on 15 December"."""
    if not (before and parts):
        return parts
    last, first = before[0], parts[0]
    same = last.segment.sentence.paragraph == first.segment.sentence.paragraph and last.voice == first.voice
    words = document.words(first.content)
    told_now = first.modality == ASSERTED and _PRESENT.match(words) and not has("done", words)
    if same and last.modality == PLANNED and told_now:
        first.modality = PLANNED
        first.dates = tuple(next_such_day(one, published) for one in first.dates)
    return parts


def _is_heading(document: Document, segment: Segment, found: Found) -> bool:
    """A line of names and dates at the head or foot of a text ("By ...", "ENDS") states nothing."""
    sentence = segment.sentence
    words = document.words(sentence.span)
    if is_dateline(words):
        return True
    if sentence.is_headline or not sentence.begins_paragraph or words.rstrip().endswith((".", "!", "?", "”", '"')):
        return words.isupper() and len(words.split()) <= 6
    return not found.quantities(sentence.span) and len(words.split()) <= 14 and not tells_event(words)


def _clauses(document: Document, segment: Segment) -> Iterator[Clause]:
    """The clauses of a segment; a quotation of several sentences is cut into them first."""
    start, end = segment.content
    for first, last in cut_sentences(document.seen, start, end):
        text = document.seen[first:last]
        hidden = text if segment.is_quoted else masked(text, find_quotes(text)[0])
        yield from clauses(hidden, start=first)


def _speaks_of_another(document: Document, clause: Clause, speaker: Voice, voices: Voices) -> bool:
    """Whether a sentence that names nobody turns to somebody else: another body as its subject, or "by contrast"."""
    if _TURNS.search(document.words(clause.span)):
        return True
    subject = subject_of(document, clause.span, voices)
    return subject.kind in ("organisation", "person") and speaker.name not in (subject.name, subject.text)


def _draft(document: Document, segment: Segment, clause: Clause, found: Found, voices: Voices) -> Draft:
    words = document.words(clause.span)
    quantities, names = found.quantities(clause.span), found.names(clause.span)
    dates = tuple(
        one for one in found.dates(clause.span) if not any(_overlaps(one.span, other.span) for other in quantities)
    )
    weight = weight_of(
        clause.span[0], words, quantities, dates, found.published, is_writer=segment.voice.kind == "narrator"
    )
    voice, is_implied = segment.voice, segment.is_implied
    is_aside = clause.is_aside and not segment.is_quoted
    told = modality(
        words,
        speaker_kind=voice.kind,
        commitment=segment.commitment,
        weight=weight,
        is_aside=is_aside,
        is_hearsay=voice == HEARSAY,
    )
    is_other = segment.follows is not None and _speaks_of_another(document, clause, segment.follows, voices)
    if segment.follows is not None and not is_other and told != OPINION and (weight.figures or weight.dates):
        voice, is_implied = segment.follows, True
        told = modality(words, speaker_kind=voice.kind, commitment="", weight=weight)
    if told == PLANNED:
        dates = tuple(next_such_day(one, found.published) for one in dates)
    if told == OPINION and not segment.is_quoted and (is_aside or clause.joint == "strong") and segment.verb:
        voice = NARRATOR
    return Draft(
        span=clause.span,
        content=clause.span,
        segment=segment,
        voice=voice,
        modality=told,
        weight=weight,
        is_aside=is_aside,
        is_implied=is_implied,
        joint=clause.joint,
        quantities=quantities,
        dates=dates,
        names=names,
        lead_names=found.names((segment.span[0], max(segment.span[0], segment.content[0]))),
    )


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- joining what needs no division ---------------------------------------------------------------------------------


def _merged(parts: list[Draft]) -> list[Draft]:
    """Neighbours of one speaker and modality are one claim, unless each tells something that can be checked."""
    kept: list[Draft] = []
    for part in parts:
        if kept and _belong_together(kept[-1], part):
            kept[-1] = _joined(kept[-1], part)
        else:
            kept.append(part)
    if kept:
        segment = kept[0].segment
        first, last = kept[0], kept[-1]
        first.span = (min(segment.span[0], first.span[0]), first.span[1])
        if segment.span[1] > segment.content[1] and not last.is_aside:
            last.span = (last.span[0], max(segment.span[1], last.span[1]))
    return kept


def _belong_together(before: Draft, part: Draft) -> bool:
    if (before.voice, before.modality, before.is_aside) != (part.voice, part.modality, part.is_aside):
        return before.modality == part.modality and before.voice == part.voice and before.modality != OPINION
    if part.joint == "" and not part.is_aside:
        return False  # another sentence of the same quotation
    weighs = [one.weight.figures or one.weight.durations or one.weight.dates for one in (before, part)]
    return not all(weighs)


def _joined(before: Draft, part: Draft) -> Draft:
    weights = (before.weight, part.weight)
    return replace(
        before,
        span=(before.span[0], part.span[1]),
        content=(before.content[0], part.content[1]),
        is_aside=before.is_aside and part.is_aside,
        quantities=before.quantities + part.quantities,
        dates=before.dates + part.dates,
        names=before.names + part.names,
        weight=Weight(**{one.name: any(getattr(weight, one.name) for weight in weights) for one in fields(Weight)}),
    )


def _name_subject(document: Document, draft: Draft, before: Draft | None, voices: Voices) -> None:
    subject = subject_of(document, draft.content, voices)
    if not subject.text and before is not None and draft.joint == "same":
        draft.subject, draft.subject_kind, draft.subject_name = before.subject, before.subject_kind, before.subject_name
        return
    draft.subject, draft.subject_kind, draft.subject_name = subject


# --- claims ---------------------------------------------------------------------------------------------------------


def as_claim(document: Document, draft: Draft, *, identity: str, found: Found) -> Claim:
    """The finished claim of a draft, its remarks still to come."""
    start, end = _tidy(document.text, draft.span)
    names = draft.names or found.names(draft.segment.sentence.span)
    return Claim(
        id=identity,
        subject=draft.subject,
        speaker=draft.voice.name,
        speaker_kind=draft.voice.kind,
        via=draft.voice.via,
        verb=draft.segment.verb if draft.voice == draft.segment.voice else "",
        statement=document.text[start:end],
        quantities=_figures_of_saying(draft, found),
        dates=draft.dates + _days_of_saying(draft, found),
        places=_unique(one.stands_for for one in names if one.kind == "place"),
        organisations=_unique(one.stands_for for one in names if one.kind in ("organisation", "unit")),
        modality=draft.modality,
        span=(start, end),
        sentence=draft.segment.sentence.number,
        remarks=(),
    )


def _figures_of_saying(draft: Draft, found: Found) -> tuple[Quantity, ...]:
    """The figures of a claim, with those in the words around what is said: "60 of 85 households told ..."."""
    start, end = draft.span
    around = (*found.quantities((start, draft.content[0])), *found.quantities((draft.content[1], end)))
    more = [one for one in around if one not in draft.quantities and re.search(r"[^\W\d_]{3}", one.text)]  # no ages
    return tuple(sorted((*draft.quantities, *more), key=lambda one: one.span))


def _days_of_saying(draft: Draft, found: Found) -> tuple[StatedDate, ...]:
    """The dates in the words around what is said ("said on 3 May that ..."); they come after the dates told of."""
    start, end = draft.span
    before, after = found.dates((start, draft.content[0])), found.dates((draft.content[1], end))
    return tuple(replace(one, bound=SAID) for one in (*before, *after) if one not in draft.dates)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _tidy(text: str, span: Span) -> Span:
    """Without blanks and a closing full stop, comma or semicolon."""
    start, end = span
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    while start < end and (text[start].isspace() or re.match(r"[,;:]", text[start])):
        start += 1
    return (start, end) if start < end else span
