"""Who was on the stage last: the persons, bodies and unnamed speakers of the sentences before a position.

Sentence by sentence backwards; in each, who spoke last, else who was named first (as a rule its subject).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tilth.names import name_lexicon as lexicon
from tilth.names.name import Name
from tilth.names.speaking import genders, speaking, unnamed_speakers
from tilth.names.tokens import Words, fold
from tilth.units.spans import Span

_OWNS = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
PERSON = ("person",)
BODY = ("organisation", "unit")
PLACE = ("place",)
_SENTENCES_BACK = {PERSON: 25, BODY: 4, PLACE: 4}


@dataclass(frozen=True, slots=True)
class Stage:
    """The names of a text by sentence."""

    text: str
    names: tuple[Name, ...]
    starts: tuple[int, ...]  # of the names
    sentences: tuple[int, ...]  # where every sentence begins
    speaks: frozenset[int]  # starts of the names beside a verb of saying
    unnamed: tuple[Span, ...]  # "a farmer", "residents" beside a verb of saying
    owners: frozenset[int]  # starts of names that own what follows: "Devi's deputy"
    genders: dict[str, str]  # of persons, by full name, where known

    @classmethod
    def of(cls, words: Words, names: tuple[Name, ...]) -> Stage:
        """The stage of a text and its names."""
        return cls(
            text=words.text,
            names=names,
            starts=tuple(name.span[0] for name in names),
            sentences=tuple(words.start[at] for at in range(len(words)) if not words.together(at)),
            speaks=speaking(words, names),
            unnamed=unnamed_speakers(words, names),
            owners=frozenset(name.span[0] for name in names if owns(words.text, name)),
            genders=genders(words.text, names),
        )

    def between(self, start: int, end: int) -> tuple[Name, ...]:
        """The names that stand wholly between two positions."""
        some = self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return tuple(name for name in some if name.span[1] <= end)

    def begin(self, sentence: int) -> int:
        """Where a sentence begins, counted from 0; the end of the text behind the last."""
        if sentence < 0:
            return 0
        return self.sentences[sentence] if sentence < len(self.sentences) else len(self.text)

    def sentence_at(self, at: int) -> int:
        """The number of the sentence a position stands in, counted from 0."""
        return max(0, bisect_right(self.sentences, at) - 1)

    def last(
        self, kinds: tuple[str, ...], at: int, *, gender: str = "", many: bool | None = None
    ) -> Name | Span | None:
        """The last name of these kinds before a position, or the span of an unnamed speaker who spoke after it.

        `gender` shuts out persons known to be of the other; `many` is whether unnamed speakers must be several or
        one (None: only names count). A place counts only where it speaks.
        """
        here = self.sentence_at(at)
        for sentence in range(here, max(-1, here - _SENTENCES_BACK[kinds]), -1):
            start, end = self.begin(sentence), at if sentence == here else self.begin(sentence + 1)
            names = [name for name in self.between(start, end) if name.kind in kinds and self._may_be(name, gender)]
            speakers = [name for name in names if name.span[0] in self.speaks]
            crowd = self._unnamed(start, end, many=many) if many is not None else None
            if crowd and not any(name.span[0] > crowd[0] for name in speakers):
                return crowd
            if speakers:
                return speakers[-1]
            if names and kinds != PLACE:
                sure = [name for name in names if gender and self.genders.get(name.stands_for) == gender]
                return sure[-1] if sure else next((name for name in names if name.span[0] not in self.owners), names[0])
        return None

    def _may_be(self, name: Name, gender: str) -> bool:
        known = self.genders.get(name.stands_for, "")
        return not gender or not known or known == gender

    def _unnamed(self, start: int, end: int, *, many: bool) -> Span | None:
        """The last speaker nobody names between two positions."""
        first, upto = bisect_left(self.unnamed, (start, start)), bisect_left(self.unnamed, (end, end))
        some = [span for span in self.unnamed[first:upto] if span[1] <= end]
        return next((span for span in reversed(some) if is_many(self.text[span[0] : span[1]]) == many), None)


def owns(text: str, name: Name) -> bool:
    """Whether a possessive ending stands behind a name."""
    return _OWNS.match(text, name.span[1]) is not None


def is_many(phrase: str) -> bool:
    """Whether a phrase for speakers speaks of several: "residents" but not "a farmer"."""
    last = fold(phrase.split()[-1])
    return last in lexicon.crowds() and last not in lexicon.roles()


def only_person(persons: Sequence[Name]) -> Name | None:
    """The last mention, if all these are one person."""
    return persons[-1] if len({name.stands_for for name in persons}) == 1 else None
