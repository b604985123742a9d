"""A speaker's words cut into clauses: what is said, and the asides that are the writer's own.

"..., a timeline that suggests efficiency" is an aside of the writer in a sentence of somebody else; "and had completed
its tasks" is a second claim of the same speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tilth.texts.modality import has, words_of
from tilth.units.spans import Span

_NOUN_ASIDE = (
    r"(?:a|an|one|another)\s+(?:[\w’'-]+,?\s+){0,5}?(?:that|which|who|seen|viewed|described|associated|regarded)\b"
)
_RELATIVE = r"(?:which|something|thus|thereby|in\s+what|a\s+(?:sign|move|step|reminder|milestone|feat|testament)\b)"
_LONGEST_ASIDE = 250  # characters that are looked at
_DASH = r"\s*—\s*|\s+–\s+|\s+-{1,2}\s+"
_AUXILIARY = (
    r"(?:had|has|have|was|were|is|are|will|would|shall|may|might|could|plans?|planned|expects?|intends?|aims?|hopes?|is|"
    r"said|later|then|also|since)"
)
_DIVISIONS = re.compile(
    r"(?P<strong>;\s+|,?\s+(?:while|whereas)\s+|,\s+(?:but|yet|although|though)\s+|\s+but\s+(?!also\b))"
    r"|(?P<outlook>,\s+with\s+(?=[\w\s]{2,40}\b(?:expected|set|due|likely|planned|scheduled)\b))"
    rf"|(?P<same>,?\s+and\s+(?=(?:that|{_AUXILIARY})\s))"
    r"|(?P<new>,\s+and\s+(?=(?:[\w’'-]+\s+){1,8}?(?:is|are|was|were|has|have|had|will|would|could|may|remain|remains)\b)"
    r"|\s+and\s+(?=(?:the|its|their|his|her|another|a)\s+(?:[\w’'-]+\s+){1,5}?(?:will|would|is|are|was|were|has|have|had)\b))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of somebody's words; an aside is the writer's unless it stands in quotation marks."""

    span: Span
    is_aside: bool = False
    joint: str = ""  # how it follows the clause before: strong (";", "while"), same (subject) or new (subject)


@cache
def _asides() -> re.Pattern[str]:
    opening = rf"(?:{_NOUN_ASIDE}|{_RELATIVE}|(?:\w+ly\s+)?(?:{_participles()})\b)"
    return re.compile(rf"(?:,\s+|(?<=\x02[’”\"»])\s+|{_DASH})(?={opening})", re.IGNORECASE)


@cache
def _participles() -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words_of("aside"))


def clauses(hidden: str, *, start: int = 0) -> list[Clause]:
    """The clauses of a text in order, spans moved by `start`. Quotations in `hidden` are unreadable and never cut."""
    found: list[Clause] = []
    at, is_aside, joint = 0, False, ""
    for cut in _cuts(hidden):
        if cut.start < at + 8:
            continue
        found.append(Clause((start + at, start + cut.start), is_aside, joint))
        at, is_aside, joint = cut.end, cut.is_aside, cut.joint
    found.append(Clause((start + at, start + len(hidden)), is_aside, joint))
    return [one for one in found if re.search(r"[\w\x02]", hidden[one.span[0] - start : one.span[1] - start])]


@dataclass(frozen=True, slots=True, order=True)
class _Cut:
    start: int
    end: int
    is_aside: bool
    joint: str


def _cuts(hidden: str) -> list[_Cut]:
    asides = [_Cut(found.start(), found.end(), True, "") for found in _asides().finditer(hidden)]
    divisions = [
        _Cut(found.start(), found.end(), False, found.lastgroup or "") for found in _DIVISIONS.finditer(hidden)
    ]
    kept = [one for one in asides if _is_comment(hidden[one.end :])]
    return sorted([*kept, *(one for one in divisions if not any(one.start == other.start for other in kept))])


def _is_comment(words: str) -> bool:
    """Whether what begins like an aside judges or infers; "killing three" and "a unit that cleared 40 ha" do not."""
    upto = re.search(r"[;.](?:\s|$)", words[:_LONGEST_ASIDE])
    aside = words[: upto.start() if upto else _LONGEST_ASIDE]
    if has("opinion", aside) or has("hedge", aside):
        return True
    judges = has("judgement", aside) or re.match(rf"(?:{_participles()})\b", aside) is not None
    return not re.search(r"\d", aside) and (judges or not has("event", aside))
