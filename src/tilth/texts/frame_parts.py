"""A sentence cut into parts by its frames: which words each speaker is said to have said, and through whom.

A frame right inside the words of another is that one's message: "Y reported that X said ..." is X's, by way of Y.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tilth.texts.frame import AFTER, AROUND, BEFORE, PASSIVE, Frame, is_clause
from tilth.units.spans import Span

_JOINING = re.compile(r"[\s,;:–—-]*(?:\b(?:and|but|while|whereas|although|though|as|when|that)\b[\s,]*)?$")
_DIVISION = re.compile(r";|,\s+(?:and|but|while|whereas)\b")
_MANY_WORDS = 12  # so many words say something, even without a verb that is known
_FEW_WORDS = 6  # so many words between two frames may be an adverbial


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence with one speaker. Spans count characters of the sentence."""

    frame: Frame | None  # None: the writer's own words
    span: Span  # with the words of the frame
    content: Span  # what is said
    outer: tuple[Frame, ...] = ()  # frames that carry this one


def parts_of(text: str, frames: list[Frame]) -> list[Part]:
    """The parts of a sentence in order, one or two for each frame that says something, and what stands outside."""
    return _Cutter(text, frames).cut()


class _Cutter:
    """Goes through the frames of a sentence; everything before `at` has been given to a part."""

    def __init__(self, text: str, frames: list[Frame]) -> None:
        self.text, self.frames = text, frames
        self.parts: list[Part] = []
        self.outer: tuple[Frame, ...] = ()
        self.at = 0

    def cut(self) -> list[Part]:
        number = 0
        while number < len(self.frames):
            frame = self.frames[number]
            following = self.frames[number + 1] if number + 1 < len(self.frames) else None
            upto = following.words[0] if following else len(self.text)
            number += 1
            if frame.kind == PASSIVE:
                self._add(frame, span=(self.at, upto), content=(self.at, upto))
            elif frame.source is None and frame.commitment == "cites":
                self._carry(frame, is_last=following is None)
            elif frame.kind == AFTER:
                self._add(frame, span=(self.at, frame.words[1]), content=(self.at, frame.words[0]))
            elif frame.kind == AROUND:
                self._around(frame, upto)
            else:
                number += self._before(frame, following, upto)
        if _says_something(self.text[self.at :]):
            self._add(None, span=(self.at, len(self.text)), content=(self.at, len(self.text)))
        return self.parts

    def _add(self, frame: Frame | None, *, span: Span, content: Span, carrier: Frame | None = None) -> None:
        outer = self.outer if frame else ()
        self.parts.append(Part(frame, span, content, (*outer, carrier) if carrier else outer))
        self.at, self.outer = span[1], () if frame else self.outer

    def _carry(self, frame: Frame, *, is_last: bool) -> None:
        """A frame that only names who carried somebody else's words."""
        if self.parts and is_last:
            last = self.parts[-1]
            self.parts[-1] = replace(last, outer=(*last.outer, frame), span=(last.span[0], frame.words[1]))
            self.at = frame.words[1]
        else:
            self.outer += (frame,)

    def _around(self, frame: Frame, upto: int) -> None:
        begins, ends = frame.words
        lead, rest = self.text[self.at : begins], self.text[ends:upto]
        if not _says_something(lead) and not re.search(r"\d", lead) and _says_something(rest):
            self._add(frame, span=(self.at, upto), content=(ends, upto))
            return
        outer = self.outer
        self._add(frame, span=(self.at, ends), content=(self.at, begins))
        if _says_something(rest):
            self.outer = outer
            self._add(frame, span=(ends, upto), content=(ends, upto))

    def _before(self, frame: Frame, following: Frame | None, upto: int) -> int:
        """A frame before its words; returns how many of the following frames were used up."""
        begins, ends = frame.words
        if _says_something(self.text[self.at : begins]) and frame.source is not None:
            self._add(None, span=(self.at, begins), content=(self.at, begins))
        elif self.parts and frame.source is None:
            self.at = max(self.at, begins)
        if following is None:
            self._add(frame, span=(self.at, upto), content=(ends, upto))
            return 0
        if _is_nested(self.text, frame, following):
            self.outer += (frame,)
            return 0
        cut = ends + _JOINING.search(self.text[ends:upto]).start()  # type: ignore[union-attr]
        if following.kind in (AFTER, AROUND) and following.source:
            divided = _last_division(self.text, ends, upto)
            if divided is None and following.kind == AFTER:  # "X said ..., Y reported": Y carries it
                self._add(frame, span=(self.at, following.words[1]), content=(ends, upto), carrier=following)
                return 1
            cut = divided if divided is not None else cut
        self._add(frame, span=(self.at, cut), content=(ends, cut))
        return 0


def _says_something(text: str) -> bool:
    """Whether words outside of frames are more than "On Monday," or "and"."""
    count = len(re.findall(r"\w+", text))
    return count >= 3 and (is_clause(text) or count > _MANY_WORDS)


def _is_nested(text: str, frame: Frame, following: Frame) -> bool:
    between = text[frame.words[1] : following.words[0]]
    is_adverbial = len(between.split()) <= _FEW_WORDS and not is_clause(between) and not re.search(r"[;\d]", between)
    return following.kind == BEFORE and following.source is not None and is_adverbial


def _last_division(text: str, start: int, upto: int) -> int | None:
    cuts = [found.start() for found in _DIVISION.finditer(text, start, upto)]
    return cuts[-1] if cuts else None
