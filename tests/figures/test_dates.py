"""Dates as reports state them, with the days they can mean. The sentences are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.figures.dates import find_dates
from tilth.figures.stated_dates import atoms

PUBLISHED = date(2025, 12, 20)  # a Saturday


def told(text, *, published=PUBLISHED, year=None):
    """First day, last day, precision and bound of every date."""
    found = find_dates(text, published=published, year=year)
    return [(str(one.start), str(one.end), one.precision, one.bound) for one in found]


def day(text, bound="on"):
    return [(text, text, "day", bound)]


DAYS = {
    "On 12 December 2025 the unit came home to Baku.": day("2025-12-12"),
    "The ceremony of December 12th, 2025": day("2025-12-12"),
    "LUANDA, Dec. 12 – Deminers returned.": day("2025-12-12"),
    "Since 24 February 2022 mines have been laid": day("2022-02-24", "since"),
    "All will be done by 1 June 2026.": day("2026-06-01", "by"),
    "open until the 5th of November 2025": day("2025-11-05", "until"),
    "as of 31.12.2024": day("2024-12-31"),
    "signed on 2025-12-12, updated 2025/12/13": day("2025-12-12") + day("2025-12-13"),
    "on Friday, 12 December": day("2025-12-12"),
    "since the first of June": day("2025-06-01", "since"),
    "03.05.2025": day("2025-05-03"),
    "05/25/2025": day("2025-05-25"),
    "25/05/2025": day("2025-05-25"),
    "12/12/2025": day("2025-12-12"),
    "03/05/2025": [("2025-03-05", "2025-05-03", "interval", "on")],
    "on 29 February": day("2024-02-29"),
    "12 MAY 2025": day("2025-05-12"),
    "04.11.25": day("2025-11-04"),
}
PERIODS = {
    "In May the teams began": [("2025-05-01", "2025-05-31", "month", "on")],
    "May 2025": [("2025-05-01", "2025-05-31", "month", "on")],
    "deployed since early August": [("2025-08-01", "2025-08-10", "interval", "since")],
    "mid-August 2025, late August 2024": [
        ("2025-08-11", "2025-08-20", "interval", "on"),
        ("2024-08-21", "2024-08-31", "interval", "on"),
    ],
    "at the beginning of 2024": [("2024-01-01", "2024-01-31", "interval", "on")],
    "by the end of 2026": [("2026-12-01", "2026-12-31", "interval", "by")],
    "late 2023": [("2023-09-01", "2023-12-31", "interval", "on")],
    "since the start of the year": [("2025-01-01", "2025-01-31", "interval", "since")],
    "in the spring of 2025, in summer": [
        ("2025-03-01", "2025-05-31", "season", "on"),
        ("2025-06-01", "2025-08-31", "season", "on"),
    ],
    "last winter": [("2024-12-01", "2025-02-28", "season", "on")],
    "in the first half of 2025": [("2025-01-01", "2025-06-30", "interval", "on")],
    "in the second half of May": [("2025-05-16", "2025-05-31", "interval", "on")],
    "Q3 2025": [("2025-07-01", "2025-09-30", "interval", "on")],
    "the third quarter of 2024": [("2024-07-01", "2024-09-30", "interval", "on")],
    "the last quarter": [("2025-10-01", "2025-12-31", "interval", "on")],
    "in the first nine months of the year": [("2025-01-01", "2025-09-30", "interval", "on")],
    "in the first ten days of May": [("2025-05-01", "2025-05-10", "interval", "on")],
    "in the second week of June 2024": [("2024-06-08", "2024-06-14", "interval", "on")],
    "in the last week of February 2024": [("2024-02-22", "2024-02-29", "interval", "on")],
    "in 2024": [("2024-01-01", "2024-12-31", "year", "on")],
    "by year-end": [("2025-12-01", "2025-12-31", "interval", "by")],
    "the war of the early 1990s": [("1990-01-01", "1993-12-31", "interval", "on")],
    "2025-05": [("2025-05-01", "2025-05-31", "month", "on")],
    "05/2025": [("2025-05-01", "2025-05-31", "month", "on")],
}
INTERVALS = {
    "in 2022-2024": [("2022-01-01", "2024-12-31", "interval", "on")],
    "the 1992–95 war": [("1992-01-01", "1995-12-31", "interval", "on")],
    "between 2014 and 2022": [("2014-01-01", "2022-12-31", "interval", "on")],
    "between March and June 2025": [("2025-03-01", "2025-06-30", "interval", "on")],
    "from 3 to 9 May": [("2025-05-03", "2025-05-09", "interval", "on")],
    "June 12-15, 2025": [("2025-06-12", "2025-06-15", "interval", "on")],
    "from 12 May to 3 June": [("2025-05-12", "2025-06-03", "interval", "on")],
    "from July 1 through September 30, 2025": [("2025-07-01", "2025-09-30", "interval", "on")],
    "from November to March 2025": [("2024-11-01", "2025-03-31", "interval", "on")],
    "From January until the end of May": [("2025-01-01", "2025-05-31", "interval", "on")],
    "Jan-Sep 2025": [("2025-01-01", "2025-09-30", "interval", "on")],
    "in May and June 2024": [("2024-05-01", "2024-05-31", "month", "on"), ("2024-06-01", "2024-06-30", "month", "on")],
}
RELATIVE = {
    "yesterday": day("2025-12-19"),
    "last night": day("2025-12-19"),
    "on 14 March last year": day("2024-03-14"),
    "in late May of this year": [("2025-05-21", "2025-05-31", "interval", "on")],
    "on Monday": day("2025-12-15"),
    "last Saturday": day("2025-12-13"),
    "on Saturday": day("2025-12-20"),
    "last week": [("2025-12-08", "2025-12-14", "interval", "on")],
    "over the past week": [("2025-12-13", "2025-12-20", "interval", "on")],
    "during the last 24 months": [("2023-12-20", "2025-12-20", "interval", "on")],
    "last month": [("2025-11-01", "2025-11-30", "month", "on")],
    "earlier this year": [("2025-01-01", "2025-12-31", "year", "on")],
    "late last year": [("2024-09-01", "2024-12-31", "interval", "on")],
    "next year": [("2026-01-01", "2026-12-31", "year", "on")],
    "three months ago": [("2025-09-01", "2025-09-30", "month", "on")],
    "two weeks ago": [("2025-12-01", "2025-12-07", "interval", "on")],
    "a year ago": [("2024-01-01", "2024-12-31", "year", "on")],
    "since last October": [("2025-10-01", "2025-10-31", "month", "since")],
}


@pytest.mark.parametrize(("text", "expected"), (DAYS | PERIODS | INTERVALS | RELATIVE).items())
def test_a_date_is_read_with_the_days_it_can_mean(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It may rain; they march on; prices fall; a spring broke; the fall of the town",
        "May they rest. March forward. Mr April Smith met Jan Egeland and Mar Aprem.",
        "2,024 mines, $2024, Resolution 2024; they destroyed 2024 mines",
        "the second team, the third house, 5.2024, 14:30",
    ],
)
def test_other_words_and_numbers_are_no_dates(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    ["31 February 2024", "32 December 2024", "2024-13-05", "00.05.2025", "29 February 2023", "30-31 June", "31 April"],
)
def test_a_day_that_is_in_no_calendar_is_kept_and_marked(text):
    (found,) = find_dates(f"It happened on {text}.", published=PUBLISHED)
    assert found.impossible
    assert (found.start, found.end, found.text) == (None, None, text)


def test_without_a_year_and_a_day_of_publication_nothing_is_made_up():
    for text in ("since early August", "in May", "from 3 to 9 May", "last week", "on Monday", "three months ago"):
        (found,) = find_dates(text)
        assert (found.start, found.end, found.year_inferred, found.impossible) == (None, None, False, False)


def test_a_missing_year_is_the_one_given_else_that_of_the_latest_such_day_before_publication():
    assert told("in May", year=2019) == [("2019-05-01", "2019-05-31", "month", "on")]
    assert told("in May", published=date(2025, 3, 1)) == [("2024-05-01", "2024-05-31", "month", "on")]
    assert told("on 20 December") == day("2025-12-20")
    assert told("on 21 December") == day("2024-12-21")
    assert find_dates("in May", published=PUBLISHED)[0].year_inferred
    assert not find_dates("in May 2025", published=PUBLISHED)[0].year_inferred


def test_what_is_to_come_takes_the_next_such_day():
    assert told("The work will be finished by March.") == [("2026-03-01", "2026-03-31", "month", "by")]
    assert told("By the first of March you will see.") == day("2026-03-01", "by")
    assert told("The work was finished by March.") == [("2025-03-01", "2025-03-31", "month", "by")]


def test_a_year_at_the_head_of_the_sentence_is_that_of_its_months():
    assert told("It rained. In 2023, the teams worked from May to July.")[1:] == [
        ("2023-05-01", "2023-07-31", "interval", "on")
    ]
    assert told("In 2023, it rained. The teams came in May.")[1:] == [("2025-05-01", "2025-05-31", "month", "on")]


def test_the_text_holds_the_word_that_bounds_a_time():
    text = "Deployed since early August, it stayed until 3 November 2025 and came home in December."
    assert [one.text for one in find_dates(text)] == ["since early August", "until 3 November 2025", "December"]


def test_the_years_of_a_text_are_told_with_their_places():
    text = "From 2014 to 2022 and on 3 May 2025, but not in Resolution 1325."
    assert [(one.year, one.start, one.end) for one in atoms(text)] == [(2014, 5, 9), (2022, 13, 17), (2025, 25, 35)]


FORMS = ["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b. %d, %Y", "%A, %d %B %Y", "%dth of %B %Y"]
ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(ANY_DAY, st.sampled_from(FORMS))
def test_a_day_comes_back_from_every_way_of_writing_it(one, form):
    (found,) = find_dates(f"It was on {one.strftime(form)} in Angola.")
    assert (found.start, found.end, found.precision) == (one, one, "day")


@given(ANY_DAY, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"]))
def test_dateparser_reads_the_same_day(one, form):
    from dateparser.date import DateDataParser

    written = one.strftime(form)
    settings = {"RELATIVE_BASE": datetime(2001, 1, 1), "DATE_ORDER": "DMY", "TIMEZONE": "UTC"}  # noqa: DTZ001
    oracle = DateDataParser(languages=["en"], settings=settings).get_date_data(written).date_obj
    assert find_dates(written)[0].start == oracle.date()


@given(ANY_DAY, st.integers(0, 300), st.sampled_from(["%d %B %Y", "%d.%m.%Y"]))
def test_an_interval_runs_from_its_first_to_its_last_day(first, more, form):
    last = first + timedelta(days=more)
    (found,) = find_dates(f"from {first.strftime(form)} to {last.strftime(form)}")
    assert (found.start, found.end, found.precision) == (first, last, "interval")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_an_inferred_day_is_within_the_year_before_publication(published, one):
    (found,) = find_dates(one.strftime("on %d %B"), published=published)
    assert found.start <= published
    assert (published - found.start).days < 366
    assert (found.start.month, found.start.day) == (one.month, one.day)


@given(st.text(), st.none() | st.dates())
def test_no_text_is_too_strange_and_every_span_holds_its_text(text, published):
    for one in find_dates(text, published=published):
        assert text[slice(*one.span)] == one.text


PIECES = st.sampled_from(
    [
        "12", "31", "2025", "1999", "May", "February", "Dec.", "Monday", "early", "the", "end", "of", "year", "since",
        "to", "and", "between", "last", "week", "999", "months", "ago", "past", "Q3", "first", "half", "summer", "-",
        "/", ".", ",", "\n", "will",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25), st.sampled_from(["", " "]), st.none() | st.dates(), st.integers(0, 1000))
def test_spans_are_exact_rise_and_move_with_the_offset(pieces, between, published, offset):
    text = between.join(pieces)
    plain = find_dates(text, published=published)
    for one in plain:
        assert text[slice(*one.span)] == one.text
        assert (one.start is None) == (one.end is None)
        assert one.start is None or one.start <= one.end
        assert one.precision in ("day", "interval", "month", "season", "year")
        assert one.bound in ("on", "since", "until", "by")
    ends = [place for one in plain for place in one.span]
    assert ends == sorted(ends)
    moved = find_dates(text, published=published, offset=offset)
    assert [one.span for one in plain] == [(one.span[0] - offset, one.span[1] - offset) for one in moved]
