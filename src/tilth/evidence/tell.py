"""The published book on one screen: do their books balance?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from tilth.evidence.flows import area_of, spell
from tilth.evidence.published import BookLine
from tilth.evidence.statement import Statement

_CLOSED = 8  # most lines shown whose releases are all stated
_OPEN = 8  # most countries shown where some release was never published
_COLUMNS = (9, 9, 10, 9, 11, 12)  # opening, closing, change, released, added, unexplained
_HOW = (
    "unexplained = closing - opening + released - added. Additions, re-measuring, late reports and changes of scope "
    "make it up; no publication says how much of each. It is no verdict on anybody."
)


def tell_books(lines: Iterable[BookLine], *, width: int = 100) -> list[str]:
    """At most 60 lines of at most `width` (60 or more) columns: the most telling lines, each figure with its sources.

    First the lines for which every release was stated, those with the largest unexplained rest on top; then, one for
    each country, lines where a release was not stated, which is no discrepancy.
    """
    compared = [line for line in lines if line.closing.about and line.closing.about.explained_by]
    closed = sorted((one for one in compared if not one.not_stated), key=lambda one: (-abs(one.unexplained), one.who))
    unclosed = _newest_of_each([one for one in compared if one.not_stated])
    told = _wrap("DO THEIR BOOKS BALANCE?  Published stocks against published releases, in km²", width)
    told += _wrap(_HOW, width)
    if not compared:
        return [*told, "", *_wrap("No country here has two published stocks to compare.", width)]
    told += ["", _row("", ("opening", "closing", "change", "released", "added", "unexplained"), width)]
    for line in closed[:_CLOSED]:
        told += _closed(line, width)
    if unclosed:
        told += ["", *_wrap("Not compared, because a release was not stated (the newest of each country):", width)]
    for line in unclosed[:_OPEN]:
        told += _unclosed(line, width)
    shown = len(closed[:_CLOSED]) + len(unclosed[:_OPEN])
    last = f"{shown} of {len(compared)} lines shown. All lines, what was set aside and why: tilth account FILE --json"
    return [*told[:58], "", *_wrap(last, width)[:1]]


def _newest_of_each(lines: Iterable[BookLine]) -> list[BookLine]:
    """The newest line of each country, countries by name."""
    newest: dict[str, BookLine] = {}
    for line in sorted(lines, key=lambda one: (one.last, one.metric, one.closing.claim_id)):
        newest[line.who] = line
    return [newest[who] for who in sorted(newest)]


def _closed(line: BookLine, width: int) -> list[str]:
    figures = (
        _km2(area_of(line.opening)),
        _km2(area_of(line.closing)),
        _signed(line.stated),
        _km2(line.released_m2),
        _km2(line.added_m2) if line.added else "not stated",
        "balances" if line.verdict == "balances" else _signed(line.unexplained),
    )
    told = [_row(f"{line.who}, {spell(line.first, line.last)}", figures, width)]
    told += _wrap(f"stocks {_cite([line.opening, line.closing])}; flows {_cite(_flows(line))}", width, "    ")
    moved = [one for one in line.assumptions if one.endswith("the same stock")]
    return told + [part for one in moved for part in _wrap(f"if: {one}", width, "    ")]


def _row(name: str, figures: Sequence[str], width: int) -> str:
    cells = "".join(f"{text:>{size}}" for text, size in zip(figures, _COLUMNS, strict=True))
    room = max(width - len(cells), 8)
    return (name if len(name) <= room else f"{name[: room - 1]}…").ljust(room) + cells


def _unclosed(line: BookLine, width: int) -> list[str]:
    cited = ", ".join(one.claim_id for one in (line.opening, line.closing))
    scope = "" if line.metric == "remaining_total" else f" ({line.closing.scope or line.metric})"
    change = f"change {_signed(line.stated)} ({cited})"
    text = f"{line.who}{scope}, {spell(line.first, line.last)}: {change}; {line.not_stated[0]}"
    return _wrap(text, width, "  ")


def _flows(line: BookLine) -> list[Statement]:
    return [*line.released, *line.added]


def _cite(statements: Sequence[Statement]) -> str:
    """Ids and sources, each source named once."""
    sources: dict[str, list[str]] = {}
    for one in statements:
        sources.setdefault(one.outlet or one.speaker or "source not stated", []).append(one.claim_id)
    return "; ".join(f"{'+'.join(ids)} {source}" for source, ids in sources.items())


def _km2(m2: int) -> str:
    return f"{m2 / 1_000_000:,.1f}"


def _signed(m2: int) -> str:
    return f"{m2 / 1_000_000:+,.1f}"


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=True)
