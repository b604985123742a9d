"""Runs of capitalised words: where a name may stand, before anybody knows of what.

A run is "Tavria Region", "Deputy Minister of Economy Ivan Melnyk" or "41st Engineering Regiment": capitalised
words with the small words that join them. Ordinary words with the capital of a sentence are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tilth.names import name_lexicon as lexicon
from tilth.names.tokens import Words

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_LONGEST = 14  # words of one name


def runs(words: Words, *, ordinary: frozenset[str]) -> Iterator[tuple[int, int]]:
    """First and last word of every run, in order; `ordinary` are words the text also prints without a capital."""
    at = 0
    while at < len(words):
        is_plain = words.shouted[at] and _is_plain(words, at, ordinary)
        if is_plain or not begins(words, at) or (words.opens[at] and _is_ordinary(words, at, ordinary)):
            at += 1
            continue
        last = _last_of_run(words, at)
        if words.shouted[at]:
            last = next((to - 1 for to in range(at + 1, last + 1) if _is_plain(words, to, ordinary)), last)
        yield at, last
        at = last + 1


def _is_plain(words: Words, at: int, ordinary: frozenset[str]) -> bool:
    """Whether a word of a headline is one that has its capital from the headline alone."""
    low = words.low[at]
    if not words.capital[at]:
        return False
    if low in lexicon.organisations() or low in lexicon.fields() or low in lexicon.roles():
        return words.word[at].isupper()
    return low in ordinary or low in lexicon.stop("ordinary") or low in lexicon.saying()


def begins(words: Words, at: int) -> bool:
    """Whether a name can begin at a word."""
    word, low = words.word[at], words.low[at]
    if _ORDINAL.match(word):
        return _leads_to_unit(words, at)
    if not words.capital[at] or _is_digital(word) or _is_compound(low):
        return False
    if low.rpartition("-")[2] in lexicon.stop("calendar") or low in lexicon.stop("language"):
        return False
    if low in lexicon.stop("function"):
        is_given = low in lexicon.given_names() and not words.opens[at]
        return is_given or lexicon.country_at(words, at) is not None
    return True


def _is_digital(word: str) -> bool:
    """Types of weapons and machines ("PMN-2", "T-72") and addresses are no names."""
    return any(letter.isdigit() for letter in word) or (word[-1] != "." and "." in word and not word.isupper())


def _is_compound(low: str) -> bool:
    """Words such as "Japan-funded" speak of a name and are none."""
    return "-" in low and low.rpartition("-")[2] in lexicon.stop("compound") and low not in lexicon.roles()


def _leads_to_unit(words: Words, at: int) -> bool:
    """Whether an ordinal is followed, over words of field, by a unit: "36th marine brigade"."""
    for to in range(at + 1, min(at + 6, len(words))):
        low = words.low[to]
        if words.sentence[to] != words.sentence[at]:
            return False
        kind, answers = lexicon.organisations().get(low, ("", ()))
        if kind == "unit" or "unit" in answers:
            return True
        if low not in lexicon.fields() and not (words.is_capital(to) and words.word[to].isalpha()):
            return False
    return False


def _is_ordinary(words: Words, at: int, ordinary: frozenset[str]) -> bool:
    """Whether a word has its capital only because something begins here."""
    low = words.low[at]
    if lexicon.country_at(words, at) or low in lexicon.roles():
        return False
    if words.word[at].isupper():
        return len(low) > 3 and not words.is_capital(at + 1) and (low in ordinary or _has_ordinary_ending(low))
    goes_on = words.is_capital(at + 1) or words.low_at(at + 1) == "&"
    if goes_on and (low in lexicon.stop("thing") | lexicon.role_modifiers() or words.word[at + 1] == "&"):
        return False
    if low in lexicon.stop("ordinary") and not _leads_to_head(words, at):
        return True
    if low in lexicon.organisations() or low in lexicon.fields() or low in lexicon.places("front"):
        return False
    if low in ordinary and low not in lexicon.given_names():
        return True
    return not goes_on and _has_ordinary_ending(low)


def _leads_to_head(words: Words, at: int) -> bool:
    """Whether capitalised words from here lead to the head of an organisation: "Foreign Ministry"."""
    for to in range(at, min(at + 6, len(words))):
        if not words.is_capital(to) or words.sentence[to] != words.sentence[at]:
            return False
        if words.low[to] in lexicon.organisations():
            return to > at or words.low[at + 1 : at + 2] == ["of"]
    return False


@lru_cache(maxsize=50_000)
def _has_ordinary_ending(low: str) -> bool:
    return len(low) > 4 and any(low.endswith(ending) for ending in lexicon.stop("ending"))


def _last_of_run(words: Words, first: int) -> int:
    """The last word of the run that begins at `first`."""
    last = first
    country = lexicon.country_at(words, first)
    if country:
        last = country[0]
    while last - first < _LONGEST and (step := _step(words, first, last)):
        last += step
    return last


def _step(words: Words, first: int, last: int) -> int:
    """By how many words a run that has come to `last` goes on; 0 at its end."""
    at = last + 1
    if at >= len(words) or words.sentence[at] != words.sentence[last]:
        return 0
    if words.owns[last] and words.low[last].rstrip("'s") not in lexicon.stop("genitive"):
        return 0
    if country := lexicon.country_at(words, at):
        return country[0] - last
    word, low = words.word[at], words.low[at]
    if words.capital[at] or _ORDINAL.match(word):
        return int(begins(words, at) and not words.opens[at])
    if word.isdigit() and len(word) < 4 and words.low[last] in lexicon.organisations():
        return int(lexicon.organisations()[words.low[last]][0] == "unit")
    if low in lexicon.cue("particle"):
        return _over_particles(words, at) - last
    return _over_joining(words, first, at) - last


def _over_particles(words: Words, at: int) -> int:
    """The capitalised word behind one to three particles ("bin al", "de la"), else the word before them."""
    for to in range(at + 1, min(at + 4, len(words))):
        if words.sentence[to] != words.sentence[at]:
            break
        if words.is_capital(to) and begins(words, to):
            return to
        if words.low[to] not in lexicon.cue("particle"):
            break
    return at - 1


def _over_joining(words: Words, first: int, at: int) -> int:
    """The word behind "of the", "for", "and" where a name goes on behind it, else the word before."""
    low = words.low[at]
    to = at + 1
    if low in lexicon.cue("joining") and _has_open_head(words, first, at):
        if to < len(words) and words.low[to] == "the":
            to += 1
        is_field = to < len(words) and words.low[to] in lexicon.fields() and low != "to"
        if _begins_at(words, to) or (is_field and words.low[at - 1] in lexicon.organisations()):
            country = lexicon.country_at(words, to)
            return country[0] if country else to
    elif low == "&" and _begins_at(words, to):
        return to
    if low in {"and", ","} and _joins_fields(words, first, at):
        return to
    return at - 1


def _has_open_head(words: Words, first: int, at: int) -> bool:
    """Whether the words up to `at` are a head and what it is about, with no name behind it."""
    countries: set[int] = set()
    for to in range(first, at):
        if found := lexicon.country_at(words, to):
            countries |= set(range(to, found[0] + 1))
    for back in range(at - 1, first - 1, -1):
        low = words.low[back]
        if _is_head(words, back):
            return True
        if not (low in lexicon.cue("inner") or low == "," or low in lexicon.fields() or back in countries):
            return False
    return False


def _begins_at(words: Words, at: int) -> bool:
    return at < len(words) and words.together(at) and words.is_capital(at) and begins(words, at)


def _is_head(words: Words, at: int) -> bool:
    low = words.low[at]
    is_place = low in lexicon.places("tail") or low in lexicon.places("both")
    return low in lexicon.organisations() or low in lexicon.roles() or low in lexicon.stop("thing") or is_place


def _joins_fields(words: Words, first: int, at: int) -> bool:
    """Whether "and" or a comma joins two fields of one body: "Ministry of Agriculture and Food"."""
    to = at + 1
    if not (_begins_at(words, to) and words.low[to] in lexicon.fields() and words.low[at - 1] in lexicon.fields()):
        return False
    if not any(words.low[back] in lexicon.cue("joining") for back in range(first, at)):
        return words.low[at] == "and" and any(words.low[on] in lexicon.organisations() for on in range(to + 1, to + 3))
    ends = range(to + 1, min(to + 5, len(words)))
    return words.low[at] == "and" or any(words.low[on] == "and" for on in ends)
