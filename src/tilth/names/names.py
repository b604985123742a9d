"""Names of persons, organisations, units and places in a text, each with the fullest form the text gives.

No list of names is needed and no library: capitalised runs are cut by tables of roles, heads of organisations, place
words and countries (`drafts`), what they leave open is decided by the words around all mentions (`name_kinds`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import merge

from tilth.names import name_lexicon as lexicon
from tilth.names.aliases import resolve_aliases
from tilth.names.drafts import Draft, as_name, drafts
from tilth.names.name import Name
from tilth.names.name_kinds import settle
from tilth.names.name_runs import runs
from tilth.names.organisations import descriptions, extend, join_owners, numbered_unit
from tilth.names.people import give_roles
from tilth.names.tokens import Words, split


def find_names(text: str) -> tuple[Name, ...]:
    """Every name in `text`, in order and without overlap; a name printed short stands for the fullest form in the text.

    Persons come without their titles; nationality words and descriptions such as "the ministry" are mentions too.
    Linear in the length of the text.
    """
    return names_of(split(text))


def names_of(words: Words) -> tuple[Name, ...]:
    """The names of a text that is already split into words."""
    found = settle(words, join_owners(words, list(_drafts(words))))
    resolve_aliases(words, found)
    found = sorted([*found, *_in_headlines(words, found)], key=lambda one: one.first)
    found = list(merge(found, descriptions(words, found), key=lambda one: one.first))
    give_roles(words, found)
    return tuple(as_name(words, one) for one in found)


def _drafts(words: Words) -> Iterator[Draft]:
    """What stands in the runs of capitals, in order."""
    ordinary = frozenset(low for word, low in zip(words.word, words.low, strict=True) if word[0].islower())
    upto = -1
    for first, last in runs(words, ordinary=ordinary):
        inside = drafts(words, first, last) or [one for one in [numbered_unit(words, first)] if one]
        for one in inside:
            if one.last == last:
                extend(words, one)
            if words.shouted[first] and not _is_sure(words, one):
                continue
            if one.first > upto:
                yield one
                upto = one.last


def _is_sure(words: Words, one: Draft) -> bool:
    """Whether a name in a headline shows by its own words what it is and where it ends."""
    if one.kind == "person":
        return one.last > one.first and not words.opens[one.title]
    ends = words.low[one.last] in {one.head, *lexicon.fields()} or one.kind == "place"
    is_headed = bool(one.head) and lexicon.organisations().get(one.head, ("head",))[0] != "tail"
    return one.kind in {"organisation", "unit", "place"} and is_headed and ends


def _in_headlines(words: Words, found: Sequence[Draft]) -> Iterator[Draft]:
    """Further names in lines whose every word is capitalised: countries and names that the rest of the text prints."""
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    known: defaultdict[str, dict[tuple[str, ...], Draft]] = defaultdict(dict)
    for one in found:
        has_surname = one.kind == "person" and not words.word[one.last].endswith(".")
        for at in (one.first, one.last) if has_surname else (one.first,):
            known[words.low[at]].setdefault(tuple(words.low[at : one.last + 1]), one)
    at = 0
    while at < len(words):
        printed_here = _known_at(words, at, known) if words.shouted[at] else None
        if printed_here is not None and taken.isdisjoint(range(at, printed_here.last + 1)):
            yield printed_here
        at = printed_here.last + 1 if printed_here is not None else at + 1


def _known_at(words: Words, at: int, known: dict[str, dict[tuple[str, ...], Draft]]) -> Draft | None:
    for low in sorted(known.get(words.low[at], ()), key=len, reverse=True):
        upto = at + len(low)
        is_here = words.capital[at] and tuple(words.low[at:upto]) == low
        if is_here and words.sentence[upto - 1] == words.sentence[at]:
            one = known[words.low[at]][low]
            return Draft(at, upto - 1, one.kind, one.country, one.full, one.head)
    if country := lexicon.country_at(words, at):
        last, meaning = country
        kind = "nationality" if meaning.sort == "nationality" else "place"
        return Draft(at, last, kind, meaning.iso3, meaning.name)
    return None
