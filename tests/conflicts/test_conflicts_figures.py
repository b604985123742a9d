"""What a stated figure can mean, what it counts, and what a headline says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.conflicts.figure import figure_range, grain_of, range_of, significant_digits
from tilth.conflicts.headline import headline_figures
from tilth.conflicts.scope import scope_of
from tilth.evidence.statement import read_statement


def ends(value, unit, qualifier=""):
    found = figure_range(Decimal(value), unit, qualifier)
    return found.low, found.high


@pytest.mark.parametrize(
    ("value", "grain"),
    [("81833", 1), ("42400", 100), ("500000", 10_000), ("20", 1), ("5", 1), ("0", 1), ("20.0", 1), ("0.30", "0.01")],
)
def test_a_figure_speaks_at_the_grain_of_its_last_digit_but_at_least_of_its_second(value, grain):
    assert grain_of(Decimal(value)) == Decimal(grain)


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        ("500000", "", 495_000, 505_000),
        ("500000", "almost", 490_000, 500_000),
        ("185000", "over", 185_000, 186_000),
        ("71200", "about", 71_100, 71_300),
        ("10", "at least", "9.5", "Infinity"),
        ("10", "no more than", "-Infinity", "10.5"),
        ("3", "less than", 2, 3),
        ("45", "reported, disputed", "44.5", "45.5"),
    ],
)
def test_words_move_the_ends_of_a_range_by_whole_grains(value, qualifier, low, high):
    assert ends(value, "items", qualifier) == (Decimal(low), Decimal(high))


def test_the_same_figure_in_two_units_means_the_same():
    assert ends("26000", "ha") == ends("260", "km2")


@given(st.integers(1, 10**15), st.integers(0, 6))
def test_a_rounded_number_can_mean_the_number_it_was_rounded_from(exact, digits):
    kept = max(2, len(str(exact)) - digits)
    rounded = int(Decimal(exact).scaleb(kept - len(str(exact))).to_integral_value()) * 10 ** (len(str(exact)) - kept)
    low, high = ends(str(rounded), "items")
    if significant_digits(Decimal(rounded)) >= kept:
        assert low <= exact <= high
    exact_range, round_range = figure_range(Decimal(exact), "items"), figure_range(Decimal(rounded), "items")
    assert exact_range.nearly_meets(round_range) or exact < 100 or digits > 1


@given(
    st.decimals(Decimal(0), Decimal(10**12), places=2),
    st.sampled_from(["", "over", "almost", "about", "at least", "up to"]),
)
def test_a_range_is_never_empty_and_the_loose_one_holds_it(value, qualifier):
    found = figure_range(value, "ha", qualifier)
    assert found.low < found.high
    assert found.loose_low <= found.low
    assert found.high <= found.loose_high


def say(**more):
    row = {"claim_id": "A", "metric": "area_cleared", "value": "1", "unit": "ha"} | more
    return read_statement(row)[0]


def test_a_figure_in_a_unit_of_another_dimension_means_nothing():
    assert range_of(say(unit="items")) is None
    assert range_of(say(unit="")) is None
    assert range_of(say(value="many")) is None


@pytest.mark.parametrize(
    ("words", "place", "actor", "part", "since"),
    [
        ("Kursk oblast", "Kursk oblast", "", "", ""),
        ("EMERCOM only, since Aug 2024", "", "EMERCOM", "", "Aug 2024"),
        ("39 settlements since March 2025", "", "", "39 settlements", "March 2025"),
        ("9th Engineer Battalion only", "", "9th Engineer Battalion", "", ""),
        ("by the Rescue Service, Ruritania", "Ruritania", "the Rescue Service", "", ""),
        ("Upper Lake district of Ruritania", "Ruritania", "", "Upper Lake district", ""),
        ("border districts of Ruritania", "border districts of Ruritania", "", "", ""),
        ("Zenda, Ruritania", "Ruritania", "", "Zenda", ""),
        ("excluding Zenda", "", "", "excluding Zenda", ""),
        ("Luhansk Oblast (source: somebody)", "Luhansk Oblast", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_scope_says_where_by_whom_which_part_and_since_when(words, place, actor, part, since):
    found = scope_of(say(scope=words))
    assert (found.place, found.actor, found.part, found.since) == (place, actor, part, since)


def test_words_for_a_kind_of_area_do_not_count_beside_a_name():
    assert scope_of(say(scope="Kursk oblast")) == scope_of(say(scope="the Kursk Region"))
    assert scope_of(say(scope="border districts of Ruritania")) == scope_of(say(scope="Ruritania"))
    assert scope_of(say(scope="Kursk oblast")) != scope_of(say(scope="Luhansk oblast"))


@pytest.mark.parametrize(
    ("words", "relative"), [("border districts", True), ("the region", True), ("Kursk oblast", False)]
)
def test_a_scope_is_relative_where_it_names_no_area(words, relative):
    assert scope_of(say(scope=words)).is_relative is relative


def test_a_subject_told_apart_is_the_place_and_the_rest_what_was_counted():
    found = scope_of(say(subject="Cambodia", scope="APM"))
    assert (found.place, found.what, str(found)) == ("Cambodia", "APM", "Cambodia, APM")
    assert scope_of(say(subject="Ukraine", scope="Kharkiv region")).part == "Kharkiv region"
    assert scope_of(say(metric="area_cleared_by_unit", subject="9th Battalion", scope="")).actor == "9th Battalion"


@pytest.mark.parametrize(
    ("slug", "unit", "value"),
    [
        ("region-aims-to-clear-mines-in-112-populated-areas", "settlements", 112),
        ("v-oblasti-obezvrezheno-539-348-vzryvoopasnyh-predmetov.html", "items", 539_348),
        ("silent-front-to-neutralize-550000-explosive-devices", "items", 550_000),
        ("deminers-clear-2-5-million-square-metres-of-land", "m2", 2_500_000),
        ("over-81-thousand-hectares-were-cleared", "ha", 81_000),
    ],
)
def test_a_headline_figure_is_read_from_an_address(slug, unit, value):
    (found,) = headline_figures(f"https://news.example/2025/08/25/{slug}?page=2")
    assert found.unit == unit
    assert value in found.readings


@pytest.mark.parametrize(
    "url", ["", "x", "https://a.example", "https://a.example/2025/12-34-56", "a/b-in-2024-mines-kill"]
)
def test_other_numbers_are_no_headline_figures(url):
    assert headline_figures(url) == []
