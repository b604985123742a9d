"""The land of a picture is the land of the account, drawn."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from programmes import TODAY, book, programme, square

from tilth.desk.draft import Draft
from tilth.desk.picturing import land_picture
from tilth.land.account import account
from tilth.units.dates import parse_when


def drawn_m2(picture):
    return {status: round(land.area) for status, land in picture.by_status.items() if land.area}


def accounted_m2(made, as_at, known=None):
    closing = account(made.postings(known), start=None, as_at=as_at).closing
    return {status: m2 for status, m2 in closing.items() if m2}


def test_each_piece_of_ground_is_drawn_once_in_its_present_status():
    made = book(programme(), square("suspected", 0, 0, 100), square("cleared", 50, 0, 100, day="2021-05-01"))
    picture = land_picture(made, as_at=TODAY)
    assert picture.by_status["suspected"].equals(shapely.box(0, 0, 50, 100))
    assert picture.by_status["cleared"].equals(shapely.box(50, 0, 150, 100))


def test_an_earlier_day_shows_the_land_as_it_was_then():
    made = book(programme(), square("suspected", 0, 0, 100), square("cleared", 0, 0, 100, day="2021-05-01"))
    assert drawn_m2(land_picture(made, as_at=date(2020, 12, 31))) == {"suspected": 10_000}
    assert drawn_m2(land_picture(made, as_at=date(2019, 12, 31))) == {}


def test_what_was_not_yet_known_is_not_drawn():
    made = book(programme(), square("suspected", 0, 0, 100))
    known = made.store.head().entries
    book(made, square("cleared", 0, 0, 100, day="2020-06-01"))
    assert drawn_m2(land_picture(made, as_at=TODAY, known=known)) == {"suspected": 10_000}


def test_land_that_was_withdrawn_is_no_longer_drawn():
    made = book(programme(), square("suspected", 0, 0, 100))
    book(made, Draft("withdrawal", "An operator", parse_when("2021-01-01"), amends=made.store.head().entries))
    assert drawn_m2(land_picture(made, as_at=TODAY)) == {}
    assert drawn_m2(land_picture(made, as_at=date(2020, 12, 31))) == {"suspected": 10_000}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["suspected", "confirmed", "cancelled", "reduced", "cleared"]),
            st.integers(0, 6),
            st.integers(0, 6),
            st.integers(1, 5),
            st.integers(2018, 2023),
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(2018, 2023),
)
def test_whatever_is_booked_the_drawing_measures_what_the_account_says(told, year):
    drafts = [square(kind, 10 * x, 10 * y, 10 * side, day=f"{day}-03-01") for kind, x, y, side, day in told]
    made = book(programme(), *drafts)
    as_at = date(year, 12, 31)
    assert drawn_m2(land_picture(made, as_at=as_at)) == accounted_m2(made, as_at)


def test_an_invented_province_is_drawn_to_a_few_square_metres(invented):
    _, made = invented
    drawn, accounted = drawn_m2(land_picture(made, as_at=TODAY)), accounted_m2(made, TODAY)
    assert drawn.keys() == accounted.keys()
    assert all(abs(drawn[status] - accounted[status]) < 25 for status in accounted)


def test_with_too_many_outlines_they_are_given_as_stated():
    made = book(programme(), square("suspected", 0, 0, 100), square("cleared", 0, 0, 50))
    picture = land_picture(made, as_at=TODAY, most=1)
    assert len(picture.outlines) == 2
    assert not picture.by_status
    assert not picture.is_empty


def test_nothing_booked_is_nothing_to_draw():
    assert land_picture(programme(), as_at=TODAY).is_empty


@pytest.mark.parametrize("kind", ["accident", "find"])
def test_points_are_told_until_somebody_takes_them_back(kind):
    made = programme()
    book(made, Draft(kind, "An operator", parse_when("2020-05-01"), None, shapely.Point(3, 4)))
    assert land_picture(made, as_at=TODAY).points[kind].tolist() == [[3, 4]]
    book(made, Draft("withdrawal", "An operator", parse_when("2021-01-01"), amends=made.store.head().entries))
    assert not len(land_picture(made, as_at=TODAY).points[kind])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["suspected", "confirmed", "cancelled", "reduced", "cleared"]),
            st.integers(0, 6),
            st.integers(0, 6),
            st.integers(1, 5),
        ),
        min_size=1,
        max_size=8,
    ),
    st.tuples(st.integers(-1, 8), st.integers(-1, 8), st.integers(1, 6), st.integers(1, 6)),
)
def test_a_box_cut_out_of_the_picture_is_the_picture_in_that_box(entries, cut):
    drafts = [square(kind, x * 10, y * 10, side * 10, day=f"2020-01-{at + 1:02}")
              for at, (kind, x, y, side) in enumerate(entries)]  # fmt: skip
    made = book(programme(), *drafts)
    west, south, wide, high = (10.0 * one + 3.0 for one in cut)
    box = (west, south, west + wide, south + high)
    whole, part = land_picture(made, as_at=TODAY), land_picture(made, as_at=TODAY, within=box)
    for status in {*whole.by_status, *part.by_status}:
        expected = shapely.intersection(whole.by_status.get(status, shapely.Polygon()), shapely.box(*box))
        drawn = part.by_status.get(status, shapely.Polygon())
        assert shapely.symmetric_difference(expected, drawn).area < 1e-6
