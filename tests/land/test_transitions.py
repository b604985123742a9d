"""The transition table, row by row, against the sentences of DESIGN §3 spelled out here."""

from __future__ import annotations

import pytest
from diary import Diary

from tilth.land.transitions import BECOMES, FLOW, FLOWS, LAND_KINDS, NUMBER, STATUSES, rows

# (entry says, on land that is): (flow, becomes, finding)
EXPECTED = {
    ("suspected", "unrecorded"): ("found", "suspected", ""),
    ("suspected", "suspected"): ("", "suspected", ""),
    ("suspected", "confirmed"): ("", "confirmed", ""),
    ("confirmed", "unrecorded"): ("found", "confirmed", ""),
    ("confirmed", "suspected"): ("reclassified", "confirmed", ""),
    ("confirmed", "confirmed"): ("", "confirmed", ""),
}
for _kind in ("suspected", "confirmed"):
    for _status in ("cancelled", "reduced", "cleared"):
        EXPECTED[_kind, _status] = ("re-opened", _kind, "")
for _kind in ("cancelled", "reduced", "cleared"):
    EXPECTED[_kind, "unrecorded"] = ("released_unrecorded", _kind, "unrecorded_release")
    EXPECTED[_kind, "suspected"] = EXPECTED[_kind, "confirmed"] = (_kind, _kind, "")
    for _status in ("cancelled", "reduced", "cleared"):
        EXPECTED[_kind, _status] = ("", _status, "already_released")


def test_the_table_has_one_row_for_every_entry_on_every_status():
    pairs = [(row["entry"], row["on"]) for row in rows()]
    assert sorted(pairs) == sorted((kind, status) for kind in LAND_KINDS for status in STATUSES)
    assert set(pairs) == EXPECTED.keys()


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['entry']} on {row['on']}")
def test_the_table_says_what_the_design_says(row):
    assert (row["flow"], row["becomes"], row["finding"]) == EXPECTED[row["entry"], row["on"]]


@pytest.mark.parametrize(("kind", "on"), EXPECTED, ids=lambda name: name)
def test_an_entry_moves_land_as_its_row_says(kind, on):
    flow, becomes, found = EXPECTED[kind, on]
    field = Diary()
    if on != "unrecorded":
        field.write(f"2024-01-01 H1 {on} square(0,0,10)")
    opening, field.findings = field.land(), []
    field.write(f"2024-02-02 H2 {kind} square(0,0,10)")
    assert field.land() == {becomes: 100}
    assert field.flows(start="2024-01-31") == ({f"{flow} {on} {becomes}": 100} if flow else {})
    assert field.land("2024-02-01") == opening
    if found:
        assert field.kinds_found() == [found]


@pytest.mark.parametrize(("kind", "on"), EXPECTED, ids=lambda name: name)
def test_a_flow_is_named_exactly_where_the_status_changes(kind, on):
    before, after = NUMBER[on], BECOMES[NUMBER[kind]][NUMBER[on]]
    assert (before != after) == bool(FLOWS[FLOW[NUMBER[kind]][before]])


def test_a_point_never_moves_land():
    field = Diary()
    field.write("2024-01-01 H1 suspected square(0,0,10)", "2024-02-01 R1 cleared square(0,0,10)")
    land = field.land()
    field.write("2024-03-01 A1 accident point(5,5)", "2024-03-01 F1 find point(5,6)")
    assert field.land() == land
    assert field.kinds_found() == ["reopening_asked", "reopening_asked"]


def test_a_point_beside_released_land_asks_for_nothing():
    field = Diary()
    field.write("2024-01-01 H1 suspected square(0,0,10)", "2024-02-01 R1 cleared square(0,0,5)")
    field.write("2024-03-01 A1 accident point(8,8)", "2024-03-01 A2 accident point(80,80)")
    assert field.kinds_found() == []
