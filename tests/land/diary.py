"""A field diary for tests: one line of words is one entry, and the account is read back as a few numbers.

    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,100)", "2024-06-01 R1 cleared square(0,0,50) of H1")
    assert field.land() == {"suspected": 7500, "cleared": 2500}

A line is DAY ID KIND [SHAPE] [of HAZARD] [amends N [redates]], or `withdraw N`. A day may be `undated`. Shapes are in
metres of the frame: square(x,y,side), box(x0,y0,x1,y1), ring(x0 y0,x1 y1,...), frame(x,y,side,width), point(x,y).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import shapely

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.importing import ImportReport, import_sheets
from tilth.desk.ports import Store
from tilth.desk.programme import Programme
from tilth.desk.remarks import remarks
from tilth.desk.sheet import Sheet
from tilth.land.account import Account, account
from tilth.store.memory import Memory
from tilth.units.dates import parse_when

START = datetime(2025, 1, 1, 12, tzinfo=UTC)  # the moment of the first booking; every further one is a day later
END = date(2030, 12, 31)
EAST, NORTH = 1_700_000.0, 5_200_000.0  # where the origin of the shapes lies in the frame: somewhere in Bosnia

_LINE = re.compile(
    r"(?P<day>\S+) (?P<id>\S+) (?P<kind>\w+)(?: (?P<shape>\w+\([^)]*\)))?(?: of (?P<hazard>\S+))?"
    r"(?: amends (?P<amends>\d+))?(?P<redates> redates)?$"
)


def shape(words: str) -> shapely.Geometry:
    """A shape from its words, in the frame."""
    name, _, rest = words.rstrip(")").partition("(")
    numbers = [float(number) for number in re.split(r"[, ]+", rest)]
    if name == "square":
        x, y, side = numbers
        drawn = shapely.box(x, y, x + side, y + side)
    elif name == "box":
        drawn = shapely.box(*numbers)
    elif name == "frame":
        x, y, side, width = numbers
        drawn = shapely.box(x, y, x + side, y + side) - shapely.box(
            x + width, y + width, x + side - width, y + side - width
        )
    elif name == "point":
        drawn = shapely.Point(numbers)
    else:
        drawn = shapely.Polygon(np.reshape(numbers, (-1, 2)))
    return placed(drawn)


def placed(drawn: shapely.Geometry) -> shapely.Geometry:
    """A shape drawn around zero, moved to the country of these tests and rounded to 1 cm."""
    return shapely.transform(drawn, lambda xy: np.round((xy + np.array([EAST, NORTH])) * 100) / 100)


def draft(line: str) -> Draft:
    """The draft that a line of the diary stands for."""
    if line.startswith("withdraw "):
        return Draft("withdrawal", "A", amends=int(line.split()[1]), body={"why": "a test"})
    found = _LINE.match(line)
    if found is None:
        raise ValueError(f"no line of a diary: {line}")
    drawn = shape(found["shape"]) if found["shape"] else None
    body: dict[str, Any] = {"hazard": found["hazard"]} if found["hazard"] else {}
    when = None if found["day"] == "undated" else parse_when(found["day"])
    amends = int(found["amends"]) if found["amends"] else None
    source_id = None if found["id"] == "-" else found["id"]
    return Draft(found["kind"], "A", when, source_id, drawn, body, amends, redates=bool(found["redates"]))


class Diary:
    """A programme that lines are written into, and whose account is read back."""

    def __init__(self, store: Store | None = None, *, now: datetime = START) -> None:
        self.store = store or Memory()
        self.programme = Programme(self.store)
        self.now = now
        self.findings: list[tuple[int, str]] = []  # (entry, kind of finding)

    def write(self, *lines: str) -> list[Booked]:
        """Write each line by itself, a day apart."""
        return [one for line in lines for one in self.book([draft(line)])]

    def together(self, *lines: str) -> list[Booked]:
        """Write all lines in one go."""
        return self.book([draft(line) for line in lines])

    def book(self, drafts: Sequence[Draft], *, a_day_on: bool = True) -> list[Booked]:
        with self.programme.writing() as writer:
            booked = write(self.programme, drafts, author="owner", now=self.now, writer=writer)
            found = remarks(booked, self.programme.books(writer), writer, layer=None)
        self.findings += [(int(one.entry or 0), one.kind) for one in found]
        self.now += timedelta(days=a_day_on)
        return booked

    # --- reading back -----------------------------------------------------------------------------------------------

    def account(self, *, start: date | str | None = None, as_at: date | str = END, known: int | None = None) -> Account:
        return account(self.programme.postings(known), start=_day(start), as_at=_day(as_at) or END)

    def land(self, as_at: date | str = END, *, known: int | None = None) -> dict[str, int]:
        """Square metres by status, without the empty ones."""
        closing = self.account(as_at=as_at, known=known).closing
        return {status: m2 for status, m2 in closing.items() if m2}

    def flows(self, **asked: Any) -> dict[str, int]:
        """Square metres by flow, as `found unrecorded suspected`."""
        flows = self.account(**asked).flows
        return {f"{flow.flow} {flow.from_status} {flow.to_status}": flow.m2 for flow in flows}

    def kinds_found(self) -> list[str]:
        return [kind for _, kind in self.findings]


def _day(stated: date | str | None) -> date | None:
    return date.fromisoformat(stated) if isinstance(stated, str) else stated


# --- importing ------------------------------------------------------------------------------------------------------


def sheet(
    *lines: str, source: str = "survey.geojson", sha256: str = "", crs: str = "EPSG:6933", **columns: list[Any]
) -> Sheet:
    """A sheet as a file would give it: from lines of a diary, plus more columns."""
    drafts = [draft(line) for line in lines]
    own: dict[str, list[Any]] = {
        "id": [one.source_id for one in drafts],
        "date": [one.when.text if one.when else None for one in drafts],
        "status": [one.kind for one in drafts],
        "hazard_id": [one.body.get("hazard") for one in drafts],
    }
    kept = {name: values for name, values in own.items() if any(value is not None for value in values)}
    shapes = np.array([one.geometry for one in drafts], dtype=object)
    return Sheet(source, sha256 or source, "rows", 1, kept | columns, shapes, crs)


def import_into(
    field: Diary, *sheets: Sheet, kind: str | None = None, said_by: str | None = "A", dry_run: bool = False
) -> ImportReport:
    """Import sheets, and let a day pass."""
    report = import_sheets(
        field.programme, sheets, kind=kind, said_by=said_by, author="owner", now=field.now, dry_run=dry_run
    )
    field.now += timedelta(days=1)
    assert report.read == report.booked + report.set_aside
    return report


def kinds(report: ImportReport, *, beside: Sequence[str] = ()) -> list[str]:
    """The kinds of its findings, without those a test is not about."""
    return [found.kind for found in report.findings if found.kind not in beside]


def log(store: Store) -> list[dict[str, Any]]:
    """The journal as plain values."""
    return [one.entry._asdict() | {"body": json.loads(one.entry.body)} for one in store.read()]
