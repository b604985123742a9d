"""Markup blanked out of a text: what stands in tags, scripts and addresses is not read, and no character moves."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tilth.units.spans import Span

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])[^<>]{0,4000}>|<![^<>]{0,400}>|<\?[^<>]{0,400}>")
_CLOSED = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "template", "svg")}
_OPENED = re.compile(r"<(script|style|template|svg)\b", re.IGNORECASE)
_BLOCK = re.compile(r"(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|title)$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>()\"”’]{1,2000}")
_UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """The text with markup, script, web addresses and unseen signs as blanks: as many characters as before.

    A tag that begins a block of text becomes a line break, a character reference its character.
    """
    seen = _UNSEEN.sub(" ", text.replace("\u00a0", " ").replace("\u202f", " "))
    if "<" in seen:
        seen = _blanked(seen, _unread(seen))
        seen = _TAG.sub(_blank_tag, seen)
    if "&" in seen:
        seen = _ENTITY.sub(_character, seen)
    return _ADDRESS.sub(lambda found: " " * len(found[0]), seen)


def has_markup(text: str) -> bool:
    """Whether the text holds a tag, a script or a comment."""
    return bool(_TAG.search(text) or _OPENED.search(text) or "<!--" in text)


def _unread(text: str) -> Iterator[Span]:
    """Scripts, styles and comments, from opening to closing; what is never closed is left to the tags."""
    at = 0
    never_closed: set[str] = set()
    while found := _OPENED.search(text, at):
        name = found[1].lower()
        closed = None if name in never_closed else _CLOSED[name].search(text, found.end())
        if closed is None:
            never_closed.add(name)
            at = found.end()
            continue
        yield found.start(), closed.end()
        at = closed.end()
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3
        at = end + 3


def _blanked(text: str, spans: Iterator[Span]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _blank_tag(found: re.Match[str]) -> str:
    is_block = found[2] is not None and _BLOCK.match(found[2])
    return " " * (len(found[0]) - 1) + ("\n" if is_block else " ")


def _character(found: re.Match[str]) -> str:
    """What a reference stands for, padded; a reference to nothing known stays, to an unseen sign is blank."""
    letter = html.unescape(found[0])
    if letter == found[0]:
        return found[0]
    return letter.ljust(len(found[0])) if len(letter) == 1 and letter.isprintable() else " " * len(found[0])
