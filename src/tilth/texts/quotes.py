"""Quotations of a sentence: what is spoken, and single words a writer only borrows."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’"}
_OPENING = re.compile(r"[“«„\"]|(?<![\w’])[‘'](?=\w)")
_SPOKEN_WORDS = 4  # a shorter quotation is a borrowed word, unless it ends as a sentence does
_FILL = "\x02"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; `start` and `end` include its marks, as far as they are in this sentence."""

    start: int
    end: int
    is_spoken: bool  # a sentence or clause of somebody, not a borrowed word


def find_quotes(text: str, *, inside: bool = False) -> tuple[list[Quote], bool]:
    """The quotations of one sentence, in order, and whether the last is still open at its end.

    `inside`: the sentence begins inside a quotation that an earlier one opened.
    """
    found: list[Quote] = []
    at = 0
    if inside:
        closing = re.search(r"[”»\"]", text)
        opening = re.search(r"[“«„]", text)
        if closing is None or (opening and opening.start() < closing.start() and not text[: opening.start()].strip()):
            inside = False if opening else inside
        if inside and closing is None:
            return [Quote(0, len(text), True)], True
        if inside and closing:
            found.append(Quote(0, closing.end(), True))
            at = closing.end()
    while (opened := _next_opening(text, at)) is not None:
        closed = _closing(text, opened)
        if closed is None:
            if text[opened] in "‘'":
                at = opened + 1
                continue
            found.append(Quote(opened, len(text), True))
            return found, True
        found.append(Quote(opened, closed + 1, _is_spoken(text, opened, closed)))
        at = closed + 1
    return found, False


def _next_opening(text: str, at: int) -> int | None:
    found = _OPENING.search(text, at)
    return found.start() if found else None


def _closing(text: str, opened: int) -> int | None:
    mark = text[opened]
    if mark == '"':
        at = text.find('"', opened + 1)
        return at if at >= 0 else None
    if mark in "‘'":
        found = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)").search(text, opened + 2)
        return found.start() if found else None
    found = re.compile(f"[{_PAIRS[mark]}]").search(text, opened + 1)
    return found.start() if found else None


def _is_spoken(text: str, opened: int, closed: int) -> bool:
    inner = text[opened + 1 : closed].strip()
    ends = inner.endswith((".", ",", "!", "?", "…")) or text[closed + 1 : closed + 2] == ","
    begins = inner[:1].isupper()
    words = len(inner.split())
    return words >= _SPOKEN_WORDS or (ends and begins) or len(inner) >= len(text.strip()) - 4


def masked(text: str, quotes: list[Quote]) -> str:
    """The text with what stands inside quotation marks made unreadable; marks and length stay."""
    for one in quotes:
        first = one.start + (text[one.start] in "“«„\"‘'")
        last = one.end - (one.end > first and text[one.end - 1] in "”»\"’'“")
        text = text[:first] + re.sub(r"\S", _FILL, text[first:last]) + text[last:]
    return text
