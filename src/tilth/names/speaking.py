"""Who stands beside a verb of saying: names, and speakers nobody names; and the gender of persons where it is known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tilth.names import name_lexicon as lexicon
from tilth.names.name import Name
from tilth.names.tokens import Words, fold
from tilth.units.spans import Span


def speaking(words: Words, names: Sequence[Name]) -> frozenset[int]:
    """The starts of the names that say something: "X said", "said X", "according to X", "X, head of Y, said"."""
    found: set[int] = set()
    for name in names:
        first, last = bisect_left(words.start, name.span[0]), bisect_left(words.end, name.span[1])
        if not words.owns[min(last, len(words) - 1)] and _says(words, first, last):
            found.add(name.span[0])
    return frozenset(found)


def _says(words: Words, first: int, last: int) -> bool:
    """Whether a verb of saying stands directly beside the words from `first` to `last`."""
    if words.low_at(first - 1) == "to" and words.low_at(first - 2) == "according":
        return True
    back = first - 1
    while back >= 0 and (
        words.low[back] in lexicon.roles()
        or words.low[back] in lexicon.cue("indefinite") | {"the"}
        or words.low[back] in lexicon.role_modifiers()
    ):
        back -= 1
    if words.low_at(back) in lexicon.saying() or (words.low_at(back) == "to" and words.low_at(back - 1) == "according"):
        return True
    to = _behind_apposition(words, last + 1)
    while words.low_at(to) in lexicon.cue("adverb"):
        to += 1
    return words.low_at(to) in lexicon.saying() and words.sentence[to] == words.sentence[first]


def _behind_apposition(words: Words, at: int) -> int:
    """The word behind ", head of the agency," if there is such a phrase, else `at` itself."""
    if words.low_at(at) not in {",", "("}:
        return at
    for to in range(at + 1, min(at + 14, len(words))):
        if words.low[to] in {",", ")"}:
            return to + 1
    return at


def unnamed_speakers(words: Words, names: Sequence[Name]) -> tuple[Span, ...]:
    """Speakers by a noun alone, beside a verb of saying: "a farmer", "local residents"."""
    return tuple(_unnamed(words, {name.span[0] for name in names}))


def _unnamed(words: Words, begins: set[int]) -> Iterator[Span]:
    for at, low in enumerate(words.low):
        if low not in lexicon.crowds() and low not in lexicon.roles():
            continue
        if at + 1 < len(words) and words.start[at + 1] in begins:
            continue
        first = at
        while (
            first
            and words.sentence[first - 1] == words.sentence[at]
            and words.low[first - 1] in lexicon.role_modifiers() | lexicon.fields()
        ):
            first -= 1
        is_plural = low in lexicon.crowds() and low not in lexicon.roles()
        before = words.low_at(first - 1)
        if (is_plural or before in lexicon.cue("indefinite")) and _says(words, first, at):
            yield words.start[first - (before in lexicon.cue("indefinite"))], words.end[at]


_KIN = re.compile(r"(?:['’]s(?:\s+late)?|\s+and\s+h(?:er|is))\s+(husband|wife)\b")


def genders(text: str, names: Sequence[Name]) -> dict[str, str]:
    """The gender of persons as their title, role or given name tells it, by full name; unknown ones are left out."""
    found: dict[str, str] = {}
    for name in names:
        if name.kind != "person" or name.stands_for in found:
            continue
        title = fold(text[max(0, name.span[0] - 14) : name.span[0]]).split()[-1:]
        words = [*title, *fold(name.role).split()]
        kin = _KIN.match(text, name.span[1])
        if kin:
            found[name.stands_for] = "f" if kin[1] == "husband" else "m"
            continue
        told = [lexicon.roles()[word].gender for word in words if word in lexicon.roles()]
        told.append(lexicon.given_names().get(fold(name.stands_for).split()[0], ""))
        if gender := next((one for one in told if one), ""):
            found[name.stands_for] = gender
    return found
