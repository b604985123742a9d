"""Amend, withdraw, approve: the earlier entry stays, a second one names it; what makes no sense is refused."""

from __future__ import annotations

import pytest
import shapely
from diary import Diary, log, shape

from tilth.desk.accounting import Question, answer
from tilth.desk.checking import verify
from tilth.desk.mending import amend, approve, withdraw
from tilth.desk.refusal import Refusal
from tilth.places.frame import to_lonlat
from tilth.store.geopackage import create
from tilth.store.memory import Memory


@pytest.fixture(params=["memory", "geopackage"])
def field(request, tmp_path):
    """1 a hazard, 2 its release, 3 an accident, 4 a record in words, 5 a statement, 6 a task."""
    store = Memory() if request.param == "memory" else create(tmp_path / "p.gpkg")
    written = Diary(store)
    written.write(
        "2024-05-02 H1 suspected square(0,0,100)",
        "2024-06-02 R1 cleared square(0,0,50) of H1",
        "2024-06-03 A1 accident point(20,20)",
        "2024-06-04 U1 suspected",
        "2024-06-05 C1 statement",
        "2024-06-06 T1 task square(0,0,50)",
    )
    yield written
    store.close()


def mend(field: Diary, entry: int, **changes: str):
    return amend(field.programme, entry, changes, why="a form", author="owner", now=field.now)


def wkt(words: str) -> str:
    return shapely.to_wkt(to_lonlat([shape(words)])[0], rounding_precision=-1)


def refusal(action) -> str:
    with pytest.raises(Refusal) as refused:
        action()
    return refused.value.number


def test_an_amendment_takes_the_place_of_the_entry_and_says_why(field):
    booked = mend(field, 1, district="D1")
    entries = log(field.store)
    assert (booked.number, entries[-1]["amends"], entries[-1]["body"]) == (7, 1, {"district": "D1", "why": "a form"})
    same = ("kind", "happened_on", "said_by", "source_id", "geometry")
    assert [entries[-1][name] for name in same] == [entries[0][name] for name in same]
    assert field.land() == {"suspected": 7500, "cleared": 2500}


def test_a_field_is_taken_away_by_an_empty_text(field):
    mend(field, 2, hazard="")
    assert "hazard" not in log(field.store)[-1]["body"]


def test_a_mended_date_counts_alone(field):
    mend(field, 1, happened_on="2024-01-05")
    assert field.land("2024-01-05") == {"suspected": 10000}
    mend(field, 7, happened_on="2024-06-30")
    assert field.land("2024-06-29") == {"cleared": 2500}
    assert field.land() == {"suspected": 7500 + 2500}  # it counts after the release, on the same land


def test_a_mended_outline_resizes(field):
    mend(field, 1, geometry=wkt("box(0,0,60,100)"), happened_on="2024-07-01")
    assert field.land() == {"suspected": 3500, "cleared": 2500}
    assert field.flows(start="2024-06-30") == {"resized suspected unrecorded": 4000}
    assert log(field.store)[-1]["body"]["area_m2"] == 6000


def test_a_mended_kind_is_reclassified(field):
    mend(field, 1, kind="confirmed", happened_on="2024-07-01")
    assert field.flows(start="2024-06-30") == {"reclassified suspected confirmed": 7500}


def test_a_point_is_moved_to_a_point(field):
    mend(field, 3, geometry=wkt("point(80,80)"))
    assert shapely.from_wkb(log(field.store)[-1]["geometry"]).equals(shape("point(80,80)"))
    assert refusal(lambda: mend(field, 7, geometry=wkt("square(0,0,5)"))) == "422.1"


@pytest.mark.parametrize("entry", [1, 2, 3, 4, 5, 6])
def test_whatever_can_be_amended_or_withdrawn_leaves_books_that_can_be_folded(field, entry):
    mend(field, entry, note="x")
    assert verify(field.programme)["ok"]
    withdraw(field.programme, 7, why="a form", author="owner", now=field.now)
    assert verify(field.programme, geometry=True)["ok"]
    assert log(field.store)[-1]["source_id"] == log(field.store)[entry - 1]["source_id"]


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (1, {"happened_on": "soon"}),
        (1, {"happened_on": "2099"}),
        (1, {"kind": "mines"}),
        (1, {"kind": "accident"}),
        (3, {"kind": "suspected"}),
        (5, {"kind": "suspected"}),
        (1, {"geometry": "POLYGON((0 0, 1 1"}),
        (1, {"geometry": "POINT(17 44)"}),
        (1, {"geometry": ""}),
        (1, {"area_m2": "5000"}),
        (4, {"area_m2": "many"}),
        (4, {"area_m2": "-5"}),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_nothing_is_booked(field, entry, changes):
    assert refusal(lambda: mend(field, entry, **changes)) == "422.1"
    assert field.store.head().entries == 6


def test_a_size_in_words_can_be_mended(field):
    mend(field, 4, area_m2="5000")
    asked = answer(field.programme, Question(as_at="2024-12-31"), today=field.now.date())
    assert asked["undrawn"]["suspected"] == 5000


def test_only_the_last_word_can_be_mended(field):
    mend(field, 1, note="x")
    assert refusal(lambda: mend(field, 1, note="y")) == "409.3"
    assert refusal(lambda: withdraw(field.programme, 1, why="x", author="owner", now=field.now)) == "409.3"


@pytest.mark.parametrize("entry", [0, -1, 7, 10**12])
def test_an_entry_that_is_not_there_cannot_be_mended(field, entry):
    assert refusal(lambda: mend(field, entry, note="x")) == "404.3"


def test_a_withdrawal_and_an_approval_cannot_be_mended(field):
    withdraw(field.programme, 2, why="x", author="owner", now=field.now)
    approve(field.programme, 1, author="supervisor", now=field.now)
    for entry in (7, 8):
        assert refusal(lambda entry=entry: mend(field, entry, note="x")) == "409.4"
        assert (
            refusal(lambda entry=entry: withdraw(field.programme, entry, why="x", author="o", now=field.now)) == "409.4"
        )


def test_a_withdrawn_release_is_suspected_land_again(field):
    withdraw(field.programme, 2, why="wrong district", author="owner", now=field.now)
    assert field.land() == {"suspected": 10000}
    assert field.land("2024-12-31") == {"suspected": 7500, "cleared": 2500}
    assert log(field.store)[-1]["body"] == {"why": "wrong district"}


def test_nobody_approves_what_they_wrote(field):
    assert refusal(lambda: approve(field.programme, 2, author="owner", now=field.now)) == "403.2"
    land = field.land()
    approve(field.programme, 2, author="supervisor", now=field.now)
    assert (log(field.store)[-1]["kind"], log(field.store)[-1]["body"]) == ("approval", {"approves": 2})
    assert field.land() == land
