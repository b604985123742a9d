"""The frame: one attribution in a sentence, and the patterns that tell where a clause or a source begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tilth.texts.speech_words import one_of
from tilth.units.spans import Span

BEFORE, AFTER, AROUND, PASSIVE = "before", "after", "around", "passive"
SpeakerKind = Callable[[int, int], str]  # the kind of speaker that a part of the sentence names, "" for none

THAT = re.compile(r"\s*,?\s*(?:that|how)\b(?!\s+(?:is|was|same|day|year|week|month|night)\b)", re.IGNORECASE)
OPENS_QUOTE = re.compile(r"\s*[,:]?\s*[“«„\"‘']")
ENDS = re.compile(r"\s*(?:[.!?…;]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One attribution. All spans count characters of the sentence."""

    kind: str  # its words stand BEFORE what is said, AFTER it, in its midst (AROUND); PASSIVE: they are part of it
    words: Span  # the attribution: from its source to the last word before what is said
    source: Span | None  # the phrase that names the speaker; None where the speaker before goes on
    verb: str  # as printed
    commitment: str  # of the verb, as in the table
    via: Span | None = None  # the phrase that names who carried it


@cache
def finite() -> re.Pattern[str]:
    """A verb that makes a clause; words in -ed count, though some are none."""
    return re.compile(rf"\b(?:{one_of('finite')}|[a-z]{{3,}}ed)\b")


@cache
def joint() -> re.Pattern[str]:
    """A word that joins clauses."""
    return re.compile(rf"(?<![\w-])(?:{one_of('joint')})(?![\w-])", re.IGNORECASE)


@cache
def leading() -> re.Pattern[str]:
    """Words before a name that do not belong to it: "but", "two months later"."""
    later = r"(?:\w+\s+){1,2}(?:days?|weeks?|months?|years?|hours?)\s+(?:later|earlier|before|ago)"
    return re.compile(rf"\s*(?:(?:{one_of('leading')}|{later})\b,?\s*)+", re.IGNORECASE)


def trimmed(hidden: str, start: int, end: int) -> Span:
    """A part of a sentence without a clause before it, a leading conjunction and blanks."""
    for found in reversed(list(joint().finditer(hidden, start, end))):
        before = hidden[start : found.start()]
        if finite().search(before) and before.strip():
            start = found.end()
            break
    if lead := leading().match(hidden, start, end):
        start = lead.end()
    while start < end and hidden[start].isspace():
        start += 1
    while end > start and hidden[end - 1].isspace():
        end -= 1
    return start, end


def is_clause(words: str) -> bool:
    """Whether words hold a verb that makes a clause."""
    return finite().search(words) is not None
