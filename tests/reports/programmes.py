"""Small programmes for tests of the reports, made in a line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import shapely

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.importing import import_sheets
from tilth.desk.programme import Programme
from tilth.desk.sheet import Sheet
from tilth.desk.starting import start
from tilth.store.memory import Memory
from tilth.units.dates import parse_when

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 1, 1)


def programme(name="Test programme"):
    made = Programme(Memory())
    start(made, name=name, country=None, author="owner", now=NOW)
    return made


def book(made, *drafts):
    write(made, drafts, author="owner", now=NOW)
    return made


def square(kind, west, south, side, *, day="2020-05-01", said_by="An operator", body=None):
    shape = shapely.box(west, south, west + side, south + side)
    return Draft(kind, said_by, parse_when(day), None, shape, body or {})


def undrawn(kind, name, area_m2, *, hazard=None, day="2020-05-01"):
    body = {"area_m2": area_m2} | ({"hazard": hazard} if hazard else {})
    return Draft(kind, "An operator", parse_when(day), name, None, body)


def statements(made, rows, *, said_by="A reader"):
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    sheet = Sheet("claims.csv", "ab" * 32, None, 1, columns, None, None)
    import_sheets(made, [sheet], kind="statements", said_by=said_by, author="owner", now=NOW)
    return made
