"""Items of explosive ordnance by kind, as a form writes them: `AP mine=3, UXO=1`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tilth.terms import table
from tilth.terms.columns_words import fold, underscored

_ONE = re.compile(r"(?P<kind>.*?\D)\s*[=:x×]\s*(?P<count>\d+)$|(?P<first>\d+)\s*[x×]?\s*(?P<what>\D.*)$")
_MOST = 10**6  # items on one form; more is a slip of the pen


@cache
def kinds() -> dict[str, str]:
    """Every known way to write a kind of item, folded, and the kind it means."""
    rows = table("item_kinds")
    also = {fold(word): row["kind"] for row in rows for word in row["also"].split("|") if word}
    return also | {fold(row["kind"]): row["kind"] for row in rows}


def read_items(value: object) -> dict[str, int] | None:
    """Numbers by kind; empty where nothing is said, None where it is not understood.

    A kind that the vocabulary does not know is kept as written. A bare number counts items of no stated kind.
    """
    if isinstance(value, Mapping):
        pairs = [(str(kind), _count(count)) for kind, count in value.items()]
    else:
        words = [part.strip() for part in re.split(r"[,;\n]", "" if value is None else str(value)) if part.strip()]
        pairs = [_pair(word) for word in words]
    found: dict[str, int] = {}
    for kind, count in pairs:
        if not kind or count is None:
            return None
        known = kinds().get(fold(kind), kind.strip())
        found[known] = found.get(known, 0) + count
    return {kind: count for kind, count in found.items() if count}


def _pair(word: str) -> tuple[str, int | None]:
    if (count := _count(word)) is not None:
        return "other", count
    found = _ONE.match(word)
    if found is None:
        return "", None
    return (found["kind"] or found["what"]).strip(), _count(found["count"] or found["first"])


def _count(value: object) -> int | None:
    text = str(value).strip().removesuffix(".0")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
    return count if count is not None and count <= _MOST else None


@cache
def item_column(name: str) -> tuple[str, str] | None:
    """What a column named for a kind of item holds: the field `items` or `destroyed`, and the kind."""
    words = underscored(name).split("_")
    field = "destroyed" if "destroyed" in words else "items"
    kind = " ".join(word for word in words if word not in ("destroyed", "found", "no", "number", "of", "items"))
    known = kinds().get(kind)
    return (field, known) if known else None


def written(items: Mapping[str, int]) -> str:
    """Items as a person reads them: `3 AP mine, 1 UXO`."""
    return ", ".join(f"{count} {kind}" for kind, count in items.items())
