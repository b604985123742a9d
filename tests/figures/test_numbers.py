"""How figures are written: separators, scales, words and parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.figures.digits import NumberHabit, read_digits
from tilth.figures.numbers import figures
from tilth.figures.ranges import join_ranges
from tilth.figures.word_numbers import read_words


def read(text):
    """The values of a text, a range as a pair."""
    found = join_ranges(text, figures(text, habit=NumberHabit.learned(text)))
    return [one.value if one.high is None else (one.value, one.high) for one in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("81,833 hectares", 81833),
        ("81 833 hectares", 81833),
        ("81\u202f833 hectares", 81833),
        ("81\u00a0833 hectares", 81833),
        ("81’833 Hektaren", 81833),
        ("1.234,5 km2", Decimal("1234.5")),
        ("1,234.5 km2", Decimal("1234.5")),
        ("1.234.567 m2", 1234567),
        ("12,34,567 mines", 1234567),
        ("3,5 sq km", Decimal("3.5")),
        ("0,125 km2", Decimal("0.125")),
        ("2.7 million square metres", 2_700_000),
        ("2.7m square metres", 2_700_000),
        ("2,7 mln square metres", 2_700_000),
        ("2.7 thousand items", 2700),
        ("500k items", 500_000),
        ("1.2bn dollars", 1_200_000_000),
        ("$2.7m", 2_700_000),
        ("539 thousand 348 objects", 539_348),
        ("3 million 200 thousand objects", 3_200_000),
        ("two and a half thousand shells", 2500),
        ("half a million mines", 500_000),
        ("half a hectare", Decimal("0.5")),
        ("a dozen villages", 12),
        ("two dozen villages", 24),
        ("twenty-five deminers", 25),
        ("two point three billion drams", 2_300_000_000),
        ("US$ 7.4 M", 7_400_000),
        ("1½ hectares", Decimal("1.5")),
        ("1/4 of the land", 25),
        ("three in four casualties", 75),
        ("two-hundred-and-fifty shells", 250),
        ("Four hundred and seventeen mines", 417),
        ("a hundred and twenty thousand shells", 120_000),
        ("three quarters of the farmland", 75),
        ("one in five casualties", 20),
        ("nine in ten accidents", 90),
    ],
)
def test_a_figure_is_read_however_it_is_written(text, value):
    assert read(text) == [value]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("between 5 and 8 km2", (5, 8)),
        ("5–8 km2", (5, 8)),
        ("5-8 million mines", (5_000_000, 8_000_000)),
        ("from 20 to 25 teams", (20, 25)),
        ("two or three weeks", (2, 3)),
        ("$12 to 15 million", (12_000_000, 15_000_000)),
    ],
)
def test_the_two_ends_of_a_range_are_one_figure(text, ends):
    assert read(text) == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "the number of teams rose from 20 to 25",
        "20 and 25 teams",
        "25-20",
    ],
)
def test_a_change_from_one_value_to_another_is_no_range(text):
    assert sorted(read(text)) == [20, 25]


@pytest.mark.parametrize(
    "text",
    [
        "dozens of villages, hundreds of thousands of mines, several hundred shells, a few thousand rounds",
        "PMN-2, TM-62, BM-21, Mi-8, T-34",
        "the 528th regiment, the 1st brigade, the 1990s",
        "12.12.2025, 2025-12-12, 14:30, 24/7, 51° north, https://example.org/2025/45",
        "1.2.3.4, 1,2,3",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text):
    assert read(text) == []


def test_a_blank_between_two_figures_does_not_join_them():
    assert read("12 122-mm rockets") == [12, 122]
    assert read("On May 5 300 people came") == [5, 300]


@pytest.mark.parametrize(
    ("elsewhere", "comma", "dot"),
    [
        ("", 3500, Decimal("3.5")),
        ("Cleared were 12,75 ha.", Decimal("3.5"), 3500),
        ("Cleared were 1.234,5 ha.", Decimal("3.5"), 3500),
        ("Cleared were 12.75 ha.", 3500, Decimal("3.5")),
        ("Cleared were 1,234.5 ha.", 3500, Decimal("3.5")),
        ("Destroyed were 842.000 items of ordnance, 63.5 per cent of them bomblets.", 3500, 3500),
        ("Destroyed were 12,400 mines on 3,5 km2.", 3500, Decimal("3.5")),
    ],
)
def test_a_doubtful_mark_follows_the_habit_of_the_document(elsewhere, comma, dot):
    habit = NumberHabit.learned(elsewhere)
    assert read_digits("3,500", habit=habit)[0] == comma
    assert read_digits("3.500", habit=habit)[0] == dot


STYLES = {
    "English": (lambda whole: f"{whole:,}", "."),
    "continental": (lambda whole: f"{whole:,}".replace(",", "."), ","),
    "blanks": (lambda whole: f"{whole:,}".replace(",", " "), ","),
    "thin blanks": (lambda whole: f"{whole:,}".replace(",", "\u202f"), "."),
    "plain": (str, "."),
}


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(sorted(STYLES)))
def test_a_number_comes_back_from_every_style_of_writing(whole, cents, style):
    grouped, mark = STYLES[style]
    written = f"{grouped(whole)}{mark}{cents:02}"
    assert read(f"Cleared were {written} hectares.") == [Decimal(f"{whole}.{cents:02}")]


@given(st.integers(1, 10**9))
def test_a_number_of_things_is_whole_in_every_style(number):
    for grouped, _ in STYLES.values():
        assert read(f"They found {grouped(number)} mines.")[0] in (number, Decimal(number) / 1000)


@pytest.mark.parametrize("words", ["one two", "dozen dozen", "twenty thirty", ""])
def test_words_that_make_no_number_are_read_as_none(words):
    assert read_words(words) is None


@given(st.integers(0, 999_999))
def test_text2num_and_the_figure_agree_for_numbers_in_words(number):
    assert read(f"exactly {spelled(number)} mines") == [number]


ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number):
    """A number in English words, by hand."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = number % 1000
    return f"{spelled(number // 1000)} thousand" + (f" {'and ' if rest < 100 else ''}{spelled(rest)}" if rest else "")
