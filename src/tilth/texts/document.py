"""A text as headline, paragraphs and sentences, each with its exact place in the text as given.

Sentences are cut by sentencex (Wikimedia's segmenter, MIT licence); cuts after "approx.", "No." or inside a quotation
are mended here with the table `terms/abbreviations.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tilth.terms import table
from tilth.texts.markup import visible
from tilth.units.spans import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LAST_WORD = re.compile(r"([\w.]+)\.\s*$")
_ENDED = re.compile(r"[.!?…:][\"”’»)\]]*\s*$")
_LONGEST_HEADLINE = 250  # characters
_WRAPPED = range(40, 140)  # characters of a line that a program may have broken to fit a page
_LONGEST_SENTENCE = 2_000  # characters; a longer one is no sentence and is cut at a blank
_LONGEST_QUOTE = 12  # sentences joined in search of a closing quotation mark
_SHORT_WORD = 6  # letters: "mln.", "approx."
_BULLET = re.compile(r"\s*(?:[-–—•*·▪]\s+|\(?\d{1,2}[.)]\s+(?=\D))")
_DAY_OR_MONTH = re.compile(r"(?<![\d.,])\d{1,2}\.(?:\s\d{1,2}\.)?$")  # "30. 6. 2025"
_REST_OF_DATE = re.compile(r"\d{1,2}\.(?:\s|$)|(?:19|20)\d\d\b")
_DATE_IN_DOTS = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?(?:19|20)\d\d\.$")
_NUMBERING = re.compile(r"\(?\d{1,2}[.)]\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, headline or item of a list."""

    number: int  # counted from 1
    paragraph: int  # counted from 0
    span: Span
    is_headline: bool = False
    is_item: bool = False  # a line of a list
    begins_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A text and where its parts stand in it; all spans count characters of `text`."""

    text: str  # as given
    seen: str  # as many characters, with markup as blanks
    headline: Span | None
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]

    def words(self, span: Span) -> str:
        """What is seen of a span."""
        return self.seen[span[0] : span[1]]


def read_document(text: str) -> Document:
    """The headline (a first line without a full stop), paragraphs and sentences of a text of any length."""
    seen = visible(text)
    paragraphs = tuple(_paragraphs(seen))
    headline = paragraphs[0] if len(paragraphs) > 1 and _is_headline(seen, paragraphs[0]) else None
    sentences: list[Sentence] = []
    for at, (start, end) in enumerate(paragraphs):
        is_item = _BULLET.match(seen, start, end) is not None
        for span in [headline] if at == 0 and headline else _sentences(seen, start, end):
            first = not sentences or sentences[-1].paragraph != at
            is_headline = at == 0 and headline is not None
            sentences.append(Sentence(len(sentences) + 1, at, span, is_headline, is_item, first))
    return Document(text, seen, headline, paragraphs, tuple(sentences))


def _is_headline(seen: str, span: Span) -> bool:
    start, end = span
    return end - start <= _LONGEST_HEADLINE and not re.search(r"[.:;,][\"”’»]?$", seen[start:end])


def _paragraphs(seen: str) -> Iterator[Span]:
    """Lines, trimmed; lines that a program broke to fit a page are one paragraph."""
    lines = [line for found in _LINE.finditer(seen) if (line := _trimmed(seen, *found.span()))]
    is_wrapped = _is_wrapped(seen, lines)
    begun: Span | None = None
    for line in lines:
        if begun and is_wrapped and _goes_on(seen, begun, line):
            begun = (begun[0], line[1])
            continue
        if begun:
            yield begun
        begun = line
    if begun:
        yield begun


def _is_wrapped(seen: str, lines: list[Span]) -> bool:
    """Whether a program broke the lines of this text to fit a page: most end within a sentence, none is long."""
    longest = max((end - start for start, end in lines), default=0)
    full = [(start, end) for start, end in lines if end - start in _WRAPPED]
    broken = sum(not _ENDED.search(seen, max(start, end - 6), end) for start, end in full)
    return longest < _WRAPPED.stop and len(full) > 2 and broken * 2 > len(full)


def _goes_on(seen: str, before: Span, line: Span) -> bool:
    """Whether a line continues the one before: no blank line between them, that one is full and does not end."""
    between = seen[before[1] : line[0]]
    if re.search(r"\n\s*\n|\r\s*\r", between.replace("\r\n", "\n")):
        return False
    last = seen[max(before[0], seen.rfind("\n", before[0], before[1]) + 1) : before[1]]
    if len(last) not in _WRAPPED or _BULLET.match(seen, line[0], line[1]):
        return False
    return not _ENDED.search(last) and (seen[line[0]].islower() or len(last) >= 55)


def _trimmed(seen: str, start: int, end: int) -> Span | None:
    while start < end and seen[start].isspace():
        start += 1
    while end > start and seen[end - 1].isspace():
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in seen[start:end]) else None


def _sentences(seen: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a paragraph, each quotation with its attribution in one piece."""
    for first, last in _mended(seen, _closed_quotes(seen, list(_cuts(seen[start:end], start)))):
        while last - first > _LONGEST_SENTENCE:
            cut = seen.rfind(" ", first + 1, first + _LONGEST_SENTENCE)
            cut = cut if cut > first else first + _LONGEST_SENTENCE
            yield first, cut
            first = cut + seen[cut].isspace()
        yield first, last


def cut_sentences(seen: str, start: int, end: int) -> list[Span]:
    """The sentences of a part of a text, those inside a quotation too."""
    inner = seen[start:end]
    if not re.search(r"[.!?…][”\"’»]?\s", inner):
        return [(start, end)]
    plain = re.sub(r"[“”„«»\"]", " ", inner)
    cuts = list(_mended(seen, _cuts(plain, start))) or [(start, end)]
    cuts[0] = (start, cuts[0][1])  # with the marks that open and close the quotation
    cuts[-1] = (cuts[-1][0], end)
    return cuts


def _cuts(text: str, offset: int) -> Iterator[Span]:
    """The cuts of sentencex in `text`, which stands at `offset` of the whole."""
    from sentencex import get_sentence_boundaries

    plain = text.replace("\n", " ").replace("\r", " ")
    for cut in get_sentence_boundaries("en", plain):
        if span := _trimmed(plain, cut["start_index"], cut["end_index"]):
            yield offset + span[0], offset + span[1]


def _mended(seen: str, cuts: Iterable[Span]) -> Iterator[Span]:
    """Cuts after abbreviations and numbers are joined again."""
    joined: Span | None = None
    for cut in cuts:
        if joined and _is_no_end(seen[joined[0] : joined[1]], seen[cut[0] : cut[1]]):
            joined = (joined[0], cut[1])
            continue
        if joined:
            yield joined
        joined = cut
    if joined:
        yield joined


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["before"] for row in table("abbreviations")}


def _is_no_end(before: str, after: str) -> bool:
    """Whether the full stop between two cuts belongs to an abbreviation or a number."""
    if not before.endswith("."):
        return False
    found = _LAST_WORD.search(before[-40:])
    is_inside_date = _DAY_OR_MONTH.search(before) and _REST_OF_DATE.match(after)
    if is_inside_date or (_DATE_IN_DOTS.search(before) and after[0].islower()):
        return True
    if _NUMBERING.fullmatch(before) or (after[0].islower() and found and len(found[1]) <= _SHORT_WORD):
        return True
    kind = _abbreviations().get(found[1].lower()) if found else None
    return kind == "any" or (kind == "number" and after[0].isdigit()) or (kind == "name" and after[0].isalpha())


def _closed_quotes(seen: str, cuts: list[Span]) -> Iterator[Span]:
    """Cuts inside a quotation are joined up to the closing mark, where that comes within a few sentences."""
    at = 0
    while at < len(cuts):
        upto = at
        depth = open_quotes(seen[cuts[at][0] : cuts[at][1]])
        while depth > 0 and upto + 1 < min(len(cuts), at + _LONGEST_QUOTE):
            upto += 1
            depth += open_quotes(seen[cuts[upto][0] : cuts[upto][1]], inside=True)
        if depth > 0:  # never closed: a quotation over several paragraphs, or a slip
            upto = at
        yield cuts[at][0], cuts[upto][1]
        at = upto + 1


def open_quotes(text: str, *, inside: bool = False) -> int:
    """How many quotations are opened and not closed in `text`; with `inside` a straight mark closes."""
    straight = text.count('"') % 2
    curly = text.count("“") - text.count("”") + text.count("«") - text.count("»")
    return curly + (-straight if inside else straight)
