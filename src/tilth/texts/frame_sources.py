"""Where in a sentence the speaker stands: before the verb, behind it, behind "according to", and who was told."""

from __future__ import annotations

import re
from functools import cache

from tilth.texts.frame import SpeakerKind, is_clause, trimmed
from tilth.texts.speech_words import adjunct_pattern, one_of
from tilth.units.spans import Span

_BREAK = re.compile(r"(?<=[\x02,.!?])[’']|[;:”»\"“«„\x02?!]|\s[-–—]+\s|—|\n\s*\n")
_PARENTHESIS = re.compile(r"\s*\([^()]{1,60}\)")
_APPOSITION = re.compile(r"\s*,\s*(?:[\w’'-]+\s+){0,9}[\w’'.-]+(?=\s*[,.:])")
_SHORTENED = re.compile(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Gen|Col|Lt|Maj|Prof|St|Capt)$")
_COMMA = re.compile(r",(?!\d)")  # a comma inside a number divides nothing
_ADVERBIAL = re.compile(
    r"(?:In|On|At|During|By|For|Under|With|After|Since|Until|Between|From|Over|Throughout|Within)\b.*\s(?=(?:the|an?|its|their)\s[^\d,]{2,60}$)"
)
_OBJECT = re.compile(r"(?:with|of|for|by|to|into|from|than)\b")
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+")
_MOST_ADJUNCTS = 4


@cache
def _source_ends() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[,.;:!?“”\"«»()]|\s[-–—]+\s|—|\b(?:{one_of('ends a source')})\b|\band\s+(?:that|added)\b"
        r"|\bthere\s+(?:is|are|was|were|have|has|had)\b|\s(?=\d))"
    )


@cache
def _inserted() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\d{{1,3}}|aged? \d+|(?:{one_of('inserted')})\b.*)\s*$", re.DOTALL)


@cache
def _in_turn() -> re.Pattern[str]:
    return re.compile(rf"\s*,\s*(?:{one_of('in turn')})\s*,(?=\s)")


def source_end(hidden: str, start: int, speaker: SpeakerKind) -> int:
    """Where a source that begins at `start` ends: at punctuation or a new clause, an apposition taken in."""
    end, skip = len(hidden), 0
    for found in _source_ends().finditer(hidden, start):
        stop = found.start()
        if stop < skip or (found[0].strip() == "." and _SHORTENED.search(hidden[start:stop])):
            continue
        if found[0].strip() == "(" and (aside := _PARENTHESIS.match(hidden, stop)):
            end = skip = aside.end()
            continue
        end = stop
        break
    more = _APPOSITION.match(hidden, end)
    if more and not is_clause(more[0]) and not re.search(r"\d", more[0]) and hidden[more.end() : more.end() + 1]:
        both = speaker(start, end), speaker(more.start(), more.end())
        if "named" in both and all(both):
            return more.end()
    return end


def apposition_end(hidden: str, at: int) -> int:
    """The position behind ", the mayor of Y" where that stands at `at`."""
    found = _APPOSITION.match(hidden, at)
    return found.end() if found and not is_clause(found[0]) else at


def subject(hidden: str, floor: int, upto: int, speaker: SpeakerKind) -> Span | None:
    """The phrase before a verb that names its subject; None if there is none."""
    breaks = [found.end() for found in _BREAK.finditer(hidden, floor, upto)]
    pieces = _pieces(hidden, breaks[-1] if breaks else floor, upto)
    ended = not hidden[slice(*pieces[-1])].strip()
    pieces = pieces[:-1] if ended else pieces
    while ended and len(pieces) > 1 and _inserted().match(hidden[slice(*pieces[-1])]):
        pieces.pop()
    if not pieces:
        return None
    start, end = trimmed(hidden, *pieces[-1])
    if re.search(r"\b(?:and|but|then|or)$", hidden[start:end]):  # "thanked the soldiers and confirmed"
        return None
    if hidden[start:end] in ("who", "which", "that") and len(pieces) > 1:  # "X, who said": it stands for X
        return trimmed(hidden, *pieces[-2])
    if start >= end or _OBJECT.match(hidden, start, end):
        return None
    if lead := _ADVERBIAL.match(hidden, start, end):
        start = lead.end()
    return _with_apposition(hidden, pieces, (start, end), speaker) if ended else (start, end)


def _with_apposition(hidden: str, pieces: list[Span], last: Span, speaker: SpeakerKind) -> Span | None:
    """The subject before a comma: "the head of X, Ann Lee," from its first piece on."""
    words = re.sub(r"^[a-z]+ed\s+(?=[A-Z])", "", hidden[slice(*last)])  # "retired Colonel X" is no clause
    kind = speaker(*last) or ("named" if _CAPITALISED.fullmatch(words) else "")
    if is_clause(words) or not kind:
        return None
    if len(pieces) > 1:
        first = trimmed(hidden, *pieces[-2])
        words = hidden[slice(*first)]
        other = speaker(*first) if words and not is_clause(words) else ""
        if other and "named" in (kind, other) and kind != other and not words[0].isdigit():
            return first[0], last[1]
    return last


def _pieces(hidden: str, begin: int, upto: int) -> list[Span]:
    """The parts between commas."""
    cuts = [found.start() for found in _COMMA.finditer(hidden, begin, upto)]
    return list(zip([begin, *(cut + 1 for cut in cuts)], [*cuts, upto], strict=True))


def shared_subject(hidden: str, floor: int, upto: int, speaker: SpeakerKind) -> Span | None:
    """As in "X cut a ribbon and told a crowd": the subject of the verb before is that of the verb of saying."""
    if not re.search(r"\b(?:and|but|then)\s*$", hidden[:upto]):
        return None
    breaks = [found.end() for found in re.compile(r"[;:]").finditer(hidden, floor, upto)]
    begin = breaks[-1] if breaks else floor
    rest = hidden[begin:upto]
    at = next((place for place in range(len(rest)) if is_clause(rest[:place])), None) if is_clause(rest) else None
    if at is None:
        return None
    words = re.search(r"\S+$", rest[:at])
    start, end = trimmed(hidden, begin, begin + (words.start() if words else at))
    return (start, end) if start < end and speaker(start, end) else None


def listener(hidden: str, after: int) -> Span | None:
    """Who was told, in "told the agency by telephone that"."""
    stops = r"that|on|in|by|at|how|during|last|this|earlier|yesterday|after|he|she|it|they|the|there|nobody"
    found = re.compile(
        rf"\s+(?!(?:that|how)\b)(?P<who>(?:(?:the|a|an|his|her|their)\s+)?[\w’'&.-]+(?:\s+(?!(?:{stops})\b)[\w’'&.-]+){{0,5}}?)"
        rf"(?:\s+of\s+(?P<many>\d+))?(?=\s*(?:[,.:;“\"\x02]|$)|\s+(?:{stops})\b)"
    ).match(hidden, after)
    if found is None:
        return None
    return found.start("who"), found.end("many") if found["many"] else found.end("who")


def beyond_adjuncts(hidden: str, at: int) -> int:
    """The position after "on Monday in a statement" and the like, which say nothing of what was said."""
    if turn := _in_turn().match(hidden, at):
        at = turn.end()
    for _ in range(_MOST_ADJUNCTS):
        found = adjunct_pattern().match(hidden, at)
        if found is None or found.end() == at:
            break
        at = found.end()
    return at
