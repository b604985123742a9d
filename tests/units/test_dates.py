"""A stated date keeps the days it can mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.units.dates import parse_when


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-12-12", "2025-12-12", "2025-12-12", "day"),
        (" 2025-12-12 ", "2025-12-12", "2025-12-12", "day"),
        ("2025-12-12T08:30:00Z", "2025-12-12", "2025-12-12", "day"),
        ("2025-12-12 08:30", "2025-12-12", "2025-12-12", "day"),
        ("2025/12/1", "2025-12-01", "2025-12-01", "day"),
        ("1.12.2025", "2025-12-01", "2025-12-01", "day"),
        ("2025-02", "2025-02-01", "2025-02-28", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025-autumn", "2025-09-01", "2025-11-30", "season"),
        ("2025-winter", "2025-12-01", "2026-02-28", "season"),
        ("2016", "2016-01-01", "2016-12-31", "year"),
        ("2016.0", "2016-01-01", "2016-12-31", "year"),
        ("2025-08..2025-12", "2025-08-01", "2025-12-31", "interval"),
        ("2025-08-01 .. 2025-12-05", "2025-08-01", "2025-12-05", "interval"),
        ("2025-08-01/2025-12-05", "2025-08-01", "2025-12-05", "interval"),
        ("2025/08/01 .. 2025/12/05", "2025-08-01", "2025-12-05", "interval"),
        ("2025-08-01T10:00/2025-12-05T11:00", "2025-08-01", "2025-12-05", "interval"),
        ("2016/2018", "2016-01-01", "2018-12-31", "interval"),
    ],
)
def test_a_date_is_read_with_the_precision_it_was_stated_in(text, first, last, precision):
    when = parse_when(text)
    assert when is not None
    assert (when.first.isoformat(), when.last.isoformat(), when.precision) == (first, last, precision)
    assert str(when) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-13", "2025-02-30", "0000", "0000-01-01", "32.1.2025", "2025-12..2025-08", "2025..", "..2025",
     "2024-05-02 .. soon", "12/2025", "2025-1-1", "99999", "2025-monsoon", "2024/" * 3000 + "2024", ".." * 5000],
)  # fmt: skip
def test_what_is_no_date_is_none_and_never_a_guess(text):
    assert parse_when(text) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9./TZ: -]{0,30}"))
def test_no_text_stops_the_reader(text):
    when = parse_when(text)
    assert when is None or when.first <= when.last


@given(st.dates(), st.integers(0, 5000))
def test_an_interval_runs_from_the_first_day_of_one_to_the_last_of_the_other(start, days):
    end = min(start, date.max - timedelta(days=5000)) + timedelta(days=days)
    when = parse_when(f"{start.isoformat()}..{end.isoformat()}")
    if end < start:
        assert when is None
    else:
        assert when is not None
        assert (when.first, when.last) == (start, end)
