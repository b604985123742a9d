"""The land record: what is sealed comes back, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.land.books import Books, LandEntry
from tilth.land.fold import Delta, absorb
from tilth.land.record import LandRecord, decode

whole = st.integers(0, 2**40)
records = st.builds(
    LandRecord, whole, st.none() | st.tuples(whole, whole), st.lists(st.tuples(whole, whole, whole), max_size=5),
    st.lists(whole, max_size=5), st.lists(whole, max_size=5), st.booleans(),
)  # fmt: skip


@given(records)
def test_a_record_comes_back_from_its_bytes(record):
    assert decode(record.encode()) == record


@given(records, st.integers(1, 8))
def test_a_record_that_was_cut_short_is_refused(record, words):
    with pytest.raises(ValueError, match="land record"):
        decode(record.encode()[: -8 * words])


@pytest.mark.parametrize("raw", [b"", b"1234567", b"\0" * 9])
def test_bytes_that_are_no_whole_numbers_are_refused(raw):
    with pytest.raises(ValueError, match=r"land record|multiple"):
        decode(raw)


def test_entries_come_in_order():
    books = Books()
    books.note(LandEntry(1, 0, 0))
    with pytest.raises(ValueError, match="cannot follow"):
        books.note(LandEntry(3, 0, 0))


def test_a_record_that_does_not_follow_the_faces_is_refused():
    books = Books()
    books.note(LandEntry(1, 1, 0))
    with pytest.raises(ValueError, match="does not follow"):
        books.apply(LandRecord(5, (1, 1)))


def test_fold_state_of_other_entries_is_refused():
    with pytest.raises(ValueError, match="does not follow"):
        absorb(Books(), Delta(7, 8, b"", b"", b""))
