"""Checks of single cells that hold for any column: blanks at the ends, words for nothing, capital letters."""

from __future__ import annotations

from collections import Counter

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_words import fold, text_nulls


def strip_blanks(bench: Bench, column: str) -> None:
    """Blanks at the ends of a text are taken off."""
    for text, where in bench.positions(column).items():
        stripped = text.strip()
        if stripped == text:
            continue
        for position in where:
            if stripped:
                bench.note("trailing_space", column, position, value=text, read=stripped)
            bench.replace(column, position, stripped)


def read_nulls(bench: Bench, column: str) -> None:
    """Words for nothing and empty cells become None; an empty cell is a finding where the column has such words."""
    where = bench.positions(column)
    words = {text: rows for text, rows in where.items() if text and _says_nothing(text, among=where)}
    empty = where.get("", []) + [at for at, value in enumerate(bench.columns[column]) if value is None]
    for text, rows in words.items():
        for position in rows:
            bench.note("text_null", column, position, value=text)
            bench.replace(column, position, None)
    if words:
        usual = max(words, key=lambda text: len(words[text]))
        count = sum(map(len, words.values()))
        for position in sorted(empty):
            bench.note("empty_instead_of_text_null", column, position, count=count, usual=usual)
    for position in where.get("", []):
        bench.replace(column, position, None)


def _says_nothing(text: str, *, among: dict[str, list[int]]) -> bool:
    """`NA` is Namibia in a column of two-letter country codes."""
    word = fold(text)
    if word == "na" and sum(len(other) == 2 for other in among) > max(1, len(among) // 2):
        return False
    return word in text_nulls()


def settle_capitals(bench: Bench, column: str) -> None:
    """Of spellings that differ only in capitals the most frequent is proposed, where the column repeats its words."""
    where = bench.positions(column)
    if 2 * len(where) > sum(map(len, where.values())):
        return  # free text or names: capitals are not a matter of a list
    spellings: dict[str, Counter[str]] = {}
    for text, rows in where.items():
        spellings.setdefault(text.casefold(), Counter())[text] = len(rows)
    for counted in spellings.values():
        (usual, count), *others = counted.most_common()
        for text, fewer in others:
            if fewer < count:
                for position in where[text]:
                    bench.note("case_variant", column, position, value=text, read=usual, count=count)
                    bench.replace(column, position, usual)
