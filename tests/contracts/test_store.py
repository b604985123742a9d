"""One contract for every store: what `tilth.desk.ports` promises, memory and file must keep alike."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from diary import Diary, draft, shape

from tilth.desk.booking import write
from tilth.desk.ports import Head, Store
from tilth.journal.entry import Entry
from tilth.journal.seal import GENESIS, first_broken
from tilth.land.books import Books
from tilth.land.fold import absorb
from tilth.store.geopackage import create
from tilth.store.memory import Memory


@pytest.fixture(params=["memory", "geopackage"])
def store(request, tmp_path):
    made: Store = Memory() if request.param == "memory" else create(tmp_path / "p.gpkg")
    yield made
    made.close()


@pytest.fixture
def field(store):
    """Five entries: two hazards, a release, an accident, and an amendment of the first."""
    written = Diary(store)
    written.write(
        "2024-05-02 H1 suspected square(0,0,100)",
        "2024-05-03 H2 confirmed square(200,0,100)",
        "2024-06-01 R1 cleared square(0,0,50) of H1",
        "2024-06-02 A1 accident point(20,20)",
        "2024-06-03 H1 suspected square(0,0,80) amends 1",
    )
    return written


def sealed(store: Store) -> list[tuple[Entry, bytes]]:
    return [(one.entry, one.digest) for one in store.read()]


def test_an_empty_journal_ends_at_its_genesis(store):
    assert store.head() == Head(0, GENESIS, "")
    assert list(store.read()) == []
    assert store.entry(1) is None
    assert store.folds(0) == []
    assert store.outside_edits() == []


def test_the_head_is_the_last_entry(store, field):
    entry, digest = sealed(store)[-1]
    assert store.head() == Head(5, digest, entry.recorded_at)
    assert str(store.head()) == f"5:{digest.hex()}"


def test_entries_come_back_in_order_and_whole(store, field):
    entries = [entry for entry, _ in sealed(store)]
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert first_broken(sealed(store)) is None
    assert entries[2].geometry == shapely.to_wkb(shape("square(0,0,50)"), byte_order=1)
    assert entries[2].body == '{"hazard":"H1"}'
    assert entries[3].land is None
    assert store.entry(3) == entries[2]
    assert store.entry(6) is None


def test_reading_may_begin_anywhere_and_choose_kinds(store, field):
    assert [one.entry.number for one in store.read(4)] == [4, 5]
    assert [one.entry.number for one in store.read(9)] == []
    assert [one.entry.number for one in store.read(kinds=("accident", "cleared"))] == [3, 4]
    assert [one.entry.number for one in store.read(4, kinds=("suspected",))] == [5]
    assert [one.entry.number for one in store.read(kinds=())] == []


def test_reading_may_leave_drawn_entries_out(store, field):
    field.write("undated H9 suspected")
    assert [one.entry.number for one in store.read(kinds=("suspected", "cleared"), drawn=False)] == [6]


def test_reading_may_ask_for_what_a_body_holds(store, field):
    assert [one.entry.number for one in store.read(holding='"hazard":"H1"')] == [3]
    assert [one.entry.number for one in store.read(4, holding='"hazard":"H1"')] == []
    assert [one.entry.number for one in store.read(kinds=("suspected",), holding='"hazard"')] == []


def test_fold_state_leads_from_any_entry_to_the_head_or_is_none(store, field):
    for after in range(6):
        changes = store.folds(after)
        if changes is not None and after == 0:
            books = Books()
            for change in changes:
                absorb(books, change)
            assert books.last_entry == 5
    assert store.folds(5) == []


def test_land_is_found_by_its_bounds(store, field):
    def touched(*words: str) -> list[int]:
        numbers, wkb = store.touching(shapely.bounds(np.array([shape(one) for one in words], dtype=object)))
        assert [store.entry(number).geometry for number in numbers.tolist()] == wkb
        return numbers.tolist()

    assert touched("square(10,10,5)") == [1, 3, 5]
    assert touched("square(90,90,5)") == [1]
    assert touched("square(100,100,10)") == [1]
    assert touched("square(10,10,5)", "square(250,50,5)") == [1, 2, 3, 5]
    assert touched("square(1000,1000,5)") == []
    assert touched("point(20,20)") == [1, 3, 5]


def test_asking_for_no_land_finds_none(store, field):
    numbers, wkb = store.touching(np.empty((0, 4)))
    assert (numbers.tolist(), wkb) == ([], [])


def test_an_empty_store_has_no_land(store):
    numbers, wkb = store.touching(np.array([[0.0, 0.0, 1.0, 1.0]]))
    assert (numbers.tolist(), wkb) == ([], [])


def test_identities_are_found_again(store, field):
    marked = draft("2024-07-01 H5 suspected square(500,0,10)")
    marked.identity = b"sixteen bytes ok"
    field.book([marked])
    assert store.booked([b"sixteen bytes ok", b"something else.."]) == {b"sixteen bytes ok": 6}
    assert store.booked([]) == {}


def test_live_ids_are_those_that_nothing_amends(store, field):
    assert store.live_ids("A", None, "suspected") == {"H1": [5], "H2": [2]}
    assert store.live_ids("A", None, "confirmed") == {"H1": [5], "H2": [2]}
    assert store.live_ids(None, {"H2", "X"}, "suspected") == {"H2": [2]}
    assert store.live_ids("B", None, "suspected") == {}
    assert store.live_ids("A", None, "reduced") == {"R1": [3]}
    assert store.live_ids("A", None, "accident") == {"A1": [4]}
    assert store.live_ids("A", set(), "suspected") == {}


def test_two_live_entries_of_one_id_are_both_named(store, field):
    field.write("2024-07-01 H2 suspected square(600,0,10)")
    assert store.live_ids("A", {"H2"}, "suspected") == {"H2": [2, 6]}


def test_statements_have_live_ids_of_their_own(store, field):
    field.write("undated C1 statement", "undated C2 statement", "withdraw 6")
    assert store.live_ids("A", None, "statement") == {"C2": [7]}


def test_the_replacement_of_an_entry_is_the_one_that_names_it(store, field):
    assert store.replacement(1) == 5
    assert store.replacement(5) is None
    field.write("withdraw 5")
    assert store.replacement(5) == 6


def test_a_transaction_that_fails_leaves_nothing_behind(store, field):
    before, land = sealed(store), field.land()

    def fail() -> None:
        with field.programme.writing() as writer:
            write(
                field.programme,
                [draft("2024-07-01 H5 suspected square(0,0,500)")],
                author="owner",
                now=field.now,
                writer=writer,
            )
            assert writer.head().entries == 6
            raise OSError("the roof fell in")

    with pytest.raises(OSError, match="roof"):
        fail()
    assert sealed(store) == before
    assert store.live_ids("A", {"H5"}, "suspected") == {}
    assert store.touching(np.array([[0.0, 0.0, 1.0, 1.0]]))[0].tolist() == []
    assert field.land() == land
    field.write("2024-07-01 H5 suspected square(300,0,10)")
    assert field.land()["suspected"] == land["suspected"] + 100
    assert first_broken(store.read()) is None


def test_inside_a_transaction_its_own_entries_are_seen(store, field):
    with field.programme.writing() as writer:
        write(
            field.programme,
            [draft("2024-07-01 H5 suspected square(500,0,10)")],
            author="owner",
            now=field.now,
            writer=writer,
        )
        assert writer.entry(6) is not None
        assert writer.live_ids("A", {"H5"}, "suspected") == {"H5": [6]}
        assert writer.touching(shapely.bounds(np.array([shape("square(500,0,10)")])))[0].tolist() == [6]


def test_layers_may_be_rebuilt_and_fold_state_forgotten_at_any_time(store, field):
    before, land = sealed(store), field.land()
    with field.programme.writing() as writer:
        writer.forget_folds()
        writer.rebuild_layers()
        writer.settle([])
    field.programme.forget_books()
    assert sealed(store) == before
    assert field.land() == land
    field.write("2024-07-01 H5 suspected square(300,0,10)")
    assert Diary(store).land() == field.land()
