"""The dates of a text as they stand: found, ends of an interval joined, with the word that bounds a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tilth.figures.calendar_words import YEAR, Reader, pattern_of
from tilth.figures.date_atom import Atom
from tilth.figures.date_days import day_forms
from tilth.figures.date_periods import period_forms
from tilth.figures.date_years import make_interval
from tilth.figures.relative_dates import relative_forms
from tilth.figures.words import words_of

_NAMES = re.compile(r"\(\?P<\w+>")
_GAP = re.compile(r"\s?[-–—/]\s?|\s+(to|until|till|through|and|or|up\s+to)\s+(?:the\s+)?|,\s+", re.IGNORECASE)
_LONGEST_GAP = 12  # characters
_OPENING = re.compile(r"\b(between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_OF_YEAR = re.compile(r",?\s+(?:of\s+)?")
_LEADING_YEAR = re.compile(
    rf"(?:^|[.!?:][\"”’)]*\s+|\n)\s*(?:In|During|Throughout)\s+(?:the\s+year\s+)?(?P<year>{YEAR})[,\s]"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“(])|\n")
_FIRST_WORDS = frozenset(
    (
        *("a", "an", "the", "this", "last", "past", "previous", "current", "next", "coming", "over", "in", "during"),
        *("within", "yesterday", "today", "tonight", "tomorrow", "earlier", "later", "year", "end"),
    )
)  # of relative dates
_REACH = 26  # characters looked at before a date
_LONGEST_SENTENCE = 300  # characters looked back at for a year the sentence begins with


@dataclass(frozen=True, slots=True)
class Stated:
    """One date, or the two ends of an interval, and where its words begin."""

    first: Atom
    last: Atom | None
    start: int
    bound: str = "on"

    @property
    def end(self) -> int:
        """Where its words end."""
        return (self.last or self.first).end


def atoms(text: str) -> Iterator[Atom]:
    """Every date of a text by itself, in order."""
    pattern, position = _any_form(), 0
    while found := pattern.search(text, position):
        form, reader = _forms()[found.lastgroup or ""]
        inner = form.match(text, found.start())
        atom = reader(text, inner) if inner else None
        position = atom.end if atom else found.start() + 1
        if atom is not None:
            yield atom


@cache
def _forms() -> dict[str, tuple[re.Pattern[str], Reader]]:
    forms = day_forms() | period_forms() | relative_forms()
    return {name: (re.compile(rf"(?:{pattern})(?!\w)"), reader) for name, (pattern, reader) in forms.items()}


@cache
def _beginnings() -> str:
    """The two letters that words of dates begin with, a capital or a digit: what begins otherwise need not be tried."""
    words = {word for role in ("part", "ordinal", "day", "season", "weekday") for word in words_of("date_words", role)}
    words |= set(words_of("number_words", "number")) | set(words_of("number_words", "scale")) | _FIRST_WORDS
    seconds: dict[str, set[str]] = {}
    for word in words:
        seconds.setdefault(word[0], set()).add(word[1:2] or " ")
    return r"\d|[A-Z]|" + "|".join(
        f"{one}[{re.escape(''.join(sorted(more)))}]" for one, more in sorted(seconds.items())
    )


@cache
def _any_form() -> re.Pattern[str]:
    """All forms in one expression; what a name inside it caught is found again with the form's own expression."""
    parts = "|".join(f"(?P<{name}>{_NAMES.sub('(?:', form.pattern)})" for name, (form, _) in _forms().items())
    return re.compile(rf"(?<![\w.,/$€£#№])(?={_beginnings()})(?:(?<![^\W\d_]-)|(?=[A-Z]))(?:{parts})")


def stated_dates(text: str) -> Iterator[Stated]:
    """Every date of a text in order; a year stated for both ends or at the head of the sentence is given to each."""
    waiting: Atom | None = None
    for atom in atoms(text):
        if waiting is None:
            waiting = atom
            continue
        joined, waiting = _joined(text, waiting, atom)
        if joined is not None:
            yield joined
    if waiting is not None:
        yield _bounded(text, waiting)


def _joined(text: str, first: Atom, last: Atom) -> tuple[Stated | None, Atom | None]:
    """What is settled by the date that follows, and what waits for the next one."""
    if (whole := _with_year(text, first, last)) is not None:
        return None, whole
    gap = _GAP.fullmatch(text, first.end, last.start) if last.start - first.end < _LONGEST_GAP else None
    if gap is None or first.words or last.words or first.is_range or last.is_range:
        return _bounded(text, first), last
    opening = _OPENING.search(text, max(0, first.start - _REACH), first.start)
    word = "," if "," in gap[0] else (gap[1] or "").lower()
    if word in (",", "or") or (word == "and" and not (opening and opening[1].lower() == "between")):
        lent = first.year is None and last.year is not None and first.precision in ("day", "month")
        return _bounded(text, replace(first, year=last.year) if lent and first.first <= last.first else first), last
    if make_interval(first, last) is None:
        return _bounded(text, first), last
    head = _leading_year(text, first) if last.year is None else first
    return Stated(head, last, opening.start() if opening else first.start), None


def _with_year(text: str, date: Atom, year: Atom) -> Atom | None:
    """The date with "last year" or "this year" behind it."""
    years = words_of("date_words", "years away").get(year.words)
    if years is None or date.year is not None or date.words or not _OF_YEAR.fullmatch(text, date.end, year.start):
        return None
    return replace(date, end=year.end, years_away=int(years))


@cache
def _bounds() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({pattern_of('bound')})\s+(?:the\s+)?$")


def _bounded(text: str, atom: Atom) -> Stated:
    atom = _leading_year(text, atom)
    before = max(0, atom.start - _REACH)
    if atom.is_range:
        opening = _OPENING.search(text, before, atom.start)
        return Stated(atom, None, opening.start() if opening else atom.start)
    found = _bounds().search(text, before, atom.start)
    if not found:
        return Stated(atom, None, atom.start)
    return Stated(atom, None, found.start(), words_of("date_words", "bound")[re.sub(r"\s+", " ", found[1].lower())])


def _leading_year(text: str, atom: Atom) -> Atom:
    """The date with the year its sentence begins with: "In 2023, teams worked from May to July"."""
    if atom.year is not None or atom.words or atom.impossible or atom.years_away is not None:
        return atom
    near = text[max(0, atom.start - _LONGEST_SENTENCE) : atom.start]
    years = list(_LEADING_YEAR.finditer(near))
    if not years or _SENTENCE_END.search(near, years[-1].end()):
        return atom
    return replace(atom, year=int(years[-1]["year"]), year_lent=True)
