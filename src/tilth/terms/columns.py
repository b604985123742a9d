"""Clean the columns of a table: every imperfection is found, a repair proposed, and the value as read kept beside it.

The checks know no country: they compare a table with itself and with word lists in several languages.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_cells import read_nulls, settle_capitals, strip_blanks
from tilth.terms.columns_headings import compare_headings, set_persons_aside
from tilth.terms.columns_numbers import read_numbers
from tilth.terms.columns_personal import Apart
from tilth.terms.columns_places import check_places
from tilth.terms.columns_rows import compare_codes, count_repeats
from tilth.terms.finding import Finding


@dataclass(frozen=True, slots=True)
class CleanColumns:
    """The table with every proposed repair made, what it was before, and what was found."""

    columns: dict[str, list[Any]]  # without what is about persons
    original: dict[str, dict[int, Any]]  # column -> position in the list (from 0) -> value as read, changed cells only
    findings: tuple[Finding, ...]
    persons: Apart = field(repr=False)  # what was about persons, as read; it is for the vault, or for nobody


def clean_table(
    columns: dict[str, list[Any]],
    *,
    record: str,
    first_row: int = 1,
    layer: str | None = None,
    today: date | None = None,
    shapes: Sequence[Hashable] | None = None,
    in_vault: Callable[[], bool] = lambda: False,
) -> CleanColumns:
    """Check `columns` (all of one length) of a table whose rows are a `record`, such as a hazard or a victim.

    `first_row` is the number of the first row in its layer. A year is in the future only as seen from `today`. `shapes`
    tells rows with equal columns apart, for example their geometry as WKB. The columns given are not changed. A finding
    on two columns names both, joined by a comma. Where there are persons, `in_vault` is asked whether they will be
    kept. Raises ValueError for columns of different lengths.
    """
    if len({len(values) for values in columns.values()}) > 1:
        raise ValueError("columns have different lengths")
    count = len(next(iter(columns.values()), []))
    bench = Bench({name: list(values) for name, values in columns.items()}, first_row, layer)
    count_repeats(bench, shapes)
    persons = set_persons_aside(bench, [record] * count, in_vault)
    for name in bench.columns:
        strip_blanks(bench, name)
        read_nulls(bench, name)
        settle_capitals(bench, name)
        read_numbers(bench, name, today=today)
    check_places(bench)
    compare_codes(bench)
    compare_headings(bench)
    bench.close()
    return CleanColumns(bench.columns, bench.original, tuple(bench.findings), persons)
