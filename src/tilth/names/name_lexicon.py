"""What words can be, from the tables: roles, heads of organisations and units, places, countries, words of no name."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tilth.names.tokens import Words, fold, split
from tilth.terms import table


class Role(NamedTuple):
    """A word for what a person is."""

    kind: str  # office, job, rank, spokesperson, honorific
    gender: str  # m, f or empty
    answers: tuple[str, ...]  # the words by which such a person is taken up again: "the official"


class Country(NamedTuple):
    """What a country's word means."""

    name: str  # of the country in short, or of the capital
    iso3: str
    sort: str  # country, nationality or capital


@cache
def roles() -> dict[str, Role]:
    """Words for persons in a role; a word that is also a modifier is found in `words_of` as well."""
    found: dict[str, Role] = {}
    for row in table("role_words"):
        if row["kind"] in {"office", "job", "rank", "spokesperson", "honorific"}:
            found[fold(row["word"])] = Role(row["kind"], row["gender"], tuple(row["answers"].split()))
    return found


@cache
def pronouns() -> dict[str, str]:
    """Pronouns and their gender: m, f, thing, or empty for "they"."""
    return {row["word"]: row["gender"] for row in table("role_words") if row["kind"] == "pronoun"}


@cache
def role_modifiers() -> frozenset[str]:
    """Words that may stand before a role: "acting", "deputy", "programme"."""
    return frozenset(fold(row["word"]) for row in table("role_words") if row["kind"] == "modifier")


@cache
def organisations() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Head words of organisations and units: kind (head, tail, unit, unitlike) and the words that take them up."""
    kinds = {"head", "tail", "unit", "unitlike"}
    rows = (row for row in table("organisation_words") if row["kind"] in kinds)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in rows:
        word = fold(row["word"])
        before = found.get(word, ("", ()))
        found[word] = (before[0] or row["kind"], (*before[1], *row["answers"].split()))
    return found


@cache
def proper() -> frozenset[str]:
    """Heads that make a name of the word before them without a capital of their own: "Tavria government"."""
    return frozenset(fold(row["word"]) for row in table("organisation_words") if row["proper"] == "yes")


@cache
def seats() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Institutions known by one or two plain words ("Red Cross"), by their first word."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in table("organisation_words"):
        if row["kind"] == "seat":
            words = tuple(row["word"].split())
            found[words[0]] = (*found.get(words[0], ()), words)
    return found


@cache
def fields() -> frozenset[str]:
    """Words for what an organisation is about: "defence", "mine", "regional"."""
    return frozenset(fold(row["word"]) for row in table("organisation_words") if row["kind"] == "field")


@cache
def places(kind: str) -> frozenset[str]:
    """Place words of one kind: tail (Tavria Oblast), front (Mount X), both, after, start (New X)."""
    return frozenset(fold(row["word"]) for row in table("place_words") if row["kind"] == kind)


@cache
def stop(kind: str) -> frozenset[str]:
    """Words of one kind of `terms/name_stopwords.csv`."""
    return frozenset(fold(row["word"]) for row in table("name_stopwords") if row["kind"] == kind)


@cache
def cue(kind: str) -> frozenset[str]:
    """Words of one kind of `terms/name_cues.csv`."""
    return frozenset(fold(row["word"]) for row in table("name_cues") if row["kind"] == kind)


@cache
def given_names() -> dict[str, str]:
    """Given names and family names that stand first, with their gender where it is clear."""
    return {fold(row["name"]): row["gender"] for row in table("given_names")}


@cache
def saying() -> frozenset[str]:
    """One-word forms of what speakers do; bare forms are left out but "say": most are nouns too ("report")."""
    found = {"say"}
    for row in table("speech_verbs"):
        forms = row["forms"].split("|")
        if row["needs"] not in {"document", "figure", "office"}:
            found |= {one for one in forms if " " not in one and not any(_is_bare(one, other) for other in forms)}
    return frozenset(found)


def _is_bare(form: str, other: str) -> bool:
    return other != form and other.startswith(form.removesuffix("e"))


@cache
def crowds() -> frozenset[str]:
    """Nouns for speakers nobody names: "officials", "residents"."""
    return frozenset(row["noun"] for row in table("speaker_nouns") if row["kind"] == "anonymous")


@cache
def nationalities() -> frozenset[str]:
    """Last words of adjectives of countries and names of peoples."""
    forms = (form for row in table("nationality_words") for form in f"{row['adjective']}|{row['people']}".split("|"))
    return frozenset(fold(form).split()[-1] for form in forms if form)


_Phrase = tuple[tuple[str, ...], bool, Country]


@cache
def _countries() -> dict[str, tuple[_Phrase, ...]]:
    """Phrases for countries by their first word, longest first; each with whether it is in capitals only."""
    found: dict[str, list[_Phrase]] = {}
    for row in table("nationality_words"):
        for column, sort in (
            ("country", "country"), ("others", "country"), ("adjective", "nationality"), ("people", "nationality"),
            ("capital", "capital"),
        ):  # fmt: skip
            for phrase in filter(None, row[column].split("|")):
                words = split(phrase)
                named = words.word[0].lower() == "the"
                low = tuple(words.low[named:])
                # An adjective that is also a country's name ("New Zealand") stays the country.
                meaning = Country(phrase if sort == "capital" else row["country"], row["iso3"], sort)
                known = found.setdefault(low[0], [])
                if all(low != other for other, _, _ in known):
                    known.append((low, phrase.isupper(), meaning))
    return {first: tuple(sorted(many, key=lambda one: -len(one[0]))) for first, many in found.items()}


@cache
def is_country(low: str) -> bool:
    """Whether a word alone names a country."""
    return any(phrase == (low,) and meaning.sort == "country" for phrase, _, meaning in _countries().get(low, ()))


def country_at(words: Words, at: int) -> tuple[int, Country] | None:
    """The last word of the country, nationality or capital that begins at `at`, and what it means."""
    if not words.is_capital(at):
        return None
    for low, is_upper, meaning in _countries().get(words.low[at], ()):
        last = at + len(low) - 1
        if last >= len(words) or words.sentence[last] != words.sentence[at] or tuple(words.low[at : last + 1]) != low:
            continue
        if is_upper and not words.word[at].isupper():
            continue
        if words.is_capital(last):
            return last, meaning
    return None
