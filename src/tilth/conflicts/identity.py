"""Which statements are about one actor, and under which assumption. Every join is stated and can be undone.

Names printed differently are joined where a statement says `taken_as`. In one text that was read, a subject that is
only described ("the unit", "engineers of that country") is joined to the one named unit of that text it could be, for
the check only: nobody says so, and the conflict says that nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tilth.evidence.statement import Statement
from tilth.terms import table

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ARTICLES = frozenset({"the", "a", "an", "of", "its", "their", "and", "s", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Actor:
    """The actor a statement is about (statements of equal `key` are about one) and what must be assumed for that."""

    key: tuple[str, str]  # name, and the text where the name means something in that text alone
    same: str  # a sentence, empty where the name itself says so


@dataclass(frozen=True, slots=True)
class Described:
    """What a printed subject says of an actor: the countries it names, and the words that are a name."""

    countries: frozenset[str]  # ISO 3166 alpha-3
    name: frozenset[str]

    def could_be(self, other: Described) -> bool:
        """Whether neither its country nor its name speaks against it."""
        countries = not self.countries or not other.countries or bool(self.countries & other.countries)
        return countries and (not self.name or self.name < other.name)


def actors(statements: Sequence[Statement]) -> list[Actor]:
    """The actor of each statement, in their order."""
    subjects: dict[str, set[str]] = {}
    for one in statements:
        if one.document_sha256 and one.subject and not one.taken_as:
            subjects.setdefault(one.document_sha256, set()).add(one.subject)
    joined = {(text, subject): to for text, names in subjects.items() for subject, to in _joins(names).items()}
    return [_actor(one, joined.get((one.document_sha256, one.subject), "")) for one in statements]


def _actor(one: Statement, joined_to: str) -> Actor:
    text = one.document_sha256 or one.url or one.outlet
    if one.taken_as:
        because = one.taken_because or "no reason is given"
        same = (
            "" if _folded(one.taken_as) == _folded(one.subject) else f'"{one.subject}" is "{one.taken_as}": {because}'
        )
        return Actor((_folded(one.taken_as), ""), same)
    name = joined_to or one.subject
    same = (
        f'"{one.subject}" is "{name}": one text tells of both, nobody says that they are the same' if joined_to else ""
    )
    return Actor((_folded(name), "" if described(name).name else text), same)


def _joins(subjects: Iterable[str]) -> dict[str, str]:
    """Of the subjects of one text, those that could be exactly one other: the fuller name, or another description."""
    every = sorted(subjects, key=lambda name: (-len(described(name).name), name))
    joins: dict[str, str] = {}
    for at, subject in enumerate(every):
        mine = described(subject)
        fuller = [name for name in every[:at] if name not in joins and mine.could_be(described(name))]
        named = [name for name in fuller if described(name).name]
        if len({_folded(name) for name in named or fuller}) == 1 and _folded(subject) != _folded((named or fuller)[0]):
            joins[subject] = (named or fuller)[0]
    return joins


@lru_cache(maxsize=10_000)
def described(subject: str) -> Described:
    """The countries and the name in a printed subject: what is left when countries and common words are taken out."""
    rest, countries = subject.casefold().replace("’", "'"), set()
    for phrase, country in _country_phrases():
        if phrase in rest:
            rest, times = re.subn(rf"\b{re.escape(phrase)}\b", " ", rest)
            countries |= {country} if times else set()
    common = {row["word"] for row in table("actor_words")} | _ARTICLES
    return Described(frozenset(countries), frozenset(_WORD.findall(rest)) - common)


@cache
def _country_phrases() -> tuple[tuple[str, str], ...]:
    """Names of countries and of what belongs to them, the longest first, each with its ISO code."""
    columns = ("country", "adjective", "people", "others")
    rows = [(row[column], row["iso3"]) for row in table("nationality_words") for column in columns]
    phrases = {(name.casefold(), iso3) for names, iso3 in rows for name in names.split("|") if name}
    return tuple(sorted(phrases, key=lambda one: (-len(one[0]), one)))


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    """A name without its article, blanks and capitals."""
    return " ".join(name.casefold().removeprefix("the ").split())
