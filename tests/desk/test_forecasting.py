"""The forecast of a programme: what it reads from the books, and what a page has room for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tilth.desk.accounting import Question
from tilth.desk.forecast_brief import forecast_part
from tilth.desk.forecast_levers import pulled
from tilth.desk.forecast_work import areas, own_history, workload_of_programme
from tilth.desk.forecasting import Wanted, forecast
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.land.account import account
from tilth.simulation.workload import hazards_of, team_of, workload_of
from tilth.store.memory import Memory
from tilth.synth.province import province

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def programme():
    made = Programme(Memory())
    book_province(made, province(hazards=40, teams=3, seed=5), now=NOW, work_share=0.3)
    return made


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2022, 6, 30), TODAY])
def test_the_areas_that_wait_add_up_to_what_the_account_says(programme, day):
    known = programme.store.head().entries
    closing = account(programme.postings(), start=None, as_at=day).closing
    found = areas(programme, on=day, known=known)
    for status in ("suspected", "confirmed"):
        assert sum(one.m2 for one in found if one.status == status) == closing[status]


def test_areas_have_the_names_of_their_hazards_and_a_zone(programme):
    found = areas(programme, on=TODAY, known=programme.store.head().entries)
    assert all(one.name and one.zone for one in found)


def test_the_workload_holds_the_same_land_and_what_was_released(programme):
    known = programme.store.head().entries
    work = workload_of_programme(programme, on=TODAY, known=known, known_at=None)
    closing = account(programme.postings(), start=None, as_at=TODAY).closing
    assert work.recorded_m2 == closing["suspected"] + closing["confirmed"]
    assert work.released_m2 == closing["cancelled"] + closing["reduced"] + closing["cleared"]
    assert len(work.teams)


def test_the_own_past_is_the_account_year_by_year(programme):
    known = programme.store.head().entries
    past = own_history(programme, until=TODAY, known=known, name="own")
    stocks = {one.at: one.km2 for one in past.observations if one.is_stock}
    closing = account(programme.postings(), start=None, as_at=date(2021, 12, 31)).closing
    assert stocks[date(2021, 12, 31)] == pytest.approx((closing["suspected"] + closing["confirmed"]) * 1e-6)


def test_a_day_before_the_first_entry_is_answered_from_what_the_books_know_of_it_now(programme):
    found = forecast(programme, Wanted(runs=100, origin="2020-12-31"), today=TODAY)
    closing = account(programme.postings(), start=None, as_at=date(2020, 12, 31)).closing
    assert found["work"]["recorded_km2"] == pytest.approx((closing["suspected"] + closing["confirmed"]) * 1e-6)
    assert "Nothing was recorded by 2020-12-31" in found["note"]


def test_the_same_question_has_the_same_answer(programme):
    wanted = Wanted(runs=100, by=("2035",))
    assert forecast(programme, wanted, today=TODAY) == forecast(programme, wanted, today=TODAY)


def test_a_page_has_the_work_and_a_trace_for_every_part(programme):
    part, traces = forecast_part(programme, Question(), today=TODAY)
    assert part is not None
    assert part["work"]["shown"]["rows"]
    assert "forecast-work" in traces
    assert part["work"]["tornado"] == []


def test_a_page_of_an_earlier_day_does_not_foretell_what_was_future_then(programme):
    assert forecast_part(programme, Question(as_at="2020-12-31"), today=TODAY) == (None, {})


def test_nothing_to_forecast_leaves_the_page_without_the_part():
    assert forecast_part(Programme(Memory()), Question(), today=TODAY) == (None, {})


@pytest.mark.parametrize("years", [0, 61])
def test_a_horizon_that_is_none_is_refused(programme, years):
    with pytest.raises(Refusal, match="1 to 60"):
        forecast(programme, Wanted(years=years), today=TODAY)


def test_levers_are_pulled_in_their_order():
    work = workload_of(hazards_of([1000, 2000]), team_of("manual").join(team_of("dogs")))
    changed = pulled(work, ["manual+2", " Dogs-1", "productivity=2", "survey=off"])
    assert changed.teams.kind == ("manual", "manual", "manual")
    assert changed.teams.rate_m2_per_day.max() == 2 * team_of("manual").rate_m2_per_day.max()
    assert changed.survey is False
