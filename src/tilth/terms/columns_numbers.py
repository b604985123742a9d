"""Checks of numbers written as text: years, months and codes with separators, decimal commas."""

from __future__ import annotations

import re
from datetime import date

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_words import fold, months, topics

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.'’\u00a0\u202f ])\d{3})(?:\1\d{3}){0,4}$")
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:[.,]0+)?$")
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+$")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+$")
_PARTS = re.compile(r"[,.'’\u00a0\u202f ]")


def read_numbers(bench: Bench, column: str, *, today: date | None) -> None:
    """Read one column's numbers by what its name promises; columns that promise nothing are judged by their values."""
    promised = topics(column)
    if "latitude" in promised or "longitude" in promised:
        return
    if "code" in promised:
        _read_grouped(bench, column, plain="code_without_separator", as_text=True)
    elif "year" in promised:
        _read_grouped(bench, column, plain="year_plain", as_text=False)
        _check_years(bench, column, today)
    elif "month" in promised:
        _read_months(bench, column)
    else:
        _read_decimal_commas(bench, column)


def _read_grouped(bench: Bench, column: str, *, plain: str, as_text: bool) -> None:
    """Take separators out; where most of the column has them, the cells that have none are findings too."""
    where = bench.positions(column)
    grouped = {text for text in where if _GROUPED.match(text)}
    whole = {text for text in where if _WHOLE.match(text)} - grouped
    has_separators = sum(len(where[text]) for text in grouped)
    mostly = has_separators > sum(len(where[text]) for text in whole if len(text) > 3)
    for text in sorted(grouped | whole):
        digits = _PARTS.sub("", text) if text in grouped else re.split("[.,]", text)[0]
        read = digits if as_text else int(digits)
        for position in where[text]:
            if text in grouped:
                bench.note("thousands_separator", column, position, value=text, read=read)
            elif mostly and len(digits) > 3:
                bench.note(plain, column, position, value=text, read=read)
            if read != text:
                bench.replace(column, position, read)


def _check_years(bench: Bench, column: str, today: date | None) -> None:
    for position, value in enumerate(bench.columns[column]):
        if isinstance(value, str):
            bench.note("year_unreadable", column, position, value=value)
            bench.replace(column, position, None)
        elif today is not None and isinstance(value, int | float) and value > today.year:
            bench.note("year_in_the_future", column, position, read=value, today=today)


def _read_months(bench: Bench, column: str) -> None:
    for position, value in enumerate(bench.columns[column]):
        if value is None:
            continue
        named = months().get(fold(value).rstrip(".")) if isinstance(value, str) else None
        number = named if named is not None else _whole(value)
        if named is not None:
            bench.note("month_as_word", column, position, value=value, read=named)
        elif number is None or not 1 <= number <= 12:
            bench.note("month_out_of_range", column, position, value=value)
            number = None
        if number != value:
            bench.replace(column, position, number)


def _whole(value: object) -> int | None:
    if isinstance(value, str):
        return int(re.split("[.,]", value)[0]) if _WHOLE.match(value) else None
    return int(value) if isinstance(value, int | float) and value % 1 == 0 else None


def _read_decimal_commas(bench: Bench, column: str) -> None:
    """A comma among decimal points is a decimal comma. A column of commas only is left: `2,500` can mean either."""
    where = bench.positions(column)
    commas = [text for text in where if _DECIMAL_COMMA.match(text)]
    if not commas:
        return
    points = sum(len(rows) for text, rows in where.items() if _DECIMAL_POINT.match(text))
    if points <= sum(len(where[text]) for text in commas):
        return
    for text in commas:
        if not _GROUPED.match(text):
            read = float(text.replace(",", "."))
            for position in where[text]:
                bench.note("decimal_comma", column, position, value=text, read=read)
                bench.replace(column, position, read)
