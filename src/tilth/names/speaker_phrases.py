"""What a phrase for a speaker is made of: "the deputy governor", "a ministry spokesperson", "local residents", "he"."""

from __future__ import annotations

from dataclasses import dataclass

from tilth.names import name_lexicon as lexicon
from tilth.names.tokens import Words, split

_SIGNS = frozenset(",(—–-;:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase and its head word."""

    text: str  # as printed, in one line
    kind: str  # pronoun, role, crowd, body; empty for a name or anything else
    head: str = ""
    about: frozenset[str] = frozenset()  # the words before the head, in small letters: "deputy", "ministry"
    is_definite: bool = True  # "the governor", "Tavria's governor"; not "a governor"


def read_phrase(phrase: str) -> Phrase:
    """The head of a phrase and what it is. Never fails; a phrase without a head that can speak has no kind."""
    words = split(phrase)
    text = " ".join(phrase.split())
    if not len(words):
        return Phrase(text=text, kind="")
    if len(words) == 1 and words.low[0] in lexicon.pronouns():
        return Phrase(text=text, kind="pronoun", head=words.low[0])
    upto = next(
        (at for at in range(1, len(words)) if words.low[at] in lexicon.cue("ends head") or words.low[at] in _SIGNS),
        len(words),
    )
    for at in range(upto - 1, -1, -1):
        if kind := _kind(words, at, upto):
            about = frozenset(words.low[to] for to in range(at) if not words.is_capital(to) and words.low[to].isalpha())
            return Phrase(
                text=text,
                kind=kind,
                head=words.low[at],
                about=about - lexicon.cue("definite") - lexicon.cue("indefinite"),
                is_definite=words.low[0] not in lexicon.cue("indefinite"),
            )
    return Phrase(text=text, kind="")


def _kind(words: Words, at: int, upto: int) -> str:
    low = words.low[at]
    if low in lexicon.roles():
        return "role"
    if low in lexicon.crowds():
        return "crowd"
    return "body" if low in lexicon.organisations() and at == upto - 1 else ""


def bare(phrase: str) -> str:
    """A phrase without its article."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in lexicon.cue("definite") | {"a", "an"} else phrase
