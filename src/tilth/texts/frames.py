"""Frames of speech in one sentence: who is said to say something, by which verb, and where what is said stands.

A frame is found by the verb ("said", "confirmed") or phrase ("according to") and by what stands on either side of it;
which words these are is in `terms/speech_verbs.csv`, `speech_phrases.csv`, `speaker_nouns.csv` and `speech_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import islice

from tilth.texts.frame import (
    AFTER,
    AROUND,
    BEFORE,
    ENDS,
    OPENS_QUOTE,
    PASSIVE,
    THAT,
    Frame,
    SpeakerKind,
    is_clause,
)
from tilth.texts.frame_phrases import frames_without_verb
from tilth.texts.frame_sources import (
    apposition_end,
    beyond_adjuncts,
    listener,
    shared_subject,
    source_end,
    subject,
)
from tilth.texts.speech_words import Verb, one_of, verbs, verbs_in, words
from tilth.units.spans import Span

_MOST_VERBS = 20  # of saying in one sentence; what holds more is a list of words
_ALSO_NOUNS = frozenset(
    ["report", "claim", "estimate", "record", "count", "document", "state", "note", "list", "post", "forecast", "tally"]
)
_IS_A_NOUN = re.compile(r"\s+(?:was|is|were|are|has|had|of|from)\b")
_TO_BE = frozenset(("am", "be", "been", "being", "is", "are", "was", "were"))
_BY = re.compile(r"\s*by\s+")
_AS_SAYING = re.compile(r"\s*(?:by\s+(?P<via>[^,.;:]{2,80}?)\s+)?as\s+(?:saying|stating|telling)\b")
_PASSED_ON = re.compile(r"\s*(?:to\s+(?:have|be|number|total|include|contain)\b|that\b|as\b)")
_HEARSAY = frozenset(("asserts", "reports", "claims", "estimates", "believes", "describes", "confirms"))
_FIGURE_FOLLOWS = re.compile(r"\s+(?:the|its|this|their|that|it|what)\b[^.;]{0,160}?\bat\b")
_QUOTED_AS = re.compile(r"\s+(?P<who>[^;:“”\"\x02]{3,140}?),?\s+as\s+(?:saying|stating|telling)\b")
_NUMBER = re.compile(r"\d{2,}")


def find_frames(text: str, hidden: str, *, speaker: SpeakerKind, is_name: Callable[[int, int], bool]) -> list[Frame]:
    """All frames of one sentence in order; `hidden` is the sentence with quotations made unreadable.

    `speaker` tells what kind of speaker a part of it names, `is_name` whether a part lies inside a name.
    """
    found = list(frames_without_verb(hidden, speaker))
    taken = [frame.words for frame in found]
    for match in islice(verbs_in(hidden), _MOST_VERBS):
        verb = match.span("verb")
        if is_name(*verb) or _is_capitalised(hidden, verb) or any(start <= verb[0] < end for start, end in taken):
            continue
        floor = max((end for _, end in taken if end <= verb[0]), default=0)
        if frame := _of_verb(text, hidden, match, floor, speaker):
            found.append(frame)
            taken.append(frame.words)
    return sorted(found, key=lambda frame: frame.words)


def _is_capitalised(hidden: str, verb: Span) -> bool:
    """Whether a verb is a part of a name: the State of "in Example State"."""
    return (
        re.search(r"[A-Z][\w’'-]*\s+$", hidden[: verb[0]]) is not None
        and hidden[verb[0]].isupper()
        and not hidden.isupper()
    )


@cache
def _noun_before() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{one_of('of a noun')})|['’]s|-)\s*$", re.IGNORECASE)


@cache
def _loose_end() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{one_of('loose adjunct')})\b[^,.;:“”\x02]{{0,110}}(?:[.!?;]|$)", re.IGNORECASE)


def _of_verb(text: str, hidden: str, match: re.Match[str], floor: int, speaker: SpeakerKind) -> Frame | None:
    near = set(match["near"].lower().split())
    form = " ".join(match["verb"].lower().split())
    if near & {"not", "never", "n't"} or hidden[: match.start("verb")].rstrip().endswith(("n't", "n’t")):
        return None
    if form in _ALSO_NOUNS and _IS_A_NOUN.match(hidden, match.end()):
        return None
    if near & set(words("future")) or _noun_before().search(hidden[: match.start()]):
        return None
    if near & _TO_BE and not form.endswith("ing"):
        return _passive(hidden, match, floor, form, speaker)
    if form.endswith("ing"):
        return _participle(hidden, match, form, speaker)
    return _active(text, hidden, match, floor, form, speaker)


# --- participles and passives ---------------------------------------------------------------------------------------


def _participle(hidden: str, match: re.Match[str], form: str, speaker: SpeakerKind) -> Frame | None:
    """As in ", adding that ...": the speaker before goes on."""
    reading = verbs()[form][0]
    if reading.commitment == "cites":
        return _citing(hidden, match, speaker)
    after = match.end()
    if not re.search(r"[,”\"»]\s*$", hidden[: match.start()]) or reading.needs in ("document", "never", "person"):
        return None
    that = THAT.match(hidden, after)
    if not that and not OPENS_QUOTE.match(hidden, after) and not re.match(r"\s+\w", hidden[after:]):
        return None
    return _going_on(match, that.end() if that else after, reading)


def _going_on(match: re.Match[str], end: int, reading: Verb) -> Frame:
    """A frame without a source of its own."""
    start = match.start("verb")
    return Frame(kind=BEFORE, words=(start, end), source=None, verb=match["verb"], commitment=reading.commitment)


def _citing(hidden: str, match: re.Match[str], speaker: SpeakerKind) -> Frame | None:
    """As in "Y reported, citing X, that ...": X is the speaker."""
    start = match.end()
    end = source_end(hidden, start, speaker)
    if end - start < 3:
        return None
    words_ = (match.start("verb"), end)
    return Frame(kind=AROUND, words=words_, source=(start, end), verb=match["verb"], commitment="cites")


def _passive(hidden: str, match: re.Match[str], floor: int, form: str, speaker: SpeakerKind) -> Frame | None:
    reading = verbs()[form][0]
    if form == "told":  # "a conference was told": nobody is named
        return _was_told(hidden, match, subject(hidden, floor, match.start(), speaker))
    if reading.needs == "never" or reading.commitment in ("plans", "judges", "demands", "asks"):
        return None
    after = match.end()
    if quoted := _AS_SAYING.match(hidden, after):
        return _quoted(hidden, match, quoted, subject(hidden, floor, match.start(), speaker))
    if by := _BY.match(hidden, after):
        return _said_by(hidden, match, by.end(), floor, reading, speaker)
    is_it = re.search(r"\bit\s+$", hidden[: match.start()], re.IGNORECASE) is not None
    passed_on = _PASSED_ON.match(hidden, after) or (is_it and re.match(r"[^,;.]{0,40}?\bthat\b", hidden[after:]))
    if passed_on and reading.commitment in _HEARSAY:
        return Frame(kind=PASSIVE, words=match.span("verb"), source=None, verb=match["verb"], commitment="reports")
    return None


def _was_told(hidden: str, match: re.Match[str], source: Span | None) -> Frame | None:
    """As in "..., a conference was told" and "the court was told that ..."."""
    if source is None or hidden[slice(*source)] in ("I", "we", "We"):
        return None
    beyond = beyond_adjuncts(hidden, match.end())
    that = THAT.match(hidden, beyond)
    ends, beyond = _end(hidden, beyond)
    if not that and not ends:
        return None
    words_ = (source[0], that.end() if that else beyond)
    return Frame(kind=BEFORE if that else AFTER, words=words_, source=source, verb=match["verb"], commitment="reports")


def _quoted(hidden: str, match: re.Match[str], quoted: re.Match[str], source: Span | None) -> Frame | None:
    """As in "X was quoted by Y as saying"."""
    if source is None:
        return None
    that = THAT.match(hidden, quoted.end())
    end = that.end() if that else quoted.end()
    kind = AFTER if ENDS.match(hidden, end) else BEFORE
    via = quoted.span("via") if quoted["via"] else None
    return Frame(kind=kind, words=(source[0], end), source=source, verb=match["verb"], commitment="asserts", via=via)


def _said_by(
    hidden: str, match: re.Match[str], start: int, floor: int, reading: Verb, speaker: SpeakerKind
) -> Frame | None:
    """As in "it was confirmed by X that ..." and "the figures were announced by X"."""
    end = source_end(hidden, start, speaker)
    stop = re.search(r"\s(?:that|as|to|in|on|at|for|during)\b", hidden[start:end])
    end = start + stop.start() if stop else end
    if not speaker(start, end) or reading.needs in ("document", "office", "that"):
        return None
    that = THAT.match(hidden, end)
    words_ = (floor, that.end()) if that else (match.start(), end)
    kind = BEFORE if that else AFTER
    return Frame(kind=kind, words=words_, source=(start, end), verb=match["verb"], commitment=reading.commitment)


# --- the active voice -----------------------------------------------------------------------------------------------


def _active(text: str, hidden: str, match: re.Match[str], floor: int, form: str, speaker: SpeakerKind) -> Frame | None:
    """As in "X said that ...", "..., X said" and "... said X"."""
    start, after = match.start(), match.end()
    if quoted := _QUOTED_AS.match(hidden, after) if verbs()[form][0].commitment == "cites" else None:
        return _quoting(hidden, match, quoted, subject(hidden, floor, start, speaker))
    told = listener(hidden, after) if form in words("tells") else None
    beyond = beyond_adjuncts(hidden, told[1] if told else after)
    source = subject(hidden, floor, start, speaker)
    lead = hidden[floor : source[0] if source else start].rstrip()
    is_beside = bool(source) and (lead.endswith(",") or re.search(r"\bas$", lead, re.IGNORECASE) is not None)
    said_first = _has_content(hidden, floor, source[0] if source else start)
    if source is None and said_first and not told:
        return _inverted(hidden, match, after, form, speaker)
    source = source or shared_subject(hidden, floor, start, speaker)
    if source is None:
        return _continued(hidden, match, floor, beyond, form)
    that = THAT.match(hidden, beyond)
    opens = OPENS_QUOTE.match(text, beyond) or re.match(r"\s*:", hidden[beyond:])
    ends, beyond = _end(hidden, beyond) if said_first and not that else (ENDS.match(hidden, beyond) is not None, beyond)
    comma = re.match(r"\s*,", hidden[beyond:]) is not None
    said_first = said_first or (is_beside and comma)  # "In the north, he continues, ..." and "As he said, ..."
    kind = BEFORE
    if (ends or (comma and not opens)) and not that:
        kind = AFTER if ends else AROUND
    marked = bool(that or opens) or kind != BEFORE
    if form.startswith("count") and re.match(r"\s+on\b(?!\s+(?:about\s+|some\s+)?\d)", hidden[after:]):
        return None
    reading = _reading(form, hidden, source, beyond, speaker, is_marked=marked, is_quoted=bool(opens) or kind != BEFORE)
    if reading is None or (kind != BEFORE and not said_first and not ends):
        return None
    if kind == BEFORE and not that and not opens and _is_an_act(form, hidden, beyond):
        return None
    kind = AFTER if not said_first and ends and not that else kind  # "X said." alone belongs to a quotation beside it
    return Frame(
        kind=kind,
        words=(source[0], that.end() if that else beyond),
        source=source,
        verb=match["verb"],
        commitment=reading.commitment,
        via=told,
    )


def _quoting(hidden: str, match: re.Match[str], quoted: re.Match[str], carrier: Span | None) -> Frame:
    """As in "Y quoted X as saying": X speaks, Y carries it."""
    that = THAT.match(hidden, quoted.end())
    end = that.end() if that else quoted.end()
    kind = AFTER if ENDS.match(hidden, end) else BEFORE
    words_ = (carrier[0] if carrier else match.start("verb"), end)
    source = quoted.span("who")
    return Frame(kind=kind, words=words_, source=source, verb=match["verb"], commitment="asserts", via=carrier)


def _end(hidden: str, beyond: int) -> tuple[bool, int]:
    """Whether nothing but an adjunct follows up to the end of the sentence, and where that ends."""
    if ENDS.match(hidden, beyond):
        return True, beyond
    loose = _loose_end().match(hidden, beyond)
    if loose and not is_clause(loose[0]) and not _NUMBER.search(loose[0]):
        return True, loose.end() - (loose[0][-1:] in ".!?;")
    return False, beyond


def _continued(hidden: str, match: re.Match[str], floor: int, beyond: int, form: str) -> Frame | None:
    """As in "X thanked the soldiers and confirmed that ...": the speaker of the frame before goes on."""
    if not floor or not re.search(r"\b(?:and|but|then)\s*$", hidden[floor : match.start()]):
        return None
    that = THAT.match(hidden, beyond)
    reading = verbs()[form][0]
    if not that and reading.needs not in ("", "speaker"):
        return None
    return _going_on(match, that.end() if that else beyond, reading)


def _inverted(hidden: str, match: re.Match[str], after: int, form: str, speaker: SpeakerKind) -> Frame | None:
    """As in "..., said X in Y": the speaker follows the verb."""
    if form not in words("inverts") or not re.search(r"[,”\"»’'?!]\s*(?:[-–—]\s*)?$", hidden[: match.start()]):
        return None
    start = after + len(hidden[after:]) - len(hidden[after:].lstrip())
    end = source_end(hidden, start, speaker)
    adjunct = re.search(r"\s(?:in|at|on|during|to|last|this|yesterday|today)\s(?!charge|chief)", hidden[start:end])
    if adjunct and speaker(start, start + adjunct.start()):
        end = start + adjunct.start()
    if end - start < 2 or not speaker(start, end):
        return None
    beyond = beyond_adjuncts(hidden, end)
    behind = apposition_end(hidden, beyond)
    beyond = beyond_adjuncts(hidden, behind) if behind > beyond else beyond
    kind = AFTER if ENDS.match(hidden, beyond) else AROUND
    words_ = (match.start("verb"), beyond)
    commitment = verbs()[form][0].commitment
    return Frame(kind=kind, words=words_, source=(start, end), verb=match["verb"], commitment=commitment)


def _is_an_act(form: str, hidden: str, after: int) -> bool:
    """Whether it is done to land, not said of it: "declared the field safe", "confirmed 3 km2 as contaminated"."""
    if form.startswith("declare"):
        return re.match(r"\s+(?:the|a|an|\d)", hidden[after:]) is not None
    upto = re.compile(r"[;,]\s|$").search(hidden, after)
    rest = hidden[after : upto.start() if upto else len(hidden)]
    return form.startswith("confirm") and re.match(r"\s+\d", rest) is not None and not is_clause(rest)


def _has_content(hidden: str, floor: int, upto: int) -> bool:
    """Whether something that can have been said stands before: a quotation, or a clause that ends in a comma."""
    before = hidden[floor:upto].rstrip()
    if "\x02" in before:
        return True
    if not before.endswith((",", "—", "–", "-", "?", "!")):
        return False
    lead = before.rstrip(",—–- ")
    return is_clause(lead) or len(lead.split()) > 7 or bool(re.search(r"\d", lead))


def _reading(
    form: str, hidden: str, source: Span, beyond: int, speaker: SpeakerKind, *, is_marked: bool, is_quoted: bool
) -> Verb | None:
    """The first reading of a verb whose needs are met; `is_marked`: "that", a quotation or a comma shows speech."""
    who = speaker(*source)
    if who == "nobody":
        return None
    is_short = source[1] - source[0] < 60
    met = {
        "": bool(who) or is_marked or is_short,
        "speaker": bool(who),
        "person": bool(who) and who != "document",
        "that": bool(who) and is_marked,
        "continues": bool(who) and is_marked,
        "quote": bool(who) and is_quoted,
        "document": who == "document",
        "data": who in ("document", "anonymous"),
        "body": who in ("named", "organisation", "office", "spokesperson", "pronoun"),
        "figure": bool(who) and _FIGURE_FOLLOWS.match(hidden[beyond:]) is not None,
        "office": who in ("organisation", "office", "pronoun"),
    }
    return next((reading for reading in verbs()[form] if met.get(reading.needs, False)), None)
