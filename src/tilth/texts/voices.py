"""Who speaks: a phrase of the text becomes a speaker with a name and a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tilth.names.coreference import Cast
from tilth.names.name import Name
from tilth.texts.speech_words import nouns

WRITER = "the writer"
_WORD = re.compile(r"[\w’'-]+")
_TAIL = re.compile(
    r"\b(?:of|in|at|from|for|to|with|on|by|near|seen|published|released|obtained|cited|issued|provided|collected|compiled"
    r"|made|familiar|close|who|which|that|whose|quoted|under|inside|about|based|known|speaking|involved|working|there|here)\b",
    re.IGNORECASE,
)
_DOCUMENT_OF = re.compile(
    r"(?:(?:the|a|an|official|new|latest|own|recent)\s+){0,3}[\w-]+\s+(?:of|from|by)\s+(.{3,})", re.IGNORECASE
)
_BODIES = ("organisation", "office", "spokesperson")
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+")
_PRONOUNS = frozenset(("he", "she", "they", "it"))
_OWN = frozenset(("i", "we", "us", "me", "one", "you"))
_DETERMINER = re.compile(r"(?:the|a|an|his|her|its|their|our|some|many|several|two|three|few)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: the name it goes by in this text, and through whom the text has it."""

    name: str
    kind: str  # named, organisation, anonymous or narrator
    printed: str = ""  # as it stands in the sentence, where that is another name
    via: tuple[str, ...] = ()
    via_implied: bool = False


NARRATOR = Voice(WRITER, "narrator")
HEARSAY = Voice("not stated", "anonymous")


class Voices:
    """The speakers of one text."""

    def __init__(self, seen: str, cast: Cast) -> None:
        """Ask about phrases of `seen`, in which `cast` stands."""
        self.seen, self.cast = seen, cast

    def kind(self, start: int, end: int) -> str:
        """What a phrase names: named, organisation, office, spokesperson, anonymous, document, pronoun, nobody, ""."""
        phrase = self.seen[start:end].strip()
        plain = phrase.lower()
        if plain in _PRONOUNS:
            return "pronoun"
        if not phrase or plain in _OWN:
            return ""
        head = self._head(plain)
        if head == "document":
            return head
        if self._person(start, end):
            return "named"
        if head:
            return head
        names = self.cast.within(start, end)
        if any(one.kind in ("organisation", "unit", "person") for one in names):
            return "organisation"
        return "place" if names and len(phrase.split()) <= 4 else ""

    def voice(self, start: int, end: int) -> Voice:
        """The speaker that a phrase names."""
        while start < end and self.seen[start].isspace():
            start += 1
        phrase = self.seen[start:end].strip()
        kind = self.kind(start, end)
        person = self._person(start, end) if kind == "named" else None
        if person:
            return Voice(person.stands_for, "named", printed=person.text)
        if kind in ("anonymous", "nobody"):
            return Voice(_bare(phrase), "anonymous")
        if kind == "document":
            return self._author(phrase, start)
        resolved = self.cast.resolve(phrase, start)
        if resolved:
            return Voice(resolved.name, resolved.kind, printed=phrase)
        names = [one for one in self.cast.within(start, end) if one.kind in ("organisation", "unit")]
        if names:
            return Voice(names[0].stands_for, "organisation", printed=phrase)
        if kind in ("organisation", "spokesperson", "document", "place"):
            return Voice(_bare(phrase), "organisation", printed=phrase)
        is_name = _CAPITALISED.fullmatch(_bare(phrase)) is not None
        return Voice(_bare(phrase), "named" if is_name else "anonymous", printed=phrase)

    def _author(self, phrase: str, start: int) -> Voice:
        """Whose figures, report or website it is; the document itself where nobody is named."""
        if (owner := _DOCUMENT_OF.match(phrase)) and self.kind(start + owner.start(1), start + owner.end(1)) in _BODIES:
            return replace(self.voice(start + owner.start(1), start + owner.end(1)), printed=phrase)
        cut = _TAIL.search(phrase, 1)
        is_whole = cut is None or cut[0].lower() in ("of", "which", "that")
        upto = start + (len(phrase) if is_whole or cut is None else cut.start())
        bodies = [one for one in self.cast.within(start, upto) if one.kind in ("organisation", "unit")]
        if bodies:
            return Voice(bodies[0].stands_for, "organisation", printed=phrase)
        return Voice(_bare(phrase), "organisation", printed=phrase)

    def _person(self, start: int, end: int) -> Name | None:
        """The person a phrase names, not one who only owns something in it."""
        for one in self.cast.within(start, end):
            after = self.seen[one.span[1] : one.span[1] + 2]
            if one.kind == "person" and after not in ("’s", "'s"):
                return one
        return None

    def _head(self, plain: str) -> str:
        """The kind of the last noun before "of", "in", "seen by" ... that can speak."""
        cut = _TAIL.search(plain, 1)
        kept = plain[: cut.start()] if cut and cut.start() > 0 else plain
        found = ""
        for word in _WORD.findall(kept):
            found = nouns().get(re.sub(r"[’']s?$", "", word), found) if not word.endswith(("’s", "'s")) else found
        return found


def _bare(phrase: str) -> str:
    """Without what follows a comma and without surplus blanks; the article stays out."""
    short = " ".join(re.split(r",(?!\d)|\b(?:who|which|there|here|familiar)\b", phrase)[0].split())
    return _DETERMINER.sub("", short, count=1) if _DETERMINER.match(short) else short
