"""Fold state is a cache: whatever happens to it, the books are those of the journal."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from diary import Diary
from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import drafts, histories, written

from tilth.desk.checking import rebuild, same_books, verify
from tilth.desk.programme import Programme, fold_journal
from tilth.land.books import Books
from tilth.store import folds
from tilth.store.geopackage import create, open_file


@pytest.fixture
def store(tmp_path):
    with create(tmp_path / "p.gpkg") as made:
        yield made


def folded(store) -> Books:
    books = Books()
    fold_journal(store, books)
    return books


def levels(store) -> list[int]:
    return [row[0] for row in store._db.execute("SELECT level FROM tilth_fold ORDER BY last_entry")]


def lines(count: int, first: int = 0) -> list[str]:
    return [
        f"2024-05-02 H{at} suspected square({at % 7 * 30},{at // 7 * 30},{40 if at % 3 else 20})"
        for at in range(first, first + count)
    ]


def test_small_pieces_are_merged_and_say_the_same(store, monkeypatch):
    monkeypatch.setattr(folds, "FAN", 4)
    field = Diary(store)
    for at, line in enumerate(lines(40)):
        field.write(line)
        assert len(levels(store)) <= 12
        if at % 8 == 0:
            assert same_books(Programme(store).books(), folded(store))
    assert max(levels(store)) >= 2
    assert same_books(Programme(store).books(), folded(store))


def test_sixty_four_pieces_become_one(store):
    field = Diary(store)
    field.write(*lines(63))
    assert levels(store) == [0] * 63
    field.write(*lines(1, 63))
    assert levels(store) == [1]
    assert same_books(Programme(store).books(), folded(store))
    assert verify(Programme(store))["ok"]


def test_large_and_small_pieces_in_turn_stay_few(store, monkeypatch):
    monkeypatch.setattr(folds, "FAN", 4)
    field = Diary(store)
    for at in range(30):
        field.write(*lines(1, at * 10))
        field.together(*lines(4, at * 10 + 1))
    assert len(levels(store)) <= 16
    assert same_books(Programme(store).books(), folded(store))


def test_fold_state_of_another_version_is_thrown_away_and_made_anew(store, monkeypatch):
    field = Diary(store)
    field.write(*lines(5))
    monkeypatch.setattr(folds, "FOLD_VERSION", 99)
    assert store.folds(0) is None
    later = Diary(store)
    assert later.land() == field.land()
    later.write(*lines(2, 5))
    assert store.folds(0) is not None
    assert same_books(Programme(store).books(), folded(store))


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM tilth_fold",
        "DELETE FROM tilth_fold WHERE last_entry = 3",
        "DELETE FROM tilth_fold WHERE last_entry > 3",
        "DELETE FROM tilth_fold WHERE last_entry < 3",
        "UPDATE tilth_fold SET head = x'00'",
        "UPDATE tilth_fold SET first_entry = 7 WHERE last_entry = 5",
    ],
)
def test_fold_state_that_is_missing_or_wrong_is_not_believed(store, harm):
    field = Diary(store)
    field.write(*lines(5))
    store._db.execute(harm)
    later = Diary(store)
    assert later.land() == field.land()
    later.write("2024-06-01 R1 cleared square(0,0,50)")
    assert same_books(Programme(store).books(), folded(store))
    assert verify(Programme(store))["ok"]


def test_figures_changed_in_the_fold_state_are_never_believed(store):
    """The state carries its own checksum: what was changed is folded anew from the journal."""
    field = Diary(store)
    field.write(*lines(5))
    faces = store._db.execute("SELECT faces FROM tilth_fold WHERE last_entry = 5").fetchone()[0]
    store._db.execute("UPDATE tilth_fold SET faces = ? WHERE last_entry = 5", (faces[:4] + b"\x01" + faces[5:],))
    assert store.folds(0) is None
    assert Diary(store).land() == field.land()
    assert verify(Programme(store))["ok"]
    rebuild(Programme(store))
    assert store.folds(0) is not None


@settings(max_examples=15, deadline=None)
@given(said=histories(), cuts=st.lists(st.integers(1, 8), max_size=4))
def test_a_rebuilt_file_equals_one_that_grew(said, cuts):
    with TemporaryDirectory() as folder, create(Path(folder) / "p.gpkg") as store:
        field = written(drafts(said), cuts=cuts, store=store)
        layers = everything(store)
        land, fresh = field.land(), Programme(store)
        assert same_books(fresh.books(), folded(store))
        rebuild(field.programme)
        assert everything(store) == layers
        assert same_books(Programme(store).books(), fresh.books())
        assert field.land() == land


def everything(store) -> dict[str, list]:
    tables = ("hazards", "releases", "accidents", "finds", "tasks", "tilth_land_index")
    return {table: store._db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}


# --- two programs at once -------------------------------------------------------------------------------------------


def test_a_second_process_catches_up_with_the_first(tmp_path):
    with create(tmp_path / "p.gpkg") as one, open_file(tmp_path / "p.gpkg") as two:
        first, second = Diary(one), Diary(two)
        first.write("2024-05-01 H0 suspected square(1000,0,100)")
        assert second.land() == {"suspected": 10000}
        second.write("2024-05-02 H1 suspected square(0,0,100)")
        assert first.land() == {"suspected": 20000}


def test_a_process_splits_the_land_that_another_one_booked(tmp_path):
    with create(tmp_path / "p.gpkg") as one, open_file(tmp_path / "p.gpkg") as two:
        first, second = Diary(one), Diary(two)
        first.write("2024-05-01 H0 suspected square(1000,0,100)")
        second.write("2024-05-02 H1 suspected square(0,0,100)")
        first.write("2024-05-03 R1 cleared square(0,0,50)")
        second.write("2024-05-04 R2 cancelled box(0,0,100,50)", "2024-05-04 R3 reduced square(1000,0,10)")
        first.write("2024-05-05 R4 cleared square(0,0,100)")
        assert first.land() == second.land() == {"suspected": 9900, "cleared": 7500, "cancelled": 2500, "reduced": 100}
        assert verify(first.programme, geometry=True)["ok"]


@settings(max_examples=15, deadline=None)
@given(said=histories(least=4), turns=st.lists(st.booleans(), min_size=8, max_size=8))
def test_two_processes_in_turn_write_what_one_would_have_written(said, turns):
    with TemporaryDirectory() as folder, create(Path(folder) / "p.gpkg") as one, open_file(one.path) as two:
        both = written([], store=one), written([], store=two)
        alone = written([])
        for draft, second, again in zip(drafts(said), turns, drafts(said), strict=False):
            both[second].book([draft], a_day_on=False)
            alone.book([again], a_day_on=False)
        assert both[0].land() == both[1].land() == alone.land()
        assert both[0].store.head() == alone.store.head()
