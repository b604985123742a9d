"""What a figure counts: where, by whom, which part, what kind, and since when.

A scope is read from the words beside a figure by a small grammar whose words stand in `terms/scope_words.csv`:
"X only" and "by X" are an actor, "since D" a start, "N settlements" and "excluding Y" a part, what is left a place.
Of several places the last is the whole and those before it a part. Where the subject is stated apart from the scope
it is the place (or, of a unit's own figures, the actor), and the rest says what was counted.

Two scopes are the same when their `key` is. Words for the same kind of area do not count beside a name ("X oblast",
"X region"); words that name no area at all ("border districts", "the region", nothing) make a scope *relative*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tilth.evidence.statement import Statement
from tilth.terms import table

_SOURCE = re.compile(r"\s*\((?:source|according to)\b[^)]*\)")
_PIECES = re.compile(r"\s*[,;]\s*")
_NUMBER = re.compile(r"\d[\d.,  ]*\s+\w")
_WORD = re.compile(r"[^\s,;()]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What was counted, in the words it was stated in; empty text where nothing is said. Equal by `key` alone."""

    place: str = field(compare=False)
    actor: str = field(compare=False)
    part: str = field(compare=False)
    what: str = field(compare=False)
    since: str = field(compare=False)
    key: tuple[str, ...]  # place, actor, part, what, since: plain words in lower case
    is_relative: bool = field(compare=False)  # its place names no area

    @property
    def is_limited(self) -> bool:
        """Whether it counts less than everything there: one actor's share, a part, or from a stated day on."""
        return bool(self.actor or self.part or self.since)

    def __str__(self) -> str:
        share = f"{self.actor} only" if self.actor else ""
        since = f"since {self.since}" if self.since else ""
        told = [one for one in (self.place, self.part, self.what, share, since) if one]
        return ", ".join(told) or "no scope stated"


def scope_of(statement: Statement) -> Scope:
    """What its figure counts. The subject, as it is taken to be named, stands for the place or the unit."""
    about = statement.about
    of_a_unit = about is not None and bool(about.mission_part)
    return _read(statement.scope, statement.group, statement.place, of_a_unit)


@lru_cache(maxsize=65_536)
def _read(scope: str, subject: str, country: str, of_a_unit: bool) -> Scope:
    text = _SOURCE.sub("", scope)
    apart = "" if text.startswith(_SOURCE.sub("", subject)) else subject
    places, actor, part, since = _pieces(text)
    what = ""
    if apart and of_a_unit:
        actor = actor or apart
    elif apart:
        named = [one for one in places if _has_area_word(one)]
        what = ", ".join(one for one in places if one not in named)
        places = [*named, apart]
    place = places.pop() if places else ("" if of_a_unit else country)
    part = ", ".join([*places, *([part] if part else [])])
    key = (_place_key(place), *(plain(one) for one in (actor, part, what, since)))
    return Scope(place, actor, part, what, since, key, _is_relative(place))


def _pieces(text: str) -> tuple[list[str], str, str, str]:
    """The places, the actor, the part and the start that the words of a scope name."""
    places, actor, part, since = [], "", "", ""
    for piece in filter(None, _PIECES.split(text)):
        rest, start = _cut(piece, "since")
        since = since or start
        if not rest:
            continue
        if _NUMBER.match(rest) or any(rest.casefold().startswith(word) for word in _words("part")):
            part = f"{part}, {rest}" if part else rest
        elif (named := _actor(rest)) and not _has_area_word(named):
            actor = actor or named
        else:
            places += _part_and_whole(_actor(rest) or rest)
    return places, actor, part, since


def _part_and_whole(place: str) -> list[str]:
    """The two of "X district of Y"; one of "border districts of Y", which names no part, and of any other place."""
    inner, of, outer = place.partition(" of ")
    if not of or not outer or _WORD.findall(inner)[-1].casefold() not in _areas():
        return [place]
    return [place] if _is_relative(inner) else [inner, outer]


def _cut(piece: str, role: str) -> tuple[str, str]:
    """The words before and behind the first word of that role."""
    for word in _words(role):
        if found := re.search(rf"(?:^|\s){re.escape(word)}\s+(.+)$", piece, flags=re.IGNORECASE):
            return piece[: found.start()].strip(), found[1].strip()
    return piece, ""


def _actor(piece: str) -> str:
    """The X of "X only" and "by X"; empty where neither stands there."""
    for word in _words("actor"):
        if found := re.fullmatch(rf"(.+)\s{word}|{word}\s(.+)", piece, flags=re.IGNORECASE):
            return found[1] or found[2]
    return ""


def plain(text: str) -> str:
    """Lower case, single blanks, no leading article: how names are compared."""
    return " ".join(text.casefold().removeprefix("the ").split())


def _place_key(place: str) -> str:
    """Its words in lower case without those that only say what kind of area it is, unless nothing else is left."""
    words = _WORD.findall(place.casefold())
    return " ".join([word for word in words if word not in _areas()] or words)


def _has_area_word(text: str) -> bool:
    return any(word in _areas() for word in _WORD.findall(text.casefold()) if len(word) > 3)


def _is_relative(place: str) -> bool:
    return all(word in _areas() for word in _WORD.findall(place.casefold()))


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in table("scope_words") if row["role"] == role)


@cache
def _areas() -> frozenset[str]:
    return frozenset(_words("area"))
