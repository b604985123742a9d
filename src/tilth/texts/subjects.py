"""What a clause is about: the words before its verb, as printed; a pronoun becomes the name it stands for."""

from __future__ import annotations

import re
from typing import NamedTuple

from tilth.texts.document import Document
from tilth.texts.voices import Voices
from tilth.units.spans import Span

_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|did|does|do|[a-z]{3,}ed"
    r"|came|went|took|made|left|lost|cut|set|fell|began|rose|hit|struck|found|dug|ran|saw|got|gave|underwent|sent|spent"
    r"|remain|remains|lie|lies|covers|measures|operates|works|employs|plans|aims|expects|wants|needs|returns|clears"
    r"|holds|appears?|seems?|includes?|consists?|shows?|suggests?|underscores?|highlights?|marks)\b"
)
_ADVERBIAL = re.compile(
    r"\s*(?:(?:in|on|at|by|during|since|after|before|from|for|of|under|within|over|as|until|until|between|with|through|"
    r"according|however|meanwhile|moreover|also|but|and|yet|so|then|today|yesterday|now|still|that|there)\b[^,]{0,80},\s*"
    r"|(?:last|this|next|past|earlier)\s+[\w\s]{3,30},\s*"
    r"|(?:however|meanwhile|moreover|also|but|and|yet|so|then|now|still|that|thus|there)\b,?\s+)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:over|about|some|around|nearly|almost|more than|only|at least|up to|a total of|another)?\s*[\d$€£]"
)
_PRONOUNS = frozenset(("he", "she", "it", "they", "this", "that", "these", "those", "who", "which"))
_MOST_WORDS = 14
_LONGEST_NAME = 60  # characters, with a title before it
_TITLE = 20  # characters of a title


def _owns(seen: str, end: int) -> bool:
    return seen[end : end + 2] in ("'s", "’s")


class Subject(NamedTuple):
    """What a clause is about."""

    text: str
    kind: str  # unit, organisation, person, place, or "" for a thing
    name: str = ""  # the fullest name the text gives it


def subject_of(document: Document, content: Span, voices: Voices) -> Subject:
    """The subject of a clause, empty where it has none of its own."""
    start, end = content
    text = document.seen[start:end]
    at = 0
    for _ in range(3):
        lead = _ADVERBIAL.match(text, at)
        if lead is None or lead.end() >= len(text):
            break
        at = lead.end()
    quote = re.match(r"[\s“«„\"‘']+", text[at:])
    at += quote.end() if quote else 0
    verb = _VERB.search(text, at)
    upto = verb.start() if verb else at
    phrase = re.split(r",(?!\d)", text[at:upto])[0].strip(" ,;:–—-(")
    if not phrase or len(phrase.split()) > _MOST_WORDS:
        return Subject("", "")
    place = start + text.index(phrase, at)
    if phrase.lower() in _PRONOUNS:
        resolved = voices.cast.resolve(phrase, place)
        if resolved is None:
            return Subject(phrase, "")
        kind = resolved.mention.kind if resolved.mention else ""
        return Subject(resolved.name, kind, resolved.name)
    if _FIGURE.match(phrase):
        return Subject(phrase, "")
    names = voices.cast.within(place, place + len(phrase))
    after = place + len(phrase)
    if document.seen[after : after + 2] == ", " and not any(one.kind == "person" for one in names):
        named = [one for one in voices.cast.within(after, after + _LONGEST_NAME) if one.kind == "person"]
        if (
            named
            and named[0].span[0] - after <= _TITLE
            and document.seen[named[0].span[1] : named[0].span[1] + 1] == ","
        ):
            return Subject(phrase, "person", named[0].stands_for)
    if unit := next((one for one in names if one.kind == "unit"), None):
        return Subject(phrase, "unit", unit.stands_for)
    if person := next((one for one in names if one.kind == "person" and not _owns(document.seen, one.span[1])), None):
        return Subject(phrase, "person", person.stands_for)
    kind = next((one.kind for one in names if one.kind in ("organisation", "place")), "")
    resolved = voices.cast.resolve(phrase, place)
    if resolved and resolved.mention and resolved.mention.kind == "unit":
        return Subject(phrase, "unit", resolved.mention.stands_for)
    if resolved and resolved.mention and resolved.mention.kind == "person":
        return Subject(phrase, "person", resolved.name)
    if not kind and resolved and resolved.mention:
        kind = resolved.mention.kind
    return Subject(phrase, kind)
