"""Somebody edits a programme in QGIS: it is told, booked when asked for, and never lost or silent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def edited(own_province: Path, qgis: Callable[..., Any]) -> tuple[Path, dict[str, Any]]:
    return own_province, qgis("edit", own_province)


def test_any_command_tells_what_was_edited_and_how_to_book_it(
    edited: tuple[Path, Any], tilth: Callable[..., Any]
) -> None:
    file, done = edited
    _, told = tilth("log", file)
    lines = [line for line in told.splitlines() if "another program" in line]
    assert len(lines) == 4
    assert all("tilth import FILE --outside-edits" in line for line in lines)
    for fid in (done["renamed"], done["redrawn"]):
        assert any(f"Row {fid} of layer hazards" in line and "changed" in line for line in lines)
    assert any(f"Row {done['removed']} of layer hazards" in line and "removed" in line for line in lines)
    assert any("added" in line for line in lines)


def test_the_journal_is_untouched_until_somebody_books_the_edits(
    edited: tuple[Path, Any], province: Path, tilth: Callable[..., Any]
) -> None:
    file, _ = edited
    before, after = (tilth("verify", path, "--json") for path in (province, file))
    assert after == before
    assert tilth("account", file, "--json") == tilth("account", province, "--json")


def test_rebuilding_is_refused_while_edits_wait(edited: tuple[Path, Any], tilth: Callable[..., Any]) -> None:
    file, _ = edited
    with pytest.raises(AssertionError, match=r"409\.6"):
        tilth("rebuild", file)
    assert "another program" in tilth("log", file)[1]


def test_booking_the_edits_makes_an_entry_of_each(edited: tuple[Path, Any], tilth: Callable[..., Any]) -> None:
    file, done = edited
    before = tilth("account", file, "--json")["accounts"]
    report = tilth("import", file, "--outside-edits", "--said-by", "the editor", "--json")
    assert (report["read"], report["booked"], report["set_aside"]) == (4, 4, 0)
    new = tilth("log", file, "--json")[-4:]
    by_amended = {entry["amends"]: entry for entry in new}
    assert by_amended[done["renamed"]]["body"]["district"] == "Edited in QGIS"
    assert by_amended[done["removed"]]["kind"] == "withdrawal"
    added = by_amended[None]
    assert (added["kind"], added["id"], added["happened_on"]) == ("confirmed", "QGIS-1", "2025-06-01")
    assert added["said_by"] == "somebody at a desk"
    after = tilth("account", file, "--json")
    assert after["balanced"]
    assert after["accounts"]["confirmed"] >= before["confirmed"] + done["added_m2"] - 1


def test_what_qgis_did_not_edit_stays_as_it_was(edited: tuple[Path, Any], tilth: Callable[..., Any]) -> None:
    file, done = edited
    first = {entry["entry"]: entry for entry in tilth("log", file, "--json")}
    tilth("import", file, "--outside-edits", "--json")
    amendment = next(entry for entry in tilth("log", file, "--json") if entry["amends"] == done["redrawn"])
    was = first[done["redrawn"]]
    for name in ("kind", "id", "happened_on", "said_by"):
        assert amendment[name] == was[name]
    for name in ("district", "operator", "method", "name"):
        assert amendment["body"][name] == was["body"][name]


def test_afterwards_the_file_verifies_and_layers_equal_a_rebuild(
    edited: tuple[Path, Any], tilth: Callable[..., Any], complaints: Callable[[Path], str]
) -> None:
    file, _ = edited
    tilth("import", file, "--outside-edits", "--json")
    verified = tilth("verify", file, "--geometry", "--json")
    assert verified["ok"], verified["problems"]
    assert "another program" not in tilth("log", file)[1]
    assert complaints(file) == ""
    booked = _layer(file)
    tilth("rebuild", file)
    assert _layer(file) == booked


def _layer(file: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT * FROM hazards ORDER BY fid").fetchall()
