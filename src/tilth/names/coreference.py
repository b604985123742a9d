"""Who is meant by "he", "the ministry" or "the leader": the names of one text, ready to be asked.

Recency with a preference for who speaks, the baseline that Hobbs (1978, doi:10.1016/0024-3841(78)90006-2) and Lappin
and Leass (1994, https://aclanthology.org/J94-4002) improve on with full parses: a description takes up the last name
that answers to it, "he" the last person who spoke, "it" the last body. Every answer says why.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tilth.names import name_lexicon as lexicon
from tilth.names.antecedents import Antecedents
from tilth.names.name import Name
from tilth.names.names import names_of
from tilth.names.speaker_phrases import Phrase, bare, read_phrase
from tilth.names.stage import BODY, PERSON, PLACE, Stage, only_person
from tilth.names.tokens import fold, split

_HEADLINE_WEIGHT = 3
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_NEAR = 300  # characters around a phrase that is not printed as given


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Whom a phrase means, and why that is thought so."""

    name: str  # the fullest name the text gives; the phrase itself for an anonymous speaker
    kind: str  # named, organisation or anonymous: the speaker kinds of a claim
    why: str
    mention: Name | None = None  # the name it was taken for; None for an anonymous speaker


@dataclass(frozen=True, slots=True)
class Cast:
    """The names of one text, in order; `Cast.of(text)` makes it."""

    text: str
    names: tuple[Name, ...]
    _stage: Stage = field(repr=False)
    _antecedents: Antecedents = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Cast:
        """The cast of `text`. Linear in its length."""
        words = split(text)
        names = names_of(words)
        return cls(text, names, Stage.of(words, names), Antecedents(names))

    def within(self, start: int, end: int) -> tuple[Name, ...]:
        """The names that stand wholly between two positions."""
        return self._stage.between(start, end)

    def resolve(self, phrase: str, at: int) -> Resolved | None:
        """Whom `phrase`, which stands at position `at` of the text, means; None if nobody can be meant."""
        said = read_phrase(phrase)
        if said.kind == "pronoun":
            return self._pronoun(said.head, at)
        named = self._named(phrase, at)
        if persons := [name for name in named if name.kind == "person" and name.span[0] not in self._stage.owners]:
            return _taken("named", persons[0])
        bodies = [name for name in named if name.kind in BODY]
        if said.kind == "crowd":
            return Resolved(name=said.text, kind="anonymous", why="nobody is named")
        if said.kind == "role":
            return self._role(said, at, bodies, named)
        if bodies:
            return _taken("organisation", bodies[-1])
        if said.kind == "body":
            return self._body(said, at)
        if places := [name for name in named if name.kind == "place"]:
            return _taken("organisation", places[0], "a place that speaks stands for those who govern it")
        return None

    def may_mean(self, pronoun: str, person: str) -> bool:
        """Whether "he" or "she" can be a person, whose gender the text or the given name may tell."""
        known = self._stage.genders.get(person, "")
        return known in ("", lexicon.pronouns().get(fold(pronoun), ""))

    def main_place(self) -> Name | None:
        """The region or town most mentioned, or the country if things happen "in" it more often."""
        places = [name for name in self.names if name.kind == "place" and name.span[0] not in self._stage.speaks]
        region, often = self._most([name for name in places if not name.country])
        country, in_it = self._most([name for name in places if name.country and self._is_in(name)])
        return region if region and often >= in_it else country or self._most(places)[0]

    def main_unit(self) -> Name | None:
        """The unit the text is mainly about: the one most mentioned, those of the first line counted thrice."""
        return self._most([name for name in self.names if name.kind == "unit"])[0]

    def _most(self, names: Sequence[Name]) -> tuple[Name | None, int]:
        """The first mention of the name most mentioned, and how often it is; the earlier one in a tie."""
        head = self._stage.begin(1)
        counted: Counter[str] = Counter()
        for name in names:
            counted[name.stands_for] += _HEADLINE_WEIGHT if name.span[0] < head else 1
        if not counted:
            return None, 0
        best, many = counted.most_common(1)[0]
        return next(name for name in names if name.stands_for == best), many

    def _is_in(self, name: Name) -> bool:
        """Whether a place is where something is: "in Angola", but not "in Angola's name"."""
        before = _LAST_WORD.search(self.text[max(0, name.span[0] - 20) : name.span[0]])
        return (
            before is not None
            and before[1].lower() in lexicon.cue("locative")
            and name.span[0] not in self._stage.owners
        )

    def _named(self, phrase: str, at: int) -> list[Name]:
        """The names in a phrase, or that it is part of."""
        end = at + len(phrase)
        if self.text[at:end] != phrase:
            return [name for name in self.within(max(0, at - _NEAR), end + _NEAR) if name.text in phrase]
        starts = self._stage.starts
        first = max(0, bisect_left(starts, at) - 1)
        return [name for name in self.names[first : bisect_left(starts, end)] if name.span[1] > at]

    def _role(self, said: Phrase, at: int, bodies: Sequence[Name], named: Sequence[Name]) -> Resolved:
        """A person by role: one the text has named, or the body a spokesperson speaks for."""
        role = lexicon.roles()[said.head]
        if said.is_definite and (person := self._person_of_role(said, at, named)):
            return _taken("named", person, f"introduced in this text as {person.role}")
        if role.kind == "spokesperson":
            return self._spoken_for(said, at, bodies)
        near = self.within(self._stage.begin(self._stage.sentence_at(at) - 3), at)
        person = only_person([name for name in near if name.kind == "person"])
        if said.is_definite and not named and person and not person.role:
            return _taken("named", person, "the only person named in the sentences before")
        is_office = role.kind == "office" and said.is_definite and bool(named)
        why = "an office; the text does not say who holds it" if is_office else "nobody is named"
        return Resolved(
            name=bare(said.text) if is_office else said.text, kind="named" if is_office else "anonymous", why=why
        )

    def _person_of_role(self, said: Phrase, at: int, named: Sequence[Name]) -> Name | None:
        """The person introduced with a role, of the body or place the phrase names, if it names one."""
        known = self._antecedents
        person = known.last(said.head, about=said.about, before=at) or known.last(said.head, before=at)
        person = person or known.first(said.head, after=at)
        owners = {name.stands_for for name in named}
        fits = person is not None and person.kind == "person" and (not owners or person.of in {"", *owners})
        return person if fits else None

    def _spoken_for(self, said: Phrase, at: int, bodies: Sequence[Name]) -> Resolved:
        """The body behind "a ministry spokesperson" or "a spokesperson for the agency"."""
        if bodies:
            return _taken("organisation", bodies[-1], "the body spoken for")
        heads = sorted(said.about & lexicon.organisations().keys())
        if not heads:
            return Resolved(name=said.text, kind="anonymous", why="it is not said for whom is spoken")
        body = self._antecedents.last(heads[0], before=at)
        name = body.stands_for if body else heads[0]
        return Resolved(name=name, kind="organisation", why="the body spoken for", mention=body)

    def _body(self, said: Phrase, at: int) -> Resolved:
        """A body by description: "the agency", "the organisation"."""
        body = self._antecedents.last(said.head, about=said.about, before=at)
        body = body or self._antecedents.first(said.head, about=said.about, after=at)
        if body and said.is_definite and body.kind in BODY:
            return _taken("organisation", body, f"the last body before that is called {said.head}")
        if said.is_definite or said.head in lexicon.proper():
            return Resolved(name=bare(said.text), kind="organisation", why="the text gives no fuller name")
        return Resolved(name=said.text, kind="anonymous", why="nobody is named")

    def _pronoun(self, pronoun: str, at: int) -> Resolved | None:
        """He and she: a person; it: a body; they: speakers nobody names, a body, or a person."""
        gender = lexicon.pronouns()[pronoun]
        stage = self._stage
        if gender == "thing":
            found = stage.last(BODY, at) or stage.last(PLACE, at)
        elif gender:
            found = stage.last(PERSON, at, gender=gender, many=False)
        else:
            found = stage.last(BODY, at, many=True) or stage.last(PERSON, at, many=True)
        if isinstance(found, Name):
            spoke = found.span[0] in stage.speaks
            why = "the last who spoke before" if spoke else "the last named before"
            return _taken("named" if found.kind == "person" else "organisation", found, why)
        if found:
            phrase = " ".join(self.text[found[0] : found[1]].split())
            return Resolved(name=phrase, kind="anonymous", why="the last who spoke before is not named")
        return None


def _taken(kind: str, name: Name, why: str = "") -> Resolved:
    """A phrase taken for a name."""
    is_full = " ".join(name.text.split()) == name.stands_for
    why = why or ("printed" if is_full else f"“{name.text}” stands for “{name.stands_for}” in this text")
    return Resolved(name=name.stands_for, kind=kind, why=why, mention=name)
