"""Frames without a verb of saying: "according to X", "X: ...", "the announcement by X that"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from tilth.texts.frame import AFTER, AROUND, BEFORE, ENDS, Frame, SpeakerKind, is_clause
from tilth.texts.frame_sources import source_end
from tilth.texts.speech_words import one_of, phrase_pattern, phrases, verbs_in

_MOST = 20  # of one kind in one sentence; what holds more is a list of words
_COLON = re.compile(r"(?:^|(?<=[.;!?]\s))\s*(?P<who>[^.;:!?“”\"\x02]{3,90}):\s*(?=[“\"«‘])")
_LABEL = re.compile(r"\s*(?P<who>[A-Z][^,.;:!?\d“”\"\x02]{5,70})(?:,\s[^,.;:!?\d“”\"\x02]{3,40})?:\s+(?=\w)")
_NAMED_BEFORE_COLON = ("named", "organisation", "office", "spokesperson")
_AS_SAYING = re.compile(r"\bas\s+(?:saying|stating|telling)\b")
_HEAD_OF_CLAUSE = re.compile(r"(?:[;:—–(]|\b(?:and|but|while|that|however|meanwhile|also),?)$", re.IGNORECASE)


@cache
def _noun_of_speech() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?:the|an?|a recent)\s+)?(?P<noun>(?:{one_of('noun of speech')})s?)\s+(?:by|from|of)\s+"
        r"(?P<who>[^,.;:“”\"]{3,90}?)\s+that\b",
        re.IGNORECASE,
    )


@cache
def _named_colon() -> re.Pattern[str]:
    """A name with something inserted and a colon: "NAME, asked about the road: ..."."""
    inserted = rf",\s+(?:{one_of('inserted')})\b[^:;.!?“”\"]{{0,80}}"
    return re.compile(rf"\s*(?P<who>[A-Z][^,:;.!?“”\"]{{2,60}})(?:{inserted}):\s+(?=\S)")


def frames_without_verb(hidden: str, speaker: SpeakerKind) -> Iterator[Frame]:
    """All frames of a sentence that have no verb of saying."""
    for match in islice(phrase_pattern().finditer(hidden), _MOST):
        if frame := _of_phrase(hidden, match, speaker):
            yield frame
    for match in islice(_COLON.finditer(hidden), _MOST) if ":" in hidden else ():
        who = match.span("who")
        says = next(verbs_in(hidden[slice(*who)]), None) is not None
        if not says and not is_clause(hidden[slice(*who)]) and speaker(*who) in _NAMED_BEFORE_COLON:
            yield Frame(kind=BEFORE, words=(who[0], match.end()), source=who, verb=":", commitment="asserts")
    if not_quoted := _LABEL.match(hidden) if ":" in hidden else None:
        who = not_quoted.span("who")
        if speaker(*who) in _NAMED_BEFORE_COLON and not is_clause(hidden[slice(*who)]):
            yield Frame(kind=BEFORE, words=(who[0], not_quoted.end()), source=who, verb=":", commitment="asserts")
    if ":" in hidden and (asked := _named_colon().match(hidden)) and speaker(*asked.span("who")) == "named":
        who = asked.span("who")
        yield Frame(kind=BEFORE, words=(who[0], asked.end()), source=who, verb=":", commitment="asserts")
    for match in islice(_noun_of_speech().finditer(hidden), _MOST) if " that" in hidden else ():
        if speaker(*match.span("who")):
            yield Frame(
                kind=BEFORE, words=match.span(), source=match.span("who"), verb=match["noun"], commitment="asserts"
            )


def _of_phrase(hidden: str, match: re.Match[str], speaker: SpeakerKind) -> Frame | None:
    """As in "according to X": X stands behind it; what is said stands on either side."""
    start = match.end()
    end = source_end(hidden, start, speaker)
    if end <= start or _AS_SAYING.search(hidden[start : end + 12]):
        return None
    commitment = phrases()[" ".join(match["phrase"].lower().split())]
    if commitment == "cites":
        words = (match.start(), end)
        return Frame(kind=AFTER, words=words, source=None, verb=match["phrase"], commitment="cites", via=(start, end))
    at_start = not re.search(r"\w", hidden[: match.start()]) or _begins_clause(hidden, match.start())
    comma_at = hidden.find(",", start, end)
    if at_start and comma_at > 0 and ENDS.match(hidden, end):  # what follows the comma is what was said
        end = comma_at
    rest = hidden[end:]
    comma = r"\s*,?\s*" if at_start else r"\s*,\s*"
    goes_on = re.match(rf"{comma}(?=[\w\x02“\"‘«$€£])", rest)
    if goes_on is None:
        kind, upto = AFTER, end
    else:
        kind, upto = BEFORE if at_start or ENDS.match(rest) else AROUND, end + goes_on.end()
    return Frame(
        kind=kind, words=(match.start(), upto), source=(start, end), verb=match["phrase"], commitment=commitment
    )


def _begins_clause(hidden: str, at: int) -> bool:
    """Whether a phrase stands at the head of a clause: after a semicolon, "but," or "In the region,"."""
    before = hidden[:at].rstrip()
    if _HEAD_OF_CLAUSE.search(before):
        return True
    lead = before.rstrip(",")
    return before.endswith(",") and len(lead.split()) <= 6 and not is_clause(lead) and not re.search(r"\d", lead)
