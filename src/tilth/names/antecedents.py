"""Which name a description takes up: "the governor", "the ministry", "the regiment".

Every name answers to some words: a governor to "governor", "official" and "leader", a trust to "trust", "charity" and
"operator" (columns `answers` of terms/role_words.csv and terms/organisation_words.csv). The last name printed before
that *is* what the word says is meant; failing that, the last that answers to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tilth.names import name_lexicon as lexicon
from tilth.names.name import Name
from tilth.names.tokens import fold

_ANY_BODY = ("organisation", "agency", "group", "charity", "ngo", "operator", "body")
_SOON = 300  # characters
_FARTHEST = 30  # names looked at for one description


class Antecedents:
    """Names by the words they answer to; names are added in the order of the text."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        """Begin with these names."""
        self._exact: defaultdict[str, list[Name]] = defaultdict(list)
        self._loose: defaultdict[str, list[Name]] = defaultdict(list)
        for name in names:
            self.add(name)

    def add(self, name: Name) -> None:
        """Add the next name of the text."""
        exact, loose = answers(name.kind, name.stands_for, name.role)
        for word in exact:
            self._exact[word].append(name)
        for word in loose:
            self._loose[word].append(name)

    def last(self, word: str, *, about: frozenset[str] = frozenset(), before: int | None = None) -> Name | None:
        """The name meant by "the `about` `word`" at position `before` (None: behind all names)."""
        for names in (self._exact.get(word, ()), self._loose.get(word, ())):
            upto = len(names) if before is None else bisect_left(names, before, key=lambda one: one.span[0])
            if found := _fitting(names[max(0, upto - _FARTHEST) : upto][::-1], about):
                return found
        return None

    def first(self, word: str, *, about: frozenset[str] = frozenset(), after: int) -> Name | None:
        """The first name soon behind a position that is what the word says: some texts describe before they name."""
        names = self._exact.get(word, ())
        at = bisect_left(names, after, key=lambda one: one.span[0])
        return _fitting([one for one in names[at : at + 1] if one.span[0] < after + _SOON], about)


def _fitting(names: Sequence[Name], about: frozenset[str]) -> Name | None:
    """The first name that holds all the words of a description ("the *defence* ministry")."""
    return next((one for one in names if about <= content(one.stands_for, one.role)), None)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w[\w.'-]*", fold(text)))


@lru_cache(maxsize=20_000)
def content(stands_for: str, role: str) -> frozenset[str]:
    """The words of a name and of its role."""
    return _words(f"{stands_for} {role}")


@lru_cache(maxsize=20_000)
def answers(kind: str, stands_for: str, role: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words a name is, and the further ones it answers to."""
    if kind == "person":
        exact = _words(role) & lexicon.roles().keys()
        return exact, frozenset(word for low in exact for word in lexicon.roles()[low].answers) - exact
    if kind not in {"organisation", "unit"}:
        return frozenset(), frozenset()
    heads = _words(stands_for) & lexicon.organisations().keys()
    loose = frozenset(word for head in heads for word in lexicon.organisations()[head][1]) - heads
    return heads, loose or frozenset(_ANY_BODY) - heads if kind == "organisation" else loose | {"unit"}
