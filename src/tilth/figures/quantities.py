"""Figures with their unit and qualifier, as a text states them.

A figure counts where it carries a unit of `terms/unit_words.csv` or counts a noun of `terms/counted_words.csv`, or
where it stands for one that was named beside it: "45 of 122 settlements", "12,400 anti-personnel and 3,100 anti-tank
mines", "300 items, of which 45 were mines", "in May 300 mines; in June, 450".
"""

from __future__ import annotations

from decimal import Decimal

from tilth.evidence.metrics import dimension
from tilth.figures.digits import NumberHabit
from tilth.figures.labels import is_label, is_year
from tilth.figures.lent import lent_nouns
from tilth.figures.nouns import Noun, bracketed, currency_of_millions, noun_after, part_of, with_rate
from tilth.figures.numbers import Figure, currency, figures
from tilth.figures.qualifiers import qualifier_after, qualifier_before
from tilth.figures.ranges import join_ranges
from tilth.figures.stated import Quantity
from tilth.figures.words import words_of

_MILLION = 1_000_000


def find_quantities(text: str, *, offset: int = 0) -> tuple[Quantity, ...]:
    """Every quantity of a text in order; spans are positions in `text` plus `offset`.

    Give the whole document, not single sentences: how it writes its numbers is learned from all of them, and a bare
    figure may count what the sentence before it named.
    """
    habit = NumberHabit.learned(text)
    stated = [
        (figure, _noun(text, figure))
        for figure in join_ranges(text, figures(text, habit=habit))
        if not is_label(text, figure)
    ]
    nouns = lent_nouns(text, stated)
    return tuple(
        _quantity(text, figure, noun, offset)
        for (figure, _), noun in zip(stated, nouns, strict=True)
        if noun is not None
    )


def _noun(text: str, figure: Figure) -> Noun | None:
    """What the figure itself says it counts, `None` for a year and for a bare figure."""
    if figure.is_share:
        return Noun("percent", figure.end, part_of(text, figure.end))
    if money := currency(text, figure):
        return with_rate(text, Noun(words_of("unit_words", "before")[money[1]], figure.end))
    if is_year(text, figure):
        return None
    if figure.scale >= _MILLION and (code := currency_of_millions(text, figure.end)):
        return code
    between = qualifier_after(text, figure.end)  # "500+ mines", "300 or more mines"
    after = noun_after(text, between[1], value=figure.value) if between else None
    return after or noun_after(text, bracketed(text, figure.start, figure.end), value=figure.value)


def _quantity(text: str, figure: Figure, noun: Noun, offset: int) -> Quantity:
    money = currency(text, figure)
    start, end = money.start(1) if money else figure.start, max(noun.end, figure.end)
    measured = dimension(noun.unit)
    before = qualifier_before(text, start, is_time=measured == "time")
    after = None if before else qualifier_after(text, figure.end) or qualifier_after(text, end)
    start, end = before[1] if before else start, max(end, after[1]) if after else end
    start = min(start, figure.begin) if figure.begin is not None else start
    return Quantity(
        text=text[start:end],
        value=_meant(figure, measured),
        high=figure.high,
        unit=noun.unit,
        qualifier=before[0] if before else after[0] if after else "",
        of=noun.of,
        span=(start + offset, end + offset),
    )


def _meant(figure: Figure, measured: str | None) -> Decimal:
    """The value; what is counted comes in whole numbers, whatever the document's habit."""
    return max(figure.value, figure.other) if measured == "count" and figure.other is not None else figure.value
