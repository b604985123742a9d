"""Checks across a row: rows that repeat an earlier one, and codes that do not go with the name beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_words import fold, topics

_RULE = 0.9  # a code column and a name column go together if so many rows agree
_GROUP = 3  # at least so many rows must show which code a name usually has


def count_repeats(bench: Bench, shapes: Sequence[Hashable] | None) -> None:
    """Every row equal to an earlier one in all columns (and in shape, if given) is reported and kept."""
    columns = [*bench.columns.values(), *([shapes] if shapes is not None else [])]
    if len(columns) < 2:
        return
    first: dict[Hashable, int] = {}
    for position, row in enumerate(zip(*columns, strict=True)):
        try:
            earlier = first.setdefault(row, position)
        except TypeError:  # a list or an object of a JSON file
            earlier = first.setdefault(repr(row), position)
        if earlier != position:
            bench.note("repeated_row", "", position, first=bench.first_row + earlier)


def compare_codes(bench: Bench) -> None:
    """A code that stands beside a name which nearly always has another code is reported; the code is kept."""
    folded: dict[str, list[str | None]] = {}
    for name, values in bench.columns.items():
        if "code" not in topics(name):
            where = bench.positions(name)
            if 1 < len(where) < len(values) / _GROUP:
                folded[name] = [None] * len(values)
                for text, rows in where.items():
                    word = fold(text)
                    for position in rows:
                        folded[name][position] = word
    for code in bench.columns:
        if "code" in topics(code):
            _compare(bench, code, folded)


def _compare(bench: Bench, code: str, names: dict[str, list[str | None]]) -> None:
    """Against the coarsest name column the code depends on, and within it the names that one occurs in."""
    codes = [value if isinstance(value, str | int) else None for value in bench.columns[code]]
    partners = [(len(set(values)), name) for name, values in names.items() if _goes_with(codes, values)]
    if not partners:
        return
    partner = min(partners)[1]
    usual = _usual_codes(codes, names[partner])
    for position, (value, name) in enumerate(zip(codes, names[partner], strict=True)):
        if value is None or name is None or name not in usual:
            continue
        expected, count = usual[name]
        if value != expected:
            place = bench.columns[partner][position]
            bench.note("code_does_not_match", code, position, value=value, place=place, usual=expected, count=count)


def _goes_with(codes: Sequence[object], names: list[str | None]) -> bool:
    """Whether a name tells the code and a code the name, in nearly all rows that state both."""
    pairs: Counter[tuple[object, object]] = Counter(zip(codes, names, strict=True))
    known = {pair: count for pair, count in pairs.items() if None not in pair}
    if len({code for code, _ in known}) < 2:
        return False
    turned = {(name, code): count for (code, name), count in known.items()}
    return min(_told(known), _told(turned)) >= _RULE


def _told(pairs: Mapping[tuple[object, object], int]) -> float:
    """Share of the counted pairs (value, key) whose value is the most frequent one of the key."""
    most: dict[object, int] = {}
    for (_, key), count in pairs.items():
        most[key] = max(count, most.get(key, 0))
    return sum(most.values()) / sum(pairs.values())


def _usual_codes(codes: Sequence[object], names: list[str | None]) -> dict[str, tuple[object, int]]:
    """For each name with enough rows the code that most of them have, and how many do."""
    groups: dict[str, Counter[object]] = defaultdict(Counter)
    for code, name in zip(codes, names, strict=True):
        if name is not None and code is not None:
            groups[name][code] += 1
    usual = {name: group.most_common(1)[0] for name, group in groups.items()}
    return {name: top for name, top in usual.items() if top[1] >= _GROUP and top[1] >= 0.8 * sum(groups[name].values())}
