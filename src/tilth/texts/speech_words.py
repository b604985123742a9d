"""The words of speech, from tables: verbs of saying, phrases such as "according to", and who can be a speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tilth.terms import table

_WORD = re.compile(r"[A-Za-z]+")
_REACH = 60  # characters before a verb in which its helping verbs stand


class Verb(NamedTuple):
    """How a verb of saying commits its speaker, and what must stand beside it to be one."""

    commitment: str
    needs: str


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Every printed form of a verb of saying, in lower case, with its readings in the order of the table."""
    found: dict[str, tuple[Verb, ...]] = {}
    for row in table("speech_verbs"):
        for form in row["forms"].split("|"):
            found[form] = (*found.get(form, ()), Verb(row["commitment"], row["needs"]))
    return found


@cache
def phrases() -> dict[str, str]:
    """Phrases that a source follows, in lower case, with their commitment."""
    return {row["phrase"]: row["commitment"] for row in table("speech_phrases")}


@cache
def words(sort: str) -> tuple[str, ...]:
    """The words of one sort of `terms/speech_words.csv`. Raises KeyError for an unknown sort."""
    return {row["sort"]: tuple(row["words"].split("|")) for row in table("speech_words")}[sort]


@cache
def one_of(sort: str) -> str:
    """A pattern for any word of one sort."""
    return alternatives(list(words(sort)))


@cache
def nouns() -> dict[str, str]:
    """Nouns that can speak, with their kind: anonymous, spokesperson, office, organisation, document, nobody."""
    return {row["noun"]: row["kind"] for row in table("speaker_nouns")}


def alternatives(many: tuple[str, ...] | list[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(many, key=len, reverse=True))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in verbs())


@cache
def _verb_pattern() -> re.Pattern[str]:
    """A verb of saying with the helping verbs and adverbs before it."""
    near = alternatives([*words("beside"), *words("helper"), *words("future"), "not", "never", "n't"])
    forms = alternatives(list(verbs()))
    return re.compile(rf"(?P<near>(?:\b(?:{near})\s+){{0,5}})\b(?P<verb>{forms})\b(?![-’'])", re.IGNORECASE)


@cache
def _near_pattern() -> re.Pattern[str]:
    near = alternatives([*words("beside"), *words("helper"), *words("future"), "not", "never", "n't"])
    return re.compile(rf"(?:\b(?:{near})\s+){{1,5}}$", re.IGNORECASE)


def verbs_in(text: str) -> Iterator[re.Match[str]]:
    """Every verb of saying in `text`, with the helping verbs and adverbs right before it."""
    known, at = _first_words(), 0
    for found in _WORD.finditer(text):
        if found.start() < at or found[0].lower() not in known:
            continue
        before = _near_pattern().search(text, max(at, found.start() - _REACH), found.start())
        match = _verb_pattern().match(text, before.start() if before else found.start())
        if match is not None and match.start("verb") <= found.start() < match.end("verb"):
            at = match.end()
            yield match


def verb_within(text: str) -> bool:
    """Whether a verb of saying stands in `text`."""
    return next(verbs_in(text), None) is not None


@cache
def phrase_pattern() -> re.Pattern[str]:
    """A phrase that a source follows."""
    return re.compile(rf"\b(?P<phrase>{alternatives(list(phrases()))})\s+", re.IGNORECASE)


@cache
def adjunct_pattern() -> re.Pattern[str]:
    """What stands beside a verb of saying and is not what was said: when, where, to whom."""
    day = rf"(?:{alternatives(words('weekday'))})"
    month = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    when = (
        rf"(?:on\s+)?(?:late\s+|early\s+)?(?:last\s+|this\s+|next\s+)?{day}\b(?:\s+(?:morning|afternoon|evening|night))?"
        rf"|(?:on\s+|in\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+{month}(?:,?\s+\d{{4}})?"
        rf"|(?:on\s+|in\s+)?{month}\s+\d{{1,2}}(?:,?\s+\d{{4}})?\b|(?:early\s+|late\s+)?in\s+(?:{month})(?:\s+\d{{4}})?"
        r"|(?:late\s+|early\s+)?(?:last|this|earlier\s+this)\s+(?:night|week|month|year|morning|evening|spring|summer|"
        r"autumn|winter)|yesterday|today|tonight|earlier|later|recently|at\s+the\s+time|ago"
    )
    occasion = (
        r"(?:in|at|during|on|through|via|by|from|over)\s+(?:(?:a|an|the|his|her|its|their|our|joint|\w+['’]s)\s+)?"
        rf"(?:[\w-]+\s+){{0,3}}?(?:{alternatives(words('occasion'))})\b"
        r"(?:\s+(?:with|to|for|of|in|on|at)\s+(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[^,;:.“”\"\x02]{1,50}?(?=\s+that\b|,|;|:|\.?$|\s+on\s))?"
    )
    place = r"in\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
    listener = rf"to\s+(?:{alternatives(words('listener'))})"
    return re.compile(rf"\s*,?\s*(?:{when}|{occasion}|{place}|{listener})(?=\s|[,;:.!?]|$)")
