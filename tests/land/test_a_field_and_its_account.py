"""Pages of a field diary: what is written, and what the account says of it."""

from __future__ import annotations

import pytest
import shapely
from diary import Diary, draft, placed

from tilth.land.account import Account, Flow


def test_a_field_is_found_and_half_of_it_cleared():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,100)", "2024-06-01 R1 cleared box(0,0,50,100) of H1")
    assert field.land() == {"suspected": 5000, "cleared": 5000}
    assert field.flows() == {"found unrecorded suspected": 10000, "cleared suspected cleared": 5000}


def test_overlapping_fields_are_counted_once():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,100)", "2024-05-03 H2 suspected square(50,0,100)")
    assert field.land() == {"suspected": 15000}
    assert field.findings == [(2, "overlap")]


def test_nobody_can_release_more_than_there_is():
    field = Diary()
    field.write(
        "2024-05-02 H1 suspected square(0,0,10)",
        "2024-06-01 R1 cleared square(0,0,10)",
        "2024-06-02 R2 cleared square(0,0,10)",
        "2024-06-03 R3 cancelled square(0,0,10)",
    )
    assert field.land() == {"cleared": 100}
    assert field.flows()["cleared suspected cleared"] == 100
    assert field.kinds_found() == ["already_released", "already_released"]


def test_a_release_of_land_nobody_recorded_is_its_own_line():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-06-01 R1 cleared box(0,0,20,10) of H1")
    assert field.flows() == {
        "found unrecorded suspected": 100,
        "cleared suspected cleared": 100,
        "released_unrecorded unrecorded cleared": 100,
    }
    assert sorted(field.kinds_found()) == ["release_larger", "unrecorded_release"]


def test_released_land_that_is_suspected_again_is_reopened():
    field = Diary()
    field.write(
        "2020-05-02 H1 suspected square(0,0,10)", "2021-06-01 R1 cleared square(0,0,10)",
        "2022-06-01 H2 suspected box(0,0,4,10)",
    )  # fmt: skip
    assert field.land() == {"suspected": 40, "cleared": 60}
    assert field.flows(start="2021-12-31") == {"re-opened cleared suspected": 40}
    assert field.kinds_found() == ["reopened"]


def test_suspicion_never_takes_a_confirmation_back():
    field = Diary()
    field.write("2024-05-02 H1 confirmed square(0,0,10)", "2024-06-01 H2 suspected square(0,0,10)")
    assert field.land() == {"confirmed": 100}


# --- dates ----------------------------------------------------------------------------------------------------------


def test_a_day_of_low_precision_counts_on_its_last_day():
    field = Diary()
    field.write("2023 H1 suspected square(0,0,10)", "2024-02 R1 cleared square(0,0,10)")
    assert field.land("2023-12-30") == {}
    assert field.land("2023-12-31") == {"suspected": 100}
    assert field.land("2024-02-28") == {"suspected": 100}
    assert field.land("2024-02-29") == {"cleared": 100}


def test_an_undated_word_counts_on_the_day_it_was_written_down():
    field = Diary()
    field.write("undated H1 suspected square(0,0,10)")
    assert field.land("2024-12-31") == {}
    assert field.land("2025-01-01") == {"suspected": 100}


def test_on_equal_days_the_order_of_booking_decides():
    first, second = Diary(), Diary()
    first.write("2024-05-02 H1 suspected square(0,0,10)", "2024-05-02 R1 cleared square(0,0,10)")
    second.write("2024-05-02 R1 cleared square(0,0,10)", "2024-05-02 H1 suspected square(0,0,10)")
    assert first.land() == {"cleared": 100}
    assert second.land() == {"suspected": 100}


def test_a_hazard_that_came_late_explains_the_release_that_was_there():
    field = Diary()
    field.write("2024-06-01 R1 cleared square(0,0,10)", "2024-05-02 H1 suspected square(0,0,10)")
    assert field.flows() == {"found unrecorded suspected": 100, "cleared suspected cleared": 100}
    assert field.flows(known=1) == {"released_unrecorded unrecorded cleared": 100}
    assert field.land("2024-05-31") == {"suspected": 100}


# --- mending --------------------------------------------------------------------------------------------------------


def test_what_an_amended_outline_gives_up_is_resized_and_never_released():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-06-02 H1 suspected box(0,0,4,10) amends 1")
    assert field.land() == {"suspected": 40}
    assert field.flows() == {"found unrecorded suspected": 100, "resized suspected unrecorded": 60}
    assert field.land("2024-06-01") == {"suspected": 100}


def test_an_outline_moved_to_where_it_touches_its_old_place_gives_the_old_place_up():
    """The sliver they share, smaller than a hand, is no reason to keep the old field."""
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-06-02 H1 suspected box(9.99,0,20,0.5) amends 1")
    assert field.land() == {"suspected": 5}
    assert field.flows()["resized suspected unrecorded"] == 100


def test_what_an_amended_outline_gains_is_found():
    field = Diary()
    field.write("2024-05-02 H1 suspected box(0,0,4,10)", "2024-06-02 H1 suspected square(0,0,10) amends 1")
    assert field.flows(start="2024-05-31") == {"found unrecorded suspected": 60}


def test_a_confirmation_taken_back_by_name_is_reclassified():
    field = Diary()
    field.write("2024-05-02 H1 confirmed square(0,0,10)", "2024-06-02 H1 suspected square(0,0,10) amends 1")
    assert field.land() == {"suspected": 100}
    assert field.flows(start="2024-05-31") == {"reclassified confirmed suspected": 100}


def test_a_withdrawn_entry_leaves_the_land_to_what_others_say_of_it():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-05-03 H2 confirmed box(0,0,5,10)", "withdraw 2")
    assert field.land("2024-12-31") == {"suspected": 50, "confirmed": 50}
    assert field.land() == {"suspected": 100}
    assert field.flows(start="2024-12-31") == {"reclassified confirmed suspected": 50}


def test_a_withdrawn_find_is_corrected_away():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "withdraw 1")
    assert field.land() == {}
    assert field.flows() == {"found unrecorded suspected": 100, "corrected suspected unrecorded": 100}


def test_a_withdrawn_release_is_corrected_and_not_found_again():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-06-02 R1 cleared square(0,0,10)", "withdraw 2")
    assert field.land() == {"suspected": 100}
    assert field.flows(start="2024-12-31") == {"corrected cleared suspected": 100}


def test_what_was_released_in_between_stays_released_when_the_outline_shrinks():
    field = Diary()
    field.write(
        "2024-05-02 H1 suspected square(0,0,10)",
        "2024-06-02 R1 cleared box(0,0,5,10)",
        "2024-07-02 H1 suspected box(0,0,2,10) amends 1",
    )
    assert field.land() == {"cleared": 50}
    assert field.flows(start="2024-06-30") == {"resized suspected unrecorded": 50}


def test_an_entry_that_only_got_another_date_counts_on_that_alone():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,10)", "2024-07-02 H1 suspected square(0,0,10) amends 1 redates")
    assert field.land("2024-06-30") == {}
    assert field.land("2024-06-30", known=1) == {"suspected": 100}
    assert field.flows() == {"found unrecorded suspected": 100}


def test_an_amendment_may_be_amended_and_withdrawn():
    field = Diary()
    field.write(
        "2024-05-02 H1 suspected square(0,0,10)",
        "2024-06-02 H1 suspected box(0,0,4,10) amends 1",
        "2024-07-02 H1 suspected box(0,0,6,10) amends 2",
    )
    assert field.land() == {"suspected": 60}
    field.write("withdraw 3")
    assert field.land() == {}
    assert field.account().balanced


@pytest.mark.xfail(strict=True, reason="the land an amendment gave up keeps the old date when the amendment is redated")
def test_redating_an_amendment_redates_what_it_gave_up_too():
    field = Diary()
    field.write(
        "2024-05-02 H1 suspected square(0,0,10)",
        "2024-07-02 H1 suspected box(0,0,4,10) amends 1",
        "2024-06-02 H1 suspected box(0,0,4,10) amends 2 redates",
    )
    assert field.land("2024-06-15") == {"suspected": 40}


def test_a_batch_may_amend_what_it_brought():
    field = Diary()
    field.together(
        "2024-05-02 H1 suspected square(0,0,10)", "2024-06-02 H1 suspected box(0,0,4,10) amends 1", "withdraw 2"
    )
    assert field.land() == {}


# --- the account ----------------------------------------------------------------------------------------------------


def test_opening_and_flows_make_the_closing():
    field = Diary()
    field.write(
        "2022 H1 suspected square(0,0,100)",
        "2023-05-01 H2 confirmed square(50,50,100)",
        "2023-06-01 R1 cleared square(60,60,20)",
    )
    asked = field.account(start="2022-12-31", as_at="2023-12-31")
    assert asked.opening["suspected"] == 10000
    assert asked.balanced
    assert dict(asked.closing) == {"suspected": 7500, "confirmed": 9600, "cleared": 400, "cancelled": 0, "reduced": 0}


def test_an_account_that_does_not_balance_says_so():
    zero = dict.fromkeys(("suspected", "confirmed", "cancelled", "reduced", "cleared"), 0)
    wrong = Account(zero, (Flow("found", "unrecorded", "suspected", 5),), zero | {"suspected": 4})
    assert not wrong.balanced


@pytest.mark.parametrize(
    ("start", "as_at"), [("2023-06-01", "2023-06-01"), ("2025-01-01", "2022-01-01"), (None, "1990-01-01")]
)
def test_an_account_of_no_days_has_no_flows(start, as_at):
    field = Diary()
    field.write("2022 H1 suspected square(0,0,100)")
    asked = field.account(start=start, as_at=as_at)
    assert asked.flows == ()
    assert asked.opening == asked.closing


def test_a_hole_is_no_part_of_the_field_and_an_island_in_it_is():
    field = Diary()
    with_hole = draft("2024-05-02 H1 suspected frame(0,0,100,10)")
    island = draft("2024-05-02 H2 suspected square(40,40,10)")
    field.book([with_hole, island])
    assert field.land() == {"suspected": 3600 + 100}
    field.write("2024-06-01 R1 cleared square(20,20,60)")
    assert field.land() == {"suspected": 3600, "cleared": 3600}


def test_a_field_of_many_parts_is_one_field():
    field = Diary()
    many = draft("2024-05-02 H1 suspected square(0,0,1)")
    many.geometry = placed(shapely.MultiPolygon([shapely.box(x, 0, x + 5, 10) for x in range(0, 100, 10)]))
    field.book([many])
    field.write("2024-06-01 R1 cleared box(0,0,100,5)")
    assert field.land() == {"suspected": 250, "cleared": 500}


def test_a_square_metre_cut_forty_times_is_still_a_square_metre():
    field = Diary()
    field.write("2024-05-02 H1 suspected square(0,0,1)")
    field.write(*[f"2024-06-01 R{n} cleared box(0,0,{n / 40},1)" for n in range(1, 41)])
    assert field.land() == {"cleared": 1}
    assert sum(field.programme.books().face_m2) == 1
