"""What a reader must know about a claim: each rule is a small function that gives a remark or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tilth.names.coreference import Cast
from tilth.names.name import Name
from tilth.terms import table
from tilth.texts.claim import Claim, Remark
from tilth.texts.counted import PART, is_of_unit
from tilth.texts.document import Document
from tilth.texts.implausible import impossible_figures
from tilth.texts.quotes import find_quotes
from tilth.texts.statements import is_denied
from tilth.texts.told import Draft
from tilth.texts.tour_days import Tour, tour_of
from tilth.texts.yearless import spelled
from tilth.units.spans import Span

_PRONOUNS = frozenset(("he", "she", "they", "it", "him", "her", "them", "who"))
_ELSEWHERE = re.compile(
    r"\b(?:neighbou?ring|other\s+side\s+of\s+the\s+border|across\s+the\s+border|abroad|elsewhere)\b", re.I
)
_BEGINS_ELSEWHERE = re.compile(
    r"\W*(?:(?P<border>(?:meanwhile,?\s+)?(?:(?:in\s+[\w\s-]{3,30},\s+)?(?:across|over|on\s+the\s+(?:other|[A-Z]\w+|far)\s+side\s+of)\s+the\s+"
    r"(?:border|river|frontier|line\s+of\s+control)|in\s+(?:the\s+)?neighbou?ring))|(?:meanwhile|elsewhere),?\s+in)\b",
    re.IGNORECASE,
)
_AREA_WORDS = re.compile(
    r"\b(?:oblast|region|province|governorate|canton|county|state|republic|department|raion|district)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the text as a whole is about."""

    document: Document
    main_place: Name | None
    main_unit: Name | None
    home: str  # ISO code of the country most places and nationalities of the text belong to
    tour: Tour
    published: date | None
    names: Sequence[Name]

    def names_in(self, span: Span) -> list[Name]:
        """The names in a part of the text."""
        return [one for one in self.names if span[0] <= one.span[0] < span[1]]


def context_of(
    document: Document, claims: Sequence[Claim], told: Sequence[Draft], *, cast: Cast, published: date | None
) -> Context:
    """The context of the claims of one text."""
    counted = Counter(one.country for one in cast.names if one.country and one.kind == "place")
    return Context(
        document=document,
        main_place=cast.main_place(),
        main_unit=cast.main_unit(),
        home=counted.most_common(1)[0][0] if counted else "",
        tour=tour_of(claims, told),
        published=published,
        names=cast.names,
    )


def remarks_of(claim: Claim, draft: Draft, context: Context) -> tuple[Remark, ...]:
    """All remarks on one claim, in a fixed order, each code once."""
    found = [Remark(code, sentence) for rule in RULES for code, sentence in rule(claim, draft, context)]
    return tuple({one.code: one for one in reversed(found)}[code] for code in dict.fromkeys(one.code for one in found))


Found = Iterator[tuple[str, str]]


def _an_inference_has_no_source(claim: Claim, draft: Draft, context: Context) -> Found:
    if claim.modality == "opinion" and claim.speaker_kind == "narrator":
        kind = "An aside" if draft.is_aside else "A judgement or inference"
        yield "unsupported", f"{kind} of the writer; the text names no source for it."


def _another_place_is_meant(claim: Claim, draft: Draft, context: Context) -> Found:
    main = context.main_place
    places = [one for one in draft.names if one.kind == "place"] or _lead_places(claim, draft, context)
    if not places and _ELSEWHERE.search(context.document.words(draft.segment.sentence.span)):
        places = [one for one in context.names_in(draft.segment.sentence.span) if one.country not in ("", context.home)]
    if (
        main is None
        or not places
        or claim.modality == "opinion"
        or any(_is_within(one, main, context.home) for one in places)
    ):
        return
    yield _elsewhere(places, main)


def _across_the_border(claim: Claim, draft: Draft, context: Context) -> Found:
    """What a sentence that begins "across the border" or "meanwhile in ..." tells, whatever country the text is of."""
    found = _BEGINS_ELSEWHERE.match(context.document.words(draft.segment.sentence.span))
    main = context.main_place
    if found is None or main is None or claim.modality == "opinion":
        return
    places = [one for one in context.names_in(draft.segment.sentence.span) if one.kind == "place"]
    places = [one for one in places if one.stands_for != main.stands_for]
    if not found["border"] and not any(one.country and one.country != main.country for one in places):
        return
    if places:
        yield _elsewhere(places, main)
    else:
        yield "other_place", f'This is said of the land "{found[0].strip()}", not of {main.stands_for}.'


def _elsewhere(places: Sequence[Name], main: Name) -> tuple[str, str]:
    elsewhere = " and ".join(dict.fromkeys(one.stands_for for one in places))
    return "other_place", f"This is said of {elsewhere}, not of {main.stands_for}, which the text is about."


def _lead_places(claim: Claim, draft: Draft, context: Context) -> list[Name]:
    """Places before the attribution: "In X, officials said that ..."."""
    first, last = claim.span[0], draft.content[0]
    return [one for one in draft.lead_names if one.kind == "place" and first <= one.span[0] < last]


def _is_within(place: Name, main: Name, home: str) -> bool:
    """Whether a place is the main one, lies in it, or is the country it lies in; unknown counts as within."""
    if place.stands_for == main.stands_for or place.text in main.stands_for or main.text in place.stands_for:
        return True
    at_home = main.country or home
    if place.country and at_home and place.country != at_home:
        return False
    is_region = bool(_AREA_WORDS.search(place.stands_for)) and bool(_AREA_WORDS.search(main.stands_for))
    return not (is_region and place.stands_for != main.stands_for)


def _another_actor_is_meant(claim: Claim, draft: Draft, context: Context) -> Found:
    unit = context.main_unit
    if unit is None or draft.subject_kind == "unit" or not is_of_unit(claim, draft) or claim.modality == "opinion":
        return
    yield (
        "other_actor",
        f'The text is about {unit.stands_for}; nobody says that "{claim.subject}" are the same people.',
    )


def _the_year_is_inferred(claim: Claim, draft: Draft, context: Context) -> Found:
    for one in claim.dates:
        if one.year_inferred and one.start is not None:
            of = "the day of the text" if context.published else "what the text says elsewhere"
            yield "year_inferred", f'"{one.text}" names no year; {one.start.year} was taken from {of}.'
        elif one.start is None and not one.impossible:
            yield "year_inferred", f'"{one.text}" names no year and none could be inferred; give the day of the text.'


def _an_impossible_date(claim: Claim, draft: Draft, context: Context) -> Found:
    for one in claim.dates:
        if one.impossible:
            yield "impossible_date", f'"{one.text}" is in no calendar; it was kept as text.'


def _a_name_is_an_alias(claim: Claim, draft: Draft, context: Context) -> Found:
    printed = draft.voice.printed
    plain = re.sub(r"^(?:the|a|an)\s+", "", printed, flags=re.IGNORECASE)
    if printed and plain.lower() not in _PRONOUNS and claim.speaker not in printed and plain not in claim.speaker:
        yield "alias_resolved", f'"{printed}" is taken as {claim.speaker}.'


def _nobody_is_named_here(claim: Claim, draft: Draft, context: Context) -> Found:
    if draft.is_implied and claim.speaker_kind != "narrator":
        yield "implied_speaker", f"Nobody is named in this sentence; it is taken as going on with {claim.speaker}."


def _the_chain_is_implied(claim: Claim, draft: Draft, context: Context) -> Found:
    if draft.voice.via_implied and claim.via:
        yield (
            "implied_chain",
            f"The text names {claim.via[-1]} for the event; that these remarks came through it too is implied.",
        )


def _only_the_quoted_words(claim: Claim, draft: Draft, context: Context) -> Found:
    if draft.segment.is_quoted or claim.speaker_kind == "narrator" or claim.modality == "opinion":
        return
    quotes = find_quotes(claim.statement)[0]
    inner = [one for one in quotes if one.end - one.start < (draft.content[1] - draft.content[0]) - 8]
    if inner:
        words = claim.statement[inner[0].start : inner[0].end]
        yield "quoted_part_only", f"Only {words} are the words of {claim.speaker}; the rest is the writer's."


def _it_goes_on_after_its_end(claim: Claim, draft: Draft, context: Context) -> Found:
    ended = context.tour.ended_by
    if ended is None or claim.modality == "opinion" or claim.id == ended.claim_id or not is_of_unit(claim, draft):
        return
    going_on = re.search(r"\b(?:has|have)\s+been\b|\bis\s+still\b|\bare\s+still\b", claim.statement)
    if going_on and any(one.bound == "since" for one in claim.dates):
        yield "ongoing_after_end", f"Told as going on, though the text says elsewhere ({ended.claim_id}) that it ended."


def _a_start_and_a_duration_give_an_end(claim: Claim, draft: Draft, context: Context) -> Found:
    if (implied := context.tour.implied_end) and implied.claim_id == claim.id:
        yield (
            "implied_date",
            f"Counted from {implied.start_text} ({implied.start_claim}), {implied.duration_text} end between "
            f"{spelled(implied.first)} and {spelled(implied.last)}; from when they are counted is not said.",
        )


def _a_figure_cannot_be(claim: Claim, draft: Draft, context: Context) -> Found:
    for sentence in impossible_figures(claim, _country(draft, context)):
        yield "implausible", sentence


def _country(draft: Draft, context: Context) -> str:
    counted = Counter(one.country for one in draft.names if one.kind == "place" and one.country)
    main = (context.main_place.country if context.main_place else "") or context.home
    return counted.most_common(1)[0][0] if counted else main


def _a_part_of_the_figure_before(claim: Claim, draft: Draft, context: Context) -> Found:
    if claim.modality != "opinion" and len(claim.quantities) > 1 and (found := PART.search(claim.statement)):
        after = claim.span[0] + found.end()
        parts = [one for one in claim.quantities if one.span[0] >= after - 2]
        if parts and len(parts) < len(claim.quantities):
            yield "sub_total", f'"{parts[0].text}" is a part of the figure before it and is not added to it.'


def _the_speaker_denies_it(claim: Claim, draft: Draft, context: Context) -> Found:
    if claim.modality != "opinion" and claim.quantities and is_denied(claim, draft):
        yield "denied", "The speaker says that this is not so; the figure is not computed with."


@cache
def _ambiguous() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{row['words']})\b", re.IGNORECASE), row["sentence"]) for row in table("ambiguous_words")
    )


def _the_wording_leaves_open_what_was_counted(claim: Claim, draft: Draft, context: Context) -> Found:
    if claim.modality == "opinion" or not claim.quantities:
        return
    for wanted, sentence in _ambiguous():
        if wanted.search(claim.statement):
            yield "ambiguous_meaning", sentence
            return


RULES: tuple[Callable[[Claim, Draft, Context], Found], ...] = (
    _an_inference_has_no_source,
    _another_place_is_meant,
    _across_the_border,
    _another_actor_is_meant,
    _nobody_is_named_here,
    _the_chain_is_implied,
    _a_name_is_an_alias,
    _only_the_quoted_words,
    _the_year_is_inferred,
    _an_impossible_date,
    _a_start_and_a_duration_give_an_end,
    _it_goes_on_after_its_end,
    _a_part_of_the_figure_before,
    _the_speaker_denies_it,
    _a_figure_cannot_be,
    _the_wording_leaves_open_what_was_counted,
)
