"""What a name stands for: the fullest form of it that the text itself prints.

"Hordienko" stands for "Pavlo Hordienko", "SES" for the name it follows in brackets, "Ministry of Defence" for
"Russian Ministry of Defence", "Korean Central News Agency" for "Central News Agency of Korea". Where several longer
names would do, the one printed last before is meant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from tilth.names import name_lexicon as lexicon
from tilth.names.drafts import Draft
from tilth.names.name_kinds import key
from tilth.names.tokens import Words, fold
from tilth.terms import table

_BODIES = ("organisation", "unit")
_BEFORE_SHORT = frozenset(("the", "or", "hereafter", '"', "“", "‘", "'"))
_MOST = 60  # longer names looked at for one short name
Key = tuple[str, ...]
Shortens = Callable[[Key, Draft, Key, Draft], bool]


def resolve_aliases(words: Words, drafts: Sequence[Draft]) -> None:
    """Give every draft the full name it stands for, in place."""
    short = _take_up(words, drafts, _in_brackets(words, drafts))
    short |= _take_up(words, drafts, {**_by_initials(words, drafts), **short})
    rest = [one for one in drafts if not one.full and key(words, one) not in short]
    _resolve(words, [one for one in rest if one.kind == "person"], key, _is_short_person)
    _resolve(words, [one for one in rest if one.kind in _BODIES], _content, _is_short_body)
    places = [one for one in rest if one.kind == "place"]
    levels = Counter(name[:-1] for name in {_stem(words, one) for one in places} if name[-1].startswith("/"))
    _resolve(words, places, _stem, lambda name, _, other, __: name == other[:-1] and levels[name] == 1)
    for one in drafts:
        if not one.full and (long := short.get(key(words, one))) is not None and long is not one:
            one.full = long.full
        one.full = one.full or printed(words, one)


def printed(words: Words, one: Draft) -> str:
    """A draft as printed, in one line."""
    return " ".join(words.printed(one.first, one.last).split())


def _in_brackets(words: Words, drafts: Sequence[Draft]) -> dict[Key, Draft]:
    """Short names in brackets behind a full one (or the other way round), with the full one."""
    begins = {one.first: one for one in drafts}
    meant: dict[Key, Draft] = {}
    for one in drafts:
        if words.low_at(one.last + 1) != "(":
            continue
        at = one.last + 2
        while words.low_at(at) in _BEFORE_SHORT:
            at += 1
        inside = begins.get(at)
        if inside is None or words.low_at(inside.last + 1) not in {")", ",", ";", '"', "”", "’", "'"}:
            continue
        if one.kind == "person":
            one.of = one.of or inside
            continue
        long, short = (inside, one) if _is_acronym(words, one, inside) else (one, inside)
        is_country = bool(long.full) and not _is_acronym(words, short, long)
        if short.first == short.last and not short.full and not is_country:
            meant.setdefault(key(words, short), long)
    return meant


def _by_initials(words: Words, drafts: Sequence[Draft]) -> dict[Key, Draft]:
    """Acronyms that are made of the first letters of exactly one organisation; in an interview also of a person."""
    of_initials: defaultdict[str, dict[Key, Draft]] = defaultdict(dict)
    for one in drafts:
        if one.kind in {*_BODIES, "person"} and one.last > one.first:
            for initials in _initials(words, one):
                of_initials[initials].setdefault(_content(words, one), one)
    found = {}
    for one in drafts:
        named = of_initials.get(words.low[one.first], {}) if one.first == one.last and not one.full else {}
        is_label = words.opens[one.first] and words.low_at(one.last + 1) == ":"
        meant = [long for long in named.values() if is_label or long.kind != "person"]
        if len(meant) == 1 and words.word[one.first].isupper():
            found[key(words, one)] = meant[0]
    return found


def _initials(words: Words, one: Draft) -> set[str]:
    lows = words.low[one.first : one.last + 1]
    every = "".join(low[0] for low in lows)
    return {every, f"t{every}", "".join(low[0] for low in lows if low not in lexicon.cue("inner"))}


def _is_acronym(words: Words, short: Draft, long: Draft) -> bool:
    return short.first == short.last and long.last > long.first and words.low[short.first] in _initials(words, long)


def _take_up(words: Words, drafts: Sequence[Draft], meant: dict[Key, Draft]) -> dict[Key, Draft]:
    """Give every mention of a short name the kind of the full one; returns what was meant, as given."""
    for one in drafts:
        long = meant.get(key(words, one))
        if long is not None and long is not one:
            one.kind, one.head, one.country = long.kind, long.head, long.country
    return meant


def _is_short_person(name: Key, one: Draft, other: Key, longer: Draft) -> bool:
    """Whether a name is a person's longer name with words left out or cut to initials."""
    core = [low for low in name if not low.endswith(".")]
    rest = [low for low in other if not low.endswith(".")]
    if not core or _rank(other) <= _rank(name) or (one.gender and longer.gender and one.gender != longer.gender):
        return False
    at = next((at for at in range(len(rest) - len(core) + 1) if rest[at : at + len(core)] == core), -1)
    if at < 0:
        return False
    return len(core) == len(name) or (other[0][0] == name[0][0] and other[0] != core[0])


def _rank(name: Key) -> tuple[int, int, int]:
    return sum(not low.endswith(".") for low in name), len(name), sum(map(len, name))


def _content(words: Words, one: Draft) -> Key:
    """The content words of a body's name in one spelling and order, countries as their name."""
    found: list[str] = []
    at = one.first
    while at <= one.last:
        if (country := lexicon.country_at(words, at)) and country[0] <= one.last and country[1].sort != "capital":
            found.append(country[1].name)
            at = country[0] + 1
            continue
        if words.low[at] not in lexicon.cue("inner") and words.word[at][0].isalnum():
            found.append(_spelling().get(words.low[at], words.low[at]))
        at += 1
    return tuple(sorted(found))


def _is_short_body(name: Key, one: Draft, other: Key, longer: Draft) -> bool:
    """Whether the name of a body is a longer one with words left out; never across kinds or countries."""
    if len(name) >= len(other) or one.kind != longer.kind or (one.head and one.head != longer.head):
        return False
    if one.country and longer.country and one.country != longer.country:
        return False
    return not Counter(name) - Counter(other)


@cache
def _spelling() -> dict[str, str]:
    return {row["printed"]: row["taken_as"] for row in table("spelling_variants")}


@cache
def _levels() -> dict[str, str]:
    return {fold(row["word"]): row["level"] or row["word"] for row in table("place_words")}


def _stem(words: Words, one: Draft) -> Key:
    """A place's name without "Oblast" or "of", and behind it the level of the place, if it is told."""
    lows = tuple(low for low in key(words, one) if low != one.head and low not in lexicon.cue("inner"))
    return (*lows, f"/{_levels().get(one.head, one.head)}") if one.head else lows


def _resolve(words: Words, some: Sequence[Draft], content: Callable[[Words, Draft], Key], shortens: Shortens) -> None:
    """Group mentions of equal content, then let short names stand for longer ones, the longest first."""
    groups: defaultdict[Key, list[Draft]] = defaultdict(list)
    for one in some:
        groups[content(words, one)].append(one)
    by_word: defaultdict[str, list[Key]] = defaultdict(list)
    for name in groups:
        for low in set(name):
            by_word[low].append(name)
    for name in sorted(groups, key=_rank, reverse=True):
        many = groups[name]
        fullest = max(many, key=lambda one: (len(printed(words, one)), not words.word[one.last].isupper()))
        sought = min((low for low in name if low[-1] != "."), key=lambda low: len(by_word[low]), default="")
        others = [other for other in by_word[sought][:_MOST] if other != name]
        longer = [other for other in others if shortens(name, many[0], other, groups[other][0])]
        for one in many:
            meant = _nearest(one, [groups[other] for other in longer]) or fullest
            one.full = meant.full or printed(words, meant)
            one.head, one.country = one.head or meant.head, one.country or meant.country


def _nearest(one: Draft, longer: Sequence[Sequence[Draft]]) -> Draft | None:
    """The longer name printed last before a mention, else the first one after it."""
    best: tuple[tuple[bool, int], Draft] | None = None
    for mentions in longer:
        at = bisect_left(mentions, one.first, key=lambda other: other.first)
        meant = mentions[at - 1] if at else mentions[0]
        rank = (not at, abs(one.first - meant.first))
        if best is None or rank < best[0]:
            best = rank, meant
    return best[1] if best else None
