"""The account as people ask for it: the contract of DESIGN §6, word for word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from diary import Diary, draft, import_into, sheet
from hypothesis import given, settings
from sequences import drafts, histories, written

from tilth.desk.accounting import Question, answer
from tilth.desk.booking import write
from tilth.desk.mending import withdraw
from tilth.desk.programme import known_entries
from tilth.desk.refusal import Refusal

STATUSES = ["suspected", "confirmed", "cancelled", "reduced", "cleared"]
CONTRACT = {
    "from",
    "as_at",
    "known_at",
    "opening",
    "flows",
    "accounts",
    "undrawn",
    "published",
    "restated",
    "balanced",
    "entries",
    "head",
}
TODAY = date(2026, 6, 30)


def ask(field: Diary, *, today: date = TODAY, **asked: str) -> dict:
    return answer(field.programme, Question(**asked), today=today)


@pytest.fixture
def field() -> Diary:
    field = Diary()
    field.write(
        "2022 H1 suspected square(0,0,100)",
        "2023-05-01 H2 confirmed square(50,50,100)",
        "2023-06-01 R1 cleared square(60,60,20) of H2",
        "2024-02-01 R2 cancelled box(-10,0,50,100) of H1",
    )
    return field


def test_the_answer_has_the_keys_of_the_contract(field):
    found = ask(field, start="2022-12-31", as_at="2023-12-31")
    assert found.keys() >= CONTRACT
    for name in ("opening", "accounts", "undrawn", "restated"):
        assert list(found[name]) == STATUSES
        assert all(type(m2) is int for m2 in found[name].values())
    assert all(flow.keys() == {"flow", "from_status", "to_status", "m2"} for flow in found["flows"])
    assert (found["from"], found["as_at"], found["known_at"]) == ("2022-12-31", "2023-12-31", None)
    assert (found["entries"], found["head"]) == (4, field.store.head().digest.hex())
    assert found["balanced"] is True
    assert found["published"] == []


def test_an_account_of_nothing_is_five_zeros():
    found = ask(Diary())
    assert found["accounts"] == dict.fromkeys(STATUSES, 0)
    assert (found["flows"], found["balanced"], found["entries"]) == ([], True, 0)


def test_dates_come_back_as_they_were_asked(field):
    assert ask(field, as_at="2023")["as_at"] == "2023"
    assert ask(field, as_at="2023")["accounts"] == ask(field, as_at="2023-12-31")["accounts"]
    assert ask(field, start="2022-12", as_at="2023")["from"] == "2022-12"
    assert ask(field)["as_at"] == "2026-06-30"


@pytest.mark.parametrize(
    "asked", [{"as_at": "soon"}, {"start": "2024-13"}, {"known_at": "yesterday"}, {"by": "colour"}, {"as_at": ""}]
)
def test_what_cannot_be_understood_is_refused(field, asked):
    with pytest.raises(Refusal) as refused:
        ask(field, **asked)
    assert refused.value.number == "422.1"


@settings(max_examples=25, deadline=None)
@given(histories())
def test_the_opening_is_the_closing_of_the_day(said):
    field = written(drafts(said))
    for day in ("2024-01-01", "2024-01-05", "2024-01-12"):
        assert ask(field, start=day, as_at="2024-01-12")["opening"] == ask(field, as_at=day)["accounts"]


@pytest.mark.parametrize("by", ["district", "operator", "year", "method"])
def test_a_breakdown_sums_to_the_whole(field, by):
    more = [draft(f"2024-0{at}-01 R{at} cleared box({at * 10},0,{at * 10 + 10},90)") for at in range(3, 8)]
    for at, one in enumerate(more):
        one.body = {"district": "DE"[at % 2], "operator": f"O{at % 3}", "method": "manual"}
    field.book(more)
    found = ask(field, start="2022-12-31", by=by)
    whole, parts = {}, {}
    for flow in found["flows"]:
        whole[flow["flow"], flow["from_status"], flow["to_status"]] = flow["m2"]
    for flows in found["by"].values():
        for flow in flows:
            key = flow["flow"], flow["from_status"], flow["to_status"]
            parts[key] = parts.get(key, 0) + flow["m2"]
    assert parts == whole
    expected = {
        "district": {"D", "E", "not stated"},
        "operator": {"O0", "O1", "O2", "A"},
        "year": {"2023", "2024"},
        "method": {"manual", "not stated"},
    }
    assert found["by"].keys() == expected[by]


# --- what was known -------------------------------------------------------------------------------------------------


def test_what_was_known_is_asked_by_day_or_moment(field):
    assert known_entries(field.store, "2024-12-31") == 0
    assert known_entries(field.store, "2025-01-01") == 1
    assert known_entries(field.store, "2025-01-01T11:59Z") == 0
    assert known_entries(field.store, "2025-01-01T12:00Z") == 1
    assert known_entries(field.store, "2025-01-01T13:00+02:00") == 0
    assert known_entries(field.store, "2025-01-02 12:00") == 2
    assert known_entries(field.store, "2030-01-01") == 4


def test_an_account_as_known_then_forgets_what_came_later(field):
    then = ask(field, as_at="2024-12-31", known_at="2025-01-02")
    assert then["accounts"] == ask(field, as_at="2023-05-31")["accounts"]
    assert (then["known_at"], then["entries"]) == ("2025-01-02", 4)
    withdraw(field.programme, 2, why="x", author="owner", now=field.now)
    assert ask(field, as_at="2024-12-31", known_at="2025-01-02")["accounts"] == then["accounts"]


def test_an_opening_that_came_to_be_known_later_is_restated(field):
    field.now = datetime(2025, 3, 1, tzinfo=UTC)
    assert ask(field, start="2025-02-01")["restated"] == dict.fromkeys(STATUSES, 0)
    field.write("2023-01-01 H7 suspected square(500,0,10)")
    assert ask(field, start="2025-02-01")["restated"] == dict.fromkeys(STATUSES, 0) | {"suspected": 100}
    assert ask(field)["restated"] == dict.fromkeys(STATUSES, 0)


def test_nothing_is_restated_by_what_was_not_yet_known(field):
    field.now = datetime(2025, 3, 1, tzinfo=UTC)
    field.write("2023-01-01 H7 suspected square(500,0,10)")
    assert ask(field, start="2025-04-01", known_at="2025-01-02")["restated"] == dict.fromkeys(STATUSES, 0)


def test_a_clock_that_goes_back_never_takes_knowledge_back():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)")
    write(
        field.programme,
        [draft("undated H2 suspected square(50,0,10)")],
        author="owner",
        now=field.now - timedelta(days=400),
    )
    recorded = [one.entry.recorded_at for one in field.store.read()]
    assert recorded == sorted(recorded)
    assert [one.entry.counts_on for one in field.store.read()] == ["2024-05-02", "2025-01-01"]


# --- three books that are never added -------------------------------------------------------------------------------


def words(*lines: str, area_m2: list[int], **columns) -> object:
    table = sheet(*lines, source=f"words {lines}", area_m2=area_m2, **columns)
    table.geometry = np.array([None] * len(lines), dtype=object)
    return table


def test_records_in_words_stand_in_a_book_of_their_own(field):
    drawn = ask(field)["accounts"]
    import_into(field, words("2021 U1 suspected", "2022 U2 confirmed", area_m2=[25_000, 3_000]))
    found = ask(field)
    assert found["accounts"] == drawn
    assert found["undrawn"] == {"suspected": 25_000, "confirmed": 3_000, "cancelled": 0, "reduced": 0, "cleared": 0}
    assert ask(field, as_at="2021-06-30")["undrawn"]["suspected"] == 0


def test_a_release_in_words_takes_no_more_than_its_hazard_holds(field):
    import_into(field, words("2021 U1 suspected", area_m2=[25_000]))
    import_into(field, words("2022 V1 cleared of U1", "2023 V2 cancelled of U1", area_m2=[20_000, 9_000]))
    assert ask(field)["undrawn"] == {
        "suspected": 0,
        "confirmed": 0,
        "cancelled": 9_000,
        "reduced": 0,
        "cleared": 20_000,
    }


def test_a_later_word_on_a_hazard_takes_the_place_of_the_earlier(field):
    import_into(field, words("2021 U1 suspected", area_m2=[25_000]))
    import_into(field, words("2022 U1 confirmed", area_m2=[4_000]))
    assert ask(field)["undrawn"] == {"suspected": 0, "confirmed": 4_000, "cancelled": 0, "reduced": 0, "cleared": 0}


def test_a_withdrawn_record_in_words_is_gone_and_was_known(field):
    import_into(field, words("2021 U1 suspected", area_m2=[25_000]))
    known = field.now.date().isoformat()
    field.now += timedelta(days=5)
    withdraw(field.programme, field.store.head().entries, why="x", author="owner", now=field.now)
    assert ask(field)["undrawn"]["suspected"] == 0
    assert ask(field, known_at=known)["undrawn"]["suspected"] == 25_000


def test_a_record_in_words_that_is_drawn_later_moves_to_the_drawn_book():
    field = Diary()
    import_into(field, words("2021 U1 suspected", area_m2=[25_000]))
    import_into(field, sheet("2022 U1 suspected square(900,0,100)", source="drawn"))
    assert ask(field)["undrawn"]["suspected"] == 0
    assert ask(field)["accounts"]["suspected"] == 10_000
