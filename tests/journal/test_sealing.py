"""Sealing: whoever changes anything is found out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from diary import Diary
from hypothesis import given
from hypothesis import strategies as st

from tilth.journal import upcast as steps
from tilth.journal.entry import FORMAT, KINDS, Entry
from tilth.journal.seal import GENESIS, first_broken, seal, seal_all
from tilth.journal.upcast import upcast

ENTRY = Entry(
    1, 1, "suspected", "2024-05", "2024-05-31", "2025-01-01T12:00:00.000000Z", "owner", "A", "H1", None, None, 7,
    b"identity", '{"area_m2":100}', b"wkb", b"land",
)  # fmt: skip
OTHER = {
    "number": 2, "format": 2, "kind": "confirmed", "happened_on": None, "counts_on": "2024-06-01",
    "recorded_at": "2025-01-01T12:00:00.000001Z", "author": "owner ", "said_by": "B", "source_id": "H2", "amends": 1,
    "batch": 1, "source_row": None, "identity": None, "body": "{}", "geometry": b"wkb\0", "land": b"",
}  # fmt: skip
values = st.none() | st.integers(-(2**62), 2**62) | st.text(max_size=8) | st.binary(max_size=8)


def chain(count: int) -> list[tuple[Entry, bytes]]:
    return list(seal_all((ENTRY._replace(number=number) for number in range(1, count + 1)), GENESIS))


@pytest.mark.parametrize("name", Entry._fields)
def test_any_changed_value_changes_the_digest(name):
    assert seal(ENTRY._replace(**{name: OTHER[name]}), GENESIS) != seal(ENTRY, GENESIS)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, "1"), (1, b"1"), ("1", b"1"), (None, ""), (None, b""), ("", b""), (None, "n"), (1, 1.5), (0, None)],
)
def test_a_value_of_another_type_is_another_value(one, other):
    assert seal(ENTRY._replace(source_id=one), GENESIS) != seal(ENTRY._replace(source_id=other), GENESIS)


def test_a_value_cannot_move_into_its_neighbour():
    assert seal(ENTRY._replace(author="ab", said_by="c"), GENESIS) != seal(
        ENTRY._replace(author="a", said_by="bc"), GENESIS
    )
    assert seal(ENTRY._replace(author="as1;b", said_by=""), GENESIS) != seal(
        ENTRY._replace(author="a", said_by="b"), GENESIS
    )


@given(st.lists(values, min_size=16, max_size=16), st.lists(values, min_size=16, max_size=16))
def test_different_entries_have_different_digests(one, other):
    same = [(type(value), value) for value in one] == [(type(value), value) for value in other]
    assert (seal(Entry(*one), GENESIS) == seal(Entry(*other), GENESIS)) == same


def test_an_untouched_chain_holds():
    assert first_broken(chain(5)) is None
    assert first_broken([]) is None
    assert first_broken(chain(5)[2:], after=2, previous=chain(5)[1][1]) is None


@dataclass
class Tampering:
    name: str
    broken_at: int

    def __call__(self, sealed: list[tuple[Entry, bytes]]) -> list[tuple[Entry, bytes]]:
        changed = list(sealed)
        match self.name:
            case "changed":
                changed[2] = (changed[2][0]._replace(said_by="B"), changed[2][1])
            case "changed and sealed again":
                entry = changed[2][0]._replace(said_by="B")
                changed[2] = (entry, seal(entry, changed[1][1]))
            case "swapped":
                changed[1], changed[2] = changed[2], changed[1]
            case "taken out":
                del changed[2]
            case "put in twice":
                changed.insert(2, changed[1])
            case "digest":
                changed[4] = (changed[4][0], bytes(32))
            case "digest as text":
                changed[4] = (changed[4][0], changed[4][1].hex())
        return changed


@pytest.mark.parametrize(
    "tampering",
    [
        Tampering("changed", 3), Tampering("changed and sealed again", 4), Tampering("swapped", 2),
        Tampering("taken out", 3), Tampering("put in twice", 3), Tampering("digest", 5), Tampering("digest as text", 5),
    ],
    ids=lambda tampering: tampering.name,
)  # fmt: skip
def test_the_first_broken_entry_is_named(tampering):
    assert first_broken(tampering(chain(5))) == tampering.broken_at


def test_the_loss_of_the_tail_is_not_seen_by_the_chain_alone():
    assert first_broken(chain(5)[:3]) is None


def test_a_journal_of_every_kind_of_entry_holds():
    field = Diary()
    field.write(
        "2024-05-02 H1 suspected square(0,0,10)",
        "2024-05-03 R1 cleared square(0,0,5)",
        "undated A1 accident point(1,1)",
        "withdraw 2",
    )
    assert first_broken(field.store.read()) is None
    assert {one.entry.kind for one in field.store.read()} <= set(KINDS)


@pytest.mark.parametrize("unknown", [0, -1, FORMAT + 1, 99])
def test_an_entry_of_an_unknown_format_is_refused(unknown):
    with pytest.raises(ValueError, match=f"format {unknown}"):
        upcast(ENTRY._replace(format=unknown))


def test_an_entry_of_this_format_is_read_as_it_is():
    assert upcast(ENTRY) is ENTRY


def test_an_entry_of_an_older_format_is_taken_through_every_step(monkeypatch):
    monkeypatch.setattr(steps, "FORMAT", 3)
    monkeypatch.setattr(steps, "STEPS", {
        1: lambda entry: entry._replace(format=2, author=entry.author + "1"),
        2: lambda entry: entry._replace(format=3, author=entry.author + "2"),
    })  # fmt: skip
    assert upcast(ENTRY) == ENTRY._replace(format=3, author="owner12")
