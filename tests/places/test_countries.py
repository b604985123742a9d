"""Codes, names and outlines of countries."""

from importlib.resources import files

import numpy as np
import pytest
import shapely

from tilth.places.countries import _rows, country_of, outline
from tilth.places.frame import FRAME, LONLAT, move


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("BIH", "BIH"),
        ("bih", "BIH"),
        ("Bosnia and Herzegovina", "BIH"),
        ("Bosnia", "BIH"),
        ("  bosnia  AND ", "BIH"),
        ("Syria", "SYR"),
        ("Laos", "LAO"),
        ("Niger", "NER"),
        ("Türkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Viet Nam", "VNM"),
        ("Ukraine", "UKR"),
        ("Kosovo", "XKX"),
    ],
)
def test_a_country_is_known_by_code_name_or_beginning(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize("name", ["", "Atlantis", "United", "Congo", "Korea", "B"])
def test_what_is_no_country_or_several_is_none(name: str) -> None:
    assert country_of(name) is None


@pytest.mark.parametrize("code", ["", "bih", "XXX", "Bosnia"])
def test_an_outline_needs_a_code(code: str) -> None:
    with pytest.raises(ValueError, match="country_of"):
        outline(code)


def test_every_outline_is_a_valid_shape_within_the_world() -> None:
    for code in _rows():
        shape = outline(code).polygon
        assert shapely.is_valid(shape), code
        west, south, east, north = shape.bounds
        assert -180 <= west < east <= 180, code
        assert -90 <= south < north <= 90, code


def test_the_table_is_small() -> None:
    assert len(files("tilth.places").joinpath("countries.csv").read_bytes()) < 400_000


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [
        ("BIH", 18.41, 43.86),
        ("COL", -75.57, 6.25),
        ("KHM", 104.92, 11.56),
        ("RUS", 36.19, 51.73),
        ("UKR", 34.1, 44.95),
        ("SYR", 35.82, 33.12),
        ("CYP", 33.36, 35.25),
        ("SOM", 44.06, 9.56),
        ("ESH", -13.2, 26.5),
        ("SSD", 28.43, 9.6),
    ],
)
def test_a_place_of_a_programme_lies_in_its_outline(code: str, lon: float, lat: float) -> None:
    assert shapely.contains_xy(outline(code).polygon, lon, lat)


@pytest.mark.parametrize(("code", "other"), [("BIH", (2.35, 48.85)), ("COL", (-77.04, -12.05)), ("UKR", (21.0, 52.2))])
def test_a_place_of_another_country_does_not(code: str, other: tuple[float, float]) -> None:
    assert outline(code).far_outside(move(np.array([other]), source=LONLAT, target=FRAME)).all()


def test_a_place_just_across_the_border_is_not_far() -> None:
    # the western tip of the invented square; 0.01 degrees of longitude at 60 N are 557 m
    from tilth.places.outline import Outline

    square = Outline("Square", "SQU", shapely.box(10, 60, 11, 61))
    lons = [10 - 0.080, 10 - 0.095, 10.5]
    xy = move(np.array([[lon, 60.5] for lon in lons]), source=LONLAT, target=FRAME)
    assert square.far_outside(xy).tolist() == [False, True, False]
