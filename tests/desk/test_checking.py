"""Verifying, rebuilding and measuring: whatever was changed is found, and nothing is measured that was sealed."""

from __future__ import annotations

import sqlite3

import pytest
from diary import Diary, import_into, sheet

from tilth.desk import checking
from tilth.desk.checking import measure, rebuild, verify
from tilth.desk.programme import Programme, fold_journal
from tilth.desk.refusal import Refusal
from tilth.journal.entry import Entry
from tilth.land import arrange as arrange_room
from tilth.store.geopackage import create, open_file
from tilth.store.memory import Memory


@pytest.fixture
def field(tmp_path):
    with create(tmp_path / "p.gpkg") as store:
        field = Diary(store)
        import_into(
            field, sheet("2024-05-02 H1 suspected square(0,0,100)", "2024-05-03 H2 confirmed square(50,50,100)")
        )
        field.write(
            "2024-06-01 R1 cleared square(0,0,50) of H1",
            "2024-06-03 H1 suspected square(0,0,80) amends 2",
            "withdraw 4",
        )
        yield field


def test_an_untouched_programme_is_verified(field):
    found = verify(field.programme, geometry=True)
    assert found.keys() >= {"ok", "entries", "head", "first_broken"}
    assert (found["ok"], found["entries"], found["head"], found["first_broken"], found["problems"]) == (
        True, 6, field.store.head().digest.hex(), None, [],
    )  # fmt: skip
    assert all(one["posted_m2"] == one["measured_m2"] for one in found["geometry"].values())


def test_a_programme_is_verified_as_of_one_moment_though_others_write(field, monkeypatch):
    def folded_while_another_writes(reader, books):
        fold_journal(reader, books)
        with open_file(field.store.path) as store:
            Diary(store).write("2024-07-01 H9 suspected square(900,900,10)")

    monkeypatch.setattr(checking, "fold_journal", folded_while_another_writes)
    assert verify(field.programme)["problems"] == []
    assert field.store.head().entries == 7


def test_an_empty_programme_is_verified():
    assert verify(Programme(Memory()), geometry=True)["ok"]


NEW_VALUES = {
    "number": "7", "format": "0", "kind": "'cleared'", "happened_on": "'1999'", "counts_on": "'1999-12-31'",
    "recorded_at": "'2020-01-01T00:00:00.000000Z'", "author": "'somebody'", "said_by": "'B'", "source_id": "'H9'",
    "amends": "1", "batch": "3", "source_row": "99", "identity": "x'00'", "body": "'{}'", "geometry": "x'00'",
    "land": "x'00'", "digest": "x'00'",
}  # fmt: skip
CHANGES = list(NEW_VALUES.items())
CHANGES += [(name, "CAST(x'ff' AS TEXT)") for name in ("happened_on", "author", "body", "digest")]
CHANGES += [(name, "NULL") for name in ("happened_on", "source_id", "identity", "geometry", "land")]
CHANGES += [
    ("format", "'two'"),
    ("batch", "1.5"),
    ("body", "CAST(body AS BLOB)"),
    ("geometry", "hex(geometry)"),
    ("kind", "kind || ' '"),
]


@pytest.mark.parametrize(("name", "value"), CHANGES, ids=[f"{name} to {value}" for name, value in CHANGES])
def test_a_changed_value_in_any_column_is_found(field, name, value):
    path = field.store.path
    tamper(path, f"UPDATE tilth_journal SET {name} = {value} WHERE number = 2")
    with open_file(path) as store:
        found = verify(Programme(store))
    assert not found["ok"]
    assert found["first_broken"] == 2
    assert "2" in found["problems"][0]


def test_every_column_of_an_entry_is_among_those_changed():
    assert NEW_VALUES.keys() == {*Entry._fields, "digest"}


@pytest.mark.parametrize("number", [1, 3, 6])
def test_the_first_broken_entry_is_named_wherever_it_is(field, number):
    tamper(field.store.path, f"UPDATE tilth_journal SET said_by = 'X' WHERE number = {number}")
    assert verify(field.programme)["first_broken"] == number


def test_an_entry_taken_out_or_put_in_is_found(field):
    tamper(field.store.path, "DELETE FROM tilth_journal WHERE number = 3")
    assert verify(field.programme)["first_broken"] == 3


def test_the_loss_of_the_last_entries_is_seen_with_an_outside_head_only(field):
    head = str(field.store.head())
    assert verify(field.programme, head=head)["ok"]
    field.store.close()
    tamper(
        field.store.path, "DELETE FROM tilth_journal WHERE number = 6", "DELETE FROM tilth_fold WHERE last_entry = 6"
    )
    with open_file(field.store.path) as store:
        assert verify(Programme(store))["ok"]
        found = verify(Programme(store), head=head)
        assert not found["ok"]
        assert found["first_broken"] is None
        assert "lost" in found["problems"][0]


def test_an_earlier_head_is_checked_against_the_entry_it_names(field):
    digest = [one.digest.hex() for one in field.store.read()][2]
    assert verify(field.programme, head=f"3:{digest}")["ok"]
    assert verify(field.programme, head=f"3:{digest[:12].upper()}")["ok"]
    assert not verify(field.programme, head=f"2:{digest}")["ok"]
    assert not verify(field.programme, head=f"3:{'0' * 64}")["ok"]


@pytest.mark.parametrize("head", ["", "3", "3:", "3:abc", "x:0123456789abcdef", "-3:0123456789abcdef"])
def test_a_head_that_is_none_is_refused(field, head):
    with pytest.raises(Refusal) as refused:
        verify(field.programme, head=head)
    assert refused.value.number == "422.1"


def test_rebuilding_measures_nothing(field, monkeypatch):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("land was measured")

    land = field.land()
    monkeypatch.setattr(arrange_room.shapely, "node", never)
    monkeypatch.setattr(arrange_room.shapely, "area", never)
    rebuild(field.programme)
    assert field.land() == land
    assert verify(field.programme)["ok"]


def test_a_lost_index_is_made_anew_by_rebuilding(field):
    tamper(field.store.path, "DELETE FROM tilth_land_index", "DELETE FROM hazards", "DELETE FROM outside_edits")
    rebuild(field.programme)
    field.write("2024-07-01 R2 cleared square(50,50,100)")
    assert field.land() == {"suspected": 5500, "cleared": 10000}
    assert verify(field.programme, geometry=True)["ok"]


def test_rebuilding_an_empty_programme_is_no_trouble(tmp_path):
    with create(tmp_path / "q.gpkg") as store:
        rebuild(Programme(store))
        assert verify(Programme(store))["ok"]


def test_land_is_measured_in_batches_as_at_once(field, monkeypatch):
    whole = measure(field.programme)
    monkeypatch.setattr("tilth.desk.checking._BATCH", 1)
    assert measure(field.programme) == whole


def tamper(path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER IF EXISTS tilth_never_changed")
    connection.execute("DROP TRIGGER IF EXISTS tilth_never_removed")
    for statement in statements:
        connection.execute(statement)
    connection.close()
