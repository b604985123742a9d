"""Who says each part of a text: every sentence as segments, each with its speaker and the way to them.

A sentence without attribution belongs to the writer, unless it is a quotation, an item of a list, or part of a turn of
an interview ("NAME: ..."); whether it goes on with somebody's reported words is left to who knows its figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tilth.texts.bylines import dateline_end, numbering_end
from tilth.texts.document import Document, Sentence
from tilth.texts.frame import AFTER, BEFORE, PASSIVE, Frame
from tilth.texts.frame_parts import parts_of
from tilth.texts.frames import find_frames
from tilth.texts.quotes import Quote, find_quotes, masked
from tilth.texts.speech_words import one_of, verb_within
from tilth.texts.subjects import subject_of
from tilth.texts.turns import LABEL, Turns
from tilth.texts.voices import HEARSAY, NARRATOR, Voice, Voices
from tilth.units.spans import Span

_ATTITUDES = frozenset(
    ("plans", "believes", "opines", "demands", "judges", "forecasts", "suggests", "estimates", "records")
)
_HEAD = 6  # sentences in which a dateline is looked for
_THAT_IS = re.compile(r"\W*(?:That|This|It)(?:['’]s|\s+is)\s+according\s+to\s+(?P<who>[^.;,]{3,100})", re.IGNORECASE)
_THE_DOCUMENT = re.compile(
    r"(?:the|this|its|their)\s+(?:\w+\s+)?(?:statement|report|document|bulletin|text|release|data|figures)", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a sentence with one speaker; spans count characters of the text as given."""

    sentence: Sentence
    span: Span  # with the words of attribution
    content: Span  # what is said
    voice: Voice
    verb: str = ""
    commitment: str = ""
    is_quoted: bool = False
    is_implied: bool = False  # nobody is named in the sentence
    follows: Voice | None = None  # whose words it may go on with


@cache
def _given_by() -> re.Pattern[str]:
    """Who gave what the sentence before tells: "The information was provided on Monday by X"."""
    return re.compile(
        rf"\W*(?:The|This|These|Those)\s+(?:[\w-]+\s+){{0,3}}?(?:{one_of('information')})\b[^.;]{{0,80}}?"
        rf"\b(?:{one_of('given')}|known|public)\b[^.;]{{0,80}}?\bby\s+"
        r"(?P<who>[^;]{3,160}?)(?=\s+(?:on|in|at|during|to)\s|[.;]|$)"
    )


class Speech:
    """Walks through a document and remembers who spoke last."""

    def __init__(self, document: Document, voices: Voices) -> None:
        """Start before the first sentence."""
        self.document, self.voices = document, voices
        self.turns = Turns(document, voices)
        self.turn: Voice | None = None
        self.last: Voice | None = None  # whoever spoke last in the text
        self.in_paragraph: Voice | None = None  # whoever spoke last in this paragraph
        self.before: Sentence | None = None  # the sentence before this one
        self.here: Sentence | None = None
        self.in_quote = False
        self.spoke_before: Voice | None = None  # the person who speaks in the sentence before
        self.list_voice: Voice | None = None  # who introduced a list: "the ministry reported:"

    def segments(self) -> Iterator[Segment]:
        """All segments of the text, in order."""
        sentences = self.document.sentences
        for at, sentence in enumerate(sentences):
            following = sentences[at + 1] if at + 1 < len(sentences) else None
            author = self.author_of_what_came_before(following) if following else None
            for segment in self._of(sentence, following):
                is_open = author is not None and segment.voice is NARRATOR and not sentence.is_headline
                yield replace(segment, follows=author) if is_open else segment
            if author is not None:
                self.last = author

    def _of(self, sentence: Sentence, following: Sentence | None) -> Iterator[Segment]:
        start, end = sentence.span
        text = self.document.seen[start:end]
        skipped = 0
        if sentence.begins_paragraph:
            numbered = numbering_end(text)
            start, text = start + numbered, text[numbered:]
            self._begin_paragraph(sentence, text)
            skipped = self.turns.label_end(text)
        if not skipped and sentence.number <= _HEAD and not sentence.is_headline:
            skipped = dateline_end(text)
        start, text = start + skipped, text[skipped:]
        self.before, self.here = self.here, sentence
        if sentence.begins_paragraph and not self.turn and (of := self._of_title(sentence, text, start)):
            yield of
            return
        quotes, self.in_quote = find_quotes(text, inside=self.in_quote)
        quotes = [one for one in quotes if one.is_spoken]
        frames = self._frames(text, quotes, start)
        if frames:
            found = list(self._framed(sentence, text, start, frames, quotes))
        else:
            found = list(self._unframed(sentence, text, start, quotes, following))
        self._remember(found, text)
        yield from found

    def _of_title(self, sentence: Sentence, text: str, start: int) -> Segment | None:
        """What stands behind the name of a speaker and a colon: "MINISTRY: 40 hectares cleared"."""
        label = LABEL.match(text)
        if label is None or text[label.end()] in '“«„"‘':
            return None
        first, last = start + label.start(1), start + label.end(1)
        if self.voices.kind(first, last) not in ("named", "organisation") or verb_within(label[1]):
            return None
        whole = self._segment(sentence, start, 0, len(text), self.voices.voice(first, last))
        return replace(whole, content=(start + label.end(), whole.span[1]), verb=":", commitment="asserts")

    def author_of_what_came_before(self, sentence: Sentence) -> Voice | None:
        """Who is named as the source of the sentence before: "The information was given by X"."""
        start, end = sentence.span
        text = self.document.seen[start:end]
        found = _given_by().match(text) or _THAT_IS.match(text)
        if found is None:
            return None
        first, last = start + found.start("who"), start + found.end("who")
        return self.voices.voice(first, last) if self.voices.kind(first, last) not in ("", "place") else None

    def _begin_paragraph(self, sentence: Sentence, text: str) -> None:
        opens = text[:1] in '“«„"‘'
        self.in_paragraph = None
        self.in_quote = self.in_quote and not opens
        if not opens:
            self.in_quote = False
        if not sentence.is_item:
            self.list_voice = None if not self.list_voice or not text[:1].islower() else self.list_voice
        self.turn = self.turns.after(self.turn, sentence, text)

    def _remember(self, found: list[Segment], text: str) -> None:
        spoken = [one for one in found if one.voice.kind != "narrator"]
        persons = [one.voice for one in spoken if one.voice.kind == "named"]
        self.spoke_before = persons[-1] if persons else None
        if spoken:
            self.last = replace(spoken[-1].voice, printed="")
            self.in_paragraph = self.last if spoken[-1].commitment != "records" else self.in_paragraph
        if text.rstrip().endswith(":") and spoken:
            self.list_voice = self.last

    # --- sentences without attribution ------------------------------------------------------------------------------

    def _unframed(
        self, sentence: Sentence, text: str, start: int, quotes: list[Quote], following: Sentence | None
    ) -> Iterator[Segment]:
        default = self.turn or (self.list_voice if sentence.is_item else None) or NARRATOR
        implied = default is not NARRATOR and default is not self.turn
        at = 0
        for quote in quotes if not self.turn else []:
            voice = self._of_quote(text, quotes, following)
            if voice is None:
                continue
            if re.search(r"\w", text[at : quote.start]):
                yield self._segment(sentence, start, at, quote.start, default, is_implied=implied)
            yield self._segment(sentence, start, quote.start, quote.end, voice, is_implied=True, is_quoted=True)
            at = quote.end
        if re.search(r"\w", text[at:]):
            is_open = default is NARRATOR or (default is self.turn and default.kind != "named")
            follows = self.in_paragraph if is_open and not sentence.begins_paragraph else None
            follows = follows if follows and follows.kind in ("named", "organisation") else None
            yield self._segment(sentence, start, at, len(text), default, is_implied=implied, follows=follows)

    def _of_quote(self, text: str, quotes: list[Quote], following: Sentence | None) -> Voice | None:
        """Who speaks in a quotation without attribution: who is named right after it, else who spoke last."""
        alone = not re.search(r"\w", _without(text, quotes))
        if alone and following is not None:
            start, end = following.span
            after = self.document.seen[start:end]
            for frame in self._frames(after, [one for one in find_quotes(after)[0] if one.is_spoken], start):
                lead = after[: frame.words[0]]
                if frame.kind == AFTER and frame.source and not re.search(r"\w", lead):
                    return self._voice(frame, start)
        if alone or self.in_paragraph:
            return self.last
        return self._named_in(text, quotes)

    def _named_in(self, text: str, quotes: list[Quote]) -> Voice | None:
        return self.last if quotes and len(text[quotes[0].start : quotes[0].end].split()) > 5 else None

    # --- sentences with attribution ---------------------------------------------------------------------------------

    def _frames(self, text: str, quotes: list[Quote], start: int) -> list[Frame]:
        """The frames of a sentence, those that only pass on within another's words taken out."""
        found = find_frames(
            text,
            masked(text, quotes),
            speaker=lambda first, last: self.voices.kind(start + first, start + last),
            is_name=lambda first, last: self._is_inside_name(start + first, start + last),
        )
        kept: list[Frame] = []
        for frame in found:
            if kept and frame.commitment in _ATTITUDES and frame.kind == BEFORE and frame.source is not None:
                continue
            if frame.kind == PASSIVE and kept:
                continue
            kept.append(frame)
        if self.turn and kept and all(frame.commitment in _ATTITUDES for frame in kept):
            return []
        return kept

    def _is_inside_name(self, start: int, end: int) -> bool:
        return any(
            one.span[0] <= start
            and end <= one.span[1]
            and one.kind != "place"
            and one.span[1] - one.span[0] > end - start
            for one in self.voices.cast.within(max(0, start - 80), end + 80)
        )

    def _framed(
        self, sentence: Sentence, text: str, start: int, frames: list[Frame], quotes: list[Quote]
    ) -> Iterator[Segment]:
        """Content is cut between frames; a frame right inside another's content is its chain."""
        parts = parts_of(text, frames)
        spoken_before: Voice | None = None
        for part in parts:
            if part.frame is None:
                default = self.turn or NARRATOR
                yield self._segment(sentence, start, *part.span, default)
                continue
            voice = self._voice(part.frame, start, before=spoken_before)
            carriers = [self._voice(one, start).name for one in part.outer if one.source]
            carriers += [self._carrier(one.via, start) for one in (*part.outer, part.frame) if one.via]
            voice = replace(voice, via=tuple(dict.fromkeys(name for name in carriers if name and name != voice.name)))
            spoken_before = voice
            yield Segment(
                sentence=sentence,
                span=_blankless(self.document.seen, start + part.span[0], start + part.span[1]),
                content=_blankless(self.document.seen, start + part.content[0], start + part.content[1]),
                voice=voice,
                verb=part.frame.verb,
                commitment=part.frame.commitment,
                is_quoted=any(
                    quote.start <= part.content[0] + 2 and quote.end >= part.content[1] - 2 for quote in quotes
                ),
                is_implied=part.frame.source is None and part.frame.kind != PASSIVE and spoken_before is None,
            )

    def _voice(self, frame: Frame, start: int, *, before: Voice | None = None) -> Voice:
        if frame.kind == PASSIVE:
            return HEARSAY
        if frame.source is None:
            return before or self.in_paragraph or self.turn or self.last or NARRATOR
        first, last = start + frame.source[0], start + frame.source[1]
        phrase = self.document.seen[first:last].strip()
        if phrase.lower() in ("he", "she", "him", "her"):
            return self._person_meant(phrase, first, last)
        voice = self.voices.voice(first, last)
        if self.last and _THE_DOCUMENT.fullmatch(phrase) and voice.name.lower() == phrase.split()[-1].lower():
            return replace(self.last, printed=phrase)
        return voice

    def _person_meant(self, phrase: str, first: int, last: int) -> Voice:
        """Whom "he" and "her" mean: who spoke in the sentence before, else its subject, else whom the names say."""
        if phrase.lower() in ("him", "her") and self.last is not None and self.last.kind != "organisation":
            return replace(self.last, printed=phrase, via=())
        if self.spoke_before is not None and self.voices.cast.may_mean(phrase, self.spoke_before.name):
            return replace(self.spoke_before, printed=phrase, via=())
        subject = subject_of(self.document, self.before.span, self.voices) if self.before else None
        owner = self._owner_before()
        if owner and self.voices.cast.may_mean(phrase, owner):
            return Voice(owner, "named", printed=phrase)
        began = self.document.words(self.before.span).split(maxsplit=1)[0].lower() if self.before else ""
        is_other = began in ("he", "she") and phrase.lower() in ("he", "she") and began != phrase.lower()
        is_person = subject is not None and subject.kind == "person" and subject.name and not is_other
        if subject is not None and is_person and self.voices.cast.may_mean(phrase, subject.name):
            return Voice(subject.name, "named", printed=phrase)
        voice = self.voices.voice(first, last)
        if voice.name.lower() == phrase.lower() and self.last is not None and self.last.kind == "named":
            return replace(self.last, printed=phrase, via=())
        return voice

    def _owner_before(self) -> str:
        """Whose thing the sentence before begins with: "Ann Lee's tractor was taken away"."""
        if self.before is None:
            return ""
        start, end = self.before.span
        named = [
            one for one in self.voices.cast.within(start, end) if one.kind == "person" and one.span[0] <= start + 1
        ]
        is_owner = bool(named) and self.document.seen.startswith(("'s", "’s"), named[0].span[1])
        return named[0].stands_for if is_owner else ""

    def _carrier(self, via: Span, start: int) -> str:
        """The name of who was told or who quoted; "" for reporters and crowds."""
        first, last = start + via[0], start + via[1]
        names = [one for one in self.voices.cast.within(first, last) if one.kind == "organisation"]
        if names:
            return names[0].stands_for
        phrase = self.document.seen[first:last]
        resolved = self.voices.cast.resolve(phrase, first) if self.voices.kind(first, last) == "organisation" else None
        return resolved.name if resolved and resolved.kind == "organisation" and resolved.mention else ""

    def _segment(
        self,
        sentence: Sentence,
        start: int,
        first: int,
        last: int,
        voice: Voice,
        *,
        is_implied: bool = False,
        is_quoted: bool = False,
        follows: Voice | None = None,
    ) -> Segment:
        span = _blankless(self.document.seen, start + first, start + last)
        return Segment(
            sentence=sentence,
            span=span,
            content=span,
            voice=voice,
            is_implied=is_implied,
            is_quoted=is_quoted,
            follows=follows,
        )


def _without(text: str, quotes: list[Quote]) -> str:
    for one in quotes:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _blankless(seen: str, start: int, end: int) -> Span:
    """Without blanks and stray punctuation at its ends; closing marks stay."""
    while start < end and (seen[start].isspace() or seen[start] in ",;:–—-"):
        start += 1
    while end > start and (seen[end - 1].isspace() or seen[end - 1] in ",;:–—"):
        end -= 1
    return start, end
