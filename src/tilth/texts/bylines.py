"""What stands at the head of a text and is no sentence: by-lines, datelines, the day of publication."""

from __future__ import annotations

import re
from datetime import date

from tilth.figures.dates import find_dates
from tilth.texts.document import Document

_DATELINE = re.compile(
    r"\s*[\[(]?(?:[A-Z][\w’'-]*[,/.]?\s*){1,5}"  # KHARKIV / Port Dunmore,
    r"(?:[^.!?\n–—]{0,60}?)"
    r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/\.?)?"
    r"\s*(?:—|–|--|\s-\s)\s*"
)
_TOWN_AND_DASH = re.compile(r"\s*(?:[A-Z][\w’'-]+[,\s]+){1,4}?(?:\d{1,2}\s\w+\s)?(?:—|–|--)\s+(?=[A-Z“\"\d])")
_DAY_AND_OUTLET = re.compile(r"\s*[A-Z][a-z]{2,8}\.?\s\d{1,2}\s*(?:\([^()\n]{2,40}\))?\s*(?:—|–|--|-)\s+")
_TOWN_AND_COLON = re.compile(r"\s*[A-Z][A-Z’' -]{5,25}:\s+(?=[A-Z“\"\d])")
_DATELINE_ALONE = re.compile(r"\s*[A-Z][A-Z’' .-]{2,40},\s+[A-Z]?[\w. ]{2,20}\.?\s*(?:/[^/\n]{2,40}/\.?)?\s*$")
_OUTLET_ALONE = re.compile(r"\s*(?:/[^/\n]{2,40}/|\([^()\n]{2,40}\))\.?\s*$")
_LINES_LOOKED_AT = 8
_LONGEST_DATELINE = 12  # words
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|lost|found|said|[a-z]{3,}ed)\b")


_SIGN = re.compile(r"\s*[^\w\s“”\"«»„()\[\]‘’'#$€£%+.,:;!?<>/-]+\s*(?=[\w“\"«])")
_NUMBERING = re.compile(r"\s*(?:\(?\d{1,2}(?:[.:]\d{1,2})*[.):]?|[•·▪–—*-])\s+(?=\D)")


def numbering_end(text: str) -> int:
    """Where the number or the time of day before a paragraph ends: "4.1 The Centre", "15.09 In Syunik"; 0 without."""
    if sign := _SIGN.match(text):
        return sign.end()
    found = _NUMBERING.match(text)
    if found is None or not re.match(r"\s*(?:\(?\d{1,2}[.:)]|[•·▪–—*-])", text):
        return 0
    return found.end()


def dateline_end(text: str) -> int:
    """Where a dateline ("KHARKIV, 14 April (Northwire) — ") at the beginning of a sentence ends; 0 without one."""
    for short in (_TOWN_AND_DASH, _DAY_AND_OUTLET, _TOWN_AND_COLON):
        if begun := short.match(text[:160]):
            return begun.end()
    found = _DATELINE.match(text[:160])
    if found is None or not re.match(r"\s*[\[(]?[A-Z’' -]{3,}\b|.*\([^()]+\)|.*\d{4}", found[0]):
        return 0
    if len(found[0].split()) > _LONGEST_DATELINE or _VERB.search(found[0]):
        return 0
    return found.end() if re.search(r"\w", text[found.end() :]) else 0


def is_dateline(text: str) -> bool:
    """Whether a whole sentence, such as "KHARKIV, 14 April.", is a dateline or the name of an outlet."""
    return bool(_DATELINE_ALONE.match(text) or _OUTLET_ALONE.match(text) or re.fullmatch(r"[A-Z’'-]{3,20}\.", text))


def day_of(document: Document) -> date | None:
    """The day of publication, where the head of a text states one with its year; else None."""
    for number, (start, end) in enumerate(document.paragraphs[:_LINES_LOOKED_AT]):
        line = document.seen[start : min(end, start + 200)]
        is_head = len(line.split()) <= 14 or number == 0
        upto = len(line) if is_head else dateline_end(line)
        for stated in find_dates(line[:upto]):
            if stated.precision == "day" and stated.start and not stated.year_inferred:
                return stated.start
    return None
