"""From a sheet to drafts: which kind a row is, its id, its date, its ground, and what it was before."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from tilth.desk.day_rows import day_columns
from tilth.desk.days_in import DaysSoFar
from tilth.desk.draft import Draft, OfPerson
from tilth.desk.persons import age_group_of, shifted_rows, unquoted
from tilth.desk.sheet import Sheet
from tilth.desk.standing import WORDED_KINDS, fault_of
from tilth.desk.vaulting import Keeper
from tilth.evidence.statement import states_something
from tilth.journal.entry import LAND_KINDS, PLACED_KINDS, TEAM_KINDS, WORK_KINDS
from tilth.places.examine import examine
from tilth.places.outline import Outline
from tilth.terms.columns import clean_table
from tilth.terms.columns_bench import Bench
from tilth.terms.columns_headings import set_persons_aside
from tilth.terms.columns_people import people_codes
from tilth.terms.columns_personal import PERSON_RECORDS, Apart
from tilth.terms.finding import Finding, finding
from tilth.units.dates import When, parse_when

NOT_STATED = "not stated"
ROW_KINDS = (*LAND_KINDS, *PLACED_KINDS, "statement", *WORK_KINDS, "approval", *WORDED_KINDS, "withdrawal")
_WITHOUT_GROUND = ("statement", *WORDED_KINDS, "approval", "withdrawal")
_MAY_BE_DRAWN = WORK_KINDS[1:]  # what is said of a task has an outline or none
_PLURALS = {
    "accidents": "accident",
    "victims": "victim",
    "finds": "find",
    "tasks": "task",
    "statements": "statement",
    "remarks": "remark",
    "days": "progress",
} | {f"{kind}s": kind for kind in TEAM_KINDS}
# In a list of remarks or certificates the column `kind` says what is remarked or certified, not what the row is.
_KIND_COLUMNS = {"remark": "remark"} | {kind: f"{kind}_kind" for kind in ("team", "asset", "certificate")}
RECORDS = dict.fromkeys(LAND_KINDS[:2], "hazard") | dict.fromkeys(LAND_KINDS[2:], "release")
# Columns that become fields of the entry itself; all others are kept in its body.
_OWN_COLUMNS = ("entry", "kind", "status", "id", "date", "happened_on", "said_by", "recorded_at", "amends", "area_m2")


@dataclass(slots=True)
class Source:
    """What is remembered from sheet to sheet of one import."""

    kind: str | None
    said_by: str
    today: date
    outline: Outline | None
    seen_shapes: dict[str, dict[bytes, int]] = field(default_factory=dict)
    seen_rows: Counter[bytes] = field(default_factory=Counter)
    seen_ids: dict[tuple[str, str], int] = field(default_factory=dict)  # first row by (record, id)
    ids_set_aside: set[tuple[str, str]] = field(default_factory=set)
    met_again: set[str] = field(default_factory=set)  # records of which an id was in the journal before
    renumbered: dict[int, int] = field(default_factory=dict)  # entry of a programme's own export -> entry here
    days: DaysSoFar | None = None  # the tasks as they stand, once a row is about one
    keeper: Keeper | None = None  # None: personal data is let go


@dataclass(slots=True)
class Read:
    """A sheet as drafts. Rows without a draft were set aside, each with a finding."""

    drafts: list[Draft]
    findings: list[Finding]
    repaired: int
    about_persons: bool = False  # the sheet holds personal data


def kind_of(name: str) -> str:
    """The kind of entry for a kind of rows: accidents -> accident."""
    name = name.strip().lower()
    return _PLURALS.get(name, name)


def read_drafts(sheet: Sheet, source: Source) -> Read:
    """Turn the rows of a sheet into drafts, in order."""
    rows = _Rows(sheet, source)
    rows.find_kinds()
    rows.clean_columns()
    rows.place()
    drafts = [rows.draft(at) for at in range(len(sheet)) if rows.kinds[at] is not None and rows.is_kept(at)]
    drafts = [draft for draft in drafts if rows.can_stand(draft)]
    rows.remember_ids_set_aside(drafts)
    rows.count_undated(drafts)
    return Read(drafts, rows.findings, int(rows.repaired.sum()), bool(rows.persons.values))


class _Rows:
    """The rows of one sheet on their way to drafts."""

    def __init__(self, sheet: Sheet, source: Source) -> None:
        self.sheet, self.source = sheet, source
        self.findings: list[Finding] = list(sheet.findings)
        count = len(sheet)
        self.kinds: list[str | None] = [None] * count
        self.columns: dict[str, list[Any]] = sheet.columns
        self.original: dict[str, dict[int, Any]] = {}
        self.raw = sheet.geometry if sheet.geometry is not None else np.full(count, None, dtype=object)
        self.geometry = np.full(count, None, dtype=object)
        self.repaired = np.zeros(count, dtype=bool)
        self.dates: dict[int, When | None] = {}
        self.areas: dict[int, int] = {}
        self.raw_wkb = _raw_wkb(self.raw)
        self.persons = Apart()
        self.codes: dict[str, list[str | None]] = {}

    def row(self, at: int) -> int:
        return self.sheet.first_row + at

    def note(self, kind: str, /, at: int | None = None, **values: Any) -> None:
        row = None if at is None else self.row(at)
        self.findings.append(finding(kind, row=row, layer=self.sheet.layer, **values))

    def value(self, name: str, at: int) -> Any:
        column = self.columns.get(name)
        return None if column is None else column[at]

    # --- kinds ------------------------------------------------------------------------------------------------------

    def find_kinds(self) -> None:
        for at in range(len(self.sheet)):
            own = self.value("kind", at) or self.value("status", at)
            kind = self.source.kind or (kind_of(str(own)) if own not in (None, "") else None)
            if kind is None:
                self.note("no_kind", at)
            elif kind not in ROW_KINDS:
                self.note("unknown_kind", at, kind=own, known=", ".join(ROW_KINDS))
            else:
                self.kinds[at] = kind

    # --- columns ----------------------------------------------------------------------------------------------------

    def clean_columns(self) -> None:
        kinds = {kind for kind in self.kinds if kind}
        is_own_export = {"entry", "amends", "recorded_at"} <= self.columns.keys()  # judged when it was first read
        if kinds <= set(_WITHOUT_GROUND) or not self.columns:
            return
        if is_own_export:
            self._set_persons_aside()
            return
        if kinds == {"progress"}:
            self.columns = day_columns(self.columns)
        record = next((RECORDS.get(kind, kind) for kind in sorted(kinds, key=_persons_first)), "hazard")
        own_ids = [str(raw) if raw is not None else str(at) for at, raw in enumerate(self.raw_wkb)]
        cleaned = clean_table(
            self.columns,
            record=record,
            first_row=self.sheet.first_row,
            layer=self.sheet.layer,
            today=self.source.today,
            shapes=own_ids if record in ("hazard", "release", "task") else None,
            in_vault=self._has_vault,
        )
        # the rules of the day tell which forms are the same
        self.findings += (one for one in cleaned.findings if record != "progress" or one.kind != "repeated_row")
        self.columns, self.original, self.persons = cleaned.columns, cleaned.original, cleaned.persons
        self.findings = [unquoted(found, self.persons) for found in self.findings]
        if record in PERSON_RECORDS:
            self.codes = people_codes(self.columns)

    def _set_persons_aside(self) -> None:
        """Files written here name persons by key; somebody may have added names since."""
        bench = Bench(dict(self.columns), self.sheet.first_row, self.sheet.layer)
        about = [None if kind in _WITHOUT_GROUND else kind for kind in self.kinds]
        records = [None if kind is None else RECORDS.get(kind, kind) for kind in about]
        self.persons = set_persons_aside(bench, records, self._has_vault)
        self.columns = bench.columns
        self.findings += bench.findings

    def _has_vault(self) -> bool:
        return self.source.keeper is not None and self.source.keeper.vault is not None

    def when(self, at: int) -> When | None:
        """The stated date, None if there is none that can be read."""
        stated = next((v for name in ("happened_on", "date") if (v := self.value(name, at)) not in (None, "")), None)
        if stated is None and (year := self.value("year", at)) not in (None, ""):
            month = self.value("month", at)
            stated = f"{year}-{int(month):02d}" if isinstance(month, int) else year
        if stated is None:
            return None
        text = stated.isoformat()[:10] if isinstance(stated, (date, datetime)) else str(stated)
        when = parse_when(text)
        if when is None:
            self.note("bad_date", at, text=text)
        return when

    # --- ground -----------------------------------------------------------------------------------------------------

    def place(self) -> None:
        """Check and repair the geometry of rows, polygons and points apart; rows that state only a size pass by."""
        statements = np.array([kind in _WITHOUT_GROUND for kind in self.kinds], dtype=bool)
        points = np.array([kind in PLACED_KINDS for kind in self.kinds], dtype=bool)
        valid = np.array([kind is not None for kind in self.kinds], dtype=bool)
        undrawn = np.array([self._undrawn(at) for at in range(len(self.sheet))], dtype=bool) & ~statements
        bare = np.array([shape is None for shape in self.raw], dtype=bool)
        nowhere = points & bare
        work = np.array([kind in _MAY_BE_DRAWN for kind in self.kinds], dtype=bool)
        self.kept = valid & (statements | undrawn | nowhere | (work & bare))
        tasks = np.array([kind == "task" for kind in self.kinds], dtype=bool)  # drawn as the hazard they are on
        land = valid & ~points & ~statements & ~undrawn & ~work & ~tasks
        for wanted, chosen, seen in (
            ("point", points & ~nowhere, "point"),
            ("polygon", land, "polygon"),
            ("polygon", tasks | (work & ~bare), "work"),
        ):
            at = np.flatnonzero(chosen)
            if len(at):
                self._examine(at, wanted, seen)
        if nowhere.any():
            self.note("no_place", count=int(nowhere.sum()))
        for shifted in shifted_rows(self.columns, self.persons):
            if self.kept[shifted]:
                self.kept[shifted] = False
                self.note("shifted_row", shifted)

    def _examine(self, at: np.ndarray, wanted: Any, seen: str) -> None:
        examined = examine(
            self.raw[at],
            crs=self.sheet.crs,
            rows=self.sheet.first_row + at,
            wanted=wanted,
            outline=self.source.outline,
            layer=self.sheet.layer,
            seen=self.source.seen_shapes.setdefault(seen, {}),
        )
        self.geometry[at] = examined.geometry
        self.repaired[at] = examined.repaired
        self.kept[at] = [shape is not None for shape in examined.geometry]
        self.findings += examined.findings

    def _undrawn(self, at: int) -> bool:
        """A row without an outline that states how large it is belongs to the undrawn account."""
        if self.raw[at] is not None or self.kinds[at] not in LAND_KINDS:
            return False
        area = _whole(self.value("area_m2", at))
        if area is None or area <= 0:
            return False
        self.areas[at] = area
        self.note("undrawn", at, m2=area)
        return True

    def is_kept(self, at: int) -> bool:
        """Whether the row becomes a draft; a date that has not come sets it aside."""
        if not self.kept[at]:
            return False
        when = self.when(at)
        if when is not None and when.first > self.source.today:
            self.note("future_date", at, text=when.text)
            return False
        self.dates[at] = when
        return True

    # --- drafts -----------------------------------------------------------------------------------------------------

    def draft(self, at: int) -> Draft:
        kind = str(self.kinds[at])
        said_by = _storable(self._said_by(at, kind))
        source_id = self._id(at, kind)
        body = {
            name: value
            for name, column in self.columns.items()
            if name not in _OWN_COLUMNS and (value := _json(column[at])) not in (None, "")
        }
        if kind in LAND_KINDS[2:] and "hazard_id" in body:
            body["hazard"] = body.pop("hazard_id")
        as_read = {name: _json(values[at]) for name, values in self.original.items() if at in values}
        if as_read:
            body["as_read"] = as_read
        if kind in _KIND_COLUMNS and (noted := _json(self.value("kind", at))) not in (None, "", kind):
            body[_KIND_COLUMNS[kind]] = noted
        self._measure(at, body)
        when = self.dates[at]
        if when is None and kind in WORDED_KINDS and kind != "course":  # said today; a date stays so wherever it goes
            when = parse_when(self.source.today.isoformat())
        self._describe_person(at, body, when)
        draft = Draft(kind, said_by, when, source_id, self.geometry[at], body, row=self.row(at))
        draft.identity, draft.person = self._identity(kind, said_by, source_id, at)
        if draft.person is not None and draft.person.row.key:
            body["person"] = draft.person.row.key
        draft.entry_there, draft.amends_there = _whole(self.value("entry", at)), _whole(self.value("amends", at))
        draft.redates = bool(draft.amends_there and body.pop("redates", False))
        return draft

    def can_stand(self, draft: Draft) -> bool:
        """Whether a statement states anything, and an entry of the register all it must; else it is set aside."""
        if draft.kind == "statement" and not states_something(draft.body):
            self.findings.append(finding("not_a_statement", row=draft.row, layer=self.sheet.layer))
            return False
        fault = fault_of(draft.kind, draft.body)
        if fault:
            self.findings.append(
                finding("cannot_stand", row=draft.row, layer=self.sheet.layer, kind=draft.kind, fault=fault)
            )
        return not fault

    def _said_by(self, at: int, kind: str) -> str:
        """Who the row names, for a statement its speaker; else the one named for all rows."""
        names = ("said_by", "speaker", "source") if kind == "statement" else ("said_by",)
        named = next((value for name in names if (value := self.value(name, at)) not in (None, "")), None)
        return str(named or self.source.said_by)

    def _measure(self, at: int, body: dict[str, Any]) -> None:
        """The size of a polygon is measured; a size the source states is kept beside it."""
        shape, stated = self.geometry[at], _whole(self.value("area_m2", at))
        if shape is None or shape.geom_type == "Point":
            if stated is not None:
                body["area_m2"] = stated
            return
        measured = round(shape.area)
        body["area_m2"] = measured
        if stated is not None and abs(stated - measured) > max(1, 0.01 * measured):
            body["stated_area_m2"] = stated
            self.note("area_differs", at, stated_m2=stated, m2=measured)

    def remember_ids_set_aside(self, drafts: list[Draft]) -> None:
        """A row that cannot be booked still says that its id is there."""
        kept = {draft.row for draft in drafts}
        for at, kind in enumerate(self.kinds):
            if (
                kind is not None
                and self.row(at) not in kept
                and (raw := self._first(_id_columns(kind), at)) is not None
            ):
                self.source.ids_set_aside.add((RECORDS.get(kind, kind), str(raw).strip()))

    def _first(self, names: Iterable[str], at: int) -> Any:
        """The first of some columns that says something in a row."""
        return next((value for name in names if (value := self.value(name, at)) not in (None, "")), None)

    def _id(self, at: int, kind: str) -> str | None:
        names = _id_columns(kind)
        raw = self._first(names, at)
        if kind == "victim" and raw == self.value("accident_id", at):
            raw = None  # it names the accident, which can have several victims
        if raw is None:
            return None
        text = _storable(str(raw))
        source_id = text.strip()
        if source_id != text:
            self.note("id_blanks", at, id=text)
        key = (RECORDS.get(kind, kind), source_id)
        if key in self.source.seen_ids:
            self.note("repeated_id", at, id=source_id, of=self.source.seen_ids[key])
        self.source.seen_ids.setdefault(key, self.row(at))
        return source_id or None

    def _describe_person(self, at: int, body: dict[str, Any], when: When | None) -> None:
        """Sex, age group and outcome in words that can be counted; what a column of that name said is kept as read."""
        told = {name: code for name, codes in self.codes.items() if (code := codes[at]) is not None}
        if "age_group" not in told and (group := age_group_of(self.persons.of_row(at), when)):
            told["age_group"] = group
        for name, code in told.items():
            if (said := body.get(name)) not in (None, code):
                body.setdefault("as_read", {}).setdefault(name, said)
            body[name] = code

    def _identity(self, kind: str, said_by: str, source_id: str | None, at: int) -> tuple[bytes, OfPerson | None]:
        """Digest of the row as read and of its place among rows that say the same, and what it says of a person.

        Nothing about the person goes into the digest: whoever knows the rest of the row could guess a name from it.
        """
        columns = self.columns.items()
        values = {name: _json(self.original.get(name, {}).get(at, column[at])) for name, column in columns}
        for name in self.persons.values.keys() & values.keys():
            if values[name] is None:
                del values[name]
        stated = json.dumps([kind, said_by, source_id, values], sort_keys=True, ensure_ascii=True).encode()
        content = hashlib.blake2b(stated + (self.raw_wkb[at] or b""), digest_size=16).digest()
        row = None
        if self.persons.values and self.source.keeper is not None:
            fields = {name: _json(value) for name, value in self.persons.of_row(at).items()}
            row = self.source.keeper.row_of(content, fields)
        self.source.seen_rows[content] += 1
        ordinal = row.ordinal if row else self.source.seen_rows[content]
        identity = hashlib.blake2b(content + ordinal.to_bytes(4, "big"), digest_size=16).digest()
        return identity, OfPerson(fields, row) if row else None

    def count_undated(self, drafts: list[Draft]) -> None:
        dated = (*_WITHOUT_GROUND, *_MAY_BE_DRAWN)
        undated = sum(draft.when is None and draft.kind not in dated for draft in drafts)
        if undated:
            self.note("undated", count=undated)


def _persons_first(kind: str) -> tuple[bool, str]:
    return RECORDS.get(kind, kind) not in PERSON_RECORDS, kind


def _id_columns(kind: str) -> tuple[str, ...]:
    if kind == "statement":
        return ("claim_id", "row_id", "id")
    if kind in WORDED_KINDS:  # only a source and a report have a name of their own
        return ("id",) if kind in ("source", "report") else ()
    return ("id",) if kind in LAND_KINDS[2:] else ("id", "hazard_id")


def _raw_wkb(shapes: np.ndarray) -> list[bytes | None]:
    """The bytes of each shape as read; what was not readable at all gives the digest of its text."""
    is_shape = np.array([isinstance(shape, shapely.Geometry) for shape in shapes], dtype=bool)
    raw: list[bytes | None] = [None if shape is None else repr(shape).encode() for shape in shapes]
    for at, wkb in zip(np.flatnonzero(is_shape), shapely.to_wkb(shapes[is_shape], byte_order=1), strict=True):
        raw[at] = wkb
    return raw


def _storable(text: str) -> str:
    """Half of a surrogate pair, which JSON can spell and no encoding holds, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _whole(value: object) -> int | None:
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return round(number) if abs(number) < 1e15 else None


def _json(value: object) -> Any:
    """A value that JSON can hold: dates as ISO text, anything unknown as its text, no infinities."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _json(one) for key, one in value.items()}
    return value.item() if isinstance(value, np.generic) else str(value)
