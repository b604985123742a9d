"""A statement: who said what, through whom, where, and about which day.

A statement is kept as it was made. What can be computed from several of them is computed elsewhere, by functions
that name the statements they used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tilth.evidence.metrics import NUMBERS, Metric, area_m2, dimension, metric, number
from tilth.evidence.rows import Row, canonical
from tilth.evidence.rules import check_statement
from tilth.terms.finding import Finding, finding
from tilth.units.dates import When, parse_when

MODALITIES = ("asserted", "reported", "planned", "opinion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attributed statement. Empty text means the source does not say; nothing is filled in."""

    claim_id: str
    metric: str
    value: Decimal | str | None  # a number where the metric is one, else text as stated
    unit: str
    qualifier: str  # words such as over, about, almost: they belong to the statement
    as_of: When | None  # the day it describes
    period: When | None  # the days a flow was counted in
    published: When | None
    scope: str  # what was counted, or where
    scope_note: str
    subject: str  # the unit or country it is about, as printed
    taken_as: str  # an assumption: the name of the subject it is taken to be the same as
    taken_because: str  # why; undone by withdrawing or amending `taken_as`
    place: str  # ISO 3166 code; implies no position on the status of a territory
    speaker: str
    speaker_kind: str  # named, organisation, anonymous or narrator
    via: tuple[str, ...]  # from the text read to the speaker, in that order
    outlet: str
    url: str
    document_sha256: str
    sentence: int | None  # counted from 1
    span: tuple[int, int] | None  # characters [start, end) of the text as given
    words: str  # our own sentence, never the source's
    modality: str  # asserted, reported, planned or opinion; an opinion is never computed with
    note: str
    entry: int | None = None  # the entry of the journal it came from
    printed: tuple[str, ...] = ()  # names as printed, where the register takes them as other names

    @property
    def group(self) -> str:
        """The name its subject goes by once the stated assumption is made."""
        return self.taken_as or self.subject

    @property
    def about(self) -> Metric | None:
        """The metric's row in the vocabulary, `None` for an unknown metric."""
        return metric(self.metric)

    @property
    def is_fact(self) -> bool:
        """Whether it may be computed with: an opinion and a plan may not."""
        return self.modality in ("asserted", "reported")

    @property
    def when(self) -> When | None:
        """The days it describes: the value itself where a date is stated, else its period, else as_of."""
        known = self.about
        if known is not None and known.family == "date" and isinstance(self.value, str):
            return parse_when(self.value) or self.as_of
        return self.period or self.as_of

    @property
    def area_m2(self) -> int | None:
        """The stated area in whole square metres, `None` where it states no area."""
        known = self.about
        if known is None or known.dimension != "area" or not isinstance(self.value, Decimal):
            return None
        return area_m2(self.value, unit=self.unit) if dimension(self.unit) == "area" else None

    def who(self) -> str:
        """Who said it and through whom: "A, via B, via the text read", or "A (outlet)" where no chain is told."""
        if self.via:
            return ", via ".join([self.speaker or "not stated", *reversed(self.via)])
        if not self.speaker:
            return self.outlet or self.url or "nobody named"
        return self.speaker if self.outlet in self.speaker else f"{self.speaker} ({self.outlet})"

    def as_json(self) -> dict[str, object]:
        """Every field, empty ones left out; numbers as numbers, dates as stated."""
        plain: dict[str, object] = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}
        return {name: value for name, value in plain.items() if value not in (None, "", [])}


def read_statement(
    row: Mapping[str, object], *, number_of_row: int | None = None, entry: int | None = None
) -> tuple[Statement | None, list[Finding]]:
    """One statement from a row of a table, with what is imperfect about it.

    Understood are tilth's own columns, those of a list of claims (claim_id, metric, ..., speaker, outlet, url) and
    those of a national series (row_id, country, series, ..., period_from, period_to). Nothing is dropped but a row
    that states nothing; that row is a finding too.
    """
    told = canonical(row)
    if not _says_something(told):
        return None, [finding("not_a_statement", row=number_of_row, entry=entry)]
    dates, spoiled = _dates(told)
    statement = _statement(told, dates, entry)
    return statement, check_statement(statement, told, spoiled=spoiled, row=number_of_row, entry=entry)


def statement_of(row: Mapping[str, object], *, entry: int) -> Statement | None:
    """The statement of a row that was booked, without judging it again; `None` where the row states nothing."""
    told = canonical(row)
    return _statement(told, _dates(told)[0], entry) if _says_something(told) else None


def states_something(row: Mapping[str, object]) -> bool:
    """Whether a row holds a metric, a value or words: without any of them it is no statement."""
    return _says_something(canonical(row))


def _says_something(told: Row) -> bool:
    return bool(told["metric"] or told["value"] or told["words"])


def _dates(told: Row) -> tuple[dict[str, When | None], list[str]]:
    """The three dates of a row, and the names of those that are written but impossible."""
    dates = {key: parse_when(told[key]) if told[key] else None for key in ("as_of", "period", "published")}
    return dates, [key for key, when in dates.items() if when is None and told[key]]


def _statement(told: Row, dates: dict[str, When | None], entry: int | None) -> Statement:
    span = _span(told)
    texts = ("metric", "unit", "qualifier", "scope", "scope_note", "subject", "taken_as", "taken_because", "place")
    more = ("speaker", "speaker_kind", "outlet", "url", "document_sha256", "words", "note")
    return Statement(
        claim_id=told["claim_id"] or _made_id(told),
        value=_value(told),
        as_of=dates["as_of"],
        period=dates["period"],
        published=dates["published"],
        via=tuple(name.strip() for name in told["via"].split(">") if name.strip()),
        sentence=int(told["sentence"]) if told["sentence"].isdecimal() else None,
        span=span,
        modality=_modality(told),
        entry=entry,
        printed=(),
        **{name: told[name] for name in texts + more},
    )


def _value(told: Row) -> Decimal | str | None:
    """A number where the metric, or an unknown metric's unit, asks for one and the text is one; else the text."""
    known = metric(told["metric"])
    asked = known.dimension if known else dimension(told["unit"])
    amount = number(told["value"]) if asked in NUMBERS else None
    return (told["value"] or None) if amount is None else amount


def _modality(told: Row) -> str:
    if told["kind"] == "opinion":
        return "opinion"
    stated = told["modality"] or "asserted"
    return stated if stated in MODALITIES else "opinion"


def _span(told: Row) -> tuple[int, int] | None:
    start, end = told["span_start"], told["span_end"]
    if start.isdecimal() and end.isdecimal() and int(start) < int(end):
        return int(start), int(end)
    return None


def _made_id(told: Row) -> str:
    content = "\x1f".join(f"{key}={value}" for key, value in sorted(told.items()))
    return "x" + hashlib.sha256(content.encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, When):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
