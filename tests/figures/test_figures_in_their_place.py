"""Figures whose noun or day is found by what stands around them. The sentences are invented."""

from __future__ import annotations

from datetime import date

import pytest

from tilth.figures.dates import find_dates
from tilth.figures.quantities import find_quantities

PUBLISHED = date(2025, 3, 12)


def told(text):
    return [(int(one.value), one.unit) for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The list has 821 minefields over 90 km2. Of these, 786 lie in the hills and 35 in the plain.", [786, 35]),
        ("They found 29 such mines.", [29]),
        ("41 such persons were counted.", [41]),
        ("He lifted 12 x TM-62 and a boot.", [12]),
        ("How many deminers? There are 318 on the list.", [318]),
        ("She put the toll for the province at 1,082.", [1082]),
        ("41 Angolans and 12 Congolese were hurt.", [41, 12]),
        ("Six of my colleagues, 41 comrades and 3 educators came.", [6, 41, 3]),
        ("38 lots were sold.", [38]),
    ],
)
def test_what_is_counted_is_found(text, expected):
    counted = [value for value, unit in told(text) if unit in ("areas", "items", "persons")]
    assert [value for value in counted if value in expected] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N1.2 billion went to machines.", (1_200_000_000, "NGN")),
        ("Rs. 400,000 were paid.", (400_000, "PKR")),
        ("KRW 41 billion was spent.", (41_000_000_000, "KRW")),
        ("12 billion won were left.", (12_000_000_000, "KRW")),
        ("It cost 41 million kuna.", (41_000_000, "HRK")),
        ("The strip measures (41) hectares.", (41, "ha")),
        ("They waited twenty minutes.", (20, "minutes")),
    ],
)
def test_money_and_measures_are_read_in_their_own_unit(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The N7 was closed.",
        "In the first half of 2024 nothing moved.",
        "In the first nine months of this year nothing moved.",
        "A girl of nine years was hurt.",
        "A boy, 12 years, was hurt.",
        "He won three Japanese winches.",
    ],
)
def test_roads_periods_and_ages_are_no_amounts(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("As of 30. 6. 2024. all was quiet.", date(2024, 6, 30), date(2024, 6, 30)),
        ("The agency could field teams by November.", date(2025, 11, 1), date(2025, 11, 30)),
        ("They could do it by the end of the year.", date(2025, 12, 1), date(2025, 12, 31)),
        ("The field was cleared by November.", date(2024, 11, 1), date(2024, 11, 30)),
        ("Not before July, they say.", date(2025, 7, 1), date(2025, 7, 31)),
        ("Trains run from 1 June if the line is clear.", date(2025, 6, 1), date(2025, 6, 1)),
    ],
)
def test_a_missing_year_looks_ahead_with_a_plan_and_back_with_the_past(text, start, end):
    assert [(one.start, one.end) for one in find_dates(text, published=PUBLISHED)] == [(start, end)]
