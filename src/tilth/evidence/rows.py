"""The columns of a statement, whatever the table it stands in calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from tilth.evidence.metrics import metric

Row = dict[str, str]

_PLAIN = (
    *("value", "unit", "qualifier", "as_of", "published", "year", "period", "period_from", "period_to"),
    *("scope", "scope_note", "taken_as", "taken_because", "place", "speaker_kind", "via", "url"),
    *("document_sha256", "sentence", "span_start", "span_end", "words", "kind", "modality", "note"),
)
# tilth's name of a column: the names it goes by; the first that is filled counts
COLUMNS: dict[str, tuple[str, ...]] = {
    "claim_id": ("claim_id", "row_id"),
    "metric": ("metric", "series"),
    "subject": ("subject", "country"),
    "speaker": ("speaker", "source"),
    "outlet": ("outlet", "source"),
    **{name: (name,) for name in _PLAIN},
}
_SEVERAL = {name: names for name, names in COLUMNS.items() if names != (name,)}
_SINGLE = COLUMNS.keys() - _SEVERAL.keys()
_EMPTY = dict.fromkeys(COLUMNS, "")
_ONLY = re.compile(r"\s+only$")
_SOURCE = re.compile(r"\s*\((source: [^)]*)\)$")


def canonical(row: Mapping[str, object]) -> Row:
    """Every column of `COLUMNS` as trimmed text, empty where the row has none; other columns are not looked at."""
    told = _EMPTY.copy()
    for name, value in row.items():
        if name in _SINGLE:
            told[name] = _text(value)
    for name, names in _SEVERAL.items():
        told[name] = _first(row, names)
    told["period"] = told["period"] or _period(told)
    told["as_of"] = told["as_of"] or told["year"]
    if not told["subject"]:
        told["subject"], told["scope_note"] = _subject_of_scope(told["scope"], told["scope_note"])
    return told


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> str:
    for name in names:
        if text := _text(row.get(name)):
            return text
    return ""


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # NaN, the empty cell of other tools, is the only value unequal to itself
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value).strip()


def _period(told: Row) -> str:
    """The days of a flow: from its two dates, else of a yearly figure the year."""
    if told["period_from"] or told["period_to"]:
        return f"{told['period_from']}..{told['period_to']}"
    known = metric(told["metric"])
    yearly = known is not None and known.family == "flow" and not told["metric"].endswith(("_cum", "_week"))
    return told["year"] if yearly else ""


def _subject_of_scope(scope: str, note: str) -> tuple[str, str]:
    """Lists of claims name their subject in the scope: "X only", "Y (source: Z)"."""
    if found := _SOURCE.search(scope):
        return scope[: found.start()], note or found[1]
    return _ONLY.sub("", scope), note
